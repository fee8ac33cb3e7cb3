"""For tests with widgets: from the first of them on, cycles are collected on the main thread only.

A server's thread, or a runner's, that happens to collect would destroy widgets and timers there, and Qt falls over much later.
"""

import pytest

from deskbell.ui.garbage import CollectHere


@pytest.fixture(scope="session", autouse=True)
def collected_here(windows_collected_here: CollectHere) -> CollectHere:
    """No widget is destroyed on another thread, whether a test asks for `qtbot` or not."""
    return windows_collected_here
