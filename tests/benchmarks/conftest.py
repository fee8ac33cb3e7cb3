"""What the benchmarks share: the table that is printed at the end, and bench.json."""

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

RESULT = Path(os.environ.get("DESKBELL_BENCH", "bench.json"))


@dataclass(frozen=True)
class Figure:
    """One figure beside its limit: `value` and `limit` in `unit`; `ratio` is what the goal speaks of, `goal` its words."""

    what: str
    value: float
    unit: str
    limit: float | None = None
    ratio: float | None = None
    goal: str = ""


@dataclass
class Table:
    """All figures of one run."""

    figures: list[Figure] = field(default_factory=list)

    def add(
        self,
        what: str,
        value: float,
        unit: str,
        *,
        limit: float | None = None,
        ratio: float | None = None,
        goal: str = "",
    ) -> None:
        """Note a figure."""
        self.figures.append(
            Figure(what, round(value, 2), unit, limit and round(limit, 2), ratio and round(ratio, 3), goal)
        )

    def __str__(self) -> str:
        lines = [f"{'what':<44}{'value':>11}  {'unit':<8}{'limit':>11}{'ratio':>8}  goal"]
        for each in self.figures:
            limit = "" if each.limit is None else f"{each.limit:.1f}"
            ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
            lines.append(f"{each.what:<44}{each.value:>11.1f}  {each.unit:<8}{limit:>11}{ratio:>8}  {each.goal}")
        return "\n".join(lines)


@pytest.fixture(scope="session")
def table() -> Iterator[Table]:
    """The table; printed and written when the last benchmark is done."""
    made = Table()
    yield made
    print(f"\n\n{made}\n")
    machine = {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count()}
    content = {"machine": machine, "figures": [asdict(each) for each in made.figures]}
    RESULT.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
