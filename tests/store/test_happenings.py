"""What happened on tickets, read with what it takes to know whom it concerns."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from building import Builder, plan, statements
from deskbell.actions.dispatch import perform
from deskbell.actions.wake import wake
from deskbell.model.commands import AddNote, Assign, SetPriority, SetStatus, Snooze
from deskbell.model.concerns import Happening
from deskbell.model.kinds import Deed, Priority, Shelf, Status
from deskbell.store.desk import Desk
from deskbell.store.queries import happenings
from deskbell.store.session import is_one_statement
from deskbell.store.tables import deed, journal
from deskbell.store.tables import ticket as ticket_table


@pytest.fixture
def tomas(build: Builder) -> int:
    return build.agent("Tomas Berg", "tomas@desk.example")


def received(desk: Desk, build: Builder, ticket: int, times: int = 1, **values: Any) -> None:
    """A mail of a customer on a ticket, as intake writes it down; so many lines of the journal say so."""
    message = build.message(ticket, **values)
    made, at = f"deed-{message}", build.at()
    line = {"deed_id": made, "ticket_id": ticket, "kind": "received", "at": at, "after": str(message)}
    with desk.writing() as session:
        session.connection.execute(insert(deed), {"id": made, "kind": "received", "at": at})
        session.connection.execute(insert(journal), [line] * times)


def on(desk: Desk, build: Builder, *tickets: int) -> tuple[Happening, ...]:
    return desk.read(happenings.on_tickets, tickets, build.at() - timedelta(days=1), build.me)


def test_a_mail_that_begins_a_ticket_and_one_that_answers(desk: Desk, build: Builder) -> None:
    ticket = build.ticket("Rain", assignee_id=build.me)
    received(desk, build, ticket)
    received(desk, build, ticket, is_auto=True)
    received(desk, build, ticket, is_bounce=True)
    first, second, third = on(desk, build, ticket)
    assert (first.kind, first.who, first.subject, first.by) == (Deed.RECEIVED, "Jonas", "Rain", None)
    assert (first.assignee_id, first.mailbox_id, first.shelf) == (build.me, build.support, Shelf.LIVE)
    assert first.written_at is not None
    assert [one.first for one in (first, second, third)] == [True, False, False]
    assert [one.automatic for one in (first, second, third)] == [False, True, True]


def test_notes_and_what_one_was_given(desk: Desk, build: Builder, tomas: int) -> None:
    ticket = build.ticket(team_id=build.team("Sales"))
    build.follows(ticket, build.me)
    build.follows(ticket, tomas)
    perform(desk, AddNote(agent_id=tomas, ticket_id=ticket, text="Look, @Ona", html=""))
    perform(desk, Assign(agent_id=tomas, tickets=(ticket,), assignee_id=build.me))
    perform(desk, SetPriority(agent_id=tomas, tickets=(ticket,), priority=Priority.HIGH))
    perform(desk, SetStatus(agent_id=build.me, tickets=(ticket,), status=Status.SOLVED))
    note, given, solved = on(desk, build, ticket)
    assert (note.kind, note.by, note.who, note.follows, note.mentions) == (Deed.NOTED, tomas, "Tomas Berg", True, True)
    assert (given.kind, given.after, given.assignee_id, given.written_at) == (
        Deed.ASSIGNED,
        str(build.me),
        build.me,
        None,
    )
    assert (given.team_id is not None, given.first, given.mentions) == (True, False, False)
    assert (solved.kind, solved.by, solved.shelf) == (Deed.STATUS, build.me, Shelf.DONE)
    theirs = desk.read(happenings.on_tickets, (ticket,), build.at() - timedelta(days=1), tomas)
    assert [one.mentions for one in theirs] == [False, False, False]


def test_who_snoozed_last_hears_that_it_is_back(desk: Desk, build: Builder, tomas: int) -> None:
    ticket = build.ticket()
    for hours, agent in ((1, tomas), (2, build.me)):
        perform(desk, Snooze(agent_id=agent, tickets=(ticket,), until=build.at() + timedelta(hours=hours)))
    with desk.writing() as session:
        session.connection.execute(update(ticket_table).values(snoozed_until=session.now - timedelta(seconds=1)))
    with desk.writing() as session:
        assert wake(session) == 1
    for agent, put_away in ((build.me, True), (tomas, False)):
        back = desk.read(happenings.on_tickets, (ticket,), build.at() - timedelta(days=1), agent)[-1]
        assert (back.kind, back.put_away, back.who, back.shelf) == (Deed.WOKEN, put_away, "", Shelf.LIVE)


def test_only_what_is_new_on_the_tickets_that_changed(desk: Desk, build: Builder) -> None:
    tickets = [build.ticket() for _ in range(3)]
    for ticket in tickets:
        received(desk, build, ticket)
    with desk.writing() as session:
        session.connection.execute(
            update(journal)
            .where(journal.c.ticket_id == tickets[0])
            .values(at=build.at() - timedelta(days=1) - happenings.LATE - timedelta(seconds=1))
        )
    assert [one.ticket_id for one in on(desk, build, *tickets[:2])] == tickets[1:2]
    assert on(desk, build) == ()


def test_after_a_mark_all_tickets(desk: Desk, build: Builder) -> None:
    assert desk.read(happenings.begin).line == 0
    received(desk, build, build.ticket())
    mark = desk.read(happenings.begin)
    new = build.ticket()
    received(desk, build, new)
    assert [one.ticket_id for one in desk.read(happenings.after, mark.line, build.me)] == [new]
    assert len(desk.read(happenings.after, 0, build.me)) == 2


def test_the_newest_are_given(desk: Desk, build: Builder) -> None:
    ticket = build.ticket()
    received(desk, build, ticket, happenings.MOST + 1)
    found = on(desk, build, ticket)
    assert len(found) == happenings.MOST
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert found[-1].id == desk.read(happenings.begin).line


def test_it_is_one_statement_along_an_index(desk: Desk, build: Builder) -> None:
    ticket = build.ticket()
    received(desk, build, ticket)
    assert is_one_statement(happenings.on_tickets)
    assert is_one_statement(happenings.after)
    with statements(desk) as sent:
        on(desk, build, ticket)
        desk.read(happenings.after, 0, build.me)
    assert len(sent) == 2
    if desk.engine.dialect.name == "sqlite":
        assert any("ix_journal_ticket" in line for line in plan(desk, *sent[0]))
        assert any("SEARCH journal USING INTEGER PRIMARY KEY" in line for line in plan(desk, *sent[1]))
