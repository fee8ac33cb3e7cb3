"""The pages of a view: every ticket once, in order, from either side, and read along an index."""

from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from itertools import product
from random import Random

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from building import BEGIN, Builder, plan, statements
from deskbell.model.kinds import Priority, Shelf, Status, TicketType
from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import ANY_SIZE, BY_CREATION, BY_NUMBER, PASSING, PageKey, Sort, View, ViewKind
from deskbell.rules.folding import fold
from deskbell.store.desk import Desk
from deskbell.store.queries import keyset, ticket_list
from deskbell.store.tables import customer, ticket

LIVE = (Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD)


WHO = [
    ("Žemyna Berg", "zb@example.org"),
    ("zemyna berg", "zb@example.com"),
    ("Ådel", "adel@example.org"),
    ("", "bare@example.org"),
    ("Berg", "berg@example.org"),
    ("Bergmann", "bm@example.org"),
]


@pytest.fixture
def views(build: Builder) -> list[View]:
    """Every view there is, over 60 tickets strewn among them; some share a time, some a priority."""
    random, more = Random(7), Random(8)
    other = build.agent("Petras", "petras@desk.example")
    billing = build.mailbox("Billing", "billing@desk.example")
    team = build.team("Orders")
    who = [build.customer(name, mail) for name, mail in WHO]
    with build._writing() as session:
        session.connection.execute(update(customer).where(customer.c.name.startswith("Customer ")).values(name=""))
    with build.together():
        for number in range(60):
            made = build.ticket(
                more.choice(["", "Ticket", "ticket", f"Ticket {number}", "\u0160alis", "\u65e5\u672c"]),
                status=random.choice([*LIVE, *LIVE, *Status]),
                priority=random.choice(list(Priority)),
                mailbox_id=random.choice([build.support, billing]),
                assignee_id=random.choice([None, build.me, other]),
                team_id=team if number % 3 else None,
                snoozed_until=random.choice([None, None, None, BEGIN + timedelta(days=9)]),
                customer_id=more.choice(who),
                tags=random.choice([(), ("refund",), ("vip", "refund")]),
                at=BEGIN + timedelta(minutes=random.randrange(25)),
                created_at=BEGIN - timedelta(hours=more.randrange(30)),
                sla_due_at=more.choice([None, BEGIN, BEGIN + timedelta(days=1)]),
                type=more.choice([None, *map(int, TicketType)]),
                due_at=random.choice([None, None, *(BEGIN + timedelta(days=days) for days in (1, 2))]),
            )
            if number % 4 == 0:
                build.follows(made, build.me)
                build.follows(made, other)
                at = BEGIN + timedelta(minutes=number % 25)
                build.mention(made, at=at - timedelta(days=1))
                build.mention(made, at=at)
                # Where a ticket lies is told by its newest mention, which is where the tests look for it.
                activity = update(ticket).where(ticket.c.id == made).values(activity_at=at)
                with build._writing() as session:
                    session.connection.execute(activity)
            if number % 9 == 0:
                build.draft(made)
                build.draft(made, kind="note")
                build.draft(made, agent_id=other)
    build.draft(0, kind="new")
    of_something = (ViewKind.MAILBOX, ViewKind.TEAM, ViewKind.COLLEAGUE, ViewKind.TAG, ViewKind.SAVED, *PASSING)
    return [
        *(View(kind) for kind in ViewKind if kind not in of_something),
        View(ViewKind.MAILBOX, billing),
        View(ViewKind.TEAM, team),
        View(ViewKind.COLLEAGUE, other),
        View(ViewKind.TAG, build.tag("refund")),
        View(ViewKind.IMPORTED, billing, first=10, last=50),
    ]


