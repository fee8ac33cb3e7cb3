"""People come and go: invited by an administrator, joined on their own computer, of another role, gone."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace

from deskbell.actions.dispatch import perform
from deskbell.model.commands import InviteAgent, SaveAgent, new_deed
from deskbell.model.errors import DeskError, Mistake, Trouble
from deskbell.model.kinds import Role
from deskbell.model.places import Places
from deskbell.store.desk import Desk
from deskbell.store.queries import agents
from deskbell.store.rights.here import logged_in
from deskbell.store.rights.invite import Invitation, invitation_of, invite, read_invitation, write_invitation
from deskbell.store.rights.join import join_office
from deskbell.store.secrets import Secrets
from office import as_login, may_work
from office_rows import OfficeRows
from servers.cable import COMMIT, Cable, Lost
from servers.postgres import Postgres

pytestmark = pytest.mark.servers

RASA = SaveAgent(agent_id=None, id=0, name="Rasa", email="rasa@desk.example")


@pytest.fixture
def password_wanted(postgres: Postgres) -> Iterator[None]:
    """The server asks `rasa` for her password, whom it else lets in as everybody; afterwards she is gone."""
    file = postgres.data / "pg_hba.conf"
    before = file.read_text("ascii")
    file.write_text(f"host all rasa 127.0.0.1/32 scram-sha-256\n{before}", "ascii")
    _reload(postgres)
    yield
    file.write_text(before, "ascii")
    _reload(postgres)
    with postgres.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS rasa")


def _reload(postgres: Postgres) -> None:
    with postgres.connect() as connection:
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture
def chief(empty_office: str, password_wanted: None) -> Iterator[Desk]:
    """The office for its administrator, in which Rasa is entered."""
    del password_wanted
    with closing(as_login(empty_office, "chief")) as desk:
        found = desk.read(logged_in)
        assert found is not None
        perform(desk, replace(RASA, agent_id=found.agent_id))
        yield desk


def saved(chief: Desk, **values: object) -> None:
    """The administrator changes Rasa."""
    with chief.reading() as session:
        row = session.connection.exec_driver_sql("SELECT id, version FROM agent WHERE email LIKE 'rasa%%'").one()
    found = chief.read(logged_in)
    assert found is not None
    command = replace(RASA, agent_id=found.agent_id, deed=new_deed(), id=row.id, version=row.version, **values)
    perform(chief, command)


def code_of(use: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(DeskError) as refused:
        use(*arguments)
    assert "{" not in str(refused.value)
    return refused.value.code


def read_who(address: str) -> object:
    with closing(Desk.open(address)) as desk:
        return desk.read(logged_in)


def test_an_invitation_serves_once(chief: Desk, tmp_path: Path) -> None:
    file = tmp_path / "rasa.invitation"
    write_invitation(invite(chief, "Rasa@desk.example"), file)
    assert file.stat().st_mode & 0o077 == 0
    invitation = read_invitation(file)
    assert invitation.login == "rasa"
    data = tmp_path / "data"
    address = join_office(invitation, data)
    places = Places.at(data)
    assert places.database == address
    assert invitation.password not in "".join(one.read_text("utf-8") for one in data.iterdir())
    with closing(Desk.open(places.database)) as desk:
        assert desk.read(logged_in) is not None
        assert not may_work(desk)
    Secrets(data).forget("office/rasa")
    assert code_of(read_who, places.database) == "office.password"
    assert code_of(join_office, invitation, tmp_path / "another") == "db.login"
    again = invite(chief, "rasa@desk.example")
    assert (again.login, again.password == invitation.password) == ("rasa", False)
    join_office(again, tmp_path / "another")


@pytest.mark.parametrize("lost", [Lost.ANSWER, Lost.REQUEST], ids=["answer", "commit"])
def test_somebody_is_let_in_once_though_the_line_breaks(
    chief: Desk, cable: Callable[..., Cable], postgres: Postgres, tmp_path: Path, lost: Lost
) -> None:
    line = cable(postgres.port)
    with closing(Desk.open(str(chief.url.set(port=line.port, query={"sslmode": "disable"})))) as far:
        found = far.read(logged_in)
        assert found is not None
        with far.reading() as session:
            rasa = session.connection.exec_driver_sql("SELECT id FROM agent WHERE email LIKE 'rasa%%'").scalar_one()
        line.losses.append((COMMIT[lost], lost))
        command = InviteAgent(agent_id=found.agent_id, id=rasa, password="open sesame")
        assert perform(far, command) == rasa
        assert line.losses == []
    with chief.reading() as session:
        made = replace(invitation_of(session, rasa, command.password), address=chief.url.render_as_string())
    assert (made.login, "sesame" in repr(command)) == ("rasa", False)
    join_office(made, tmp_path / "data")


def test_a_login_follows_its_agent(chief: Desk, empty_office: str, postgres: Postgres) -> None:
    invitation = invite(chief, "rasa@desk.example")
    name = empty_office.rpartition("/")[2]

    def groups() -> list[str]:
        query = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'rasa'::regrole"
        with postgres.connect() as connection:
            return [group.removeprefix("deskbell_office_template_") for (group,) in connection.execute(query)]

    def enter() -> None:
        where = {"host": postgres.host, "port": postgres.port, "dbname": name}
        psycopg.connect(**where, user="rasa", password=invitation.password).close()

    assert groups() == ["agent"]
    for role in (Role.MANAGER, Role.ADMIN, Role.AGENT):
        saved(chief, role=role)
        assert groups() == [role.value]
    saved(chief, role=Role.MANAGER, runs_worker=True)
    assert groups() == ["manager"], "the worker reads all mail"
    saved(chief, role=Role.ADMIN, runs_worker=True)
    assert sorted(groups()) == ["admin", "worker"]
    for role, runs_worker in ((Role.ADMIN, False), (Role.AGENT, True)):
        saved(chief, role=role, runs_worker=runs_worker)
        assert groups() == [role.value]
    enter()
    saved(chief, active=False)
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        enter()
    saved(chief)
    enter()


def test_a_login_that_somebody_else_made_follows_as_far_as_it_may(
    chief: Desk, empty_office: str, postgres: Postgres
) -> None:
    """From PostgreSQL 16 on only whoever put it into a group may take it out, or lock it; nothing of that is passed over in silence."""
    name = empty_office.rpartition("/")[2]
    with postgres.connect(name) as connection:
        connection.execute("CREATE ROLE jonas LOGIN IN ROLE deskbell_office_template_manager")
        try:
            connection.execute("UPDATE agent SET login = 'jonas', role = 'manager' WHERE email = 'rasa@desk.example'")
            trusted = connection.info.server_version < 160_000
            for change in ({"role": Role.AGENT}, {"role": Role.MANAGER, "active": False}):
                if trusted:
                    saved(chief, **change)
                else:
                    with pytest.raises(Trouble) as refused:
                        saved(chief, **change)
                    assert refused.value.code == "db.rights"
            query = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'jonas'::regrole"
            assert connection.execute(query).fetchall() == [("deskbell_office_template_manager",)]
        finally:
            connection.execute("UPDATE agent SET login = NULL WHERE login = 'jonas'")
            connection.execute("DROP ROLE jonas")


def test_an_administrator_is_let_in_to_do_the_workers_work(chief: Desk, tmp_path: Path) -> None:
    assert code_of(lambda: invite(chief, "rasa@desk.example", runs_worker=True)) == "invitation.worker"
    saved(chief, role=Role.ADMIN)
    address = join_office(invite(chief, "rasa@desk.example", runs_worker=True), tmp_path / "data")
    with closing(Desk.open(address)) as desk:
        assert may_work(desk)
    invite(chief, "rasa@desk.example")
    with closing(Desk.open(address)) as desk:
        assert {row.email: row.runs_worker for row in chief.read(agents.rows)} == {
            "chief@desk.example": True,
            "rasa@desk.example": True,
        }


def test_who_may_not_invite(chief: Desk, empty_office: str, empty_postgresql: str) -> None:
    with closing(Desk.open(empty_office)) as desk:
        OfficeRows(desk)
    for login in ("of_agent", "of_manager"):
        with closing(as_login(empty_office, login)) as desk:
            assert code_of(invite, desk, "rasa@desk.example") == "db.rights"
    assert code_of(invite, chief, "nobody@desk.example") == "invitation.nobody"
    assert code_of(invite, chief, "rasa@desk.example", "chief") == "login.taken"
    assert code_of(invite, chief, "rasa@desk.example", "Pg!") == "login.bad"
    with closing(Desk.open(empty_postgresql)) as desk:
        assert code_of(invite, desk, "rasa@desk.example") == "office.none"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT deskbell_let_in(id, 'another', 'x') FROM agent",
        "SELECT deskbell_logins.make('another', 'x', '{}')",
        "SELECT deskbell_logins.set_password('chief', 'x')",
        "SELECT deskbell_logins.follow('of_agent', 'admin', true)",
        "ALTER ROLE chief PASSWORD 'x'",
        "GRANT deskbell_office_template_admin TO of_agent",
    ],
)
def test_nobody_makes_logins_past_that(postgres: Postgres, filled: str, statement: str) -> None:
    with postgres.connect(filled, "of_manager") as manager, pytest.raises(psycopg.errors.InsufficientPrivilege):
        manager.execute(statement)


def test_an_administrator_reaches_no_login_that_is_not_the_offices(postgres: Postgres, filled: str) -> None:
    with postgres.connect(filled, "of_admin") as admin:
        with pytest.raises(psycopg.errors.DuplicateObject):
            admin.execute("SELECT deskbell_let_in(id, 'postgres', 'x') FROM agent WHERE login IS NULL")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            admin.execute("UPDATE agent SET login = 'postgres'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            admin.execute("SELECT deskbell_logins.make('another', 'x', '{}')")


@pytest.mark.parametrize(
    "words",
    ["", "{}", "[]", '{"deskbell_invitation": 2}', '{"deskbell_invitation": 1, "address": "x"}', "\0", '"x"'],
)
def test_files_that_are_no_invitations(tmp_path: Path, words: str) -> None:
    file = tmp_path / "x"
    file.write_text(words, "utf-8")
    assert code_of(read_invitation, file) == "invitation.none"


def test_an_invitation_holds_no_name_of_this_computer(tmp_path: Path) -> None:
    file = tmp_path / "x"
    kept = Invitation("postgresql://db.example:5433/desk", "-----BEGIN", "rasa", "secret")
    write_invitation(kept, file)
    assert read_invitation(file) == kept
    assert "secret" not in repr(kept)
    assert code_of(write_invitation, kept, file) == "file.exists"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"login": "pg_x"}), "utf-8")
    assert code_of(read_invitation, file) == "invitation.none"
    with pytest.raises(Trouble):
        read_invitation(tmp_path / "none")
    with pytest.raises((Mistake, Trouble)):
        write_invitation(kept, tmp_path / "no" / "x")
