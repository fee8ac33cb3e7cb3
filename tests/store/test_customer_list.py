"""The list of all customers: who is in it, in which order, page by page."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from sqlalchemy import ColumnElement, delete, insert, text

from building import Builder, plan, statements
from deskbell.model.customer_list import CustomerFilter, CustomerLine, CustomerPage, CustomerSort, TheirTickets
from deskbell.model.kinds import Status
from deskbell.rules import organisations as names
from deskbell.rules.folding import fold
from deskbell.store.desk import Desk
from deskbell.store.listing import list_anew
from deskbell.store.queries import customer_list
from deskbell.store.queries.customer_list import again, page
from deskbell.store.session import Session
from deskbell.store.tables import customer_listed, customer_tag, listed_sender, organisation, phone

NAME, LATEST = CustomerSort.NAME, CustomerSort.LATEST


class People:
    """Customers by their names; `few`: how many are gathered."""

    def __init__(self, build: Builder) -> None:
        self.build, self.desk = build, build.desk
        self.ids: dict[str, int] = {}

    def add(
        self, name: str, email: str = "", *, tickets: int = 0, status: Status = Status.OPEN, **values: object
    ) -> int:
        emails = (email,) if email else ()
        made = self.ids[name] = self.build.customer(name, *emails, **values)
        for _ in range(tickets):
            self.build.ticket(customer_id=made, status=status)
        return made

    def organisation(self, name: str, *, vip: bool = False) -> dict[str, object]:
        values = {"name": name, "key": names.key(name), "sought": fold(name), "vip": vip}
        return {"organisation_id": self.build.insert(organisation, **values), "organisation": name}

    def rows(self, table: object, *rows: Mapping[str, object]) -> None:
        def work(session: Session) -> None:
            session.connection.execute(insert(table), list(rows))  # type: ignore[arg-type]

        self.desk.transact(work)

    def found(self, sort: CustomerSort = NAME, limit: int = 50, **wanted: object) -> str:
        """The names, in order, read in pages of so many."""
        return ", ".join(line.name for line in self.lines(sort, limit, **wanted))

    def lines(self, sort: CustomerSort = NAME, limit: int = 50, **wanted: object) -> Iterator[CustomerLine]:
        after = None
        while True:
            got = self.desk.read(page, CustomerFilter(**wanted), sort, after, limit)  # type: ignore[arg-type]
            assert len(got.lines) <= limit
            yield from got.lines
            after = got.last
            if after is None:
                return


@pytest.fixture
def people(build: Builder) -> People:
    """Five people: Ąnn of Red Lamps, with two open tickets; bob, a VIP, with one that is done; Cid, with none; Dan of a VIP, whose tickets are spam; 李娜."""
    made = People(build)
    red, blue = made.organisation("Red Lamps Ltd"), made.organisation("Blūe", vip=True)
    with build.together():
        ann = made.add("Ąnn Smith", "ann.post@mail.example", tickets=2, **red)
        bob = made.add("bob", "robert@smith.example", vip=True, tickets=1, status=Status.SOLVED)
        made.add("Cid", "cid@mail.example", **red)
        made.add("Dan", "dan@mail.example", tickets=1, status=Status.SPAM, **blue)
        made.add("李小娜", "li@mail.example", tickets=1)
        late = build.tag("late payer")
    made.rows(customer_tag, {"customer_id": bob, "tag_id": late})
    made.rows(phone, {"customer_id": ann, "position": 0, "number": "+370 612 34567", "sought": "61234567"})
    made.rows(
        listed_sender,
        {"pattern": "cid@mail.example", "listed": "blocked", "agent_id": build.me, "at": build.at()},
        {"pattern": "li@mail.example", "listed": "allowed", "agent_id": build.me, "at": build.at()},
    )
    build.desk.transact(list_anew)
    return made


@pytest.fixture(params=[(2_000, 20_000), (1, 20_000), (2, 3), (0, 0)], ids=["gathered", "in both", "some", "walked"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are gathered, the list is the same."""
    for name, many in zip(("_FEW", "_SOME"), request.param, strict=True):
        monkeypatch.setattr(customer_list, name, many)


@pytest.mark.parametrize("limit", [50, 2, 1])
@pytest.mark.usefixtures("few")
def test_pages_in_both_orders(people: People, limit: int) -> None:
    assert people.found(NAME, limit) == "Ąnn Smith, bob, Cid, Dan, 李小娜"
    # Spam is no ticket; who has none stands behind, who came last first.
    assert people.found(LATEST, limit) == "李小娜, bob, Ąnn Smith, Dan, Cid"


