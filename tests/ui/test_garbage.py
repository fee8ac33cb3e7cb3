"""The cycle collector belongs to the window's thread while a window is there."""

import gc

from deskbell.ui.garbage import CollectHere


def test_it_is_given_back_by_the_outermost_only() -> None:
    gc.enable()
    outer, inner = CollectHere(), CollectHere()
    assert not gc.isenabled()
    inner.close()
    assert not gc.isenabled(), "a window that closes leaves the others alone"
    outer.close()
    assert gc.isenabled()
    gc.disable()  # as the tests of the window have it
