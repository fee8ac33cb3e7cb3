"""The webhooks of the desk, as they are now, and the calls of the one that is looked at."""

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.webhooks import Call, Webhook
from deskbell.store.queries import webhooks
from deskbell.store.session import Session
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner

SHOWN = 25
"""Calls that are shown of a webhook."""


class Found(Struct, frozen=True):
    """All webhooks, and the latest calls of one."""

    rows: tuple[Webhook, ...] = ()
    calls: tuple[Call, ...] = ()


class WebhooksNow(QObject):
    """Reads them, and again when somebody changes one, or one was called; nothing for whoever may not see any. `known` says whether they were read yet.

    Signals:
        changed: `found` is another, or was read for the first time.
        failed(Exception): it could not be read; what is known stays.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None, *, may: bool = True) -> None:
        super().__init__(parent)
        self._runner = runner
        self._may = may
        self._opened = 0
        self.found = Found()
        self.known = False
        desk.heard.connect(self._hear)

    def row(self, webhook_id: int | None) -> Webhook | None:
        """One of them, None where there is no such."""
        return next((row for row in self.found.rows if row.id == webhook_id), None)

    def look_at(self, webhook_id: int) -> None:
        """Show the calls of this one from now on; 0 for of none."""
        if webhook_id != self._opened:
            self._opened = webhook_id
            self.found = Found(self.found.rows)
            self.read_again()

    def read_again(self) -> None:
        """Ask the database."""
        if not self._may:
            return
        topic = ("webhooks", id(self))
        self._runner.ask(_ask, self._opened, done=self._take, failed=self.failed.emit, topic=topic, owner=self)

    def _hear(self, changes: Changes) -> None:
        if changes.lost or any(row.entity is Entity.WEBHOOK for row in changes.rows):
            self.read_again()

    def _take(self, found: Found) -> None:
        if not self.known or found != self.found:
            self.known = True
            self.found = found
            self.changed.emit()


def _ask(session: Session, opened: int) -> Found:
    calls = webhooks.log(session, opened, SHOWN) if opened else ()
    return Found(webhooks.rows(session), calls)
