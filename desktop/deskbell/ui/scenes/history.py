"""The scenes of what was done: the history of a ticket in the place of its thread, and that of the desk."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from deskbell.model.canned import Actions, CannedReply
from deskbell.model.commands import SetStatus
from deskbell.model.kinds import Priority, Status
from deskbell.ui.history.what_was_done import WhatWasDone
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket


def history(window: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window, `size` is its size."""
    yield Scene("history", size, window, (open_ticket, _work, _show))
    yield Scene("history-overtaken", size, window, (open_ticket, _work, _show, _second))
    yield Scene("history-narrow", (1000, 640), window, (open_ticket, _work, _show))
    yield Scene("history-text-150", size, window, (open_ticket, _work, _show), text_size=150)
    yield Scene("what-was-done", (640, 620), _desk)


def _work(window: QWidget) -> None:
    """Some steps, the last of which overtakes the second."""
    assert isinstance(window, MainWindow)
    deeds, ticket_id = window.deeds, window.pane.ticket_id
    shown = [row.id for row in map(window.inbox.tickets.model.ticket, range(13)) if row is not None]
    deeds.set_priority(tuple({*shown, ticket_id}), Priority.URGENT)
    deeds.set_status((ticket_id,), Status.PENDING)
    deeds.change_tags((ticket_id,), add=("refund",))
    macro = CannedReply(
        1, None, "", "Refund granted", "", (), actions=Actions(status=Status.ON_HOLD, add_tags=("billing",))
    )
    deeds.apply_macro((ticket_id,), macro)


def _show(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.history.toggle()


def _second(window: QWidget) -> None:
    """The step that was overtaken."""
    assert isinstance(window, MainWindow)
    steps = window.pane.history.panel.steps
    steps.list.setCurrentIndex(steps.model.index(2))


def _desk(stage: Stage) -> QWidget:
    for tickets, status in (((3, 4, 5), Status.SOLVED), ((6,), Status.PENDING)):
        stage.runner.do(SetStatus(agent_id=1, tickets=tickets, status=status))
    stage.deeds.set_priority((7,), Priority.HIGH)
    return WhatWasDone(stage.theme, stage.runner, stage.feed, stage.desk, stage.deeds)
