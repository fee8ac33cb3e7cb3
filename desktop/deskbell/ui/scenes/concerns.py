"""The scenes of what concerns one: told in the window, the menu beside the clock, and the badge at all sizes."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from msgspec.structs import replace
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from deskbell.model.concerns import Concern, Reason
from deskbell.model.kinds import Deed
from deskbell.model.rows import EventRow
from deskbell.model.sla import Metric
from deskbell.model.sla_warnings import SlaWarning
from deskbell.ui.concerns.badge import SIZES, badged
from deskbell.ui.concerns.here import ConcernsHere
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket
from deskbell.ui.settings.computer import ComputerSettings

Make = Callable[[Stage], QWidget]
_ROOM = 12


def concerns(window: Make, size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window."""
    hearing = partial(_hearing, window=window)
    yield Scene("concerns-told", size, hearing, (open_ticket, partial(_tell, tickets=1)))
    yield Scene("concerns-told-several", size, hearing, (open_ticket, partial(_tell, tickets=3)))
    yield Scene("concerns-overdue", size, hearing, (open_ticket, _warn))
    yield Scene("concerns-warned", size, window, (open_ticket, _warned))
    yield Scene("concerns-menu", (460, 250), partial(_menu, window=window))
    yield Scene("concerns-badge", (420, 190), _Badges)


def _hearing(stage: Stage, window: Make) -> QWidget:
    made = window(stage)
    assert isinstance(made, MainWindow)
    pane = made.pane
    assert made.mentions is not None
    shows = (made.mentions.now, made.toasts, made.open_ticket)
    ConcernsHere(stage.theme, stage.runner, stage.desk, ComputerSettings(stage.settings), pane, *shows, made)
    return made


def _tell(window: QWidget, tickets: int) -> None:
    """This many things come, and are told at once."""
    here = window.findChild(ConcernsHere)
    assert here is not None
    here.concerns.came.emit(_came()[:tickets])
    here.tell()


def _warn(window: QWidget) -> None:
    """After a night without a worker."""
    here = window.findChild(ConcernsHere)
    assert here is not None
    due = datetime(2026, 1, 5, 9, tzinfo=UTC)
    late = (SlaWarning(number, "Where is my parcel?", Metric.FIRST_REPLY, due, over=True) for number in range(101, 124))
    here._desk.warnings.came.emit(tuple(late))
    here.tell()


def _warned(window: QWidget) -> None:
    """What a policy did to a ticket, in its thread."""
    assert isinstance(window, MainWindow)
    opened = window.pane._opened
    assert opened is not None
    detail = opened.detail
    at = detail.messages[-1].at
    steps = (
        EventRow(9001, "w1", Deed.WARNED, "", at, "1/1/75/0", "Ona Kazlauskaitė", undone=False),
        EventRow(9002, "w2", Deed.WARNED, "", at, "3/1/100/1800", "Ona Kazlauskaitė, Tomas Berg", undone=False),
        EventRow(9003, "w2", Deed.PRIORITY, "", at, "1", "3", undone=False),
    )
    window.pane.conversation.show_detail(replace(detail, events=(*detail.events, *steps)), 0)


def _came() -> tuple[Concern, ...]:
    return (
        Concern(1, Reason.ANSWER, 101, "Refund for order 88213 & return label", "Jonas Weber"),
        Concern(2, Reason.ASSIGNED, 102, "Printer offline after the update", "Tomas Berg"),
        Concern(3, Reason.ANSWER, 103, "Invoice 2231", "Li Wei"),
    )


def _menu(stage: Stage, window: Make) -> QWidget:
    made = _hearing(stage, window)
    here = made.findChild(ConcernsHere)
    assert here is not None
    here.concerns.came.emit(_came())
    menu = here.tray.menu
    menu.aboutToShow.emit()
    # With the menu goes what it is of.
    made.setParent(menu)
    made.hide()
    return menu


class _Badges(QWidget):
    """The icon with nothing, a few and many, at each size."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._colours = stage.theme.colours

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for line, number in enumerate((0, 3, 12)):
            icon, left = badged(number, self._colours), _ROOM
            for side in SIZES[:7]:
                painter.drawPixmap(left, _ROOM + line * 56, icon.pixmap(side, side))
                left += side + _ROOM
