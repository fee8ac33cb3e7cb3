"""A filled desk: what the counters say is what is there, and what the queries show is what was generated."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text

from deskbell.model.kinds import Deed, MessageKind, Shelf, Status
from deskbell.model.views import View, ViewKind
from deskbell.rules.placeholders import unknown
from deskbell.rules.shelf import shelf_of
from deskbell.sample.content import SampleDesk
from deskbell.sample.fill import fill, has_tickets
from deskbell.sample.generate import generate
from deskbell.sample.library import load
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.queries import canned, drafts, ticket, ticket_list, views
from deskbell.store.queries import customer as customer_queries
from deskbell.store.queries.identity import identity
from deskbell.store.tables import address, agent, message, tag_count, ticket_count, ticket_tag
from deskbell.store.tables import journal as journal_table
from deskbell.store.tables import mailbox as mailbox_table
from deskbell.store.tables import ticket as ticket_table

TICKETS = 120


@pytest.fixture(scope="module")
def content() -> SampleDesk:
    return generate(load(), tickets=TICKETS, seed=1, now=datetime.now(UTC))


@pytest.fixture
def filled(desk: Desk, content: SampleDesk) -> Desk:
    fill(desk, content)
    return desk


def rows(desk: Desk, query: Any) -> list[tuple[Any, ...]]:
    with desk.reading() as session:
        return [tuple(row) for row in session.connection.execute(query)]


def test_the_desk_is_whole(filled: Desk) -> None:
    assert filled.read(problems) == []


def test_it_has_canned_replies_whose_placeholders_are_known(filled: Desk, content: SampleDesk) -> None:
    seen = filled.read(canned.replies, 1)
    assert len(seen) >= 12
    assert {text.language for reply in seen for text in reply.texts} >= {"en", "lt", "ru", "zh", "zh-Hant"}
    assert [one for reply in seen for text in reply.texts for one in unknown(text.text)] == []
    private = {reply.id for reply in seen if reply.owner_id is not None}
    assert {reply.id for reply in filled.read(canned.replies, 2)} == {reply.id for reply in seen} - private
    fill(filled, content)
    assert filled.read(canned.replies, 1) == seen, "they are there once"


def test_it_has_saved_views_that_find_something(filled: Desk, content: SampleDesk) -> None:
    saved = [row for row in filled.read(views.view_rows, 1) if row.saved is not None]
    assert len(saved) == 5
    assert {(row.saved.owner_id is None, row.saved.team_id is None) for row in saved if row.saved} == {
        (False, True),
        (True, False),
        (True, True),
    }
    assert [row.name for row in saved if filled.read(ticket_list.count, row.view, 1) == 0] == []
    seen_by_owen = [row for row in filled.read(views.view_rows, 6) if row.saved is not None]
    assert {row.name for row in saved} - {row.name for row in seen_by_owen} == {"Urgent and mine"}
    fill(filled, content)
    assert len([row for row in filled.read(views.view_rows, 1) if row.saved is not None]) == 5, "they are there once"


def test_counters_equal_a_recount(filled: Desk) -> None:
    who = func.coalesce(ticket_table.c.assignee_id, 0)
    recount = select(ticket_table.c.shelf, ticket_table.c.mailbox_id, who, func.count()).group_by(
        ticket_table.c.shelf, ticket_table.c.mailbox_id, who
    )
    kept = select(ticket_count).where(ticket_count.c.n != 0)
    assert sorted(rows(filled, kept)) == sorted(rows(filled, recount))
    tags = select(ticket_tag.c.tag_id, ticket_tag.c.shelf, func.count()).group_by(
        ticket_tag.c.tag_id, ticket_tag.c.shelf
    )
    assert sorted(rows(filled, select(tag_count).where(tag_count.c.n != 0))) == sorted(rows(filled, tags))


def test_a_ticket_says_of_its_messages_what_is_there(filled: Desk) -> None:
    def check(session: Any) -> int:
        checked = 0
        for row in session.connection.execute(select(ticket_table)):
            found = session.connection.execute(
                select(message).where(message.c.ticket_id == row.id).order_by(message.c.at)
            ).all()
            public = [one for one in found if one.kind != MessageKind.NOTE]
            assert row.messages == len(found)
            assert row.attachments == sum(one.attachments for one in found)
            assert row.activity_at == found[-1].at
            assert row.created_at == found[0].at
            assert row.awaiting == (public[-1].kind == MessageKind.IN)
            assert row.shelf == shelf_of(Status(row.status), row.snoozed_until)
            assert (row.done_at is not None) == (row.status in (Status.SOLVED, Status.CLOSED))
            copies = session.connection.execute(select(ticket_tag).where(ticket_tag.c.ticket_id == row.id)).all()
            assert {(one.shelf, one.priority, one.activity_at) for one in copies} <= {
                (row.shelf, row.priority, row.activity_at)
            }
            checked += 1
        return checked

    assert filled.read(check) == TICKETS


def test_the_journal_leads_to_what_the_ticket_is(filled: Desk) -> None:
    """The last line of each kind is the ticket's present value: undo stands on that."""
    columns = {Deed.STATUS: "status", Deed.PRIORITY: "priority", Deed.ASSIGNED: "assignee_id", Deed.TEAM: "team_id"}
    tickets = {row[0]: row for row in rows(filled, select(ticket_table))}
    names = [column.name for column in ticket_table.columns]
    last: dict[tuple[int, str], str] = {}
    told: dict[int, int] = dict.fromkeys(tickets, 0)
    ordered = select(journal_table.c.ticket_id, journal_table.c.kind, journal_table.c.after).order_by(
        journal_table.c.at, journal_table.c.id
    )
    for ticket_id, kind, after in rows(filled, ordered):
        last[ticket_id, kind] = after
        told[ticket_id] += kind in (Deed.RECEIVED, Deed.REPLIED, Deed.NOTED)
    for (ticket_id, kind), after in last.items():
        if Deed(kind) in columns:
            assert int(after) == tickets[ticket_id][names.index(columns[Deed(kind)])], (ticket_id, kind)
    messages = names.index("messages")
    assert told == {ticket_id: row[messages] for ticket_id, row in tickets.items()}


