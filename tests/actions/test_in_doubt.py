"""The connection breaks while a command is committed: whatever was lost, it is carried out exactly once."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from unittest import mock

import pytest
from sqlalchemy import func, insert, select

from deskbell.actions import dispatch
from deskbell.actions.dispatch import VERBS, perform
from deskbell.model import commands, teams
from deskbell.model.commands import Command
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import MessageKind
from deskbell.store import desk as desk_module
from deskbell.store import postgresql
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import change, message, metadata, tag, team
from every_command import STEPS, scene
from servers.cable import COMMIT, Cable, Lost
from servers.postgres import Postgres

pytestmark = pytest.mark.servers


def rows(session: Session) -> dict[str, int]:
    """How many rows each table has. That something changed may be told twice: by a verb that leaves no deed and is carried out again."""
    return {
        table.name: session.connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
        if table is not change
    }


@pytest.fixture
def line(postgres: Postgres, cable: Callable[..., Cable]) -> Cable:
    return cable(postgres.port)


@pytest.fixture
def far(fresh_database: Callable[..., str], postgres_template: str, postgres: Postgres, line: Cable) -> Iterator[Desk]:
    """A desk at the other end of the line, on which everybody can read along."""
    address = fresh_database(postgres_template).replace(f":{postgres.port}/", f":{line.port}/")
    with closing(Desk.open(f"{address}?sslmode=disable")) as desk:
        yield desk


@pytest.fixture
def near(empty_postgresql: str) -> Iterator[Desk]:
    """A desk that nothing happens to."""
    with closing(Desk.open(empty_postgresql)) as desk:
        yield desk


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lost", [Lost.ANSWER, Lost.REQUEST], ids=["answer", "commit"])
def test_each_command_is_carried_out_exactly_once(near: Desk, far: Desk, line: Cable, lost: Lost) -> None:
    """Over a line that breaks at COMMIT as many rows are written as over one that does not, and the same is answered."""
    well, broken = scene(near), scene(far)
    done = set()
    for name in STEPS:
        command = well.command(name)
        if isinstance(command, commands.InviteAgent):
            # Only an office knows logins: tests/store/rights/test_joining.py.
            continue
        done.add(type(command))
        well.answers[name] = perform(near, command)
        command = broken.command(name)
        line.losses.append((COMMIT[lost], lost))
        broken.answers[name] = perform(far, command)
        assert line.losses == []
        assert far.read(rows) == near.read(rows), name
        # A number that was given out is not given out again; what a verb does not answer is no matter.
        assert lost is Lost.REQUEST or well.answers[name] in (None, broken.answers[name])
    assert done == set(VERBS) - {commands.InviteAgent}


def test_a_server_that_falls_silent_over_a_commit(far: Desk, line: Cable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "STATEMENT_SECONDS", 1)
    monkeypatch.setattr(postgresql, "GRACE_SECONDS", 0)
    build = scene(far)
    with closing(Desk.open(far.url.set(query={"sslmode": "disable"}).render_as_string())) as hasty:
        line.losses.append((COMMIT[Lost.SILENCE], Lost.SILENCE))
        made = perform(hasty, build.command("note"))
    assert notes(far) == [made]


def notes(desk: Desk) -> list[int]:
    query = select(message.c.id).where(message.c.kind == int(MessageKind.NOTE))
    return desk.read(lambda session: list(session.connection.execute(query).scalars()))


@pytest.mark.parametrize("lost", [Lost.ANSWER, Lost.REQUEST], ids=["answer", "commit"])
def test_what_is_not_known_is_said_and_settled_when_the_server_is_back(
    far: Desk, line: Cable, monkeypatch: pytest.MonkeyPatch, lost: Lost
) -> None:
    monkeypatch.setattr(desk_module, "RETRY_AFTER", ())
    command = scene(far).command("note")
    line.losses.append((COMMIT[lost], lost))
    with pytest.raises(Trouble) as trouble:
        perform(far, command)
    assert (trouble.value.code, "{" in str(trouble.value)) == ("db.in_doubt", False)
    assert len(notes(far)) == (1 if lost is Lost.ANSWER else 0)
    made = perform(far, command)
    assert notes(far) == [made]


def test_work_that_cannot_settle_itself_is_not_done_again(far: Desk, line: Cable) -> None:
    build = scene(far).build
    line.losses.append((COMMIT[Lost.ANSWER], Lost.ANSWER))

    def work(session: Session) -> None:
        session.connection.execute(insert(tag).values(name="once"))

    with pytest.raises(Trouble) as trouble:
        far.transact(work)
    assert trouble.value.code == "db.in_doubt"
    assert build.tag("once") == 1


def test_a_first_attempt_that_comes_through_late_is_not_taken_for_somebody_else(far: Desk, line: Cable) -> None:
    """The second attempt finds no deed, waits for the row that the first one holds, and finds the ticket's name taken."""
    at = scene(far)
    command = teams.SaveTeam(agent_id=at.build.me, id=0, name="Parcels")
    looks = iter([False, False])
    real = dispatch.before

    def late(session: Session, asked: Command) -> int | None:
        found = real(session, asked)
        return None if not next(looks, True) else found

    line.losses.append((COMMIT[Lost.ANSWER], Lost.ANSWER))
    with mock.patch.object(dispatch, "before", late):
        made = perform(far, command)
    assert far.read(lambda session: session.connection.execute(select(team.c.id, team.c.name)).all()) == [
        (made, "Parcels")
    ]


def test_a_mistake_is_a_mistake_also_after_a_lost_answer(far: Desk, line: Cable) -> None:
    at = scene(far)
    at.build.team("Parcels")
    line.losses.append((COMMIT[Lost.REQUEST], Lost.REQUEST))
    tried = count()

    def work(session: Session) -> None:
        if next(tried):
            raise Mistake("team.exists", name="Parcels")
        session.connection.execute(insert(tag).values(name="x"))

    with pytest.raises(Mistake):
        far.transact(work, settles=True)
    assert next(tried) == 3
