"""Going through a view by urgency: the next ticket by itself when one is dealt with, a bar that says how many are left, and out of it again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.errors import Trouble
from deskbell.model.kinds import ReplyKind, Status
from deskbell.model.rows import TicketRow
from deskbell.model.views import View, ViewKind
from deskbell.store.queries import most_urgent
from deskbell.store.queries.most_urgent import MostUrgent
from deskbell.ui.playing.playing import Playing
from deskbell.ui.widgets.buttons import LinkButton
from ui.driven import Driven

MINE = View(ViewKind.MINE)


class Round:
    """Hands on a round."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.qtbot = driven, qtbot
        self.window = driven.window
        self.order = self._order()

    def _order(self) -> list[int]:
        found: list[int] = []
        while (one := self._next(found)).ticket_id:
            found.append(one.ticket_id)
        return found

    def _next(self, left_out: list[int]) -> MostUrgent:
        return self.driven.stage.database.read(most_urgent.find, MINE, self.driven.stage.desk.me.id, left_out=left_out)

    @property
    def playing(self) -> Playing:
        return self.window.playing

    def step(self) -> None:
        QTest.keyClick(self.window.inbox.tickets.view, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)

    def at(self, place: int) -> TicketRow:
        """Wait for the ticket of this place in the round."""
        ticket = self.order[place]
        self.qtbot.waitUntil(lambda: self.window.pane.row is not None and self.window.pane.row.id == ticket)
        row = self.window.pane.row
        assert row is not None
        return row


@pytest.fixture
def round_(driven: Driven, qtbot: QtBot) -> Round:
    made = Round(driven, qtbot)
    assert len(made.order) > 4
    return made


def test_one_after_the_other_by_key(round_: Round) -> None:
    round_.step()
    round_.at(0)
    bar = round_.playing.bar
    assert bar.isVisible()
    assert round_.window.pane.geometry().top() == bar.geometry().bottom() + 1, "it lies on the ticket, without a gap"
    assert bar.words() == f"By urgency: {len(round_.order)} left · My tickets"
    round_.step()
    round_.at(1)
    assert bar.words() == f"By urgency: {len(round_.order) - 1} left · My tickets"


@pytest.mark.parametrize("key", ["solve", "snooze", "away"])
def test_what_is_dealt_with_gives_way_to_the_next(round_: Round, key: str) -> None:
    round_.step()
    row = round_.at(0)
    deeds = round_.window.deeds
    if key == "snooze":
        deeds.snooze((row.id,), row.activity_at.replace(year=row.activity_at.year + 1))
    else:
        deeds.set_status((row.id,), Status.SOLVED if key == "solve" else Status.SPAM)
    round_.at(1)
    assert round_.playing.is_on


def test_what_is_undone_comes_in_its_turn(round_: Round, qtbot: QtBot) -> None:
    deeds = round_.window.deeds
    round_.step()
    for place in (0, 1):
        deeds.set_status((round_.at(place).id,), Status.SOLVED)
    round_.at(2)
    deeds.undo_last()
    qtbot.waitUntil(lambda: not round_.driven.stage.runner.is_busy)
    round_.step()
    round_.at(1)
    round_.step()
    round_.at(3)


def test_an_answer_gives_way_to_the_next(round_: Round, qtbot: QtBot) -> None:
    round_.step()
    round_.at(0)
    pane = round_.window.pane
    pane.begin(ReplyKind.REPLY)
    qtbot.waitUntil(pane.composer.isVisible)
    pane.composer.editor.insertPlainText("It is on its way.")
    with qtbot.waitSignal(pane.composer.sent):
        pane.composer.send()
    round_.at(1)


def test_what_leaves_something_to_do_stays(round_: Round, qtbot: QtBot) -> None:
    round_.step()
    row = round_.at(0)
    round_.window.deeds.change_tags((row.id,), add=("vip",))
    round_.window.deeds.set_status((round_.order[2],), Status.SOLVED)
    qtbot.waitUntil(lambda: not round_.driven.stage.runner.is_busy)
    assert round_.at(0).id == row.id


def test_escape_ends_it_and_the_ticket_stays(round_: Round, qtbot: QtBot) -> None:
    round_.step()
    row = round_.at(0)
    QTest.keyClick(round_.window.pane.conversation, Qt.Key.Key_Escape)
    assert not round_.playing.is_on
    assert not round_.playing.bar.isVisible()
    round_.window.deeds.set_status((row.id,), Status.PENDING)
    qtbot.waitUntil(lambda: not round_.driven.stage.runner.is_busy)
    assert round_.at(0).id == row.id


def test_escape_in_the_composer_only_leaves_the_composer(round_: Round) -> None:
    round_.step()
    round_.at(0)
    round_.window.pane.begin(ReplyKind.NOTE)
    QTest.keyClick(round_.window.pane.composer.editor, Qt.Key.Key_Escape)
    assert round_.playing.is_on


def test_the_bar_skips_and_ends(round_: Round) -> None:
    round_.step()
    round_.at(0)
    skip, end = round_.playing.bar.findChildren(LinkButton)
    skip.click()
    round_.at(1)
    end.click()
    assert not round_.playing.is_on


def test_after_the_last_one_it_ends_by_itself(round_: Round, qtbot: QtBot) -> None:
    round_.step()
    round_.at(0)
    round_.playing._left.update(round_.order[1:-1])
    round_.step()
    round_.at(-1)
    assert round_.playing.bar.words() == "By urgency: the last one · My tickets"
    round_.step()
    qtbot.waitUntil(lambda: not round_.playing.is_on)
    assert "That was the last one." in round_.driven.toasts()


def test_another_view_ends_it(round_: Round) -> None:
    round_.step()
    round_.at(0)
    round_.window.inbox.go_to_view(View(ViewKind.OPEN))
    assert not round_.playing.is_on


def test_where_nothing_waits_that_is_said(round_: Round, qtbot: QtBot) -> None:
    round_.window.inbox.go_to_view(View(ViewKind.DONE))
    round_.step()
    assert "Tickets of this view do not wait for an answer." in round_.driven.toasts()
    round_.window.inbox.go_to_view(View(ViewKind.SEARCH, query="xyzzyx"))
    round_.window.playing.step()
    qtbot.waitUntil(lambda: "No ticket of this view waits for you." in round_.driven.toasts())
    assert not round_.playing.is_on


def test_where_the_next_cannot_be_read_it_ends_and_is_said(
    round_: Round, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> MostUrgent:
        raise Trouble("db.failed", detail="no")

    monkeypatch.setattr(most_urgent, "find", fail)
    with qtbot.waitSignal(round_.playing.failed):
        round_.step()
    assert not round_.playing.is_on


def test_by_the_button_over_the_list(round_: Round) -> None:
    round_.window.inbox.tickets.header.play_wanted.emit()
    round_.at(0)
