"""A person erased in an office: by an administrator's login, which by itself may do nothing of the kind."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import select, update

from actions.conftest import SmallDesk, people_come
from actions.traces import Scene, everything, left_of_her
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SetStatus
from deskbell.model.customers import EraseTickets
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role, Status
from deskbell.store import integrity
from deskbell.store.desk import Desk
from deskbell.store.tables import agent, ticket
from office import as_login
from servers.postgres import Postgres

pytestmark = pytest.mark.servers


@pytest.fixture
def office(empty_office: str) -> Iterator[Scene]:
    """The scene, told by the office's owner; Ona, an administrator, logs in as `of_admin`."""
    with closing(Desk.open(empty_office)) as desk:
        scene = Scene(SmallDesk(desk, *people_come(desk)))
        log_in(desk, scene.small.ona, "of_admin")
        yield scene


def log_in(desk: Desk, agent_id: int, login: str, role: Role = Role.ADMIN) -> None:
    with desk.writing() as session:
        values = {"login": login, "role": role.value}
        session.connection.execute(update(agent).where(agent.c.id == agent_id).values(values))


def test_nothing_is_left_of_what_an_administrator_erases(office: Scene, empty_office: str) -> None:
    whole = office.small.desk
    with closing(as_login(empty_office, "of_admin")) as office.small.desk:
        office.erase()
    assert left_of_her(whole) == []
    assert whole.read(integrity.problems) == []


def test_a_manager_does_not_erase(office: Scene, empty_office: str) -> None:
    log_in(office.small.desk, office.small.tomas, "of_manager", Role.MANAGER)
    office.small.ona = office.small.tomas
    with closing(as_login(empty_office, "of_manager")) as office.small.desk, pytest.raises(Mistake) as refused:
        office.erase()
    assert refused.value.code == "rights.admin"


@pytest.mark.parametrize(
    "words",
    [
        "SELECT deskbell_erase('ticket', 'id', '{1}')",
        """SELECT deskbell_black_out('message', 1, '{"text": "I agree."}')""",
        "SELECT deskbell_forget('{zofija@geheim.example}', '{1}')",
        "SELECT deskbell_draft_contents('{1}', '{1}')",
        "SELECT deskbell_holding('draft', '{%}')",
    ],
)
def test_past_the_program_nothing_goes_that_is_not_noted_first(
    office: Scene, postgres: Postgres, empty_office: str, words: str
) -> None:
    name = empty_office.rpartition("/")[2]
    noted = f"INSERT INTO deed (id, kind, agent_id, at) VALUES ('erased', 'customer_erased', {office.small.ona}, 1)"
    with postgres.connect(name, "of_admin") as past, pytest.raises(psycopg.errors.InsufficientPrivilege):
        past.execute(words)
    with postgres.connect(name, "of_admin") as past:
        past.autocommit = True
        past.execute(noted)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            past.execute(words)
    with postgres.connect(name, "of_admin") as past:
        past.autocommit = False
        past.execute(noted.replace("'erased'", "'once more'"))
        past.execute(words)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            past.execute("SELECT deskbell_erase('deed', 'id', '{1}')")


def test_a_manager_cannot_note_their_way_in(office: Scene, postgres: Postgres, empty_office: str) -> None:
    log_in(office.small.desk, office.small.tomas, "of_manager", Role.MANAGER)
    with postgres.connect(empty_office.rpartition("/")[2], "of_manager") as past:
        past.autocommit = False
        past.execute(
            f"INSERT INTO deed (id, kind, agent_id, at) VALUES ('erased', 'customer_erased', {office.small.tomas}, 1)"
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            past.execute("SELECT deskbell_erase('ticket', 'id', '{1}')")


def test_an_administrator_erases_tickets_from_the_trash_and_a_manager_does_not(
    office: Scene, empty_office: str
) -> None:
    whole, number = office.small.desk, office.first
    log_in(whole, office.small.tomas, "of_manager", Role.MANAGER)
    perform(whole, SetStatus(agent_id=office.small.ona, tickets=(number,), status=Status.TRASH))
    with closing(as_login(empty_office, "of_manager")) as desk, pytest.raises(Mistake) as refused:
        perform(desk, EraseTickets(agent_id=office.small.tomas, tickets=(number,)))
    assert refused.value.code == "rights.admin"
    with closing(as_login(empty_office, "of_admin")) as desk:
        perform(desk, EraseTickets(agent_id=office.small.ona, tickets=(number,)))
    with whole.reading() as session:
        there = select(ticket.c.id).where(ticket.c.id == number)
        assert session.connection.execute(there).first() is None
        private = [place for place, content in everything(session) if "xylophonsecret.txt" in content]
        assert private == []
    assert whole.read(integrity.problems) == []
