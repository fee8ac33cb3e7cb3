"""Lists that are sorted whole: by what a column says, in groups, as long as a view is small."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from building import BEGIN, Builder, plan, statements
from deskbell.model.columns import Column
from deskbell.model.grouping import Group, Grouping, GroupRow
from deskbell.model.kinds import Priority, Shelf, Status, TicketType
from deskbell.model.rows import TicketRow
from deskbell.model.views import ANY_SIZE, BY_CREATION, BY_NUMBER, MOST_SORTED, PageKey, Sort, View, ViewKind
from deskbell.rules import ordering
from deskbell.rules.folding import fold
from deskbell.store.desk import Desk
from deskbell.store.queries import gathered, ticket_list
from deskbell.store.tables import customer, ticket
from many_lines import OPEN, SEARCH, WHOLE, WORDS, lines


def groups_of(desk: Desk, by: Group) -> Callable[[TicketRow], tuple[int | None, str]]:
    """By what the tickets of cards are grouped: the number, and the name."""
    with desk.reading() as session:
        told = select(customer.c.id, customer.c.organisation_id, customer.c.organisation)
        organisations = {row.id: (row.organisation_id, row.organisation) for row in session.connection.execute(told)}
    ways: dict[Group, Callable[[TicketRow], tuple[int | None, str]]] = {
        Group.STATUS: lambda row: (int(row.status), ""),
        Group.PRIORITY: lambda row: (int(row.priority), ""),
        Group.ASSIGNEE: lambda row: (row.assignee_id, row.assignee),
        Group.TEAM: lambda row: (row.team_id, row.team),
        Group.MAILBOX: lambda row: (row.mailbox_id, row.mailbox),
        Group.TYPE: lambda row: (row.type, ""),
        Group.CUSTOMER: lambda row: (row.customer_id, row.customer or row.customer_email),
        Group.ORGANISATION: lambda row: organisations[row.customer_id],
    }
    return ways[by]


@pytest.mark.parametrize("view", [OPEN, SEARCH, WORDS])
@pytest.mark.parametrize("by", Group)
def test_groups_stand_behind_their_heads(desk: Desk, build: Builder, many: list[int], by: Group, view: View) -> None:
    told = groups_of(desk, by)
    for sort in (Sort.LATEST, Sort.SUBJECT_FALLING, Sort.URGENT):
        plain = desk.read(ticket_list.page, view, sort, build.me, limit=1000).rows
        page = lines(desk, build, view, sort, Grouping(by))
        assert page.whole is not None
        heads = [line for line in page.lines if isinstance(line, GroupRow)]
        assert [line.id for line in page.lines if isinstance(line, TicketRow)] == [row.id for row in page.rows]
        assert page.whole.heads == tuple(n for n, line in enumerate(page.lines) if isinstance(line, GroupRow))
        assert (page.whole.lines, page.whole.tickets) == (len(page.lines), len(many)) == (len(heads) + len(plain), 30)
        in_groups = [(of, list(rows)) for of, rows in groupby(page.rows, key=told)]
        assert [(head.of, head.name, head.tickets) for head in heads] == [(*of, len(rows)) for of, rows in in_groups]
        for of, rows in in_groups:
            assert [row.id for row in rows] == [row.id for row in plain if told(row) == of], "in the order of the list"
        there = [of for of, _ in in_groups if of[0] is not None]
        if any(name for _, name in there):
            assert there == sorted(there, key=lambda one: (fold(one[1]), one[0]))
        else:
            assert there == sorted(there, reverse=by is Group.PRIORITY)
        assert None not in [head.of for head in heads][:-1], "what has nothing in common comes last"


@pytest.mark.parametrize("view", [OPEN, WORDS])
def test_lines_are_read_in_pages_from_either_end(desk: Desk, build: Builder, many: list[int], view: View) -> None:
    second = lines(desk, build, view, Sort.NUMBER, Grouping(Group.STATUS)).whole
    assert second is not None
    folded = second.page[second.heads[1]].id
    for grouping in (Grouping(Group.STATUS), Grouping(Group.STATUS, frozenset({folded}))):
        everything = lines(desk, build, view, Sort.NUMBER, grouping)
        ids = [line.id for line in everything.lines]
        down: list[int] = []
        page = lines(desk, build, view, Sort.NUMBER, grouping, limit=4)
        while page.lines:
            assert page.whole is not None
            assert page.whole.start == len(down)
            down += [line.id for line in page.lines]
            page = lines(desk, build, view, Sort.NUMBER, grouping, after=page.last, limit=4)
        assert down == ids
        up = ids[-1:]
        page = lines(desk, build, view, Sort.NUMBER, grouping, before=everything.last, limit=4)
        while page.lines:
            up = [line.id for line in page.lines] + up
            page = lines(desk, build, view, Sort.NUMBER, grouping, before=page.first, limit=4)
        assert up == ids
    heads = [line for line in everything.lines if isinstance(line, GroupRow)]
    assert [head.folded for head in heads] == [False, True, False]
    assert len(everything.rows) == 30 - heads[1].tickets, "the others of it are not there"
    assert everything.whole is not None
    assert everything.whole.tickets == 30, "but they are counted"


def test_a_search_shows_its_lines_in_groups_too(desk: Desk, build: Builder, many: list[int]) -> None:
    page = lines(desk, build, WORDS, Sort.CUSTOMER, Grouping(Group.STATUS))
    assert {row.hit for row in page.rows} == {"a needle"}
    assert [line for line in page.lines if isinstance(line, TicketRow)] == list(page.rows)


def test_what_is_due_soon_is_in_its_order_within_groups(desk: Desk, build: Builder) -> None:
    def hours(count: int) -> datetime:
        return desk.read(lambda session: session.now) + timedelta(hours=count)

    made = [
        build.ticket(sla_due_at=hours(3), priority=Priority.HIGH),
        build.ticket(sla_due_at=hours(5), due_at=hours(2), priority=Priority.HIGH),
        build.ticket(due_at=hours(1)),
        build.ticket(sla_due_at=hours(-1), due_at=hours(300)),
    ]
    page = lines(desk, build, View(ViewKind.SOON), Sort.DUE, Grouping(Group.PRIORITY))
    assert [row.id for row in page.rows] == [made[1], made[0], made[3], made[2]]


def test_a_ticket_of_a_kind_that_only_a_newer_program_knows_has_none(desk: Desk, build: Builder) -> None:
    known, unknown = build.ticket(type=int(TicketType.TASK)), build.ticket(type=99)
    page = lines(desk, build, OPEN, Sort.TYPE, Grouping(Group.TYPE))
    assert [line.of if isinstance(line, GroupRow) else line.id for line in page.lines] == [
        int(TicketType.TASK),
        known,
        None,
        unknown,
    ]


@pytest.mark.parametrize("sort", sorted(BY_NUMBER | BY_CREATION))
def test_a_card_stands_where_an_index_has_its_ticket(desk: Desk, build: Builder, many: list[int], sort: Sort) -> None:
    page = desk.read(ticket_list.page, OPEN, sort, build.me, limit=5)
    for row, key in ((page.rows[0], page.first), (page.rows[-1], page.last)):
        assert key is not None
        told = (key.priority, key.activity, key.ticket_id, key.due, key.created)
        assert ordering.of_card(row, sort) == ordering.along(sort, *told)


@pytest.mark.parametrize(
    "sort", [Sort.CUSTOMER, Sort.STATUS_FALLING, Sort.SNOOZED, Sort.ASSIGNEE, Sort.SLA, Sort.LEVEL]
)
def test_a_card_stands_where_its_ticket_was_read(desk: Desk, build: Builder, many: list[int], sort: Sort) -> None:
    page = desk.read(ticket_list.page, OPEN, sort, build.me, limit=1)
    while page.rows:
        assert page.last is not None
        assert ordering.of_card(page.rows[0], sort) == page.last.rank
        page = desk.read(ticket_list.page, OPEN, sort, build.me, after=page.last, limit=1)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5) | st.sampled_from(
    ["a", "ab", "Ab", "ą", ""]
)


@given(st.lists(TEXTS, max_size=8))
def test_a_falling_order_of_words_is_the_rising_one_turned_round(words: list[str]) -> None:
    def ordered(sort: Sort) -> list[str]:
        ranks = [(ordering.place(sort, word, (number,)), fold(word)) for number, word in enumerate(words) if word]
        return [word for _, word in sorted(ranks)]

    assert ordered(Sort.SUBJECT) == ordered(Sort.SUBJECT_FALLING)[::-1] == sorted(fold(word) for word in words if word)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(WHOLE), st.none() | st.builds(Grouping, st.sampled_from(Group)), st.integers(0, 2**32))
def test_what_others_do_meanwhile_lets_no_page_miss_or_repeat_what_they_left_alone(
    desk: Desk, build: Builder, many: list[int], sort: Sort, grouping: Grouping | None, seed: int
) -> None:
    random = Random(seed)
    touched: set[int] = set()
    seen: list[int] = []
    key: PageKey | None = None
    before = {row.id for row in desk.read(ticket_list.page, OPEN, sort, build.me, limit=1000).rows}
    while True:
        page = desk.read(ticket_list.page, OPEN, sort, build.me, after=key, limit=6, grouping=grouping)
        if not page.lines:
            break
        seen += [row.id for row in page.rows]
        key = page.last
        some = random.sample(many, random.randrange(5))
        values = {
            "status": int(random.choice([Status.NEW, Status.OPEN, Status.PENDING])),
            "priority": int(random.choice(list(Priority))),
            "subject": random.choice(["", "a", "Z", "ž"]),
            "shelf": int(random.choice([Shelf.LIVE, Shelf.LIVE, Shelf.TRASH])),
            "activity_at": BEGIN + timedelta(minutes=random.randrange(20)),
        }
        with desk.writing() as session:
            session.connection.execute(update(ticket).where(ticket.c.id.in_(some)).values(values))
        touched.update(some)
    left_alone = [number for number in seen if number not in touched]
    assert len(left_alone) == len(set(left_alone))
    assert set(left_alone) == before - touched


KINDS = [
    ViewKind.OPEN,
    ViewKind.MINE,
    ViewKind.UNASSIGNED,
    ViewKind.MAILBOX,
    ViewKind.TEAM,
    ViewKind.COLLEAGUE,
    ViewKind.TAG,
    ViewKind.DONE,
]


@pytest.mark.parametrize("kind", KINDS)
def test_sqlite_gathers_along_the_index_of_the_view(empty_sqlite: str, kind: ViewKind) -> None:
    with closing(Desk.open(empty_sqlite)) as desk:
        for sort in WHOLE:
            with statements(desk) as sent:
                desk.read(gathered.lines, [ticket_list.road(View(kind, 1), 1)], sort, Grouping(Group.CUSTOMER))
            ((words, values),) = sent
            assert f"LIMIT {MOST_SORTED + 1}" in words, "so that no plan is made for any number"
            steps = plan(desk, words, values)
            assert not any("SCAN" in step or "TEMP B-TREE" in step for step in steps if "CONSTANT" not in step), steps


@pytest.mark.servers
@pytest.mark.parametrize("kind", KINDS)
def test_postgresql_gathers_along_the_index_of_the_view(empty_postgresql: str, kind: ViewKind) -> None:
    with closing(Desk.open(empty_postgresql)) as desk:
        with statements(desk) as sent:
            desk.read(gathered.lines, [ticket_list.road(View(kind, 1), 1)], Sort.CUSTOMER, Grouping(Group.ASSIGNEE))
        ((words, values),) = sent
        with desk.reading() as session:
            run = session.connection.exec_driver_sql
            for other in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
                run(f"SET LOCAL enable_{other} = off")
            steps = run(f"EXPLAIN {words}", values).scalars().all()
    assert any("using ix_ticket" in step for step in steps[:4]), steps
    assert not any("Sort" in step or "Seq Scan" in step for step in steps), steps


def test_every_order_that_is_in_no_index_is_by_a_column() -> None:
    in_none = [sort for sort in Sort if sort not in ANY_SIZE]
    assert {ordering.column_of(sort) for sort in in_none} == set(Column) - {
        Column.NUMBER,
        Column.CREATED,
        Column.PRIORITY,
        Column.ACTIVITY,
        Column.DUE,
        Column.TAGS,
    }
    assert {Group(column.value) for column in Column if column.value in set(Group)} == set(Group) - {Group.ORGANISATION}


NAMED = [
    (Sort.CUSTOMER, None),
    (Sort.ASSIGNEE, None),
    (Sort.LATEST, Grouping(Group.ORGANISATION)),
    (Sort.LATEST, Grouping(Group.CUSTOMER)),
]


@pytest.mark.parametrize(("sort", "grouping"), NAMED)
def test_names_are_read_in_one_go_by_their_numbers(
    desk: Desk, build: Builder, many: list[int], sort: Sort, grouping: Grouping | None
) -> None:
    with statements(desk) as sent:
        desk.read(gathered.lines, [ticket_list.road(OPEN, build.me)], sort, grouping)
    gathering, (words, values) = sent
    assert not any(name in gathering[0] for name in ("customer.name", "agent.name", "address"))
    with desk.reading() as session:
        if desk.engine.dialect.name == "postgresql":
            session.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            steps = session.connection.exec_driver_sql(f"EXPLAIN {words}", values).scalars().all()
            assert any("pk_" in step for step in steps), steps
            assert not any("Seq Scan" in step for step in steps), steps
        else:
            steps = plan(desk, words, values)
            assert not any("SCAN" in step for step in steps if "VIRTUAL TABLE" not in step), steps
