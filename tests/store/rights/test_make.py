"""An office is made: by whom it can be, of what it cannot, and what stays so after an upgrade and a restore."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote
from deskbell.model.errors import DeskError
from deskbell.model.kinds import Role
from deskbell.model.sentences import SENTENCES
from deskbell.store import migrations
from deskbell.store.carry.backup import make_backup
from deskbell.store.carry.move import move_desk
from deskbell.store.carry.restore import restore_backup
from deskbell.store.desk import Desk
from deskbell.store.migrations import m0028_runs_worker
from deskbell.store.opening import upgrade_desk
from deskbell.store.queries import agents
from deskbell.store.rights import make
from deskbell.store.rights.apply import become_owner, renew
from deskbell.store.rights.here import logged_in
from deskbell.store.rights.make import Person, create_office
from deskbell.store.rights.names import groups_for, groups_of
from deskbell.store.session import Session
from office import CHIEF, as_login, may_work
from office_rows import OfficeRows
from servers.ordinary import free_port
from servers.postgres import Postgres

pytestmark = pytest.mark.servers


@pytest.fixture
def clean(postgres: Postgres, postgres_template: str, fresh_database: Callable[..., str]) -> Iterator[str]:
    """The address of a database with the schema and nothing in it; what roles are made for it are gone in the end."""
    before = roles(postgres)
    address = fresh_database(postgres_template)
    yield address
    postgres.drop_database(address.rpartition("/")[2])
    with postgres.connect() as connection:
        for role in sorted(roles(postgres) - before, reverse=True):
            connection.execute(f'DROP OWNED BY "{role}"')
            connection.execute(f'DROP ROLE "{role}"')


def roles(postgres: Postgres) -> set[str]:
    with postgres.connect() as connection:
        return {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}


def refusal(use: Callable[..., object], *arguments: object) -> DeskError:
    """What it ends with; its sentence can be made, without a hole in it."""
    with pytest.raises(DeskError) as refused:
        use(*arguments)
    assert refused.value.code in SENTENCES
    assert "{" not in str(refused.value)
    return refused.value


def person(login: str) -> Person:
    return Person("Rasa", "Rasa@desk.example", login)


@pytest.fixture
def clerk(postgres: Postgres, clean: str) -> str:
    """The address of an empty database for a login that may make roles and owns it, and is no superuser."""
    name = clean.rpartition("/")[2]
    with postgres.connect() as connection:
        connection.execute("CREATE ROLE clerk LOGIN CREATEROLE")
    postgres.drop_database(name)
    postgres.create_database(name)
    with postgres.connect() as connection:
        connection.execute(f"ALTER DATABASE {name} OWNER TO clerk")
    return clean.replace("postgres@", "clerk@")


def test_an_office_is_made_once(clerk: str, postgres: Postgres) -> None:
    office = create_office(clerk, person("rasa"), "robot")
    assert not office.was_there
    assert list(office.passwords) == ["rasa", "robot"]
    again = create_office(clerk, person("rasa"))
    assert again.was_there
    assert again.passwords == {}
    with closing(as_login(clerk.replace("clerk@", "postgres@"), "rasa")) as desk:
        (row,) = desk.read(agents.rows)
        assert (row.name, row.email, row.role) == ("Rasa", "rasa@desk.example", Role.ADMIN)
        found = desk.read(logged_in)
        assert found is not None
        assert found.agent_id == row.id
        assert (row.runs_worker, may_work(desk)) == (True, True)
    with closing(as_login(clerk.replace("clerk@", "postgres@"), "robot")) as desk:
        assert refusal(desk.read, logged_in).code == "office.nobody"
    with postgres.connect() as connection:
        kept = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname IN ('rasa', 'robot')").fetchall()
        assert all(password.startswith("SCRAM-SHA-256$") for (password,) in kept)
        # Those of other desks on the server are not let in, nor may anybody put a table before ours.
        connection.execute("CREATE ROLE stranger LOGIN")
    name = clerk.rpartition("/")[2]
    with (
        pytest.raises(psycopg.OperationalError, match="permission denied for database"),
        postgres.connect(name, "stranger"),
    ):
        pass
    with postgres.connect(name, "rasa") as rasa, pytest.raises(psycopg.errors.InsufficientPrivilege):
        rasa.execute("CREATE TEMP TABLE agent (id int)")


def test_what_was_cut_off_goes_on(clean: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(make, "make_login", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            create_office(clean, person("rasa"))
    with closing(Desk.open(clean)) as desk:
        assert desk.read(groups_of) is None
    assert list(create_office(clean, person("rasa")).passwords) == ["rasa"]


def test_a_desk_that_was_moved_there_becomes_the_offices(clerk: str, empty_sqlite: str) -> None:
    with closing(Desk.open(empty_sqlite)) as desk:
        build = Builder(desk)
        rasa = build.agent("Rasa K.", "rasa@desk.example", role="agent")
        build.message(build.ticket(), "Where?")
        move_desk(desk, clerk, lambda _: None)
    create_office(clerk, person("rasa"))
    with closing(as_login(clerk.replace("clerk@", "postgres@"), "rasa")) as desk:
        row = next(one for one in desk.read(agents.rows) if one.id == rasa)
        assert (row.name, row.role) == ("Rasa K.", Role.ADMIN)
        assert perform(desk, AddNote(agent_id=rasa, ticket_id=1, text="Mine."))


def test_what_cannot_be_made_an_office(clerk: str, postgres: Postgres) -> None:
    name = clerk.rpartition("/")[2]
    for harm, back, code in (
        ("ALTER ROLE clerk NOCREATEROLE", "ALTER ROLE clerk CREATEROLE", "office.roles"),
        (f"ALTER DATABASE {name} OWNER TO postgres", f"ALTER DATABASE {name} OWNER TO clerk", "office.owner"),
        ("CREATE TABLE public.theirs ()", "DROP TABLE public.theirs", "office.foreign"),
        (f"CREATE ROLE deskbell_{name}_admin", f"DROP ROLE deskbell_{name}_admin", "office.left_over"),
        ("CREATE ROLE rasa", "DROP ROLE rasa", "login.taken"),
    ):
        with postgres.connect(name) as connection:
            connection.execute(harm)
            assert refusal(create_office, clerk, person("rasa")).code == code
            connection.execute(back)
    with closing(Desk.open(clerk)) as desk:
        assert desk.read(groups_of) is None
    assert list(create_office(clerk, person("rasa")).passwords) == ["rasa"]


def test_groups_that_are_left_over_are_taken_over_when_asked(
    clean: str, postgres: Postgres, postgres_template: str
) -> None:
    create_office(clean, person("rasa"))
    name = clean.rpartition("/")[2]
    postgres.drop_database(name)
    postgres.create_database(name, postgres_template)
    office = create_office(clean, person("rasa2"), take_over=True)
    assert list(office.passwords) == ["rasa2"]


def test_names_that_are_no_logins(clean: str) -> None:
    for login in ("Rasa", "pg_rasa", "deskbell_x", "a b", "x" * 64, "9x", "public"):
        assert refusal(create_office, clean, person(login)).code == "login.bad"
    assert refusal(create_office, clean, person("rasa"), "Robot").code == "login.bad"
    assert refusal(create_office, clean, person("rasa"), "rasa").code == "login.taken"


def test_other_servers(clean: str, empty_sqlite: str, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(create_office, empty_sqlite, person("rasa")).code == "office.postgresql"
    nobody = clean.replace(f":{postgres.port}/", f":{free_port()}/")
    assert refusal(create_office, nobody, person("rasa")).code == "db.refused"
    with postgres.connect() as connection:
        connection.execute("CREATE DATABASE old_letters TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    try:
        refused = refusal(create_office, postgres.url("old_letters"), person("rasa"))
    finally:
        postgres.drop_database("old_letters")
    assert refused.code == "office.encoding"
    monkeypatch.setattr(make, "OLDEST_SERVER", 99)
    refused = refusal(create_office, clean, person("rasa"))
    assert (refused.code, "99" in str(refused)) == ("office.server", True)


def test_names_of_groups_fit() -> None:
    long = groups_for("ä" * 31)
    assert len(long.group("manager").encode()) <= 63
    assert long != groups_for("ä" * 30 + "ö")
    assert groups_for("desk").owner == "deskbell_desk_owner"


def test_an_upgrade_gives_the_rights_anew(empty_office: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """To what the step has made, too: nobody, as long as no rule says so."""
    module = ModuleType("next_step")
    module.upgrade = _next_step  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "next_step", module)
    known = migrations.steps()
    number = known[-1].number + 1
    monkeypatch.setattr(migrations, "steps", lambda: [*known, migrations.Step(number, "next", "next_step")])
    with closing(Desk.open(empty_office)) as desk:
        OfficeRows(desk)
        with desk.writing() as session:
            session.connection.exec_driver_sql("GRANT ALL ON journal TO PUBLIC")
        assert [step.number for step in upgrade_desk(desk)] == [number]
        with desk.reading() as session:
            made = "SELECT relrowsecurity, pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'novelty'"
            assert session.connection.exec_driver_sql(made).one() == (True, "deskbell_office_template_owner")
            refused = "SELECT has_table_privilege('of_admin', 'novelty', 'SELECT')"
            assert not session.connection.exec_driver_sql(refused).scalar()
            assert not session.connection.exec_driver_sql(
                "SELECT has_table_privilege('of_agent', 'journal', 'UPDATE')"
            ).scalar()


def _before_step(session: Session) -> None:
    session.connection.exec_driver_sql("ALTER TABLE agent DROP COLUMN runs_worker CASCADE")


def _take_step(session: Session) -> None:
    m0028_runs_worker.upgrade(Operations(MigrationContext.configure(session.connection)))


def test_who_did_the_workers_work_does_so_after_the_upgrade(empty_office: str) -> None:
    with closing(Desk.open(empty_office)) as desk:
        OfficeRows(desk)
        with desk.writing() as session:
            _before_step(session)
            groups = become_owner(session)
            assert groups is not None
            _take_step(session)
            renew(session, groups)
        assert [row.login for row in desk.read(agents.rows) if row.runs_worker] == ["chief"]
    for login, works in (("chief", True), ("of_admin", False)):
        with closing(as_login(empty_office, login)) as desk:
            assert may_work(desk) is works


def test_the_first_administrator_of_an_older_backup_does_the_workers_work(empty_postgresql: str) -> None:
    with closing(Desk.open(empty_postgresql)) as desk:
        build = Builder(desk)
        for name, role in (("Left", "admin"), ("Tomas", "agent"), ("Lina", "admin"), ("Rasa", "admin")):
            build.agent(name, f"{name.lower()}@desk.example", role=role)
        with desk.writing() as session:
            session.connection.exec_driver_sql(
                "UPDATE agent SET login = lower(name), active = name <> 'Left' WHERE name <> 'Ona'"
            )
            _before_step(session)
            _take_step(session)
        assert [row.login for row in desk.read(agents.rows) if row.runs_worker] == ["lina"]


def _next_step(op: Operations) -> None:
    op.create_table("novelty", sa.Column("id", sa.Integer(), primary_key=True))


def test_a_restored_desk_is_an_office_again(empty_office: str, tmp_path: Path) -> None:
    """And nobody comes to the one that was set aside."""
    file = tmp_path / "desk.backup"
    with closing(Desk.open(empty_office)) as desk:
        rows = OfficeRows(desk)
        make_backup(desk, file, lambda _: None)
        rows.build.ticket("After the backup")
        with desk.writing() as session:
            session.connection.exec_driver_sql("DELETE FROM lease")
    end = restore_backup(file, empty_office, lambda _: None, replace=True)
    me, number = rows.agents[Role.AGENT], rows.tickets[rows.build.support]
    with closing(as_login(empty_office, "of_agent")) as desk:
        assert perform(desk, AddNote(agent_id=me, ticket_id=number, text="Still here."))
        with desk.reading() as session:
            assert session.connection.exec_driver_sql("SELECT count(*) FROM ticket").scalar() == 2
        assert refusal(desk.read, _count_of_old, end.set_aside).code == "db.rights"
    assert list(create_office(empty_office, CHIEF).passwords) == []


def _count_of_old(session: Session, schema: str) -> object:
    return session.connection.exec_driver_sql(f"SELECT count(*) FROM {schema}.ticket").scalar()
