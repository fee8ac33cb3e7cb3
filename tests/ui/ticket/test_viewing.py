"""Who is at which ticket: what a window tells, when it tells nothing, and what it shows of the others."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.commands import TellViewing
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Activity, ReplyKind
from deskbell.model.rows import ViewerRow
from deskbell.rules.viewing import company
from deskbell.ui.company_words import company_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.company_line import HEIGHT
from deskbell.ui.ticket.reading import Opened
from deskbell.ui.viewing import Viewing
from ui.ticket.opening import Desk, Make
from ui.ticket.rows import ONA, PANEL, STATE, TOMAS, detail, message
from ui.ticket.stand import Stand

LOOKING, NOTING, ANSWERING = Activity.LOOKING, Activity.NOTING, Activity.ANSWERING


class Hands:
    """A window and what it told; a person is still when a test says so."""

    def __init__(self, stand: Stand, qtbot: QtBot) -> None:
        self.stand, self.qtbot = stand, qtbot
        self.window = QWidget()
        self.window.show()
        self.viewing = Viewing(stand.runner, stand.feed, stand.desk, self.window)
        self.viewing._soon.setInterval(20)
        self.viewing._still.setInterval(600_000)

    def told(self) -> list[tuple[int, Activity]]:
        return [(command.ticket_id, command.activity) for command in self.stand.of(TellViewing)]

    def be_still(self) -> None:
        """As if the time had gone by."""
        assert self.viewing._still.isActive()
        self.viewing._still.timeout.emit()

    def wait_for(self, *told: tuple[int, Activity]) -> None:
        self.qtbot.waitUntil(lambda: self.told()[-len(told) :] == list(told))


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


def test_what_is_opened_typed_and_left_is_told(hands: Hands) -> None:
    hands.viewing.look_at(7)
    hands.wait_for((7, LOOKING))
    hands.viewing.write(ReplyKind.REPLY)
    hands.wait_for((7, ANSWERING))
    hands.be_still()
    hands.wait_for((7, LOOKING))
    hands.viewing.write(ReplyKind.NOTE)
    hands.wait_for((7, NOTING))
    hands.viewing.rest()
    hands.wait_for((7, LOOKING))
    hands.viewing.look_at(0)
    hands.wait_for((0, LOOKING))
    windows = {command.window for command in hands.stand.of(TellViewing)}
    assert len(windows) == 1
    assert {command.agent_id for command in hands.stand.of(TellViewing)} == {ONA.id}


def test_tickets_passed_by_on_the_way_down_the_list_are_not_told(hands: Hands) -> None:
    for ticket in range(1, 30):
        hands.viewing.look_at(ticket)
    hands.wait_for((29, LOOKING))
    assert hands.told() == [(29, LOOKING)]


def test_the_window_goes(hands: Hands, qtbot: QtBot) -> None:
    hands.viewing.close()
    hands.stand.settle(qtbot)
    assert hands.told() == [], "nobody was told that it is there"


def test_who_was_told_is_told_that_the_window_goes(hands: Hands) -> None:
    hands.viewing.look_at(7)
    hands.wait_for((7, LOOKING))
    hands.viewing.close()
    hands.wait_for((0, LOOKING))
    hands.viewing._tell_again()
    hands.viewing.write(ReplyKind.REPLY)
    hands.stand.settle(hands.qtbot)
    assert hands.told() == [(7, LOOKING), (0, LOOKING)], "nothing comes after it"


def test_it_says_again_and_again_that_it_is_there(hands: Hands) -> None:
    hands.viewing._beat.setInterval(10)
    hands.viewing.look_at(7)
    hands.wait_for((7, LOOKING), (7, LOOKING), (7, LOOKING))


def test_a_window_that_was_put_away_looks_at_nothing(hands: Hands) -> None:
    hands.viewing._beat.setInterval(10)
    hands.viewing.look_at(7)
    hands.wait_for((7, LOOKING))
    hands.window.showMinimized()
    hands.wait_for((0, LOOKING))
    hands.window.showNormal()
    hands.wait_for((7, LOOKING))


def test_a_database_that_is_away_is_told_later_and_nobody_is_asked_about_it(hands: Hands, qtbot: QtBot) -> None:
    troubles: list[Exception] = []
    hands.stand.runner.troubled.connect(troubles.append)
    hands.viewing._beat.setInterval(30)
    hands.stand.errors = [Trouble("db.unreachable"), Trouble("db.unreachable")]
    hands.viewing.look_at(7)
    hands.wait_for((7, LOOKING))
    assert (hands.stand.errors, troubles) == ([], [])


def test_who_is_there_is_forgotten_with_the_database(hands: Hands) -> None:
    hands.stand.feed.met.emit((ViewerRow(ONA.id, 7, LOOKING), ViewerRow(TOMAS.id, 7, LOOKING)))
    assert hands.viewing.others == (ViewerRow(TOMAS.id, 7, LOOKING),)
    hands.stand.feed.troubled.emit(Trouble("db.unreachable"))
    assert hands.viewing.others == ()


def test_an_agent_alone_tells_and_asks_nothing(stand: Stand, qtbot: QtBot) -> None:
    there = (ViewerRow(TOMAS.id, 7, LOOKING),)
    stand.desk.state = replace(STATE, agents=(ONA, replace(TOMAS, active=False)))
    hands = Hands(stand, qtbot)
    hands.viewing.look_at(7)
    hands.viewing.write(ReplyKind.REPLY)
    hands.viewing._tell()
    stand.settle(qtbot)
    assert (hands.told(), stand.feed.with_company) == ([], False)
    assert not hands.viewing._beat.isActive()
    stand.feed.met.emit(there)
    assert hands.viewing.others == ()
    stand.desk.state = STATE
    stand.desk.changed.emit()
    assert stand.feed.with_company
    stand.feed.met.emit(there)
    assert hands.viewing.others == there
    qtbot.waitUntil(lambda: (7, ANSWERING) in hands.told())
    stand.desk.state = replace(STATE, agents=(ONA,))
    stand.desk.changed.emit()
    assert (hands.viewing.others, stand.feed.with_company) == ((), False)
    hands.window.deleteLater()


def test_the_thread_says_who_is_there_and_nothing_moves(
    qtbot: QtBot, theme: ThemeSource, stand: Stand, desk: Desk, make: Make
) -> None:
    messages = tuple(message(number, "Where is it?\n" * 3, 60 - number) for number in range(1, 9))
    desk.opened[1042] = Opened(detail(messages=messages), (), PANEL)
    pane = make()
    viewing = Viewing(stand.runner, stand.feed, stand.desk, pane)
    viewing.attend(pane)
    viewing.look_at(1042)
    line, thread = pane.conversation.company, pane.conversation
    qtbot.waitUntil(lambda: len(thread.cards()) == len(messages) and not thread.building())
    thread.to_newest()

    def places() -> list[object]:
        widgets = (pane.header, pane.composer, thread, *thread.cards())
        return [widget.geometry() for widget in widgets] + [thread.verticalScrollBar().value()]

    before = places()
    assert line.isHidden()
    stand.feed.met.emit((ViewerRow(TOMAS.id, 1042, ANSWERING),))
    qtbot.waitUntil(line.isVisible)
    assert line.words.text() == line.accessibleName() == "Tomas is writing an answer…"
    assert places() == before
    last = thread.cards()[-1]
    assert last.mapTo(thread, last.rect().bottomLeft()).y() < line.y(), "the newest message is not covered"
    assert line.height() == HEIGHT
    stand.feed.met.emit((ViewerRow(TOMAS.id, 7, ANSWERING),))
    qtbot.waitUntil(line.isHidden)
    assert places() == before
    stand.feed.met.emit((ViewerRow(TOMAS.id, 1042, LOOKING),))
    qtbot.waitUntil(line.isVisible)
    theme.choose("light", 150)
    assert (line.height(), line.geometry().bottom()) == (HEIGHT * 3 // 2, thread.rect().bottom())
    stand.feed.met.emit((ViewerRow(TOMAS.id, 7, ANSWERING),))
    qtbot.waitUntil(line.isHidden)
    assert viewing.badges()[7].words == "Tomas is writing an answer…"


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ([], ""),
        ([("Ona", LOOKING)], "Ona is looking at this"),
        ([("Ona", NOTING)], "Ona is writing a note…"),
        ([("Ona", LOOKING), ("Tomas", LOOKING)], "Ona and Tomas are looking at this"),
        ([("Ona", ANSWERING), ("%1", ANSWERING)], "%1 and Ona are writing answers…"),
        ([("Ona", NOTING), ("%2", NOTING)], "%2 and Ona are writing notes…"),
        ([("Ona", LOOKING), ("Tomas", ANSWERING)], "Tomas is writing an answer… · Ona is looking at this"),
        ([("A", LOOKING), ("B", LOOKING), ("C", LOOKING)], "A, B and 1 more are looking at this"),
    ],
)
def test_words(there: list[tuple[str, Activity]], words: str) -> None:
    found = company((number, name, does) for number, (name, does) in enumerate(there, 1))
    assert company_words(found) == words
