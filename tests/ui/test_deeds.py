"""Deeds: shown at once, told in the right words, undone once, taken back where they were refused."""

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from deskbell.model.commands import UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.kinds import UNTIL_ANSWERED, Priority, Status, TicketType
from deskbell.model.rows import TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.ui.deed_words import DeedWords
from deskbell.ui.deeds import Done
from deskbell.ui.scenes.stage import Stage


def open_tickets(stage: Stage, many: int) -> list[TicketRow]:
    return list(stage.database.read(ticket_list.page, View(ViewKind.OPEN), Sort.LATEST, 1, limit=many).rows)


def row(stage: Stage, ticket: int) -> TicketRow:
    return stage.database.read(ticket_list.rows, [ticket], 1)[0]


@pytest.mark.parametrize(
    ("tickets", "status", "words"),
    [
        ((1039,), Status.SOLVED, "#1039 solved"),
        ((1, 2, 3), Status.SOLVED, "3 tickets solved"),
        ((7,), Status.SPAM, "#7 moved to Spam"),
        ((7, 8), Status.TRASH, "2 tickets moved to Trash"),
        ((7,), Status.PENDING, "#7 set to Pending"),
        ((7,), Status.CLOSED, "#7 closed"),
    ],
)
def test_words_of_a_status(theme: object, tickets: tuple[int, ...], status: Status, words: str) -> None:
    assert DeedWords().status(tickets, status) == words


def test_words_of_the_others(theme: object) -> None:
    words = DeedWords()
    assert words.assigned((7,), "Ona", to_me=False) == "#7 assigned to Ona"
    assert words.assigned((7,), "Ona", to_me=False, away=True) == "#7 assigned to Ona, who is away"
    assert words.assigned((7, 8), "Ona", to_me=False, away=True) == "2 tickets assigned to Ona, who is away"
    assert words.assigned((7,), "Ona", to_me=True, away=True) == "#7 assigned to you"
    assert words.assigned((7,), "Ona", to_me=True) == "#7 assigned to you"
    assert words.assigned((7, 8), "", to_me=False) == "2 tickets assigned to nobody"
    assert words.given_to_team((7,), "Orders") == "#7 given to the team Orders"
    assert words.given_to_team((7, 8), "") == "2 tickets given to no team"
    assert words.priority((7,), Priority.HIGH) == "Priority of #7: High"
    assert words.tagged((7,), ("refund",), ()) == "#7 tagged refund"
    assert words.tagged((7, 8), (), ("vip", "x")) == "Tag vip, x taken off 2 tickets"
    assert words.moved((7,), "100%1 Billing") == "#7 moved to 100%1 Billing"
    assert words.snoozed((7,), None) == "#7 is back"
    assert words.snoozed((7,), datetime(2031, 1, 1, tzinfo=UTC)).startswith("#7 snoozed until ")
    assert words.snoozed((7,), UNTIL_ANSWERED) == "#7 snoozed until answered"
    assert words.snoozed((7, 8), UNTIL_ANSWERED) == "2 tickets snoozed until answered"
    assert words.followed((7,), "", added=True, removed=False) == "You follow #7"
    assert words.followed((7, 8), "", added=False, removed=True) == "You no longer follow 2 tickets"
    assert words.followed((7,), "Tomas", added=True, removed=False) == "#7 followed by Tomas"
    assert words.followed((7,), "Tomas", added=False, removed=True) == "#7 no longer followed by Tomas"
    assert words.followed((7,), "Tomas, Ona", added=True, removed=True) == "Followers of #7 changed"
    assert words.type_set((7,), None) == "#7 has no type now"
    assert words.type_set((7, 8), TicketType.TASK) == "Type of 2 tickets: Task"
    assert words.due((7,), None) == "#7 has no due date now"
    assert words.due((7, 8), datetime(2031, 1, 1, tzinfo=UTC)).startswith("2 tickets due ")


def test_several_deeds_are_undone_from_the_last(stage: Stage, qtbot: QtBot) -> None:
    first, second = open_tickets(stage, 2)
    stage.deeds.set_status((first.id,), Status.SOLVED)
    stage.deeds.set_priority((second.id,), Priority.URGENT)
    with qtbot.waitSignal(stage.deeds.undone):
        stage.deeds.undo_last()
    assert row(stage, second.id).priority is second.priority
    assert row(stage, first.id).status is Status.SOLVED
    with qtbot.waitSignal(stage.deeds.undone) as undone:
        stage.deeds.undo_last()
    assert undone.args == [f"#{first.id} solved"]
    assert row(stage, first.id).status is first.status
    stage.deeds.undo_last()  # nothing is left, nothing happens