def test_a_view_is_read_whole_from_either_end(desk: Desk, build: Builder, views: list[View]) -> None:
    # One desk for all orders: to make one takes longer than to read it.
    for sort, view in product(Sort, views):
        everything = desk.read(ticket_list.page, view, sort, build.me, limit=1000)
        ids = _ids(everything)
        assert len(set(ids)) == len(ids) == desk.read(ticket_list.count, view, build.me) > 0, (view, sort)
        rows = map(_soon, everything.rows) if view.kind is ViewKind.SOON else everything.rows
        assert ids == [row.id for row in in_order(rows, sort)], (view, sort)

        down: list[int] = []
        page = desk.read(ticket_list.page, view, sort, build.me, limit=7)
        while page.rows:
            down += _ids(page)
            page = desk.read(ticket_list.page, view, sort, build.me, after=page.last, limit=7)
        assert down == ids, (view, sort)
        assert (page.rows, page.first, page.last) == ((), None, None)

        up = ids[-1:]
        page = desk.read(ticket_list.page, view, sort, build.me, before=everything.last, limit=7)
        while page.rows:
            up = _ids(page) + up
            page = desk.read(ticket_list.page, view, sort, build.me, before=page.first, limit=7)
        assert up == ids, (view, sort)


def _ids(page: TicketPage) -> list[int]:
    return [row.id for row in page.rows]


def _soon(row: TicketRow) -> TicketRow:
    """What is due soon is due when the first of what was promised and its date comes."""
    moments = [at for at in (row.due_at, row.sla_due_at if row.status in LIVE else None) if at is not None]
    return replace(row, due_at=min(moments, default=None))


def _order(row: TicketRow, sort: Sort) -> tuple[float, ...]:
    if sort is Sort.OLDEST:
        return row.activity_at.timestamp(), row.id
    latest = -row.activity_at.timestamp(), -row.id
    if sort in (Sort.DUE, Sort.DUE_LATE) and row.due_at is None:
        return (1, *latest)
    if sort in (Sort.DUE, Sort.DUE_LATE):
        way = 1 if sort is Sort.DUE else -1
        return 0, way * row.due_at.timestamp(), way * row.id
    if sort is Sort.CALM:
        return row.priority, row.activity_at.timestamp(), row.id
    if sort in BY_NUMBER | BY_CREATION:
        way = -1 if sort.endswith("-falling") else 1
        return (way * row.created_at.timestamp() if sort in BY_CREATION else 0, way * row.id)
    return (-row.priority, *latest) if sort is Sort.URGENT else latest


_SAID = {
    "customer": lambda row: fold(row.customer or row.customer_email),
    "subject": lambda row: fold(row.subject),
    "status": lambda row: row.status,
    "assignee": lambda row: fold(row.assignee),
    "team": lambda row: fold(row.team),
    "type": lambda row: row.type,
    "mailbox": lambda row: fold(row.mailbox),
    "snoozed": lambda row: row.snoozed_until,
    "sla": lambda row: row.sla_due_at if row.status in LIVE else None,
}


def in_order(rows: Iterable[TicketRow], sort: Sort) -> list[TicketRow]:
    """The rows as the order says; of those that say the same in its column the latest come first, and what says nothing comes last."""
    found = sorted(rows, key=lambda row: _order(row, sort))
    said = _SAID.get(sort.removesuffix("-falling"))
    if said is None:
        return found
    telling = [row for row in found if said(row) not in (None, "")]
    for value in sorted({said(row) for row in telling}, reverse=not sort.endswith("-falling")):
        # Each goes before those that are to come behind it.
        telling.sort(key=lambda row: said(row) != value)
    return telling + [row for row in found if said(row) in (None, "")]


def test_a_jump_counts_from_the_key(desk: Desk, build: Builder, views: list[View]) -> None:
    view = next(view for view in views if view.kind is ViewKind.OPEN)
    for sort in Sort:
        _jump(desk, build, view, sort)


def _jump(desk: Desk, build: Builder, view: View, sort: Sort) -> None:
    ids = _ids(desk.read(ticket_list.page, view, sort, build.me, limit=1000))
    third = desk.read(ticket_list.page, view, sort, build.me, skip=2, limit=1)
    assert _ids(third) == ids[2:3]
    assert desk.read(ticket_list.rank, view, sort, build.me, third.last) == 3
    assert _ids(desk.read(ticket_list.page, view, sort, build.me, skip=5, limit=4)) == ids[5:9]
    assert _ids(desk.read(ticket_list.page, view, sort, build.me, after=third.last, skip=4, limit=3)) == ids[7:10]
    tenth = desk.read(ticket_list.page, view, sort, build.me, skip=9, limit=1)
    assert _ids(desk.read(ticket_list.page, view, sort, build.me, before=tenth.first, skip=2, limit=3)) == ids[4:7]
    assert not desk.read(ticket_list.page, view, sort, build.me, skip=10_000).rows


