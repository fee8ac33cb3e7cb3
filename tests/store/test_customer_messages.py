"""All messages of a customer: newest first, in pages, of their tickets alone, along indexes."""

from datetime import timedelta

import pytest

from building import BEGIN, Builder, plan, statements
from deskbell.model.kinds import MessageKind
from deskbell.store.desk import Desk
from deskbell.store.queries import customer_messages
from deskbell.store.queries.customer_messages import MessageLine, page


@pytest.fixture
def who(build: Builder) -> int:
    return build.customer("Li Na", "li.na@mail.example")


def pages(desk: Desk, who: int) -> list[list[MessageLine]]:
    """All of them, as they are asked for one after another."""
    found: list[list[MessageLine]] = []
    last = None
    while not found or len(found[-1]) == customer_messages.AT_ONCE:
        found.append(list(desk.read(page, who, last)))
        last = found[-1][-1] if found[-1] else None
    return found


def test_a_line_says_where_who_when_and_how_it_begins(build: Builder, who: int) -> None:
    number = build.ticket(customer_id=who, subject="Refund & return")
    build.message(number, text="Hello\n\n  all  of you " + "x" * 500, from_name="Li Na", at=BEGIN)
    build.message(
        number, text="> quoted", visible="New words", from_name="", from_email="o@d.example", kind=1, at=BEGIN
    )
    newer, older = build.desk.read(page, who)
    assert (older.ticket_id, older.subject, older.who, older.at) == (number, "Refund & return", "Li Na", BEGIN)
    assert older.words.startswith("Hello all of you xxx")
    assert len(older.words) < 200
    assert (newer.words, newer.who, newer.kind) == ("New words", "o@d.example", MessageKind.OUT)


def test_pages_go_through_all_tickets_newest_first(build: Builder, who: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_messages, "AT_ONCE", 4)
    mine = [build.ticket(customer_id=who) for _ in range(3)]
    other = build.ticket(customer_id=build.customer("Bo", "bo@mail.example"))
    # Some at the same moment, the newest ticket with the oldest message.
    made = [(build.message(mine[-number % 3], at=BEGIN + timedelta(hours=number // 2)), number) for number in range(10)]
    build.message(other, at=BEGIN + timedelta(hours=1))
    found = pages(build.desk, who)
    assert [len(one) for one in found] == [4, 4, 2]
    assert [line.id for one in found for line in one] == [number for number, _ in reversed(made)]


def test_who_wrote_nothing_has_none(build: Builder, who: int) -> None:
    assert build.desk.read(page, who) == ()


def test_sqlite_goes_along_the_indexes_of_the_customer_and_of_the_thread(empty_sqlite: str) -> None:
    desk = Desk.open(empty_sqlite)
    build = Builder(desk)
    who = build.customer("Li Na", "li.na@mail.example")
    number = build.ticket(customer_id=who)
    for _ in range(2):
        build.message(number)
    first = desk.read(page, who)[0]
    with statements(desk) as sent:
        assert len(desk.read(page, who, first)) == 1
    steps = [step for words, values in sent if "FROM" in words for step in plan(desk, words, values)]
    assert any("ix_ticket_customer (customer_id=?)" in step for step in steps)
    assert any("ix_message_thread (ticket_id=?" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN")]
    desk.close()
