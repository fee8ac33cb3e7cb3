"""Two who edit the same thing: what is text is versioned, what is one value is an event; the table stands in docs/two-at-once.md."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, Table, select

from actions.conftest import SmallDesk, mail
from actions.test_at_once import both, doing
from actions.versioned import VERSIONED, Versioned
from deskbell.actions.dispatch import VERBS, perform
from deskbell.actions.wake import wake
from deskbell.model.commands import (
    AddNote,
    Assign,
    ChangeTags,
    Command,
    MoveToMailbox,
    SaveDraft,
    SaveMailbox,
    SaveSettings,
    SendReply,
    SetDue,
    SetPriority,
    SetStatus,
    SetSubject,
    SetTeam,
    SetType,
    Snooze,
    UndoDeed,
)
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import MessageKind, Priority, ReplyKind, Status, TicketType
from deskbell.model.mail import Mailbox
from deskbell.model.teams import SaveTeam
from deskbell.store.queries import drafts, settings
from deskbell.store.tables import (
    journal,
    ticket,
)

TABLE = Path(__file__).resolve().parents[2] / "docs" / "two-at-once.md"
SERVER = pytest.mark.parametrize("small", [pytest.param("postgresql", marks=pytest.mark.servers)], indirect=True)


EACH = pytest.mark.parametrize("thing", VERSIONED, ids=lambda thing: thing.table.name)


def now(small: SmallDesk, table: Table, row_id: int) -> Row[Any]:
    with small.desk.reading() as session:
        return session.connection.execute(select(table).where(table.c.id == row_id)).one()


@pytest.fixture
def asked(small: SmallDesk) -> int:
    return small.arrive(mail("1@mail.example"))[0].ticket_id


@EACH
def test_who_saves_second_hears_of_it_and_changes_nothing(small: SmallDesk, asked: int, thing: Versioned) -> None:
    row_id = thing.row_id(small)
    seen = now(small, thing.table, row_id).version
    perform(small.desk, thing.save(row_id, "hers", seen))
    with pytest.raises(Conflict) as refused:
        perform(small.desk, thing.save(row_id, "his", seen))
    assert refused.value.code == thing.code
    row = now(small, thing.table, row_id)
    assert (getattr(row, thing.text), row.version) == ("hers", seen + 1)
    perform(small.desk, thing.save(row_id, "his, after he saw hers", seen + 1))
    assert getattr(now(small, thing.table, row_id), thing.text) == "his, after he saw hers"


@SERVER
@EACH
def test_also_where_both_save_at_the_same_moment(small: SmallDesk, asked: int, thing: Versioned) -> None:
    row_id = thing.row_id(small)
    seen = now(small, thing.table, row_id).version
    with pytest.raises(Conflict):
        both(small, doing(thing.save(row_id, "hers", seen)), doing(thing.save(row_id, "his", seen)))
    assert getattr(now(small, thing.table, row_id), thing.text) == "hers"


LATER = datetime(2030, 1, 1, tzinfo=UTC)

# The column of a ticket, how it is set, and two values that it does not have.
EVENTS: dict[str, tuple[Callable[[int, int, Any], Command], Callable[[SmallDesk], tuple[Any, Any]]]] = {
    "subject": (
        lambda who, number, value: SetSubject(agent_id=who, ticket_id=number, subject=value),
        lambda small: ("Hers", "His"),
    ),
    "status": (
        lambda who, number, value: SetStatus(agent_id=who, tickets=(number,), status=value),
        lambda small: (Status.PENDING, Status.SOLVED),
    ),
    "assignee_id": (
        lambda who, number, value: Assign(agent_id=who, tickets=(number,), assignee_id=value),
        lambda small: (small.ona, small.tomas),
    ),
    "team_id": (
        lambda who, number, value: SetTeam(agent_id=who, tickets=(number,), team_id=value),
        lambda small: (
            perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name="Orders")),
            perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name="Care")),
        ),
    ),
    "priority": (
        lambda who, number, value: SetPriority(agent_id=who, tickets=(number,), priority=value),
        lambda small: (Priority.HIGH, Priority.URGENT),
    ),
    "mailbox_id": (
        lambda who, number, value: MoveToMailbox(agent_id=who, tickets=(number,), mailbox_id=value),
        lambda small: (
            small.billing,
            perform(small.desk, SaveMailbox(agent_id=None, id=0, name="C", address="c@desk.example")),
        ),
    ),
    "snoozed_until": (
        lambda who, number, value: Snooze(agent_id=who, tickets=(number,), until=value),
        lambda small: (LATER, LATER + timedelta(days=1)),
    ),
    "type": (
        lambda who, number, value: SetType(agent_id=who, tickets=(number,), type=value),
        lambda small: (TicketType.PROBLEM, TicketType.TASK),
    ),
    "due_at": (
        lambda who, number, value: SetDue(agent_id=who, tickets=(number,), due_at=value),
        lambda small: (LATER, LATER + timedelta(days=1)),
    ),
}
EVENT = pytest.mark.parametrize("column", EVENTS)


def steps(small: SmallDesk, number: int, deeds: Sequence[str]) -> list[tuple[str, str]]:
    """What these deeds changed on a ticket, as the journal keeps it."""
    with small.desk.reading() as session:
        lines = select(journal.c.before, journal.c.after).where(
            journal.c.ticket_id == number, journal.c.deed_id.in_(deeds)
        )
        return [(row.before, row.after) for row in session.connection.execute(lines.order_by(journal.c.id))]


def hers_and_his(small: SmallDesk, asked: int, column: str) -> tuple[Command, Command, Any, Any]:
    made, values = EVENTS[column]
    first, second = values(small)
    return made(small.ona, asked, first), made(small.tomas, asked, second), first, second


@EVENT
def test_the_last_value_holds_and_both_are_in_the_journal_and_can_be_undone(
    small: SmallDesk, asked: int, column: str
) -> None:
    before = getattr(now(small, ticket, asked), column)
    hers, his, first, second = hers_and_his(small, asked, column)
    perform(small.desk, hers)
    perform(small.desk, his)
    assert getattr(now(small, ticket, asked), column) == second
    taken = steps(small, asked, (hers.deed, his.deed))
    assert len(taken) == 2
    assert taken[0][1] == taken[1][0]
    with pytest.raises(Mistake) as refused:
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=hers.deed))
    assert refused.value.code == "undo.changed", "her undo does not take his step back"
    perform(small.desk, UndoDeed(agent_id=small.tomas, undo=his.deed))
    assert getattr(now(small, ticket, asked), column) == first
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=hers.deed))
    assert getattr(now(small, ticket, asked), column) == before


@SERVER
@EVENT
def test_also_where_both_are_set_at_the_same_moment(small: SmallDesk, asked: int, column: str) -> None:
    hers, his, _, second = hers_and_his(small, asked, column)
    both(small, doing(hers), doing(his))
    assert getattr(now(small, ticket, asked), column) == second
    taken = steps(small, asked, (hers.deed, his.deed))
    assert len(taken) == 2
    assert taken[0][1] == taken[1][0], "his step begins where hers ended"


@SERVER
def test_a_snooze_that_ends_takes_nothing_back_that_is_done_at_the_same_moment(small: SmallDesk, asked: int) -> None:
    perform(small.desk, Snooze(agent_id=small.ona, tickets=(asked,), until=datetime(2020, 1, 1, tzinfo=UTC)))
    both(small, doing(Assign(agent_id=small.ona, tickets=(asked,), assignee_id=small.tomas)), wake)
    assert now(small, ticket, asked).assignee_id == small.tomas
    small.desk.transact(wake)
    row = now(small, ticket, asked)
    assert (row.assignee_id, row.snoozed_until) == (small.tomas, None)


def _tagged(small: SmallDesk, asked: int) -> set[str]:
    return set(small.ticket(asked).row.tags)


def test_tags_of_two_are_put_together(small: SmallDesk, asked: int) -> None:
    perform(small.desk, ChangeTags(agent_id=small.ona, tickets=(asked,), add=("refund", "vip")))
    perform(small.desk, ChangeTags(agent_id=small.tomas, tickets=(asked,), add=("printer",), remove=("vip",)))
    assert _tagged(small, asked) == {"refund", "printer"}


@SERVER
def test_a_new_tag_that_two_put_on_at_the_same_moment_is_one(small: SmallDesk, asked: int) -> None:
    other = small.arrive(mail("2@mail.example", sender="jonas@mail.example"))[0].ticket_id
    both(
        small,
        doing(ChangeTags(agent_id=small.ona, tickets=(asked,), add=("vip",))),
        doing(ChangeTags(agent_id=small.tomas, tickets=(other,), add=("vip", "new"))),
    )
    assert (_tagged(small, asked), _tagged(small, other)) == ({"vip"}, {"vip", "new"})


@SERVER
@pytest.mark.parametrize("kept", [False, True])
def test_a_setting_that_two_change_at_the_same_moment_is_the_last_one(small: SmallDesk, kept: bool) -> None:
    def set_to(who: int, seconds: int) -> SaveSettings:
        return SaveSettings(agent_id=who, owner=small.ona, values=(("reply.undo_seconds", seconds),))

    if kept:
        perform(small.desk, set_to(small.ona, 5))
    both(small, doing(set_to(small.ona, 20)), doing(set_to(small.tomas, 30)))
    assert small.desk.read(settings.read, small.ona).number("reply.undo_seconds") == 30


@SERVER
def test_notes_of_two_at_the_same_moment_are_both_there(small: SmallDesk, asked: int) -> None:
    both(
        small,
        doing(AddNote(agent_id=small.ona, ticket_id=asked, text="hers")),
        doing(AddNote(agent_id=small.tomas, ticket_id=asked, text="his")),
    )
    notes = [one.text for one in small.ticket(asked).messages if one.kind is MessageKind.NOTE]
    assert (notes, small.ticket(asked).row.messages) == (["hers", "his"], 3)


def reply(small: SmallDesk, who: int, asked: int, seen: int) -> SendReply:
    return SendReply(
        agent_id=who,
        ticket_id=asked,
        kind=ReplyKind.REPLY,
        mailbox_id=small.support,
        to=(Mailbox("Li Na", "li.na@mail.example"),),
        text="On Monday.",
        seen_message=seen,
    )


@SERVER
def test_of_two_answers_at_the_same_moment_the_second_is_warned(small: SmallDesk, asked: int) -> None:
    seen = small.ticket(asked).messages[-1].id
    with pytest.raises(Conflict) as refused:
        both(small, doing(reply(small, small.ona, asked, seen)), doing(reply(small, small.tomas, asked, seen)))
    assert (refused.value.code, refused.value.values["name"]) == ("ticket.answered", "Ona")
    assert [one.kind for one in small.ticket(asked).messages] == [MessageKind.IN, MessageKind.OUT]
    perform(small.desk, reply(small, small.tomas, asked, 0))
    assert len(small.ticket(asked).messages) == 3, "he may send it all the same"


@SERVER
def test_a_draft_that_one_person_begins_at_two_computers_at_the_same_moment_is_one(
    small: SmallDesk, asked: int
) -> None:
    def begin(text: str) -> SaveDraft:
        return SaveDraft(agent_id=small.ona, ticket_id=asked, kind=ReplyKind.REPLY, mailbox_id=small.support, text=text)

    both(small, doing(begin("from her desk")), doing(begin("from her laptop")))
    assert [one.text for one in small.desk.read(drafts.of_ticket, small.ona, asked)] == ["from her laptop"]


def test_a_draft_is_ones_own_and_the_latest_text_wins(small: SmallDesk, asked: int) -> None:
    def keep(who: int, text: str) -> None:
        perform(
            small.desk,
            SaveDraft(agent_id=who, ticket_id=asked, kind=ReplyKind.REPLY, mailbox_id=small.support, text=text),
        )

    keep(small.ona, "hers")
    keep(small.tomas, "his")
    keep(small.ona, "hers, from her laptop")
    texts = [[one.text for one in small.desk.read(drafts.of_ticket, who, asked)] for who in (small.ona, small.tomas)]
    assert texts == [["hers, from her laptop"], ["his"]]


def test_the_table_names_every_command() -> None:
    named = re.findall(r"`(\w+)`", TABLE.read_text("utf-8"))
    commands = [command.__name__ for command in VERBS]
    assert sorted(name for name in named if name in commands) == sorted(commands), "each once"
    assert {thing.code for thing in VERSIONED} <= set(re.findall(r"`([\w.]+)`", TABLE.read_text("utf-8")))
