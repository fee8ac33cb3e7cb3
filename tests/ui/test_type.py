"""Saying in the window what kind of ticket it is."""

from pytestqt.qtbot import QtBot

from deskbell.model.kinds import TicketType
from ui.driven import Driven


def test_y_says_what_it_is_which_the_header_shows_changes_and_takes_off(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    header = driven.window.pane.header
    assert header.type is None, "nothing is made for what has no type"
    driven.press("y")
    driven.dropped_down().choose_text("Problem")
    qtbot.waitUntil(lambda: driven.row(ticket.id).type is TicketType.PROBLEM)
    kind = header.type
    assert kind is not None
    assert kind.isVisible()
    assert kind.accessibleName() == "Type: Problem"
    kind.click()
    driven.dropped_down().choose_text("Task")
    qtbot.waitUntil(lambda: driven.row(ticket.id).type is TicketType.TASK)
    header.ask_type()
    driven.dropped_down().choose_text("No type")
    qtbot.waitUntil(lambda: driven.row(ticket.id).type is None)
    qtbot.waitUntil(lambda: not kind.isVisible())
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: driven.row(ticket.id).type is TicketType.TASK and kind.isVisible())


def test_several_get_a_type_at_once(driven: Driven, qtbot: QtBot) -> None:
    rows = [row for row in map(driven.list.model.ticket, (0, 1)) if row is not None]
    driven.list.model.choose(tuple(row.id for row in rows), on=True)
    driven.press("y")
    driven.dropped_down().choose_text("Incident")
    qtbot.waitUntil(lambda: all(driven.row(row.id).type is TicketType.INCIDENT for row in rows))
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: all(driven.row(row.id).type is None for row in rows))