def test_a_deed_is_undone_once(stage: Stage, qtbot: QtBot) -> None:
    ticket = open_tickets(stage, 1)[0]
    with qtbot.waitSignal(stage.deeds.told) as told:
        stage.deeds.change_tags((ticket.id,), add=("brandnew",))
    done = told.args[0]
    assert isinstance(done, Done)
    with qtbot.waitSignal(stage.deeds.undone):
        stage.deeds.undo(done)
    with qtbot.assertNotEmitted(stage.deeds.failed, wait=100):
        stage.deeds.undo(done)
    assert row(stage, ticket.id).tags == ticket.tags


def test_what_was_refused_cannot_be_undone(stage: Stage, qtbot: QtBot) -> None:
    ticket = open_tickets(stage, 1)[0]
    with qtbot.waitSignals([stage.deeds.refused, stage.deeds.failed]):
        stage.deeds.move((ticket.id,), 99_999)
    with qtbot.assertNotEmitted(stage.deeds.undone, wait=100):
        stage.deeds.undo_last()


@pytest.mark.parametrize("many", [1, 3])
def test_what_changes_nothing_is_said_and_leaves_nothing_to_undo(stage: Stage, qtbot: QtBot, many: int) -> None:
    tickets = tuple(one.id for one in open_tickets(stage, many))
    stage.deeds.assign(tickets, 2)
    # As by a drop from another view, whose list does not say whose they are.
    with (
        qtbot.waitSignals([stage.deeds.taken_back, stage.deeds.refused]),
        qtbot.waitSignal(stage.deeds.stopped) as said,
    ):
        stage.deeds.assign(tickets, 2)
    assert said.args == [f"Nothing changed on #{tickets[0]}" if many == 1 else "Nothing changed on 3 tickets"]
    with qtbot.waitSignal(stage.deeds.undone):
        stage.deeds.undo_last()
    assert all(row(stage, number).assignee_id != 2 for number in tickets), "the step before was undone"


def test_too_late_to_undo_is_said(stage: Stage, qtbot: QtBot) -> None:
    stage.deeds.remember("gone", UndoDeed(agent_id=1, undo="0" * 32))
    with qtbot.waitSignal(stage.deeds.failed) as failed:
        stage.deeds.undo_last()
    assert isinstance(failed.args[0], Mistake)


def test_nothing_is_done_to_no_ticket(stage: Stage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(stage.deeds.told, wait=50):
        stage.deeds.set_status((), Status.SOLVED)


@pytest.mark.parametrize("deed", ["status", "assign", "priority", "tags", "move", "snooze", "due", "follow", "type"])
def test_what_is_shown_at_once_is_what_the_database_says_then(stage: Stage, qtbot: QtBot, deed: str) -> None:
    ticket = open_tickets(stage, 1)[0]
    other_box = next(box for box in stage.desk.mailboxes if box.id != ticket.mailbox_id)
    until = datetime(2031, 5, 1, 9, tzinfo=UTC)
    deeds = stage.deeds
    do = {
        "status": lambda: deeds.set_status((ticket.id,), Status.PENDING),
        "assign": lambda: deeds.assign((ticket.id,), 2),
        "priority": lambda: deeds.set_priority((ticket.id,), Priority.LOW),
        "tags": lambda: deeds.change_tags((ticket.id,), add=("zebra", "Ant"), remove=ticket.tags[:1]),
        "move": lambda: deeds.move((ticket.id,), other_box.id),
        "snooze": lambda: deeds.snooze((ticket.id,), until),
        "due": lambda: deeds.set_due((ticket.id,), until),
        "type": lambda: deeds.set_type((ticket.id,), TicketType.TASK),
        "follow": lambda: deeds.follow((ticket.id,), add=(2, 1)),
    }[deed]
    with qtbot.waitSignal(deeds.shown) as shown:
        do()
    expected = shown.args[1](ticket)
    names = (
        "status",
        "assignee_id",
        "assignee",
        "priority",
        "tags",
        "mailbox_id",
        "mailbox",
        "snoozed_until",
        "due_at",
        "followers",
        "type",
    )
    assert any(getattr(expected, name) != getattr(ticket, name) for name in names)
    qtbot.waitUntil(lambda: all(getattr(row(stage, ticket.id), name) == getattr(expected, name) for name in names))