def test_a_key_whose_ticket_has_gone_is_still_a_place(desk: Desk, build: Builder) -> None:
    first, second, third = (build.ticket() for _ in range(3))
    view = View(ViewKind.OPEN)
    middle = desk.read(ticket_list.page, view, Sort.LATEST, build.me, skip=1, limit=1)
    assert _ids(middle) == [second]
    with desk.writing() as session:
        session.connection.execute(update(ticket).where(ticket.c.id == second).values(shelf=int(Shelf.TRASH)))
    assert _ids(desk.read(ticket_list.page, view, Sort.LATEST, build.me, after=middle.last)) == [first]
    assert _ids(desk.read(ticket_list.page, view, Sort.LATEST, build.me, before=middle.first)) == [third]


def test_cards_come_in_the_order_asked_for(desk: Desk, build: Builder) -> None:
    who = build.customer("Jonas Jonaitis", "jonas@example.org", "second@example.org")
    one = build.ticket("Broken", customer_id=who, assignee_id=build.me, tags=("vip", "Refund"))
    two = build.ticket("Lost", customer_id=build.customer("", "x@example.org"))
    assert [row.id for row in desk.read(ticket_list.rows, [two, 999, one], build.me)] == [two, one]
    card = desk.read(ticket_list.rows, [one], build.me)[0]
    assert (card.customer, card.customer_email) == ("Jonas Jonaitis", "jonas@example.org")
    assert (card.assignee, card.mailbox, card.tags) == ("Ona", "Support", ("Refund", "vip"))
    assert (card.status, card.shelf, card.hit) == (Status.OPEN, Shelf.LIVE, "")
    many = [build.ticket(customer_id=who) for _ in range(3)] * 400
    assert [row.id for row in desk.read(ticket_list.rows, many, build.me)] == many


def test_the_number_of_statements_does_not_grow_with_the_page(desk: Desk, build: Builder, views: list[View]) -> None:
    for view in views:
        with statements(desk) as small:
            desk.read(ticket_list.page, view, Sort.LATEST, build.me, limit=2)
        with statements(desk) as large:
            assert len(desk.read(ticket_list.page, view, Sort.LATEST, build.me, limit=50).rows) > 2
        assert len(large) == len(small) <= 3


ALONG_AN_INDEX = [
    ViewKind.OPEN,
    ViewKind.MINE,
    ViewKind.UNASSIGNED,
    ViewKind.MAILBOX,
    ViewKind.TEAM,
    ViewKind.COLLEAGUE,
    ViewKind.TAG,
    ViewKind.DONE,
]
OF_A_SHELF = [ViewKind.MINE, ViewKind.UNASSIGNED, ViewKind.TEAM, ViewKind.COLLEAGUE, ViewKind.MAILBOX, ViewKind.TAG]


@pytest.mark.parametrize("kind", ALONG_AN_INDEX)
@pytest.mark.parametrize("sort", [Sort.LATEST, Sort.OLDEST])
def test_sqlite_sorts_nothing_and_scans_nothing(empty_sqlite: str, kind: ViewKind, sort: Sort) -> None:
    desk = Desk.open(empty_sqlite)
    key = PageKey(1, 1_700_000_000_000, 5)
    for where in ({}, {"after": key}, {"before": key}, {"after": key, "skip": 9}):
        with statements(desk) as sent:
            desk.read(keyset.keys, ticket_list.road(View(kind, 1), 1), sort, **where)
        assert sent
        for statement, values in sent:
            assert sorts_and_scans_nothing(desk, statement, values)
    with statements(desk) as sent:
        desk.read(ticket_list.rows, [1, 2, 3], 1)
    assert len(sent) == 1
    for statement, values in sent:
        assert sorts_and_scans_nothing(desk, statement, values)
    desk.close()


