"""Being mentioned: told at once in every window of whoever is meant, marked until it is seen, and asked for only when there is something."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.changes import Change, Changes
from deskbell.model.commands import AddNote
from deskbell.model.kinds import Entity
from deskbell.model.mentions import Mention, SeeMentions
from deskbell.model.rows import ViewRow
from deskbell.model.views import View, ViewKind
from deskbell.store.queries import mentions
from deskbell.ui.mentions.here import MentionsHere
from deskbell.ui.mentions.now import MentionsNow
from deskbell.ui.widgets.toast import Toast
from ui.driven import Driven
from ui.ticket.rows import ONA, STATE, TOMAS
from ui.ticket.stand import Stand

MENTIONS = View(ViewKind.MENTIONS)


def told(agent: int, ticket: int, number: int = 1) -> Changes:
    return Changes((Change(number, Entity.MENTION, agent, ticket),))


class Hands:
    """A window in which somebody works, what there is for it, and what it asked and was told."""

    def __init__(self, stand: Stand, qtbot: QtBot) -> None:
        self.stand, self.qtbot = stand, qtbot
        self.there: list[Mention] = []
        self.asked = 0
        stand.answers[mentions.unseen] = self._unseen
        self.window = QWidget()
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.now = MentionsNow(stand.runner, stand.desk, self.window)
        self.now._soon.setInterval(10)
        self.came: list[int] = []
        self.now.came.connect(lambda new: self.came.extend(one.message_id for one in new))

    def _unseen(self, agent_id: int) -> tuple[Mention, ...]:
        assert agent_id == ONA.id
        self.asked += 1
        return tuple(self.there)

    def hear(self, changes: Changes) -> None:
        self.stand.desk.heard.emit(changes)
        self.stand.settle(self.qtbot)

    def count(self, tickets: int) -> None:
        self.now.count(tickets)
        self.stand.settle(self.qtbot)

    def seen(self) -> list[int]:
        return [command.ticket_id for command in self.stand.of(SeeMentions)]


@pytest.fixture
def stand(qapp: object) -> Iterator[Stand]:
    made = Stand(STATE)
    yield made
    made.close()


@pytest.fixture
def hands(stand: Stand, qtbot: QtBot) -> Iterator[Hands]:
    made = Hands(stand, qtbot)
    yield made
    made.window.deleteLater()


def test_whom_nobody_mentions_asks_nothing(hands: Hands) -> None:
    hands.count(0)
    hands.hear(told(TOMAS.id, 7))
    hands.hear(Changes((Change(2, Entity.TICKET, 7, 7), Change(3, Entity.MESSAGE, 9, 7))))
    hands.now.look_at(7)
    hands.count(0)
    assert (hands.asked, hands.came, hands.seen()) == (0, [], [])


def test_what_was_there_before_is_marked_and_not_told(hands: Hands) -> None:
    hands.there = [Mention(5, 7, "Tomas")]
    hands.count(1)
    assert (hands.asked, hands.came, hands.now.tickets) == (1, [], frozenset({7}))
    hands.count(1)
    assert hands.asked == 1
    hands.there.insert(0, Mention(6, 7, "Tomas"))
    hands.hear(told(ONA.id, 7))
    assert hands.came == [6]


def test_what_comes_before_the_first_count_is_told(hands: Hands) -> None:
    hands.there = [Mention(6, 8, "Tomas"), Mention(5, 7, "Tomas")]
    hands.hear(told(ONA.id, 8))
    assert (hands.came, hands.now.tickets) == ([6], frozenset({7, 8}))


def test_what_came_while_the_database_was_away_is_told_once(hands: Hands) -> None:
    hands.count(0)
    hands.there = [Mention(5, 7, "Tomas")]
    hands.hear(Changes((), lost=True))
    hands.hear(Changes((), lost=True))
    assert hands.came == [5]


def test_what_is_moved_or_thrown_away_is_marked_where_it_is(hands: Hands) -> None:
    hands.count(0)
    hands.there = [Mention(5, 7, "Tomas")]
    hands.hear(told(ONA.id, 7))
    hands.there = [Mention(5, 8, "Tomas")]
    hands.hear(Changes((Change(2, Entity.TICKET, 7, 7), Change(3, Entity.TICKET, 8, 8))))
    assert (hands.came, hands.now.tickets) == ([5], frozenset({8}))
    hands.there = []
    hands.hear(Changes((Change(4, Entity.TICKET, 8, 8),)))
    assert hands.now.tickets == frozenset()


def test_it_is_seen_when_it_is_before_ones_eyes(hands: Hands) -> None:
    hands.count(0)
    hands.there = [Mention(6, 8, "Tomas"), Mention(5, 7, "Tomas")]
    hands.hear(told(ONA.id, 7))
    hands.now.look_at(7)
    hands.qtbot.waitUntil(lambda: hands.seen() == [7])
    assert hands.now.tickets == frozenset({8}), "marked no longer, before the database says so"
    del hands.there[1]
    hands.now.look_at(8)
    hands.now.look_at(0)
    hands.hear(told(ONA.id, 0))
    assert hands.seen() == [7], "only passed by"


def test_what_is_mentioned_on_the_open_ticket_is_seen_too(hands: Hands) -> None:
    hands.count(0)
    hands.now.look_at(7)
    hands.there = [Mention(5, 7, "Tomas")]
    hands.hear(told(ONA.id, 7))
    hands.qtbot.waitUntil(lambda: hands.seen() == [7])


def test_nobody_sees_what_is_behind_another_window(hands: Hands, qtbot: QtBot) -> None:
    hands.count(0)
    hands.now.look_at(7)
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    hands.there = [Mention(5, 7, "Tomas")]
    with qtbot.waitSignal(hands.now._soon.timeout):
        hands.hear(told(ONA.id, 7))
    assert hands.seen() == []
    with qtbot.waitActive(hands.window):
        hands.window.activateWindow()
    qtbot.waitUntil(lambda: hands.seen() == [7])


# In the whole window.


@pytest.fixture
def here(driven: Driven, qtbot: QtBot) -> MentionsHere:
    """The window with its conversation, in which somebody works."""
    assert driven.window.pane
    with qtbot.waitActive(driven.window):
        driven.window.activateWindow()
    made = driven.window.findChild(MentionsHere)
    assert made is not None
    made.now._soon.setInterval(10)
    return made


@pytest.fixture
def mention(driven: Driven) -> Callable[[int], None]:
    """Let a colleague mention whoever sits here on a ticket."""
    me = driven.stage.desk.me
    colleague = next(agent for agent in driven.stage.desk.agents if agent.id != me.id)

    def made(ticket: int) -> None:
        note = AddNote(agent_id=colleague.id, ticket_id=ticket, text=f"@{me.name}: look.")
        perform(driven.stage.database, note)

    return made


def listed(driven: Driven) -> list[int]:
    rows = map(driven.list.model.ticket, range(driven.list.model.rowCount()))
    return [row.id for row in rows if row is not None]


def count(driven: Driven) -> int:
    row: ViewRow | None = driven.window.inbox.views.model.row_of(MENTIONS)
    return row.count if row is not None else -1


def test_a_colleagues_mention_is_told_marked_listed_and_seen(
    driven: Driven, qtbot: QtBot, here: MentionsHere, mention: Callable[[int], None]
) -> None:
    ticket = driven.list.model.ticket(3)
    assert ticket is not None
    qtbot.waitUntil(lambda: count(driven) == 0)
    mention(ticket.id)
    qtbot.waitUntil(lambda: bool(driven.toasts()))
    toast = driven.window.findChild(Toast)
    assert toast is not None
    assert toast.accessibleName().endswith(f"mentioned you in #{ticket.id}.")
    qtbot.waitUntil(lambda: count(driven) == 1)
    number = driven.list.model.number_of(ticket.id)
    assert number is not None
    said = driven.list.model.index(number).data()
    assert "mentions you" in said

    with qtbot.waitSignal(driven.list.model.shown):
        driven.window.inbox.go_to_view(MENTIONS)
    assert listed(driven)[0] == ticket.id
    assert toast.button is not None
    with qtbot.waitSignal(driven.window.pane.shown, check_params_cb=lambda shown: shown == ticket.id):
        toast.button.click()
    qtbot.waitUntil(lambda: count(driven) == 0)
    assert listed(driven)[0] == ticket.id, "it stays"
    assert "mentions you" not in driven.list.model.index(0).data()
    cards = driven.window.pane.conversation.cards()
    assert "Mentions you" in cards[-1].accessibleName()


def test_the_key_opens_the_newest_or_goes_to_the_view(
    driven: Driven, qtbot: QtBot, here: MentionsHere, mention: Callable[[int], None]
) -> None:
    one, other = driven.list.model.ticket(2), driven.list.model.ticket(4)
    assert one is not None
    assert other is not None
    for ticket in (one, other):
        mention(ticket.id)
    qtbot.waitUntil(lambda: here.now.tickets == frozenset({one.id, other.id}))
    with qtbot.waitSignal(driven.window.pane.shown, check_params_cb=lambda shown: shown == other.id):
        driven.press("@")
    qtbot.waitUntil(lambda: here.now.tickets == frozenset({one.id}))
    with qtbot.waitSignal(driven.window.pane.shown, check_params_cb=lambda shown: shown == one.id):
        driven.press("@")
    qtbot.waitUntil(lambda: not here.now.tickets)
    driven.press("@")
    assert driven.window.inbox.view == MENTIONS


def test_many_at_once_are_one_word(
    driven: Driven, qtbot: QtBot, here: MentionsHere, mention: Callable[[int], None]
) -> None:
    here._tell(tuple(Mention(number, number, "Tomas") for number in (901, 902, 903, 903)))
    (toast,) = driven.window.findChildren(Toast)
    assert toast.accessibleName().startswith("3 tickets")
    assert toast.button is not None
    toast.button.click()
    assert driven.window.inbox.view == MENTIONS
