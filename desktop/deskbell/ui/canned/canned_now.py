"""The canned replies that the person at this window may use, as they are now."""

from datetime import UTC, datetime

from msgspec.structs import replace
from PySide6.QtCore import QObject

from deskbell.model.canned import CannedReply, UseCannedReply
from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.store.queries import canned
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.part_now import RowsNow
from deskbell.ui.runner import Runner


class CannedNow(RowsNow[CannedReply]):
    """Read when they are first asked for, and from then on when somebody changes one."""

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(runner, desk, canned.replies, (), parent)
        self._desk = desk

    def count_use(self, reply: CannedReply) -> None:
        """One was put into an answer."""
        self._runner.do(UseCannedReply(agent_id=self._desk.me.id, id=reply.id), failed=self.failed.emit, owner=self)
        week, month = reply.used_week + 1, reply.used_month + 1
        used = replace(reply, used_week=week, used_month=month, last_used=datetime.now(UTC))
        self.found = tuple(used if one.id == reply.id else one for one in self.found)

    def _asked(self) -> tuple[int]:
        return (self._desk.me.id,)

    def _concerned(self, changes: Changes) -> bool:
        # Private ones are told as settings of their owner; what they put on may be called otherwise.
        return bool(changes.of(Entity.SETTING) or changes.of(Entity.TAG))

    def _hear(self, changes: Changes) -> None:
        if self.known:
            super()._hear(changes)
