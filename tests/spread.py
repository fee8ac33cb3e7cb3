"""In which order the files of tests go to the workers of a run (`pytest --dist loadfile --no-loadscope-reorder`)."""

from itertools import groupby
from pathlib import Path

import pytest

SOON = 0.6
"""By this part of the files the last that waits has begun."""
WAITING = Path(__file__).parent / "faults"
"""Its few tests each take long and mostly wait: beside others they cost little, and one after the other at the end of a run they would leave the processors
idle."""


def in_turn(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests of a file stay together. Files of many tests come first, so that no worker is alone with one at the end; those that wait are evenly among
    them."""
    files = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    busy = sorted((tests for tests in files if WAITING not in tests[0].path.parents), key=len, reverse=True)
    waiting = [tests for tests in files if WAITING in tests[0].path.parents]
    placed = [(number / len(busy), tests) for number, tests in enumerate(busy)]
    placed += [((number + 0.5) / len(waiting) * SOON, tests) for number, tests in enumerate(waiting)]
    return [item for _, tests in sorted(placed, key=lambda one: one[0]) for item in tests]
