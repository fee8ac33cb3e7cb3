"""SQLite's index in parts: what is found is the same, newest first, wherever one part ends and the next begins."""

from collections.abc import Iterator

import pytest

from building import Builder, statements
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.search import find, index, parts

NUMBERS = range(1, 13)


@pytest.fixture
def desk(empty_sqlite: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(parts, "SPAN", 5)
    opened = Desk.open(empty_sqlite)
    yield opened
    opened.close()


@pytest.fixture
def made(build: Builder) -> list[int]:
    """Tickets of one message each; every third is about a lamp, every fourth is red."""
    texts = [
        f"{'lamp' if number % 3 == 0 else ''} {'red' if number % 4 == 0 else ''} number{number}" for number in NUMBERS
    ]
    return [build.message(build.ticket(), text) for text in texts]


def found(desk: Desk, build: Builder, query: str) -> list[int]:
    return [row.id for row in desk.read(find.tickets, query, build.me)]


def not_indexed(desk: Desk) -> list[str]:
    return [problem for problem in desk.read(problems) if "index" in problem]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("lamp ", [12, 9, 6, 3]),
        ("lam", [12, 9, 6, 3]),
        ("number", list(range(12, 0, -1))),
        ("lamp red", [12]),
        ("lamp -red", [9, 6, 3]),
        ("-lamp", [11, 10, 8, 7, 5, 4, 2, 1]),
        ("number1", [12, 11, 10, 1]),
    ],
)
def test_all_parts_are_asked(desk: Desk, build: Builder, made: list[int], query: str, wanted: list[int]) -> None:
    assert [part.first for part in desk.read(parts.parts)] == [10, 5, 0]
    assert sorted(found(desk, build, query)) == sorted(wanted)
    if not query.startswith("-"):
        assert found(desk, build, query) == wanted
    assert not_indexed(desk) == []


def test_the_newest_part_is_enough_for_a_page_that_it_fills(desk: Desk, build: Builder, made: list[int]) -> None:
    with statements(desk) as sent:
        assert len(desk.read(find.tickets, "number", build.me, limit=3)) == 3
    asked = [statement for statement, _ in sent if "MATCH" in statement]
    assert ["message_search_from_10" in statement for statement in asked] == [True]


def test_a_message_leaves_the_part_that_holds_it(desk: Desk, build: Builder, made: list[int]) -> None:
    for number in (1, 6, 12):
        with desk.writing() as session:
            index.replace(session, index.Entry(number, "", "sofa", ""))
    assert found(desk, build, "sofa ") == [12, 6, 1]
    for number in (1, 6, 12):
        with desk.writing() as session:
            index.remove(session, number)
    assert found(desk, build, "sofa ") == []
    assert found(desk, build, "number1") == [11, 10]
    assert not_indexed(desk) == ["3 messages are not in the search index"]


def test_messages_written_together_go_into_as_many_parts_as_they_take(desk: Desk, build: Builder) -> None:
    number = build.ticket()
    made = [build.message(number, "first")]
    with desk.writing() as session:
        index.remove(session, made[0])
        index.add(session, [index.Entry(each, "", "word", "") for each in range(1, 23)])
    assert [part.first for part in desk.read(parts.parts)] == [20, 15, 10, 5, 0]
