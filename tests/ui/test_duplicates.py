"""Duplicates in the window: offered once a ticket has been read for a moment, looked at, merged, told apart, and all of it taken back."""

from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from deskbell.actions import dispatch
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SetStatus
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Status
from deskbell.model.linking import TellApart
from deskbell.model.rows import MessageRow, TicketRow
from deskbell.store.queries import duplicates, ticket
from deskbell.store.tables import ticket as tickets
from deskbell.ui.ticket import after_reading
from deskbell.ui.ticket.duplicates import Duplicates
from deskbell.ui.ticket.maybe_same import MaybeSame, _Line
from ui.driven import Driven


@pytest.fixture
def pair(driven: Driven) -> tuple[TicketRow, TicketRow]:
    """Two rows of the list of which the other one is made the same as the first, by the same customer, and the only such one."""
    one, other = driven.list.model.ticket(0), driven.list.model.ticket(3)
    assert one is not None
    assert other is not None
    with driven.stage.database.writing() as session:
        values = {"customer_id": one.customer_id, "subject": f"Re: {one.subject}"}
        session.connection.execute(update(tickets).where(tickets.c.id == other.id).values(**values))
    assert [row.id for row in driven.stage.database.read(duplicates.maybe_same, one.id)] == [other.id]
    return one, other


def lines(driven: Driven) -> Sequence[_Line]:
    shown = driven.window.pane.side.findChildren(MaybeSame)
    return [line for box in shown for line in box.findChildren(_Line) if line.isVisible()]


def offered(driven: Driven) -> list[int]:
    return [line.row.id for line in lines(driven) if line.row is not None]


def test_it_is_offered_and_looked_at(driven: Driven, qtbot: QtBot, pair: tuple[TicketRow, TicketRow]) -> None:
    one, other = pair
    driven.open(0)
    qtbot.waitUntil(lambda: offered(driven) == [other.id])
    with qtbot.waitSignal(driven.window.pane.shown, check_params_cb=lambda number: number == other.id):
        lines(driven)[0].link.click()
    qtbot.waitUntil(lambda: offered(driven) == [one.id])


def test_whoever_goes_on_is_not_told(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    turns: list[Callable[[], None]] = []
    monkeypatch.setattr(Duplicates, "look", lambda _, row: looked.append(row.id))
    # However long it takes to go on, the first one's turn has not come before.
    later = SimpleNamespace(singleShot=lambda _ms, _owner, turn: turns.append(turn))
    monkeypatch.setattr(after_reading, "QTimer", later)
    driven.open(0)
    of_first = len(turns)
    assert of_first
    second = driven.open(1)
    for turn in turns[:of_first]:
        turn()
    assert looked == [], "its turn has gone by"
    for turn in turns[of_first:]:
        turn()
    assert set(looked) == {second.id}


def test_told_apart_it_stays_away_until_that_is_undone(
    driven: Driven, qtbot: QtBot, pair: tuple[TicketRow, TicketRow]
) -> None:
    one, other = pair
    driven.open(0)
    qtbot.waitUntil(lambda: offered(driven) == [other.id])
    lines(driven)[0].apart.click()
    assert offered(driven) == []
    qtbot.waitUntil(lambda: f"#{one.id} and #{other.id} are not the same" in driven.toasts())
    assert driven.stage.database.read(duplicates.maybe_same, one.id) == ()
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: offered(driven) == [other.id])


def test_what_was_refused_is_offered_again_and_leaves_nothing_to_undo(
    driven: Driven, qtbot: QtBot, pair: tuple[TicketRow, TicketRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair

    def refuse(_session: object, _command: object) -> None:
        raise Mistake("ticket.missing", number=other.id)

    monkeypatch.setitem(dispatch.VERBS, TellApart, refuse)  # type: ignore[arg-type]
    driven.open(0)
    qtbot.waitUntil(lambda: offered(driven) == [other.id])
    lines(driven)[0].apart.click()
    assert offered(driven) == []
    qtbot.waitUntil(lambda: offered(driven) == [other.id])
    assert f"#{one.id} and #{other.id} are not the same" not in driven.toasts()


@pytest.mark.parametrize(
    ("later_is_open", "earlier_is_done", "into_earlier"),
    [
        pytest.param(False, False, True, id="the later one comes to the open one"),
        pytest.param(True, False, True, id="the open one goes to the earlier one, and so does the window"),
        pytest.param(True, True, False, id="what is done comes to what is not"),
    ],
)
def test_merged_into_the_earlier_one_that_is_not_done(
    driven: Driven,
    qtbot: QtBot,
    pair: tuple[TicketRow, TicketRow],
    later_is_open: bool,
    earlier_is_done: bool,
    into_earlier: bool,
) -> None:
    earlier, later = sorted(row.id for row in pair)
    if earlier_is_done:
        perform(driven.stage.database, SetStatus(agent_id=2, tickets=(earlier,), status=Status.SOLVED))
    driven.window.open_ticket(later if later_is_open else earlier)
    qtbot.waitUntil(lambda: offered(driven) == [earlier if later_is_open else later])
    lines(driven)[0].merge.click()
    source, goal = (later, earlier) if into_earlier else (earlier, later)
    qtbot.waitUntil(lambda: f"#{source} is merged into #{goal}" in driven.toasts())
    qtbot.waitUntil(lambda: driven.window.pane.ticket_id == goal)
    assert not messages(driven, source)
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: bool(messages(driven, source)))


def messages(driven: Driven, number: int) -> Sequence[MessageRow]:
    detail = driven.stage.database.read(ticket.detail, number)
    assert detail is not None
    return detail.messages
