"""The knowledge base of the sample desk: it is whole, and what is suggested from it for a ticket is what an agent would look for."""

from collections.abc import Mapping

import pytest

from building import Builder
from deskbell.sample import articles as sample
from deskbell.store import integrity
from deskbell.store.desk import Desk
from deskbell.store.queries import articles
from deskbell.store.search.suggest import answering
from sample.tickets_and_articles import TICKETS

OF_HUNDRED = 80


@pytest.fixture
def keys(desk: Desk) -> Mapping[int, str]:
    me = Builder(desk).me
    made = desk.transact(lambda session: sample.add_articles(session, me))
    return {number: key for key, number in made.items()}


def test_the_right_article_is_among_the_three_that_are_suggested(desk: Desk, keys: Mapping[int, str]) -> None:
    missed = []
    for language, subject, text, key in TICKETS:
        found = desk.read(answering, subject, [text], None, (language,))
        if key not in [keys[one.id] for one in found]:
            missed.append((subject, key, [(keys[one.id], one.words) for one in found]))
    assert 100 * (len(TICKETS) - len(missed)) >= OF_HUNDRED * len(TICKETS), missed


def test_the_list_is_of_sixty_tickets_in_all_languages_and_about_all_there_is(keys: Mapping[int, str]) -> None:
    assert len({(subject, text) for _, subject, text, _ in TICKETS}) == 60
    assert {language for language, *_ in TICKETS} == set(sample.LANGUAGES)
    assert {key for *_, key in TICKETS} == set(keys.values())


def test_it_is_whole_and_there_once(desk: Desk, keys: Mapping[int, str]) -> None:
    assert desk.transact(lambda session: sample.add_articles(session, 1)) == {}
    assert desk.read(integrity.problems) == []
    for number, key in keys.items():
        for language in sample.LANGUAGES:
            row = sample.read(language)["article"].get(key)
            found = desk.read(articles.read, None, number, language)
            assert found is not None
            assert row is None or (found.text.title, found.text.language, found.text.behind) == (
                row["title"],
                language,
                False,
            )
