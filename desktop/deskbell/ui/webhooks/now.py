"""The webhooks of the desk, as they are now, and the calls of the one that is looked at."""

from msgspec import Struct
from PySide6.QtCore import QObject

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.webhooks import Call, Webhook
from deskbell.store.queries import webhooks
from deskbell.store.session import Session
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.part_now import PartNow
from deskbell.ui.runner import Runner

SHOWN = 25
"""Calls that are shown of a webhook."""


class Found(Struct, frozen=True):
    """All webhooks, and the latest calls of one."""

    rows: tuple[Webhook, ...] = ()
    calls: tuple[Call, ...] = ()


class WebhooksNow(PartNow[Found]):
    """Read again also when one was called; never for whoever may not see any."""

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None, *, may: bool = True) -> None:
        super().__init__(runner, desk, _ask, Found(), parent)
        self._may = may
        self._opened = 0

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
        if self._may:
            super().read_again()

    def _asked(self) -> tuple[int]:
        return (self._opened,)

    def _concerned(self, changes: Changes) -> bool:
        return any(row.entity is Entity.WEBHOOK for row in changes.rows)


def _ask(session: Session, opened: int) -> Found:
    calls = webhooks.log(session, opened, SHOWN) if opened else ()
    return Found(webhooks.rows(session), calls)
