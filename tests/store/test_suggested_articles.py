"""What is suggested on a desk with many articles: a word that most of them hold tells nothing, on both engines, however the database knows that it is so."""

import psycopg
import pytest
from sqlalchemy import text

from building import Builder
from deskbell.store import plain
from deskbell.store.desk import Desk
from deskbell.store.search import articles as search
from deskbell.store.search.articles import TextEntry
from deskbell.store.search.suggest import HELD_BY_MOST, answering
from deskbell.store.session import Session
from deskbell.store.tables import article, article_text

MANY = 1_200
# What so many texts hold: more than twice as many as tell nothing, somewhat more, and few. Those that hold few's word come last.
COMMON, MIDDLING, RARE = ("parcels", MANY), ("carriers", HELD_BY_MOST + 100), ("insured", 3)


@pytest.fixture
def filled(desk: Desk, build: Builder) -> Desk:
    """All of its articles are published."""

    def fill(session: Session) -> None:
        of_all = {"language": "en", "owner_id": build.me, "state": "published", "tags": "[]", "created_at": 0}
        numbers = range(1, MANY + 1)
        plain.insert(session.connection, article, [{"id": number, **of_all} for number in numbers])
        said = [" ".join(w for w, held in (COMMON, MIDDLING, RARE) if number > MANY - held) for number in numbers]
        texts = [
            {"id": n, "article_id": n, "language": "en", "title": title, "revision": 1, "changed_at": 0}
            for n, title in zip(numbers, said, strict=True)
        ]
        plain.insert(session.connection, article_text, texts)
        search.add(session, [TextEntry(row["id"], row["title"], "") for row in texts])

    desk.transact(fill)
    return desk


def look_at_all(desk: Desk) -> None:
    """What the server does by itself in time."""
    desk.transact(lambda session: session.connection.execute(text("ANALYZE")))


@pytest.mark.parametrize("looked_at", [False, True])
def test_a_word_of_most_articles_tells_nothing(filled: Desk, build: Builder, looked_at: bool) -> None:
    if looked_at:
        look_at_all(filled)

    def suggested(subject: str) -> list[tuple[int, tuple[str, ...]]]:
        return [(one.id, one.words) for one in filled.read(answering, subject, [], build.me, ("en",))]

    insured = [(number, ("Insured",)) for number in range(MANY - RARE[1] + 1, MANY + 1)]
    for subject in ("Insured", "Insured parcels", "Insured parcels of carriers"):
        assert suggested(subject) == insured, subject
    for subject in ("Parcels", "Carriers", "parcels of carriers", "parce"):
        assert suggested(subject) == [], subject


@pytest.mark.servers
@pytest.mark.parametrize("where", ["empty_postgresql", "empty_office"])
def test_a_word_that_the_statistics_know_is_told_without_looking_for_it(
    request: pytest.FixtureRequest, where: str
) -> None:
    address = request.getfixturevalue(where).replace("+psycopg", "")
    asked = ("'parcels'", "'parc':*", "'insu':*", "'parc'", "'nobody':*")

    def told() -> set[tuple[int, int | None]]:
        with psycopg.connect(address) as connection:
            if where == "empty_office":
                connection.execute("SET SESSION AUTHORIZATION chief")
            found = "SELECT word, text_id FROM articles_telling(%s::text[], %s)"
            return set(connection.execute(found, (list(asked), HELD_BY_MOST)))

    with psycopg.connect(address, autocommit=True) as whole:
        for statement in (
            "INSERT INTO article (language, state, created_at) VALUES ('en', 'published', 0)",
            """
            INSERT INTO article_text (article_id, language, title, revision, changed_at)
            SELECT article.id, 'x' || n, '', 1, 0 FROM article, generate_series(1, 1200) n
            """,
            "INSERT INTO article_search SELECT id, 'parcels insured'::tsvector FROM article_text",
            "ANALYZE article_search",
            "DELETE FROM article_search WHERE text_id > (SELECT min(text_id) FROM article_search)",
        ):
            whole.execute(statement)
        assert told() == {(1, None), (2, None), (3, None)}
        whole.execute("ANALYZE article_search")
        (left,) = whole.execute("SELECT text_id FROM article_search").fetchone() or (0,)
        assert told() == {(1, left), (2, left), (3, left)}
