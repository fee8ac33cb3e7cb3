"""Customers of the whole desk who may be one person: page by page along an index, and what becomes of them."""

import pytest
from sqlalchemy import text

from building import Builder, plan, statements
from deskbell.actions.dispatch import perform
from deskbell.model.commands import UndoDeed
from deskbell.model.customers import Like, MergeCustomers, SetApart
from deskbell.model.doubles import Double
from deskbell.rules import phones
from deskbell.store.desk import Desk
from deskbell.store.listing import list_anew
from deskbell.store.queries import doubles
from deskbell.store.tables import phone

NAME, PHONE, ADDRESS = Like.NAME, Like.PHONE, Like.ADDRESS


class Twice:
    """Customers, and who of them is found."""

    def __init__(self, desk: Desk, build: Builder) -> None:
        self.desk, self.build = desk, build

    def add(self, name: str, *emails: str, number: str = "", organisation: str = "") -> int:
        made = self.build.customer(name, *emails, organisation=organisation)
        if number:
            values = {"number": number, "sought": phones.sought(number)}
            with self.desk.writing() as session:
                session.connection.execute(phone.insert().values(customer_id=made, position=0, **values))
        return made

    def listed(self) -> None:
        self.desk.transact(list_anew)

    def found(self, why: Like, most: int = 50) -> list[tuple[int, int]]:
        return [one.id for one in self.pairs(why, most)]

    def pairs(self, why: Like, most: int = 50) -> list[Double]:
        found: list[Double] = []
        begin: str | None = ""
        while begin is not None:
            page = self.desk.read(doubles.page, why, begin, most)
            found += [one for group in page.groups for one in group.doubles]
            begin = page.then
        return found


@pytest.fixture
def twice(desk: Desk, build: Builder) -> Twice:
    return Twice(desk, build)


def test_a_name_is_the_same_however_it_is_written(twice: Twice) -> None:
    a = twice.add("Zoë Long", "zoe@a.example")
    twice.add("Bo Short", "bo@a.example")
    b = twice.add("ZOE LONG", "z@b.example")
    c = twice.add("Bob", "bob@a.example")
    d = twice.add("bob", "bob@b.example")
    e = twice.add("bob", "bob@c.example", organisation="Acme")
    f = twice.add("Bob", "bob@d.example", organisation="ACME")
    twice.listed()
    assert twice.found(NAME) == [(e, f), (a, b)]
    assert (c, d) not in twice.found(NAME), "of one word alone there are many"


def test_a_phone_is_the_same_however_it_is_written(twice: Twice) -> None:
    a = twice.add("Ann", number="+370 612 34567")
    twice.add("Bo", number="+370 612 34568")
    b = twice.add("Cy", number="8 612 34567")
    twice.add("Dan", number="12")
    twice.add("Eve", number="12")
    assert twice.found(PHONE) == [(a, b)]


def test_addresses_are_alike_that_begin_alike(twice: Twice) -> None:
    a = twice.add("Anne Smith", "anne.smith@a.example")
    b = twice.add("A Smith", "anne.smith@b.example", "anne.smith@c.example")
    twice.add("Anne Smith", "anne.smith2@a.example")
    twice.add("Anne Smith", "anne.smit@a.example")
    twice.add("Acme", "office@a.example")
    twice.add("Acme", "office@b.example")
    c = twice.add("anne.smith@d.example", "anne.smith@d.example")
    assert twice.found(ADDRESS) == [(a, b), (a, c)]


