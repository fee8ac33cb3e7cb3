"""Signatures of agents and mailboxes: kept as a whole, each by whom they concern."""

import pytest

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Role
from deskbell.model.rows import AgentRow
from deskbell.model.signatures import SaveSignatures, Signature
from deskbell.store.queries import agents, mailboxes

LT = Signature(0, "lt", "Pagarbiai, Ona")
SUPPORT = Signature(1, "", "Ona\nSupport")


def ona(small: SmallDesk) -> AgentRow:
    return next(row for row in small.desk.read(agents.rows) if row.id == small.ona)


def test_an_agents_are_kept_and_come_with_the_agent(small: SmallDesk) -> None:
    others = (SUPPORT, LT, Signature(0, "ru", "  "), Signature(0, "lt", "Pagarbiai,\nOna \n"))
    before = ona(small)
    perform(
        small.desk,
        SaveSignatures(agent_id=small.ona, owner_id=small.ona, general="Ona\n", others=others, version=before.version),
    )
    after = ona(small)
    assert (after.signature, after.version) == ("Ona", before.version + 1)
    assert after.signatures == (Signature(0, "lt", "Pagarbiai,\nOna"), SUPPORT)


def test_what_knows_nothing_of_them_leaves_them(small: SmallDesk) -> None:
    row = ona(small)
    perform(
        small.desk,
        SaveSignatures(agent_id=small.ona, owner_id=small.ona, general="", others=(LT,), version=row.version),
    )
    command = SaveAgent(
        agent_id=small.ona, id=small.ona, name="Ona K.", email=row.email, role=Role.ADMIN, version=row.version + 1
    )
    perform(small.desk, command)
    assert ona(small).signatures == (LT,)


def test_a_mailboxes_are_kept(small: SmallDesk) -> None:
    box = small.desk.read(mailboxes.by_id, small.support)
    assert box is not None
    command = SaveSignatures(
        agent_id=small.ona, mailbox_id=small.support, general="Support", others=(LT,), version=box.version
    )
    perform(small.desk, command)
    after = small.desk.read(mailboxes.by_id, small.support)
    assert after is not None
    assert (after.signature, after.signatures) == ("Support", (LT,))


@pytest.mark.parametrize(
    ("whose", "version", "error", "code"),
    [
        ({"owner_id": 1}, 99, Conflict, "agent.changed"),
        ({"mailbox_id": 1}, 99, Conflict, "mailbox.changed"),
        ({"owner_id": 99}, 1, Mistake, "agent.missing"),
        ({"mailbox_id": 99}, 1, Mistake, "mailbox.gone"),
    ],
)
def test_what_cannot_be_saved_is_told(
    small: SmallDesk, whose: dict[str, int], version: int, error: type[Mistake], code: str
) -> None:
    with pytest.raises(error) as refused:
        perform(small.desk, SaveSignatures(agent_id=small.ona, general="", others=(), version=version, **whose))
    assert refused.value.code == code


def test_an_agent_signs_for_themselves_alone(small: SmallDesk) -> None:
    rasa = perform(small.desk, SaveAgent(agent_id=small.ona, id=0, name="Rasa", email="rasa@desk.example"))
    assert rasa
    perform(small.desk, SaveSignatures(agent_id=rasa, owner_id=rasa, general="Rasa", others=(), version=1))
    for whose in ({"owner_id": small.ona}, {"mailbox_id": small.support}):
        with pytest.raises(Mistake) as refused:
            perform(small.desk, SaveSignatures(agent_id=rasa, general="Boo", others=(), version=1, **whose))
        assert refused.value.code == "rights.admin"
