"""Python's cycle collector, held for a time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_collector() -> Iterator[None]:
    """Within this block the collector does not run by itself: what is loaded or made there is no garbage, though it would be looked through a hundred
    times. A window runs it on its own thread meanwhile (`ui.garbage`). Within another such block this one changes nothing.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.unfreeze()
            gc.enable()