@pytest.mark.parametrize("sort", [NAME, LATEST])
@pytest.mark.usefixtures("few")
def test_a_jump_and_a_page_that_is_read_again(people: People, sort: CustomerSort) -> None:
    def ids(got: CustomerPage) -> list[int]:
        return [line.id for line in got.lines]

    def read(query: Callable[..., CustomerPage], *asked: object) -> CustomerPage:
        return people.desk.read(query, CustomerFilter(), sort, *asked)

    everybody = read(page)
    there = ids(everybody)
    assert [key.id for key in everybody.keys] == there
    for row in range(7):
        got = read(page, None, 2, row)
        assert (ids(got), got.start) == (there[row : row + 2], row)
        assert ids(read(page, everybody.keys[0], 2, row)) == there[row + 1 : row + 3]
    got = read(again, everybody.keys[3], 1)
    if sort is NAME or everybody.total is not None:
        assert (ids(got), got.start) == (there[3:4], 3)
    people.desk.transact(
        lambda session: session.connection.execute(delete(customer_listed).where(_is(there[0], there[3])))
    )
    got = read(again, everybody.keys[3], 1)
    if sort is NAME:
        assert (ids(got), got.start) == (there[4:], 2)


def _is(*ids: int) -> ColumnElement[bool]:
    return customer_listed.c.customer_id.in_(ids)


FOUND = [
    ("", "Ąnn Smith, bob, Cid, Dan, 李小娜"),
    ("an", "Ąnn Smith"),
    ("ĄN", "Ąnn Smith"),
    ("smith", "Ąnn Smith, bob"),
    ("smi ro", "bob"),
    ("robert@smith.example", "bob"),
    ("mail", "Ąnn Smith, Cid, Dan, 李小娜"),
    ("mail lamps", "Ąnn Smith, Cid"),
    ("blue", "Dan"),
    ("amps", ""),
    ("late", "bob"),
    ("pay bob", "bob"),
    ("612 345", "Ąnn Smith"),
    ("+370 61", "Ąnn Smith"),
    ("8 612", ""),
    ("4567", "Ąnn Smith"),
    ("小娜", "李小娜"),
    ("李", "李小娜"),
    ("nobody", ""),
    ("%", "Ąnn Smith, bob, Cid, Dan, 李小娜"),
    ("' OR 1", ""),
]


@pytest.mark.usefixtures("few")
def test_who_is_found(people: People) -> None:
    wanted = dict(FOUND)
    assert {words: people.found(words=words) for words in wanted} == wanted
    latest = {words: sorted(people.found(LATEST, 1, words=words).split(", ")) for words in wanted}
    assert latest == {words: sorted(found.split(", ")) for words, found in FOUND}


@pytest.mark.usefixtures("few")
def test_who_is_left_by_what_is_asked(people: People) -> None:
    def left(**wanted: object) -> str:
        found = people.found(**wanted)
        for limit in (1, 50):
            assert sorted(people.found(LATEST, limit, **wanted).split(", ")) == sorted(found.split(", "))
        return found

    assert left(vip=True) == "bob, Dan"
    assert left(blocked=True) == "Cid"
    assert left(tickets=TheirTickets.OPEN) == "Ąnn Smith, 李小娜"
    assert left(tickets=TheirTickets.NONE) == "Cid, Dan"
    assert left(organisation=1) == "Ąnn Smith, Cid"
    assert left(organisation=99) == ""
    assert left(tag=1) == "bob"
    assert left(organisation=1, tickets=TheirTickets.NONE, words="ci") == "Cid"
    assert left(vip=True, tickets=TheirTickets.OPEN) == ""


def test_what_a_line_says(people: People) -> None:
    ann, bob, cid, dan, li = people.lines()
    assert (ann.email, ann.organisation, ann.tickets) == ("ann.post@mail.example", "Red Lamps Ltd", 2)
    assert ann.active_at is not None
    assert li.active_at is not None
    assert ann.active_at < li.active_at
    assert [one.vip for one in (ann, bob, cid, dan)] == [False, True, False, True]
    assert [(one.tickets, one.active_at) for one in (cid, dan)] == [(0, None), (0, None)]
    assert [one.name for one in people.desk.read(customer_list.lines, [dan.id, 99, ann.id])] == ["Dan", "Ąnn Smith"]


