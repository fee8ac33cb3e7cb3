"""What somebody with psql and a password sees and changes of the knowledge base: what the article's audience allows, and nothing by its search or its files."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from store.rights.conftest import Login

pytestmark = pytest.mark.servers

# For managers alone; not an article of the agent's own. And one for a team that none of them is in.
HIDDEN = {
    "managers": "SELECT min(id) FROM article WHERE audience = 'managers' AND owner_id <> (SELECT id FROM agent WHERE login = 'of_agent')",
    "team": "SELECT id FROM article WHERE audience = 'team' AND NOT EXISTS (SELECT FROM team_member m WHERE m.team_id = article.team_id)",
}
EVERYBODYS = "SELECT id FROM article WHERE audience = 'everyone'"


@pytest.fixture
def whole(login: Login) -> psycopg.Connection:
    return login("postgres")


def one(connection: psycopg.Connection, statement: str, *values: object) -> int:
    found = connection.execute(statement, values or None).fetchone()
    assert found is not None
    return int(found[0])


@pytest.mark.parametrize("which", HIDDEN)
def test_who_is_not_of_its_audience_has_nothing_of_an_article(
    login: Login, whole: psycopg.Connection, which: str
) -> None:
    number = one(whole, HIDDEN[which])
    text = one(whole, "SELECT id FROM article_text WHERE article_id = %s", number)
    content = one(whole, "SELECT blob_id FROM article_file WHERE article_id = %s", number)
    whole.rollback()
    for statement, value in (
        ("SELECT count(*) FROM article WHERE id = %s", number),
        ("SELECT count(*) FROM article_text WHERE article_id = %s", number),
        ("SELECT count(*) FROM article_file WHERE article_id = %s", number),
        ("SELECT count(*) FROM article_revision WHERE text_id = %s", text),
        ("SELECT count(*) FROM article_link WHERE text_id = %s", text),
        ("SELECT count(*) FROM article_search WHERE text_id = %s", text),
        ("SELECT count(*) FROM blob_chunk WHERE blob_id = %s", content),
        ("SELECT count(*) FROM articles_holding('parcels', 100) AS found WHERE found = %s", text),
        ("SELECT count(*) FROM articles_telling('{parcels}', 100) AS found WHERE found.text_id = %s", text),
    ):
        seen = [one(login(f"of_{role}"), statement, value) for role in ("agent", "manager", "admin")]
        assert seen == [0, 1, 1], statement
    agent = login("of_agent")
    for table in ("article", "article_text"):
        of = "id" if table == "article" else "article_id"
        changed = "version = version" if table == "article" else "title = title"
        assert agent.execute(f"UPDATE {table} SET {changed} WHERE {of} = %s", (number,)).rowcount == 0
    with pytest.raises(InsufficientPrivilege):
        login("of_agent").execute("INSERT INTO article_link VALUES (%s, %s)", (text, number))
    with pytest.raises(InsufficientPrivilege):
        login("of_agent").execute(
            "INSERT INTO article_file (article_id, blob_id, name, content_type, size)"
            " SELECT id, %s, 'a', 'text/plain', 1 FROM article WHERE owner_id = deskbell_me()",
            (content,),
        )


def test_who_sees_an_article_writes_in_it_in_their_own_name_and_settles_nothing(
    login: Login, whole: psycopg.Connection
) -> None:
    number = one(whole, EVERYBODYS)
    whole.rollback()
    agent = login("of_agent")
    assert agent.execute("UPDATE article SET state = 'published' WHERE id = %s", (number,)).rowcount == 0
    written = "UPDATE article_text SET title = 'Mine', changed_by = {} WHERE article_id = %s"
    assert agent.execute(written.format("deskbell_me()"), (number,)).rowcount == 1
    for who in ("NULL", "(SELECT id FROM agent WHERE role = 'admin' LIMIT 1)"):
        with pytest.raises(InsufficientPrivilege):
            login("of_agent").execute(written.format(who), (number,))
    for refused in (
        "UPDATE article_revision SET body = ''",
        "DELETE FROM article_revision",
        "DELETE FROM article",
        "DELETE FROM article_text",
        "UPDATE article_category SET name = ''",
        "SELECT words FROM article_search",
        "INSERT INTO article (language, owner_id, created_at) SELECT 'en', id, 0 FROM agent WHERE role = 'admin'",
    ):
        with pytest.raises(InsufficientPrivilege):
            login("of_agent").execute(refused)


def test_whose_it_is_settles_it(login: Login) -> None:
    settled = "UPDATE article SET audience = 'everyone', state = 'published' WHERE owner_id = deskbell_me()"
    assert login("of_agent").execute(settled).rowcount == 1
