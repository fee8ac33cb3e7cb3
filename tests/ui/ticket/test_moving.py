"""Moving a message, merging a ticket and blocking a sender from a card's menu, and the toasts by which each is taken back."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.model.commands import BlockSender, MoveMessages, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Status
from deskbell.model.rows import TicketTitle
from deskbell.store.queries import customer
from deskbell.store.queries.following_messages import from_here
from deskbell.ui.deeds import Done
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.ticket.opening import Make
from ui.ticket.rows import LI, NOW, PANEL
from ui.ticket.stand import Stand


def choose(pane: TicketPane, words: str) -> None:
    """Open the menu of the newest message and take the entry that begins so."""
    card = pane.conversation.cards()[-1]
    assert card.message is not None
    pane.errands.show_menu(card.message, QPoint(200, 200))
    menu = pane.findChildren(QAction)
    next(action for action in menu if action.text().startswith(words)).trigger()


def offered() -> ChoiceList | None:
    shown = QApplication.activePopupWidget()
    return shown if isinstance(shown, ChoiceList) else None


@pytest.fixture
def told(stand: Stand) -> list[Done]:
    heard: list[Done] = []
    stand.deeds.told.connect(heard.append)
    return heard


def test_a_message_becomes_a_ticket_of_its_own(make: Make, stand: Stand, qtbot: QtBot, told: list[Done]) -> None:
    pane = make()
    newest = pane.conversation.cards()[-1].message
    assert newest is not None
    choose(pane, "Move to a new ticket")
    stand.settle(qtbot)
    (command,) = stand.of(MoveMessages)
    assert (command.ticket_id, command.messages, command.to_ticket, command.agent_id) == (1042, (newest.id,), 0, 1)
    (done,) = told
    assert done.sentence == "Moved to the new ticket #77"
    assert isinstance(done.undo, UndoDeed)
    assert done.undo.undo == command.deed


def test_a_ticket_is_split_from_a_message_on(make: Make, stand: Stand, qtbot: QtBot, told: list[Done]) -> None:
    stand.answers |= {from_here: (12, 13, 15), customer.panel: PANEL}
    pane = make()
    choose(pane, "To a new ticket")
    stand.settle(qtbot)
    choose(pane, "To another ticket")
    qtbot.waitUntil(lambda: offered() is not None)
    popup = offered()
    assert popup is not None
    popup.choose_text("#31")
    stand.settle(qtbot)
    moves = [(command.messages, command.to_ticket) for command in stand.of(MoveMessages)]
    assert moves == [((12, 13, 15), 0), ((12, 13, 15), 31)]
    assert [done.sentence for done in told] == ["Moved to the new ticket #77", "Moved to #77"]
    failures: list[Exception] = []
    pane.failed.connect(failures.append)
    stand.answers[from_here] = ()
    choose(pane, "To a new ticket")
    stand.settle(qtbot)
    assert [error.code for error in failures if isinstance(error, Mistake)] == ["move.gone"]


def test_what_is_split_is_the_ticket_that_was_seen_then(
    make: Make, stand: Stand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which messages follow is asked first, and another ticket may be opened before the answer comes."""
    stand.answers[from_here] = (12, 13)
    pane = make()
    row = pane.errands._row()
    assert row is not None
    choose(pane, "To a new ticket")
    monkeypatch.setattr(pane.errands, "_row", lambda: replace(row, id=31))
    stand.settle(qtbot)
    assert [(command.ticket_id, command.messages) for command in stand.of(MoveMessages)] == [(1042, (12, 13))]


@pytest.mark.parametrize(("typed", "to"), [("#702", 702), ("31", 31)])
def test_the_other_ticket_is_chosen_or_typed(make: Make, stand: Stand, qtbot: QtBot, typed: str, to: int) -> None:
    stand.answers[customer.panel] = replace(PANEL, linked=(TicketTitle(31, "Linked", Status.OPEN, NOW),))
    pane = make()
    choose(pane, "Move to another ticket")
    qtbot.waitUntil(lambda: offered() is not None)
    popup = offered()
    assert popup is not None
    popup.choose_text(typed)
    stand.settle(qtbot)
    assert [command.to_ticket for command in stand.of(MoveMessages)] == [to]


def test_what_is_no_number_is_not_taken_and_what_is_refused_is_said(
    make: Make, stand: Stand, qtbot: QtBot, told: list[Done]
) -> None:
    stand.answers[customer.panel] = PANEL
    pane = make()
    failures: list[Exception] = []
    pane.failed.connect(failures.append)
    choose(pane, "Move to another ticket")
    qtbot.waitUntil(lambda: offered() is not None)
    popup = offered()
    assert popup is not None
    popup.choose_text("the other one")
    assert popup.isVisible()
    popup.close()
    stand.errors.append(Mistake("move.all", number=1042))
    choose(pane, "Move to a new ticket")
    stand.settle(qtbot)
    assert [error.code for error in failures if isinstance(error, Mistake)] == ["move.all"]
    assert told == []


def test_a_sender_is_blocked(make: Make, stand: Stand, qtbot: QtBot, told: list[Done]) -> None:
    choose(make(), "Block this sender")
    stand.settle(qtbot)
    (command,) = stand.of(BlockSender)
    assert (command.ticket_id, command.pattern) == (1042, LI.email)
    assert [done.sentence for done in told] == [f"{LI.email} is blocked"]
