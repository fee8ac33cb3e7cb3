"""Saying in the window when tickets are due."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Status
from deskbell.ui.inbox.bulk_bar import BulkBar
from deskbell.ui.time_popup import TimePopup
from deskbell.ui.widgets.label import ElidedLabel
from ui.driven import Driven


def test_d_says_when_it_is_due_which_the_header_shows_changes_and_takes_off(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    header = driven.window.pane.header
    assert header.due is None, "nothing is made for what is not due"
    driven.press("d")
    driven.dropped_down().choose_text("In a week")
    qtbot.waitUntil(lambda: driven.row(ticket.id).due_at is not None)
    due = header.due
    assert due is not None
    assert due.isVisible()
    assert due.accessibleName().startswith("Due: Due ")
    due.click()
    driven.dropped_down().choose_text("Another time…")
    (popup,) = driven.window.findChildren(TimePopup)
    shown = popup.field.dateTime()
    at = driven.row(ticket.id).due_at
    assert at is not None
    assert shown.toSecsSinceEpoch() == int(at.timestamp()), "it begins with what is chosen"
    popup.field.setDateTime(shown.addDays(1))
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    later = datetime.fromtimestamp(shown.addDays(1).toSecsSinceEpoch(), UTC)
    qtbot.waitUntil(lambda: driven.row(ticket.id).due_at == later)
    due.click()
    driven.dropped_down().choose_text("No due date")
    qtbot.waitUntil(lambda: driven.row(ticket.id).due_at is None)
    qtbot.waitUntil(lambda: not due.isVisible())
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: driven.row(ticket.id).due_at == later and due.isVisible())


def test_several_are_due_at_once_and_one_undo_takes_it_back(driven: Driven, qtbot: QtBot) -> None:
    rows = [row for row in map(driven.list.model.ticket, (0, 1)) if row is not None]
    driven.list.model.choose(tuple(row.id for row in rows), on=True)
    driven.press("d")
    driven.dropped_down().choose_text("Tomorrow")
    qtbot.waitUntil(lambda: all(driven.row(row.id).due_at is not None for row in rows))
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: all(driven.row(row.id).due_at is None for row in rows))


def test_what_is_late_is_said_in_the_header(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    driven.window.deeds.set_due((ticket.id,), datetime.now(UTC) - timedelta(hours=3))
    due = driven.window.pane.header.due
    assert due is not None
    assert due.text() == "Overdue · 3 h"
    driven.window.deeds.set_status((ticket.id,), Status.SOLVED)
    assert "Overdue" not in due.text()


def test_a_narrow_bar_for_several_tickets_has_their_number_alone(driven: Driven, qtbot: QtBot) -> None:
    rows = [row.id for row in map(driven.list.model.ticket, (0, 1)) if row is not None]
    driven.list.model.choose(tuple(rows), on=True)
    bar = driven.window.findChild(BulkBar)
    assert bar is not None
    count = bar.findChild(ElidedLabel)
    assert count is not None
    for width, said in ((360, "2"), (640, "2 selected")):
        bar.resize(width, bar.height())
        assert (count.text(), count.accessibleName()) == (said, "2 selected")