def test_screens_show_what_was_generated(filled: Desk, content: SampleDesk) -> None:
    shown = {row.subject: row for row in filled.read(ticket_list.page, View(ViewKind.MINE), _urgent(), 1).rows}
    row = shown["订单 88213 的退款还没有到账"]
    assert (row.customer, row.tags, row.assignee, row.attachments) == ("李娜", ("refund",), "Ona Kazlauskaitė", 1)
    detail = filled.read(ticket.detail, row.id)
    assert detail is not None
    assert [(one.kind, one.author) for one in detail.messages] == [
        (MessageKind.IN, "李娜"),
        (MessageKind.NOTE, "Tomas Berg"),
        (MessageKind.IN, "李娜"),
    ]
    (slip,) = detail.messages[0].attachments
    assert filled.read(ticket.attachment, slip.id)[1] == content.file("return-slip.pdf")
    (draft,) = filled.read(drafts.of_ticket, 1, row.id)
    assert draft.text.startswith("李娜您好，")
    panel = filled.read(customer_queries.panel, row.customer_id, row.id)
    assert panel is not None
    assert panel.customer.emails[0] == "li.na@example.net"


def test_words_are_found_in_every_language(filled: Desk) -> None:
    for query in ("退款", "sąskaita", "возврат", "發票", "refund", "from:petrauskas"):
        found = filled.read(ticket_list.count, View(ViewKind.SEARCH, query=query), 1)
        assert found > 0, query


def test_filling_twice_adds_tickets_but_no_second_ona(filled: Desk, content: SampleDesk) -> None:
    fill(filled, content)
    counted = {
        table.name: rows(filled, select(func.count()).select_from(table))[0][0]
        for table in (agent, mailbox_table, ticket_table)
    }
    assert counted == {"agent": len(content.agents), "mailbox": len(content.mailboxes), "ticket": 2 * TICKETS}
    customers = rows(filled, select(address.c.customer_id).distinct())
    assert len(customers) == len(content.customers)
    assert filled.read(problems) == []


def test_numbers_go_on_after_the_last_one(filled: Desk, content: SampleDesk) -> None:
    (first, last) = rows(filled, select(func.min(ticket_table.c.id), func.max(ticket_table.c.id)))[0]
    assert (first, last) == (content.first_number, content.first_number + TICKETS - 1)
    with filled.writing() as session:
        made = session.connection.execute(
            text(
                "INSERT INTO ticket (mailbox_id, customer_id, subject, status, priority, shelf, created_at, activity_at)"
                " VALUES (1, 1, 'x', 0, 1, 0, 0, 0) RETURNING id"
            )
        ).scalar_one()
    assert made == last + 1


def test_a_real_desk_stays_real(desk: Desk, content: SampleDesk) -> None:
    from deskbell.store.queries.identity import establish

    with desk.writing() as session:
        establish(session)
        session.connection.execute(
            mailbox_table.insert().values(name="Help", address="help@company.example", imap_host="mail.company.example")
        )
    fill(desk, content)
    assert not desk.read(identity).sample


def test_a_new_desk_becomes_a_sample(filled: Desk) -> None:
    assert filled.read(identity).sample
    assert filled.read(has_tickets)


def test_progress_is_told(desk: Desk, content: SampleDesk) -> None:
    told: list[tuple[int, int]] = []
    fill(desk, content, progress=lambda done, whole: told.append((done, whole)))
    assert told == [(TICKETS, TICKETS)]


def test_shelves_are_all_in_use(filled: Desk) -> None:
    assert {shelf for (shelf,) in rows(filled, select(ticket_table.c.shelf).distinct())} >= {Shelf.LIVE, Shelf.DONE}


def _urgent() -> Any:
    from deskbell.model.views import Sort

    return Sort.URGENT