@pytest.mark.parametrize("why", list(doubles._WAYS))
@pytest.mark.parametrize("portion", [1, 2, 3, 7])
def test_pages_and_portions_of_any_size_find_the_same(
    twice: Twice, why: Like, portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with twice.build.together():
        for number, name in enumerate(
            ("Ann Lee", "Bob Lee", "Ann Lee", "Cy Low", "Bob Lee", "Ann Lee", "Eve Noe", "Noe Eve")
        ):
            twice.build.customer(name, f"{name.replace(' ', '').lower()}@{number}.example")
    with twice.desk.writing() as session:
        rows = [(1, "61234567"), (3, "61234567"), (2, "51234567"), (5, "51234567"), (6, "51234567"), (4, "41234567")]
        known = [{"customer_id": one, "position": 0, "number": n, "sought": n} for one, n in rows]
        session.connection.execute(phone.insert(), known)
    twice.listed()
    whole = twice.found(why)
    assert len(whole) == 3
    monkeypatch.setattr(doubles, "_PORTION", portion)
    monkeypatch.setattr(doubles, "_LARGEST_PORTION", portion)
    monkeypatch.setattr(doubles, "_MOST_LOOKED", 2)
    assert [twice.found(why, most) for most in (1, 2, 50)] == [whole] * 3


def test_of_very_many_who_are_called_alike_some_are_looked_at(twice: Twice, monkeypatch: pytest.MonkeyPatch) -> None:
    with twice.build.together():
        for name in ("Ann Lee",) * 9 + ("Bob Low",) * 2:
            twice.build.customer(name)
    twice.listed()
    monkeypatch.setattr(doubles, "_PORTION", 3)
    monkeypatch.setattr(doubles, "_LARGEST_PORTION", 3)
    monkeypatch.setattr(doubles, "_MOST_ALIKE", 5)
    assert [one.key for one in twice.pairs(NAME)] == ["ann lee"] * 4 + ["bob low"]


def test_a_merge_and_what_is_said_of_two_is_seen_and_can_be_taken_back(twice: Twice, build: Builder) -> None:
    a, b, c = (twice.add("Ann Lee", f"ann@{number}.example") for number in range(3))
    build.ticket(customer_id=b)
    twice.listed()
    first, second = twice.pairs(NAME)
    assert (first.one.id, first.other.id) == (b, a), "who has asked is kept"
    assert second.id == (a, c)

    def now() -> list[tuple[int, int]]:
        (group,) = twice.desk.read(doubles.again, NAME, ["ann lee"])
        assert [one.id for one in group.doubles] == twice.found(NAME)
        return [one.id for one in group.doubles]

    perform(twice.desk, SetApart(agent_id=build.me, customer_id=c, other_id=a))
    assert now() == [(a, b), (b, c)]
    merge = MergeCustomers(agent_id=build.me, customer_id=b, into_id=a)
    perform(twice.desk, merge)
    assert now() == []
    perform(twice.desk, UndoDeed(agent_id=build.me, undo=merge.deed))
    perform(twice.desk, SetApart(agent_id=build.me, customer_id=a, other_id=c, apart=False))
    assert now() == [(a, b), (a, c)]
    assert twice.desk.read(doubles.again, NAME, ["nobody"])[0].doubles == ()


def test_two_are_compared_while_both_are_there(twice: Twice) -> None:
    a, b = twice.add("Ann Lee", "ann@a.example"), twice.add("Ann Lee", "ann@b.example")
    known = twice.desk.read(doubles.compared, a, b)
    assert known is not None
    assert [panel.customer.id for panel in (known.one, known.other)] == [a, b]
    assert twice.desk.read(doubles.compared, a, 999) is None


@pytest.mark.parametrize("why", list(doubles._WAYS))
def test_a_page_goes_along_an_index(twice: Twice, why: Like) -> None:
    desk = twice.desk
    is_sqlite = desk.url.get_backend_name() == "sqlite"
    numbers = (
        "WITH RECURSIVE n(n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM n WHERE n < 6000)"
        if is_sqlite
        else "WITH n AS (SELECT n FROM generate_series(100, 6000) AS n)"
    )
    with desk.writing() as session:
        for statement in (
            f"INSERT INTO customer (id, name, created_at) {numbers} SELECT n, 'Many ' || n, 0 FROM n",
            f"INSERT INTO address (email, customer_id) {numbers} SELECT 'many' || n || '@mail.example', n FROM n",
            f"INSERT INTO phone {numbers} SELECT n, 0, 6000000 + n, 6000000 + n FROM n",
            f"INSERT INTO customer_listed {numbers} SELECT n, 'many ' || n FROM n",
            "ANALYZE",
        ):
            session.connection.execute(text(statement))
    begin = "6001000" if why is Like.PHONE else "many"
    with statements(desk) as sent:
        assert desk.read(doubles.page, why, begin, 50).looked
    words, values = next(one for one in sent if "FROM" in one[0])
    if is_sqlite:
        steps = plan(desk, words, values)
        assert [step.split()[0] for step in steps] == ["SEARCH"], steps
    else:
        with desk.reading() as session:
            steps = [str(line) for (line,) in session.connection.exec_driver_sql(f"EXPLAIN {words}", values)]
        assert any("Index" in step for step in steps), steps
        assert not [step for step in steps if "Seq Scan" in step or "Sort" in step], steps
