"""On a real desk: all messages of the customer beside a ticket, and the way from one of them to its place in its ticket."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.store.queries.customer_messages import MessageLine
from deskbell.ui.ticket.messages_popup import MessagesPopup
from ui.driven import Driven


def opened(driven: Driven, qtbot: QtBot) -> tuple[MessagesPopup, list[MessageLine]]:
    """The list of whoever is beside the open ticket, and what is in it."""
    driven.window.pane.customers.show_messages()
    (popup,) = driven.window.findChildren(MessagesPopup)
    qtbot.waitUntil(lambda: popup.model.rowCount() > 0)
    return popup, [popup.model.index(row).data(Qt.ItemDataRole.UserRole) for row in range(popup.model.rowCount())]


def test_enter_opens_the_ticket_at_the_message(driven: Driven, qtbot: QtBot) -> None:
    driven.window.show()
    driven.open(0)
    popup, lines = opened(driven, qtbot)
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    last = lines[-1]
    popup.list.setCurrentIndex(popup.model.index(len(lines) - 1))
    qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    pane = driven.window.pane
    qtbot.waitUntil(lambda: pane.ticket_id == last.ticket_id and pane.conversation.card(last.id) is not None)
    bar = pane.conversation.verticalScrollBar()

    def stands_above() -> bool:
        # What is built meanwhile moves it.
        card = pane.conversation.card(last.id)
        return card is not None and bar.value() == min(bar.maximum(), max(0, card.y() - 16))

    qtbot.waitUntil(lambda: stands_above() and not pane.conversation.building())


def test_a_message_before_those_that_a_ticket_opens_with_is_read(
    driven: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    driven.window.show()
    monkeypatch.setattr("deskbell.ui.ticket.pane.NEWEST", 1)
    driven.open(0)
    popup, lines = opened(driven, qtbot)
    of_one = max(([line for line in lines if line.ticket_id == one.ticket_id] for one in lines), key=len)
    assert len(of_one) > 1
    popup.chosen.emit(of_one[-1].ticket_id, of_one[-1].id)
    pane = driven.window.pane
    qtbot.waitUntil(lambda: pane.conversation.card(of_one[-1].id) is not None)


def test_escape_leaves_and_nothing_else_is_open(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    popup, _ = opened(driven, qtbot)
    with qtbot.waitSignal(popup.destroyed):
        qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert driven.window.pane.ticket_id == row.id


def test_the_menu_has_it(driven: Driven, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QMenu

    driven.open(0)
    driven.window.pane.customers._show_menu(driven.window.pane.side)
    menu = driven.window.findChildren(QMenu)[-1]
    (entry,) = [action for action in menu.actions() if action.text() == "All their messages…"]
    menu.close()
    entry.trigger()
    qtbot.waitUntil(lambda: bool(driven.window.findChildren(MessagesPopup)))
