"""Customers by how their names and addresses begin: a page of them along the indexes, on either engine."""

import pytest
from sqlalchemy import text

from building import Builder, plan, statements
from deskbell.store.desk import Desk
from deskbell.store.queries import customers_found
from deskbell.store.queries.customers_found import MOST, beginning


@pytest.fixture
def people(build: Builder) -> dict[str, int]:
    named = {
        "Ona Petraitė": "ona@mail.example",
        "ona mažoji": "second@mail.example",
        "ONA": "third@mail.example",
        "Petras Onaitis": "petras@mail.example",
        "李娜": "li.na@mail.example",
        "Zoe": "onager@zoo.example",
        "50% Off": "off_er@mail.example",
    }
    return {name: build.customer(name, email) for name, email in named.items()}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("ona", ["Zoe", "ONA", "ona mažoji", "Ona Petraitė"]),
        ("Ona P", ["Ona Petraitė"]),
        ("ona  p ", ["Ona Petraitė"]),
        ("petr", ["Petras Onaitis"]),
        ("李娜", ["李娜"]),
        ("LI.NA@", ["李娜"]),
        ("50%", ["50% Off"]),
        ("%", []),
        ("o_", []),
        ("off_", ["50% Off"]),
        ("o", []),
        ("", []),
        ("' OR 1", []),
        ("\U0010ffff\U0010ffff", []),
        ("nobody", []),
    ],
)
def test_who_begins_so(build: Builder, people: dict[str, int], words: str, names: list[str]) -> None:
    found = build.desk.read(beginning, words)
    assert sorted(one.name for one in found) == sorted(names)
    assert all(people[one.name] == one.id for one in found)


def test_no_more_than_a_page(build: Builder) -> None:
    for number in range(MOST + 5):
        build.customer(f"Ana {number}", f"ana{number}@mail.example")
    found = build.desk.read(beginning, "ana")
    assert len(found) == MOST
    assert found == tuple(sorted(found, key=lambda one: one.name))


def test_some_by_number(build: Builder, people: dict[str, int]) -> None:
    wanted = [people["李娜"], people["ONA"], 999]
    assert [one.email for one in build.desk.read(customers_found.of, wanted)] == [
        "third@mail.example",
        "li.na@mail.example",
    ]
    assert build.desk.read(customers_found.of, []) == ()


def test_sqlite_goes_along_the_indexes(empty_sqlite: str) -> None:
    desk = Desk.open(empty_sqlite)
    Builder(desk).customer("Ona", "ona@mail.example")
    with statements(desk) as sent:
        assert len(desk.read(beginning, "ona")) == 1
    steps = [step for words, values in sent if "FROM" in words for step in plan(desk, words, values)]
    assert any("ix_customer_name (name>? AND name<?)" in step for step in steps)
    assert any("address" in step and "(email>? AND email<?)" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN") and "anon" not in step]
    desk.close()


@pytest.mark.servers
def test_postgresql_goes_along_the_indexes(empty_postgresql: str) -> None:
    desk = Desk.open(empty_postgresql)
    Builder(desk).customer("Somebody 1", "somebody1@mail.example")
    with desk.writing() as session:
        connection = session.connection
        connection.execute(
            text("INSERT INTO customer (name, created_at) SELECT 'Many ' || n, 0 FROM generate_series(1, 50000) AS n")
        )
        connection.execute(
            text(
                "INSERT INTO address (email, customer_id) SELECT 'many' || id || '@mail.example', id FROM customer WHERE name LIKE 'Many %'"
            )
        )
        connection.execute(text("ANALYZE customer, address"))
    with statements(desk) as sent:
        assert len(desk.read(beginning, "somebody 1")) == 1
    with desk.reading() as session:
        steps = [
            str(line)
            for words, values in sent
            if "FROM" in words
            for (line,) in session.connection.exec_driver_sql(f"EXPLAIN {words}", values)
        ]
    assert any("ix_customer_name_like" in step for step in steps)
    assert any("ix_address_like" in step for step in steps)
    assert not [step for step in steps if "Seq Scan" in step]
    desk.close()
