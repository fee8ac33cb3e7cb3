"""What each agent can be given, as it is now."""

from PySide6.QtCore import QObject, Signal

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.routing import ANYTHING, AgentWork
from deskbell.store.queries import routing
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner


class AgentWorks(QObject):
    """Reads it, and again when somebody changes an agent.

    Signals:
        changed: it is another, or was read for the first time.
        failed(Exception): it could not be read; what is known stays.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._works: dict[int, AgentWork] | None = None
        desk.heard.connect(self._hear)

    def of(self, agent_id: int) -> AgentWork | None:
        """What can be given to an agent; None where it is not known yet."""
        return None if self._works is None else self._works.get(agent_id, ANYTHING)

    def read_again(self) -> None:
        """Ask the database."""
        topic = ("agent works", id(self))
        self._runner.ask(routing.work_of, done=self._take, failed=self.failed.emit, topic=topic, owner=self)

    def _hear(self, changes: Changes) -> None:
        if changes.lost or any(row.entity is Entity.AGENT for row in changes.rows):
            self.read_again()

    def _take(self, found: dict[int, AgentWork]) -> None:
        if found != self._works:
            self._works = found
            self.changed.emit()
