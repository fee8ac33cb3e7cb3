"""The best matches first: how well and how lately a message answers a search."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import BEGIN, Builder
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.search_query import parse
from deskbell.store.desk import Desk
from deskbell.store.queries import ticket_list
from deskbell.store.search.asked import Phrase, asked
from deskbell.store.search.relevance import Relevance

Mail = tuple[str, str, str]
"""Subject, people and text of a message."""


def phrases(query: str) -> Sequence[Phrase]:
    return [phrase for words in parse(query).words for phrase in asked(words)]


def value(query: str, mail: Mail, days: float = 0) -> int:
    return Relevance(phrases(query)).of(*mail, BEGIN + timedelta(days=days))


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("lamp", ("A lamp", "Ona", ""), ("", "Ona Lamp", "")),
        ("lamp", ("", "Ona Lamp", ""), ("", "Ona", "The lamp is broken")),
        ("lamp", ("", "Ona", "The lamp is broken"), ("", "Ona", "It is broken")),
        ("lamp", ("", "", "lamp, lamp and lamp"), ("", "", "the lamp")),
        ("order", ("", "", "the order"), ("", "", "the orders")),
        ("red lamp", ("", "", "a red lamp"), ("", "", "a lamp that is red")),
        ("red lamp", ("Red", "", "lamp"), ("", "", "red, and no lamp but this")),
        ("sąskaita", ("Saskaita", "", ""), ("", "", "sąskaita")),
        ("退款", ("订单的退款", "", ""), ("订单", "", "退款")),
        ("退款 订单", ("", "", "订单 退款 订单"), ("", "", "订单，还有退款")),
        ("заказ ёлка", ("", "", "Заказ елка"), ("", "", "елка. Где мой заказ?")),
    ],
)
def test_the_better_answer_weighs_more(query: str, better: Mail, worse: Mail) -> None:
    assert value(query, better) > value(query, worse)


def test_what_is_newer_outweighs_what_is_a_little_better() -> None:
    subject, text = ("Lamp", "", ""), ("", "", "a lamp")
    assert value("lamp", text, days=30) < value("lamp", subject) < value("lamp", text, days=365)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=200))
def test_nothing_is_lighter_than_its_age(subject: str, people: str, text: str) -> None:
    bare = value("lamp red", ("", "", ""))
    assert value("lamp red", (subject, people, text)) >= bare == int(BEGIN.timestamp() * 1000)


@pytest.fixture
def answers(build: Builder) -> dict[str, int]:
    """Tickets that answer a search for a lamp, the better the older."""
    texts = {"subject": ("Lamp", "Hello"), "text": ("Hello", "One lamp"), "longer": ("Hello", "Many lamps")}
    found = {}
    with build.together():
        for days, (name, (subject, text)) in enumerate(texts.items()):
            found[name] = build.ticket(tags=["x"])
            build.message(found[name], text, subject=subject, at=BEGIN + timedelta(days=days))
    return found


def order(desk: Desk, build: Builder, query: str, sort: Sort) -> list[int]:
    page = desk.read(ticket_list.page, View(ViewKind.SEARCH, query=query), sort, build.me)
    return [row.id for row in page.rows]


def test_both_engines_agree_on_it(desk: Desk, build: Builder, answers: dict[str, int]) -> None:
    assert order(desk, build, "lamp", Sort.BEST) == list(answers.values())
    assert order(desk, build, "lamp", Sort.LATEST) == list(answers.values())[::-1]
    view = View(ViewKind.SEARCH, query="lamp")
    hits = [row.hit for row in desk.read(ticket_list.page, view, Sort.BEST, build.me).rows]
    assert hits == ["Lamp", "One lamp", "Many lamps"]


def test_what_is_quoted_counts_for_little(desk: Desk, build: Builder) -> None:
    with build.together():
        first, second = build.ticket(), build.ticket()
        build.message(first, "A lamp", at=BEGIN)
        build.message(second, "> A lamp\n\nThanks", visible="Thanks", at=BEGIN + timedelta(days=1))
    assert order(desk, build, "lamp", Sort.BEST) == [first, second]


def test_without_words_the_latest_is_the_best(desk: Desk, build: Builder, answers: dict[str, int]) -> None:
    assert order(desk, build, "tag:x", Sort.BEST) == order(desk, build, "tag:x", Sort.LATEST)