def test_by_urgency_a_view_is_the_same_sorted_and_along_the_index_of_its_shelf(
    desk: Desk, build: Builder, views: list[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    for view in views:
        found = []
        for much in (0.0, 2.0):
            monkeypatch.setattr(ticket_list, "MUCH", much)
            first = desk.read(ticket_list.page, view, Sort.URGENT, build.me, limit=4)
            found.append((first, desk.read(ticket_list.page, view, Sort.URGENT, build.me, after=first.last, limit=3)))
        assert found[0] == found[1], view


@pytest.mark.parametrize("kind", OF_A_SHELF)
def test_sqlite_walks_or_sorts_by_urgency_without_reading_what_it_does_not_show(
    empty_sqlite: str, kind: ViewKind
) -> None:
    desk = Desk.open(empty_sqlite)
    for much, index in ((True, "ix_ticket_urgent"), (False, "COVERING INDEX ix_ticket_")):
        with statements(desk) as sent:
            desk.read(keyset.keys, ticket_list.road(View(kind, 1), 1, much=much), Sort.URGENT, after=PageKey(1, 5, 5))
        steps = plan(desk, *sent[-1])
        assert index in steps[0], steps
        assert ("USE TEMP B-TREE FOR ORDER BY" in steps) is not much, steps
    desk.close()


@pytest.mark.servers
@pytest.mark.parametrize("sort", [Sort.LATEST, Sort.OLDEST])
def test_postgresql_reads_what_nobody_has_along_an_index(empty_postgresql: str, sort: Sort) -> None:
    with closing(Desk.open(empty_postgresql)) as desk:
        with statements(desk) as sent:
            desk.read(keyset.keys, ticket_list.road(View(ViewKind.UNASSIGNED), 1), sort, after=PageKey(1, 5, 5))
        ((words, values),) = sent
        with desk.reading() as session:
            run = session.connection.exec_driver_sql
            for other in ("seqscan", "bitmapscan", "sort"):
                run(f"SET LOCAL enable_{other} = off")
            steps = run(f"EXPLAIN {words}", values).scalars().all()
    assert "using ix_ticket_unassigned" in steps[1], steps
    assert not any("Filter" in step or "Sort" in step for step in steps), steps


def test_an_import_is_its_tickets_however_they_stand_among_the_others(desk: Desk, build: Builder) -> None:
    billing = build.mailbox("Billing", "billing@desk.example")
    before = build.ticket(mailbox_id=billing)
    made = [build.ticket(mailbox_id=billing, status=status, at=BEGIN) for status in (Status.OPEN, Status.CLOSED)]
    meanwhile = build.ticket()
    gone = [build.ticket(mailbox_id=billing, status=status) for status in (Status.SPAM, Status.TRASH)]
    last = build.ticket(mailbox_id=billing, at=BEGIN - timedelta(days=900))
    after = build.ticket(mailbox_id=billing)
    view = View(ViewKind.IMPORTED, billing, first=made[0], last=last)
    assert _ids(desk.read(ticket_list.page, view, Sort.LATEST, build.me)) == [*made[::-1], last]
    assert desk.read(ticket_list.count, view, build.me) == 3
    assert not {before, meanwhile, after, *gone} & set(_ids(desk.read(ticket_list.page, view, Sort.OLDEST, build.me)))


@pytest.mark.parametrize("sort", sorted(ANY_SIZE))
def test_sqlite_reads_of_an_import_nothing_but_its_numbers(empty_sqlite: str, sort: Sort) -> None:
    desk = Desk.open(empty_sqlite)
    view = View(ViewKind.IMPORTED, 1, first=1_000, last=2_000)
    with statements(desk) as sent:
        desk.read(keyset.keys, ticket_list.road(view, 1), sort, after=PageKey(1, 1_700_000_000_000, 5))
        desk.read(ticket_list.count, view, 1)
    for statement in sent:
        read = [step for step in plan(desk, *statement) if "ticket" in step]
        assert [step.replace("?", "") for step in read] == [
            "SEARCH ticket USING INTEGER PRIMARY KEY (rowid> AND rowid<)"
        ]
    desk.close()


@pytest.mark.parametrize("kind", ALONG_AN_INDEX)
def test_sqlite_reads_what_is_due_along_its_index_and_then_the_others(empty_sqlite: str, kind: ViewKind) -> None:
    desk = Desk.open(empty_sqlite)
    with statements(desk) as sent:
        desk.read(keyset.keys, ticket_list.road(View(kind, 1), 1), Sort.DUE)
    due, others = (plan(desk, *statement) for statement in sent)
    assert "USING INDEX ix_ticket_due (shelf=? AND due_at>?)" in due[0], due
    assert not any("TEMP B-TREE" in step or step.startswith("SCAN") for step in (*due, *others)), (due, others)
    desk.close()


@pytest.mark.parametrize("sort", sorted(ANY_SIZE))
def test_sqlite_reads_nothing_but_what_one_follows(empty_sqlite: str, sort: Sort) -> None:
    desk = Desk.open(empty_sqlite)
    with statements(desk) as sent:
        road = ticket_list.road(View(ViewKind.FOLLOWING), 1)
        desk.read(keyset.keys, road, sort, after=PageKey(1, 1_700_000_000_000, 5))
    for statement in sent:
        steps = plan(desk, *statement)
        assert "SEARCH ticket USING INTEGER PRIMARY KEY (rowid=?)" in steps
        assert any("ix_follower_agent (agent_id=? AND shelf=?)" in step for step in steps), steps
    desk.close()


@pytest.mark.parametrize("sort", [Sort.URGENT, *sorted(BY_NUMBER | BY_CREATION)])
def test_sqlite_walks_the_index_of_a_shelf(empty_sqlite: str, sort: Sort) -> None:
    desk = Desk.open(empty_sqlite)
    key = PageKey(1, 1_700_000_000_000, 5)
    for where in ({"after": key}, {"before": key}, {"skip": 9}):
        with statements(desk) as sent:
            desk.read(ticket_list.page, View(ViewKind.OPEN), sort, 1, **where)
        assert all(sorts_and_scans_nothing(desk, *statement) for statement in sent)
    desk.close()


def test_by_number_and_creation_a_view_is_the_same_sorted_and_along_the_index_of_its_shelf(
    desk: Desk, build: Builder, views: list[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    for view, sort in product(views, sorted(BY_NUMBER | BY_CREATION)):
        found = []
        for gathered in (0, 1_000):
            monkeypatch.setattr(ticket_list, "_GATHERED", gathered)
            first = desk.read(ticket_list.page, view, sort, build.me, limit=4)
            places = [desk.read(ticket_list.rank, view, sort, build.me, key) for key in (first.first, first.last)]
            after = desk.read(ticket_list.page, view, sort, build.me, after=first.last, limit=3)
            found.append((first, places, after, desk.read(ticket_list.numbers, view, sort, build.me, limit=9)))
        assert found[0] == found[1], (view, sort)
        assert found[0][1] == [1, len(first.rows)]


def test_sqlite_begins_a_card_with_its_ticket_whatever_it_takes_a_mailbox_to_have(empty_sqlite: str) -> None:
    desk = Desk.open(empty_sqlite)
    with desk.writing() as session:
        # As if there were one mailbox and hardly a ticket in it.
        session.connection.exec_driver_sql("ANALYZE")
        session.connection.exec_driver_sql(
            "INSERT INTO sqlite_stat1 VALUES ('ticket', 'ix_ticket_mailbox', '9 1 1 1 1 1')"
        )
        session.connection.exec_driver_sql(
            "INSERT INTO sqlite_stat1 VALUES ('mailbox', 'sqlite_autoindex_mailbox_1', '1 1')"
        )
    desk.close()
    desk = Desk.open(empty_sqlite)
    with statements(desk) as sent:
        desk.read(ticket_list.rows, list(range(50)), 1)
    assert [plan(desk, *statement)[0] for statement in sent if "JOIN customer" in statement[0]] == [
        "SEARCH ticket USING INTEGER PRIMARY KEY (rowid=?)"
    ]
    desk.close()


def sorts_and_scans_nothing(desk: Desk, statement: str, values: tuple[object, ...]) -> bool:
    steps = plan(desk, statement, values)
    assert steps
    return not any("SCAN" in step or "TEMP B-TREE" in step for step in steps)
