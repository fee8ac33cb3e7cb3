"""The scenes of what is done to very many tickets."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from deskbell.ui.inbox.course_line import CourseLine
from deskbell.ui.inbox.reading import Everything
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage


def bulk(window: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window, `size` is its size."""
    yield Scene("bulk-under-way", size, window, (_under_way,))
    yield Scene("bulk-more", size, window, (_more,))


def _under_way(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    course = window.deeds.long.begin(5_000)
    assert course is not None
    course.done = 2_140
    line = window.inbox.tickets.findChild(CourseLine)
    assert line is not None
    line.look()


def _more(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    model = window.inbox.tickets.model
    rows = (model.ticket(number) for number in range(40))
    ids = [row.id for row in rows if row is not None]
    model._choose_all(model._generation, Everything((*ids, *range(len(ids) - 5_000, 0)), more=True))
