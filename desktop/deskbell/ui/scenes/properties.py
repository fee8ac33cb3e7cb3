"""The scenes of what a ticket is besides its mails."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from deskbell.model.checklist import ChecklistItem
from deskbell.model.kinds import LinkKind, Status, TicketType
from deskbell.model.rows import TicketTitle
from deskbell.model.sla import ClockRow, Metric
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket
from deskbell.ui.ticket_choices import due_choices, sending_choices
from deskbell.ui.widgets.choice_list import ChoiceList

_POPUP = (330, 270)

Make = Callable[[Stage], QWidget]


def properties(window: Make, size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window."""
    yield Scene("ticket-due", size, window, (open_ticket, _due))
    yield Scene("ticket-due-later", size, window, (partial(open_ticket, number=1), _due))
    yield Scene("ticket-promised", size, window, (open_ticket, _promised))
    yield Scene("ticket-followed", size, window, (open_ticket, _followed))
    yield Scene("ticket-linked", size, window, (open_ticket, _linked))
    yield Scene("ticket-maybe-same", size, window, (open_ticket, _maybe_same))
    yield Scene("ticket-checklist", size, window, (open_ticket, _checklist))
    yield Scene("link-asked", (444, 360), _link_asked)
    yield Scene("send-as", _POPUP, _sending)
    yield Scene("due-offered", _POPUP, _offered)


def _due(window: QWidget) -> None:
    """Some are due, one of them since three hours, and some have a type; only shown, for the pictures that follow have the same desk."""
    assert isinstance(window, MainWindow)
    now = datetime.now(UTC)
    for number, hours in enumerate((-3, 30, 5, 400)):
        row = window.inbox.tickets.model.ticket(number)
        assert row is not None
        due_at = now + timedelta(hours=hours)
        kind = (None, TicketType.QUESTION, None, TicketType.INCIDENT)[number]
        window.deeds.shown.emit((row.id,), lambda row, due_at=due_at, kind=kind: replace(row, due_at=due_at, type=kind))


def _promised(window: QWidget) -> None:
    """Something is promised of some, of one of them since an hour ago; the panel beside the first has all of its clocks."""
    assert isinstance(window, MainWindow)
    now = datetime.now(UTC)
    for number, minutes in enumerate((42, -61, 500, 4000)):
        row = window.inbox.tickets.model.ticket(number)
        assert row is not None
        due_at = now + timedelta(minutes=minutes, seconds=5)
        window.deeds.shown.emit((row.id,), lambda row, due_at=due_at: replace(row, sla_due_at=due_at))
    shown = window.pane.filling._shown
    assert shown is not None
    begun = now - timedelta(hours=1)
    clocks = (
        ClockRow(Metric.FIRST_REPLY, 1, "Gold", 7200, 600, begun, now, stopped_at=now),
        ClockRow(Metric.NEXT_REPLY, 1, "Gold", 7200, 0, begun, now + timedelta(minutes=42, seconds=5)),
        ClockRow(Metric.RESOLUTION, 1, "Gold", 57_600, 9000, begun, paused_at=now),
    )
    window.pane.filling.show(replace(shown, clocks=clocks))


def _followed(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    row = window.inbox.tickets.model.ticket(0)
    assert row is not None
    window.deeds.shown.emit((row.id,), lambda row: replace(row, followers=(1, 2, 3)))


def _checklist(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    row = window.inbox.tickets.model.ticket(0)
    assert row is not None
    items = (
        ChecklistItem("a", "Ask the bank for the trace", done=True),
        ChecklistItem("b", "Send the refund again"),
        ChecklistItem("c", "Tell 李娜 when it will be there, and what to do if it is not"),
    )
    window.deeds.shown.emit((row.id,), lambda row: replace(row, checklist=items))
    window.pane.filling.begin_checklist()


def _linked(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    side, now = window.pane.side, datetime.now(UTC)
    assert side._panel is not None
    linked = (
        TicketTitle(1102, "Wo ist mein Paket?", Status.OPEN, now),
        TicketTitle(1044, "Bank batch of Thursday failed for all refunds", Status.ON_HOLD, now, LinkKind.PARENT),
        TicketTitle(1027, "Refund for the second order", Status.OPEN, now, LinkKind.CHILD),
        TicketTitle(1023, "Ask the bank for the trace", Status.SOLVED, now, LinkKind.CHILD),
        TicketTitle(1020, "退款", Status.CLOSED, now, LinkKind.DUPLICATE),
    )
    side.show_panel(replace(side._panel, linked=linked), side._why)


def _maybe_same(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    later, now = window.pane._later, datetime.now(UTC)
    found = (
        TicketTitle(1042, "订单 88213 的退款", Status.OPEN, now),
        TicketTitle(1036, "Re: Refund of order 88213 has not arrived at the bank yet", Status.SOLVED, now),
    )
    # What is found here is nothing; it comes when this has been on the screen for a moment.
    later._row = lambda: None
    later.duplicates._show_rows(found)


def _link_asked(stage: Stage) -> QWidget:
    from deskbell.ui.ticket.link_popup import LinkPopup

    rows = stage.database.read(ticket_list.page, View(ViewKind.OPEN), Sort.LATEST, stage.desk.me.id, limit=9).rows
    popup = LinkPopup(stage.theme, rows[0].id)
    popup.kind.set_value(LinkKind.CHILD)
    popup.show_found("", rows[1:])
    return popup


def _offered(stage: Stage) -> QWidget:
    return ChoiceList(stage.theme, due_choices(datetime.now(UTC), clears=True))


def _sending(stage: Stage) -> QWidget:
    return ChoiceList(stage.theme, sending_choices())
