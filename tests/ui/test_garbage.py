"""The cycle collector belongs to the window's thread while a window is there."""

import gc
from collections.abc import Iterator

import pytest

from deskbell.ui.garbage import CollectHere


@pytest.fixture
def never_run() -> Iterator[None]:
    """The collector is on and off, and runs on no thread meanwhile."""
    thresholds = gc.get_threshold()
    gc.set_threshold(0)
    gc.enable()
    yield
    gc.disable()  # as the tests of the window have it
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("never_run")
def test_it_is_given_back_by_the_outermost_only() -> None:
    outer, inner = CollectHere(), CollectHere()
    assert not gc.isenabled()
    inner.close()
    assert not gc.isenabled(), "a window that closes leaves the others alone"
    outer.close()
    assert gc.isenabled()
