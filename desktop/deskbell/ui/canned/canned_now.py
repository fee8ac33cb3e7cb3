"""The canned replies that the person at this window may use, as they are now."""

from datetime import UTC, datetime

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from deskbell.model.canned import CannedReply, UseCannedReply
from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.store.queries import canned
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner


class CannedNow(QObject):
    """Reads them when they are first asked for, keeps them, and reads them again when somebody changes one.

    `known` says whether they were read yet.

    Signals:
        changed: `replies` are others, or were read for the first time.
        failed(Exception): they could not be read; those that are known stay.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self.replies: tuple[CannedReply, ...] = ()
        self.known = False
        desk.heard.connect(self._hear)

    def reply(self, reply_id: int | None) -> CannedReply | None:
        """One of them, None where there is no such."""
        return next((reply for reply in self.replies if reply.id == reply_id), None)

    def read_again(self) -> None:
        """Ask the database."""
        me = self._desk.me.id
        self._runner.ask(
            canned.replies, me, done=self._take, failed=self.failed.emit, topic=("canned", id(self)), owner=self
        )

    def count_use(self, reply: CannedReply) -> None:
        """One was put into an answer."""
        self._runner.do(UseCannedReply(agent_id=self._desk.me.id, id=reply.id), failed=self.failed.emit, owner=self)
        week, month = reply.used_week + 1, reply.used_month + 1
        used = replace(reply, used_week=week, used_month=month, last_used=datetime.now(UTC))
        self.replies = tuple(used if one.id == reply.id else one for one in self.replies)

    def _hear(self, changes: Changes) -> None:
        # They are told as settings (`actions.canned`); what they put on may be called otherwise.
        if self.known and (changes.lost or changes.of(Entity.SETTING) or changes.of(Entity.TAG)):
            self.read_again()

    def _take(self, found: tuple[CannedReply, ...]) -> None:
        if not self.known or found != self.replies:
            self.known = True
            self.replies = found
            self.changed.emit()
