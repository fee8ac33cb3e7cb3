"""Telling that a Deskbell of this person's is open: who is handed tickets must be there."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from deskbell.model.presence import TellOpen
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner

EVERY_MS: Final = 60_000


class TellingOpen(QObject):
    """Tells it now, and again every minute. That the database is away is the feed's to tell."""

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        again = QTimer(self, interval=EVERY_MS)
        again.timeout.connect(self.tell)
        again.start()
        self.tell()

    def tell(self) -> None:
        """Tell it."""
        self._runner.do(TellOpen(agent_id=self._desk.me.id), failed=lambda _: None, owner=self)
