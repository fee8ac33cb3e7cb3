"""What somebody with psql and a password tries that the window does not offer."""

from contextlib import closing

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from deskbell.model.kinds import Role
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.search import find
from deskbell.store.tables import attachment
from office import as_login
from office_rows import OfficeRows
from servers.postgres import Postgres
from store.rights.conftest import Login

pytestmark = pytest.mark.servers

HIDDEN = "(SELECT id FROM mailbox WHERE restricted)"
OF_HIDDEN = f"(SELECT min(id) FROM message WHERE ticket_id IN (SELECT id FROM ticket WHERE mailbox_id = {HIDDEN}))"


@pytest.fixture
def whole(login: Login) -> psycopg.Connection:
    return login("postgres")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agent SET role = 'admin' WHERE login = session_user",
        "UPDATE agent SET login = 'of_agent' WHERE role = 'admin'",
        "UPDATE agent SET active = true",
        "INSERT INTO agent (name, email, role, presence, created_at) VALUES ('X', 'x', 'admin', '', 0)",
        "UPDATE message SET text = 'It never worked.'",
        "UPDATE journal SET after = ''",
        "DELETE FROM journal",
        "DELETE FROM change",
        "TRUNCATE message CASCADE",
        "SELECT words FROM message_search",
        "SELECT sha256 FROM blob",
        "UPDATE ticket SET id = 99",
        "INSERT INTO setting (key, owner, value) VALUES ('mail.poll_seconds', 0, '1')",
        """
        INSERT INTO message (ticket_id, kind, from_name, from_email, "to", cc, subject, at, message_id, text)
        SELECT min(id), 0, 'Anna', 'anna@example.org', '[]', '[]', '', 0, '', 'I agree.' FROM ticket
        """,
        "INSERT INTO deed (id, kind, agent_id, at) SELECT 'x', 'status', id, 0 FROM agent WHERE role = 'admin'",
        "SET ROLE deskbell_office_template_owner",
        "SET ROLE deskbell_office_template_manager",
        "SET SESSION AUTHORIZATION chief",
        "CREATE TABLE public.mine (id int)",
        "ALTER TABLE ticket DISABLE ROW LEVEL SECURITY",
        "SELECT setval('ticket_id_seq', 1)",
    ],
)
def test_an_agent_is_refused(login: Login, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        login("of_agent").execute(statement)


@pytest.mark.parametrize("table", ["ticket", "message", "attachment", "raw_mail", "journal", "mailbox", "ticket_count"])
def test_a_restricted_mailbox_is_its_teams(login: Login, whole: psycopg.Connection, table: str) -> None:
    def count(user: str) -> int:
        found = login(user).execute(f"SELECT count(*) FROM {table}").fetchone()
        assert found is not None
        return int(found[0])

    drafts = "SELECT count(*) FROM attachment WHERE draft_id IS NOT NULL AND draft_id NOT IN (SELECT id FROM draft)"
    assert count("of_agent") < count("of_manager") == count("of_admin") <= count("postgres")
    assert login("of_manager").execute(drafts).fetchone() == (0,)
    whole.rollback()


def test_a_member_of_the_team_sees_it(postgres: Postgres, empty_office: str) -> None:
    with closing(Desk.open(empty_office)) as desk, closing(as_login(empty_office, "of_agent")) as mine:
        rows = OfficeRows(desk)
        me = rows.agents[Role.AGENT]

        def found() -> tuple[int, ...]:
            return tuple(row.id for row in mine.read(find.tickets, "where", me))

        assert found() == (rows.tickets[rows.build.support],)
        with desk.writing() as session:
            session.connection.exec_driver_sql(
                "INSERT INTO team_member SELECT team_id, %s FROM mailbox WHERE restricted", (me,)
            )
        assert set(found()) == set(rows.tickets.values())


def test_a_search_does_not_tell_what_is_hidden(login: Login) -> None:
    words = "SELECT count(*) FROM messages_holding('where', 9223372036854775807, 9223372036854775807)"
    assert login("of_agent").execute(words).fetchone() == (1,)
    assert login("of_manager").execute(words).fetchone() == (2,)


@pytest.fixture
def content(whole: psycopg.Connection) -> int:
    """A content of the restricted mailbox."""
    found = whole.execute(f"SELECT blob_id FROM attachment WHERE message_id = {OF_HIDDEN}").fetchone()
    assert found is not None
    whole.rollback()
    return int(found[0])


def test_a_content_is_not_got_by_its_number(login: Login, content: int) -> None:
    agent = login("of_agent")
    assert agent.execute("SELECT data FROM blob_chunk WHERE blob_id = %s", (content,)).fetchall() == []
    with pytest.raises(InsufficientPrivilege):
        agent.execute(
            "INSERT INTO attachment (draft_id, blob_id, name, content_type, size)"
            " SELECT min(id), %s, 'a', 'text/plain', 1 FROM draft",
            (content,),
        )
    with pytest.raises(InsufficientPrivilege):
        login("of_agent").execute("INSERT INTO blob_chunk (blob_id, number, data) VALUES (%s, 9, 'x')", (content,))


def test_who_has_a_content_may_attach_it(postgres: Postgres, empty_office: str) -> None:
    """Though it is kept already, for somebody else."""
    with closing(Desk.open(empty_office)) as desk, closing(as_login(empty_office, "of_agent")) as mine:
        rows = OfficeRows(desk)
        with mine.writing() as session:
            (kept,) = blobs.keep(session, [f"picture {rows.hidden}".encode()])
            draft = session.connection.exec_driver_sql("SELECT min(id) FROM draft").scalar_one()
            values = {"blob_id": kept, "name": "a", "content_type": "text/plain", "size": 1, "draft_id": draft}
            session.connection.execute(attachment.insert(), values)
        assert mine.read(blobs.read, kept) == f"picture {rows.hidden}".encode()


@pytest.mark.parametrize(
    ("before", "statement"),
    [
        ("state = 'sent', refused = '[\"x\"]', taken = '[\"y\"]'", "UPDATE outbox SET state = 'waiting', taken = '[]'"),
        ("state = 'waiting'", "UPDATE outbox SET state = 'sent'"),
        ("state = 'failed'", "UPDATE outbox SET state = 'waiting', blob_id = (SELECT max(blob_id) FROM outbox)"),
    ],
)
def test_what_became_of_a_mail_stays_known(
    postgres: Postgres, filled: str, whole: psycopg.Connection, before: str, statement: str
) -> None:
    with postgres.connect(filled, "of_agent") as agent:
        mine = "id = (SELECT min(id) FROM outbox)"
        with postgres.connect(filled) as owner:
            owner.execute(f"UPDATE outbox SET {before} WHERE {mine}")
        with pytest.raises(InsufficientPrivilege):
            agent.execute(f"{statement} WHERE {mine}")


def test_a_private_canned_reply_is_its_owners(login: Login, whole: psycopg.Connection) -> None:
    """Its name, its text, its file, the file's bytes, and how often it is used."""
    theirs = "(SELECT r.id FROM canned_reply r JOIN agent a ON a.id = r.owner_id WHERE a.role = 'manager')"
    found = whole.execute(f"SELECT {theirs}, (SELECT blob_id FROM canned_file WHERE reply_id = {theirs})").fetchone()
    assert found is not None
    reply, content = found
    whole.rollback()
    for table, column, value in (
        ("canned_reply", "id", reply),
        ("canned_text", "reply_id", reply),
        ("canned_file", "reply_id", reply),
        ("canned_use", "reply_id", reply),
        ("blob_chunk", "blob_id", content),
    ):
        count = f"SELECT count(*) FROM {table} WHERE {column} = %s"
        seen = [login(f"of_{role}").execute(count, (value,)).fetchone() for role in ("manager", "agent", "admin")]
        assert seen == [(1,), (0,), (0,)], table
    with pytest.raises(InsufficientPrivilege):
        login("of_agent").execute(
            "INSERT INTO canned_file (reply_id, blob_id, name, content_type, size)"
            " SELECT id, %s, 'a', 'text/plain', 1 FROM canned_reply WHERE owner_id IS NOT NULL",
            (content,),
        )
    for statement in ("INSERT INTO canned_text SELECT id, 'xx', '', '' FROM canned_reply WHERE owner_id IS NULL",):
        with pytest.raises(InsufficientPrivilege):
            login("of_agent").execute(statement)
    changed = login("of_agent").execute("UPDATE canned_reply SET name = 'X' WHERE owner_id IS NULL")
    assert changed.rowcount == 0


def test_a_saved_view_is_its_owners_or_its_teams(login: Login, whole: psycopg.Connection) -> None:
    found = whole.execute(
        "SELECT v.id, coalesce(a.role, t.name, 'everybody') FROM saved_view v"
        " LEFT JOIN agent a ON a.id = v.owner_id LEFT JOIN team t ON t.id = v.team_id"
        " WHERE a.login IS NOT NULL OR v.owner_id IS NULL"
    ).fetchall()
    whole.rollback()
    whose = dict(found)
    seen = {
        role: {whose[view] for (view,) in login(f"of_{role}").execute("SELECT id FROM saved_view").fetchall()}
        for role in Role
    }
    everybodys = {"Parcels", "everybody"}
    assert seen == {
        Role.AGENT: {"agent", *everybodys},
        Role.MANAGER: {"manager", "Board", *everybodys},
        Role.ADMIN: {"admin", "Board", *everybodys},
    }
    for statement in (
        "INSERT INTO saved_view (name, query, sort, created_at) VALUES ('X', 'x', 'latest', 0)",
        "INSERT INTO saved_view (team_id, name, query, sort, created_at) SELECT id, 'X', 'x', 'latest', 0 FROM team",
        "UPDATE saved_view SET owner_id = NULL WHERE owner_id IS NOT NULL",
    ):
        with pytest.raises(InsufficientPrivilege):
            login("of_agent").execute(statement)
    assert login("of_agent").execute("UPDATE saved_view SET name = 'X' WHERE owner_id IS NULL").rowcount == 0
    assert login("of_agent").execute("DELETE FROM saved_view WHERE owner_id IS NULL").rowcount == 0


def test_who_has_left_sees_nothing_any_more(postgres: Postgres, empty_office: str) -> None:
    name = empty_office.rpartition("/")[2]
    with closing(Desk.open(empty_office)) as desk:
        OfficeRows(desk)
    with postgres.connect(name) as owner, postgres.connect(name, "of_agent") as agent:
        assert agent.execute("SELECT count(*) > 0 FROM ticket").fetchone() == (True,)
        owner.execute("UPDATE agent SET active = false WHERE login = 'of_agent'")
        owner.commit()
        try:
            for table in ("ticket", "message", "customer", "agent", "setting", "blob", "change"):
                assert agent.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        finally:
            # The login, which is locked now, is one for all databases of the server.
            owner.execute("UPDATE agent SET active = true WHERE login = 'of_agent'")
