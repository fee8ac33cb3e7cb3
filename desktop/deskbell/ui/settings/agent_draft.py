"""An agent as it is being edited: plain values, what is wrong with them, and what they become."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from deskbell.model.commands import SaveAgent
from deskbell.model.kinds import Presence, Role
from deskbell.model.routing import AgentWork
from deskbell.model.rows import AgentRow
from deskbell.rules.presence import is_away
from deskbell.ui.settings.draft import Draft, Fault
from deskbell.ui.settings.mailbox_draft import is_address


class AgentPart(StrEnum):
    """The parts of the form that a sentence can stand at."""

    NAME = "name"
    EMAIL = "email"
    ROLE = "role"


class AgentDraft(Draft, frozen=True):
    """Everything that the form of an agent holds."""

    name: str = ""
    email: str = ""
    role: Role = Role.AGENT
    presence: Presence = Presence.AVAILABLE
    signature: str = ""
    active: bool = True
    runs_worker: bool = False
    work: AgentWork | None = None

    @classmethod
    def of(cls, row: AgentRow, work: AgentWork | None = None) -> "AgentDraft":
        """The draft that changes nothing about `row`; `work` is what can be given to them, None where that is not known, or not edited."""
        away = is_away(row.presence, row.away_until, datetime.now(UTC))
        presence = Presence.AWAY if away else Presence.AVAILABLE
        person = (row.name, row.email, row.role, presence, row.signature, row.active, row.runs_worker)
        return cls(*person, work, id=row.id, version=row.version)

    def command(self, agent_id: int | None) -> SaveAgent:
        """What writes it."""
        return SaveAgent(
            agent_id=agent_id,
            id=self.id,
            name=self.name,
            email=self.email,
            role=self.role,
            presence=self.presence,
            signature=self.signature,
            active=self.active,
            runs_worker=self.runs_worker,
            version=self.version,
            work=self.work,
        )


def agent_faults(draft: AgentDraft, agents: Sequence[AgentRow]) -> dict[AgentPart, Fault]:
    """What must be mended before `draft` can be saved among `agents`, by where."""
    found: dict[AgentPart, Fault] = {}
    others = [agent for agent in agents if agent.id != draft.id]
    if not draft.name:
        found[AgentPart.NAME] = Fault("name.empty")
    if not draft.email:
        found[AgentPart.EMAIL] = Fault("address.empty")
    elif not is_address(draft.email):
        found[AgentPart.EMAIL] = Fault("address.bad", {"address": draft.email})
    elif draft.email.casefold() in {agent.email.casefold() for agent in others}:
        found[AgentPart.EMAIL] = Fault("agent.exists", {"address": draft.email})
    was_admin = any(agent.id == draft.id and agent.role is Role.ADMIN and agent.active for agent in agents)
    is_admin = draft.role is Role.ADMIN and draft.active
    if was_admin and not is_admin and not any(agent.role is Role.ADMIN and agent.active for agent in others):
        found[AgentPart.ROLE] = Fault("agent.last_admin")
    return found
