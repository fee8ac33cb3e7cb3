"""What a role may do and what not: every command, as docs/rights.md says it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress

import pytest
from msgspec.structs import replace

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import VERBS, perform
from deskbell.model.canned import RemoveCannedReply, SaveCannedReply
from deskbell.model.commands import SaveAgent, SaveSettings, SetPassword, SetTeam
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role
from deskbell.model.saved_views import RemoveView, SaveView
from deskbell.model.signatures import SaveSignatures
from deskbell.rules.least_roles import LEAST
from deskbell.store.desk import Desk
from deskbell.store.tables import agent
from every_command import STEPS, scene
from office import as_login
from rights_tables import table

COMMANDS = {row["Command"]: row for row in table("Commands")}
REFUSED = frozenset({"", "rights.manager", "rights.admin"})
# Whoever is told this had the right.
NOT_HERE = frozenset({"office.none", "profile.login"})


def test_the_document_names_every_command() -> None:
    assert list(COMMANDS) == sorted(kind.__name__ for kind in VERBS)
    assert LEAST.keys() == VERBS.keys()


@pytest.fixture(
    params=["sqlite", *(pytest.param(name, marks=pytest.mark.servers) for name in ("postgresql", "office"))]
)
def doors(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Desk]]:
    """Call it with a login for the desk as whoever has it comes to it, with "" for all of it. Only an office knows logins."""
    address = request.getfixturevalue(f"empty_{request.param}")
    opened: list[Desk] = []

    def door(login: str) -> Desk:
        opened.append(as_login(address, login or "postgres") if request.param == "office" else Desk.open(address))
        return opened[-1]

    yield door
    for desk in opened:
        desk.close()
    if request.param == "office":
        with request.getfixturevalue("postgres").connect() as connection:
            connection.execute(f'DROP ROLE IF EXISTS "tomas.{address.rpartition("/")[2]}"')


@pytest.mark.parametrize("role", list(Role))
def test_each_command_is_for_whom_the_document_says(doors: Callable[[str], Desk], role: Role) -> None:
    whole, mine, higher = doors(""), doors(f"of_{role.value}"), doors("chief")
    at = scene(whole)
    at.role = role
    with whole.writing() as session:
        session.connection.execute(
            agent.update().where(agent.c.id == at.build.me).values(role=role.value, login=f"of_{role.value}")
        )
        found = session.connection.execute(agent.select().where(agent.c.login == "chief")).first()
    chief = at.build.agent("Chief", "chief@desk.example") if found is None else found.id
    done: dict[str, dict[str, bool]] = defaultdict(dict)
    for name in STEPS:
        command = at.command(name)
        kind = type(command).__name__
        own = isinstance(command, SaveAgent) and command.id != 0
        own |= isinstance(command, SaveSettings) and command.owner != 0
        own |= isinstance(command, SetPassword) and command.id == at.build.me
        own |= isinstance(command, SaveSignatures) and command.owner_id is not None
        own |= (
            isinstance(command, SaveCannedReply | RemoveCannedReply | SaveView | RemoveView)
            and command.owner_id is not None
        )
        what = "own" if own else "others'"
        refused = ""
        try:
            at.answers[name] = perform(mine, command)
        except Mistake as mistake:
            refused = mistake.code
            if refused in NOT_HERE:
                done[kind][what] = True
                continue
            # What comes after needs it.
            with suppress(Mistake) if kind in {"InviteAgent", "SetPassword"} else nullcontext():
                at.answers[name] = perform(higher, replace(command, agent_id=chief))
        assert refused in REFUSED, name
        done[kind][what] = not refused
    cells = {kind: "yes" if all(how.values()) else "own" if any(how.values()) else "–" for kind, how in done.items()}
    assert cells == {kind: row[role.value] for kind, row in COMMANDS.items()}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": Role.MANAGER}, "rights.admin"),
        ({"role": Role.ADMIN}, "rights.admin"),
        ({"active": False}, "rights.admin"),
        ({"signature": "Tomas"}, ""),
    ],
    ids=str,
)
def test_nobody_gives_themselves_a_role(small: SmallDesk, change: dict[str, object], code: str) -> None:
    email, name = "rasa@desk.example", "Rasa"
    rasa = perform(small.desk, SaveAgent(agent_id=small.ona, id=0, name=name, email=email))
    command = replace(SaveAgent(agent_id=rasa, id=rasa, name=name, email=email, version=1), **change)
    if not code:
        assert perform(small.desk, command) == rasa
        return
    with pytest.raises(Mistake) as refused:
        perform(small.desk, command)
    assert refused.value.code == code


@pytest.mark.parametrize("change", [{"role": Role.MANAGER}, {"active": False}], ids=str)
def test_the_last_administrator_stays_one(small: SmallDesk, change: dict[str, object]) -> None:
    def without(agent_id: int, name: str) -> SaveAgent:
        command = SaveAgent(agent_id=small.ona, id=agent_id, name=name, email=f"{name}@desk.example", version=1)
        return replace(command, **({"role": Role.ADMIN} | change))

    perform(small.desk, without(small.tomas, "tomas"))
    with pytest.raises(Mistake) as refused:
        perform(small.desk, without(small.ona, "ona"))
    assert refused.value.code == "agent.last_admin"


def test_who_has_left_does_nothing_any_more(small: SmallDesk) -> None:
    (placed,) = small.arrive(None)
    gone = SaveAgent(agent_id=small.ona, id=small.tomas, name="T", email="t@desk.example", active=False, version=1)
    perform(small.desk, gone)
    for agent_id, code in ((small.tomas, "rights.left"), (99, "agent.missing")):
        with pytest.raises(Mistake) as refused:
            perform(small.desk, SetTeam(agent_id=agent_id, tickets=(placed.ticket_id,), team_id=None))
        assert refused.value.code == code
