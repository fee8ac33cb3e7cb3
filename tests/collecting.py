"""For tests with widgets: from the first of them on, cycles are collected on the main thread only.

A server's thread, or a runner's, that happens to collect would destroy widgets and timers there, and Qt falls over much later.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from deskbell.ui.garbage import CollectHere


@pytest.fixture(scope="session", autouse=True)
def collected_here(qapp: QApplication) -> Iterator[CollectHere]:
    """No widget is destroyed on another thread."""
    collector = CollectHere()
    collector.settle()
    yield collector
    collector.close()
