"""The articles of a place, page by page, and what is counted of them, on both engines."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from building import BEGIN, Builder
from deskbell.actions.dispatch import perform
from deskbell.model.articles import ArticlePage, ArticleState, SaveCategory
from deskbell.model.kinds import Role
from deskbell.store.desk import Desk
from deskbell.store.queries import articles
from deskbell.store.queries.articles_to_verify import count_to_verify, to_verify
from store.test_search_articles import Articles

# In no order, two alike, and of several scripts and cases.
TITLES = (
    "Shipping",
    "returns",
    "Ąžuolas",
    "退款",
    "Returns",
    "returns",
    "a b",
    "A",
    "Возврат",
    "_",
    "Zebra",
    "zebra 2",
)


def all_pages(desk: Desk, query: Callable[..., ArticlePage], *asked: Any, limit: int) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    page = desk.read(query, *asked, limit=limit)
    while True:
        found.append(tuple(row.title for row in page.rows))
        if page.last is None:
            return found
        page = desk.read(query, *asked, after=page.last, limit=limit)


@pytest.mark.parametrize("limit", [1, 5, 6, 12, 50])
def test_pages_follow_each_other_and_miss_nothing(desk: Desk, build: Builder, limit: int) -> None:
    write = partial(Articles(build).write, owner_id=build.me, verified_at=BEGIN, review_days=1, state="review")
    with build.together():
        for title in TITLES:
            write(title)
    questions: dict[Callable[..., ArticlePage], tuple[Any, ...]] = {
        articles.in_category: (build.me, None, "en"),
        articles.in_state: (build.me, ArticleState.REVIEW, "en"),
        to_verify: (build.me, "en"),
    }
    for query, asked in questions.items():
        pages = all_pages(desk, query, *asked, limit=limit)
        whole = [title for page in pages for title in page]
        assert sorted(whole) == sorted(TITLES)
        assert whole == list(all_pages(desk, query, *asked, limit=100)[0])
        assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
    assert desk.read(count_to_verify, build.me) == len(TITLES)


def test_states_are_counted_for_who_sees_the_articles(desk: Desk, build: Builder) -> None:
    rasa = build.agent("Rasa", "rasa@desk.example", role=Role.AGENT.value)
    place = perform(desk, SaveCategory(agent_id=build.me, id=0, name="Parcels"))
    write = partial(Articles(build).write, category_id=place)
    with build.together():
        for state, audience in (
            ("draft", "everyone"),
            ("draft", "managers"),
            ("review", "everyone"),
            ("published", "everyone"),
            ("published", "managers"),
            ("archived", "everyone"),
            ("archived", "managers"),
        ):
            write(f"{state} {audience}", state=state, audience=audience)
    one = {ArticleState.DRAFT: 1, ArticleState.REVIEW: 1, ArticleState.PUBLISHED: 1, ArticleState.ARCHIVED: 1}
    found = desk.read(articles.shelves, rasa)
    assert dict(found.states) == one
    assert [row.articles for row in found.categories] == [3]
    found = desk.read(articles.shelves, build.me)
    assert dict(found.states) == one | dict.fromkeys(one.keys() - {ArticleState.REVIEW}, 2)
    assert [row.articles for row in found.categories] == [5]
    for state in one:
        titles = all_pages(desk, articles.in_state, rasa, state, "en", limit=10)
        assert titles == [(f"{state} everyone",)]