def test_how_many_there_are(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def total(**wanted: object) -> int | None:
        return people.desk.read(page, CustomerFilter(**wanted), NAME, None, 1).total  # type: ignore[arg-type]

    assert (total(), total(words="smith"), total(vip=True)) == (None, 2, 2)
    assert people.desk.read(customer_list.count) == 5
    monkeypatch.setattr(customer_list, "_FEW", 2)
    assert (total(), total(words="smith"), total(words="ann")) == (None, None, 1)


def test_it_says_who_is_still_to_come(people: People) -> None:
    assert not people.desk.read(page, CustomerFilter(), NAME).unlisted
    people.add("Eve")
    assert people.desk.read(page, CustomerFilter(), NAME).unlisted
    # By ticket nobody waits to be listed.
    assert people.found(LATEST, words="eve") == ""


def test_of_one_name_and_of_one_moment_nobody_is_lost(build: Builder) -> None:
    people = People(build)
    at = build.at()
    for number in range(7):
        made = build.customer("Same", f"same{number}@mail.example")
        for status in (Status.OPEN, Status.SOLVED):
            build.ticket(customer_id=made, at=at, status=status)
    build.desk.transact(list_anew)
    for sort in (NAME, LATEST):
        found = [line.email for line in people.lines(sort, 2)]
        assert sorted(found) == [f"same{number}@mail.example" for number in range(7)]


def _many(desk: Desk) -> None:
    """Many customers, each with a ticket, as if listed."""
    numbers = (
        "WITH RECURSIVE n(n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM n WHERE n < 6000)"
        if desk.url.get_backend_name() == "sqlite"
        else "WITH n AS (SELECT n FROM generate_series(100, 6000) AS n)"
    )
    columns = "mailbox_id, subject, status, priority, shelf, created_at"
    with desk.writing() as session:
        for statement in (
            f"INSERT INTO customer (id, name, created_at) {numbers} SELECT n, 'Many ' || n, 0 FROM n",
            f"INSERT INTO address (email, customer_id) {numbers} SELECT 'many' || n || '@mail.example', n FROM n",
            f"INSERT INTO customer_listed {numbers} SELECT n, 'many ' || n FROM n",
            f"INSERT INTO customer_word {numbers} SELECT n, 'many' FROM n",
            f"INSERT INTO customer_word {numbers} SELECT n, CAST(n AS TEXT) FROM n",
            f"INSERT INTO ticket (customer_id, activity_at, {columns}) {numbers} SELECT n, n, 1, 'x', 2, 1, 0, n FROM n",
            "DELETE FROM customer_unlisted",
        ):
            session.connection.execute(text(statement))
        session.connection.execute(text("ANALYZE"))


def _sent(desk: Desk, sort: CustomerSort, **wanted: object) -> list[str]:
    """The steps of the plans of two pages, the second one after the first."""
    with statements(desk) as sent:
        first = desk.read(page, CustomerFilter(**wanted), sort)  # type: ignore[arg-type]
        assert first.lines
        if first.last is not None:
            assert desk.read(page, CustomerFilter(**wanted), sort, first.last).lines  # type: ignore[arg-type]
    asked = [(words, values) for words, values in sent if "FROM" in words and "count(*)" not in words.split("FROM")[0]]
    if desk.url.get_backend_name() == "sqlite":
        return [step for words, values in asked for step in plan(desk, words, values)]
    with desk.reading() as session:
        return [
            str(line)
            for words, values in asked
            for (line,) in session.connection.exec_driver_sql(f"EXPLAIN {words}", values)
        ]


def test_nothing_is_read_from_end_to_end(build: Builder) -> None:
    _many(build.desk)
    # Organisations, tags and whom nobody has listed are few; of a portion of the tickets all are looked at.
    small = ("organisation", "tag", "customer_unlisted", "anon", "CONSTANT", "Subquery Scan", "next_ones")
    along = ("ix_customer_listed_sought", "ix_ticket_shelf")
    for wanted in ({}, {"words": "many"}, {"words": "many 777"}, {"tickets": TheirTickets.OPEN}):
        for sort in (NAME, LATEST):
            steps = _sent(build.desk, sort, **wanted)
            whole = [step for step in steps if "SCAN" in step or "Seq Scan" in step]
            assert not [step for step in whole if not any(one in step for one in (*small, *along))], steps
            sorts = [step for step in steps if "FOR ORDER BY" in step or "Sort" in step.split("(")[0]]
            assert not sorts or sort is LATEST or wanted == {"words": "many 777"}, steps
