"""What each agent can be given, as it is now."""

from PySide6.QtCore import QObject

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.routing import ANYTHING, AgentWork
from deskbell.store.queries import routing
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.part_now import PartNow
from deskbell.ui.runner import Runner


class AgentWorks(PartNow[dict[int, AgentWork]]):
    """By agent (id)."""

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(runner, desk, routing.work_of, {}, parent)

    def of(self, agent_id: int) -> AgentWork | None:
        """What can be given to an agent; None where it is not known yet."""
        return self.found.get(agent_id, ANYTHING) if self.known else None

    def _concerned(self, changes: Changes) -> bool:
        return any(row.entity is Entity.AGENT for row in changes.rows)
