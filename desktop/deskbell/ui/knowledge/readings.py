"""Counting what is read, without holding anybody up: an article that was in sight for some seconds, once a day, several at once."""

from typing import Final

from PySide6.QtCore import QDate, QObject, QSettings, QTimer

from deskbell.model.article_figures import NoteReadings
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner

READ_MS: Final = 4_000
"""Whoever has an article before them for so long reads it."""
_WRITE_MS: Final = 30_000
_MOST: Final = 500
_KEY: Final = "knowledge/read"


class Readings(QObject):
    """Is told what is in sight. What was counted today is kept on this computer, so that nobody is counted twice who is not known by name."""

    def __init__(self, runner: Runner, desk: DeskNow, kept: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._kept = kept
        self._article_id = 0
        self._waiting: list[int] = []
        self.reading = QTimer(self, interval=READ_MS, singleShot=True)
        self.reading.timeout.connect(self._count)
        self._soon = QTimer(self, interval=_WRITE_MS, singleShot=True)
        self._soon.timeout.connect(self.write)

    def begin(self, article_id: int) -> None:
        """This one is in sight now, 0 for none that counts."""
        if article_id != self._article_id:
            self._article_id = article_id
            self.reading.stop()
            if article_id and article_id not in self._today():
                self.reading.start()

    def write(self) -> None:
        """Have those that were read counted."""
        self._soon.stop()
        if self._waiting:
            note = NoteReadings(agent_id=self._desk.me.id, ids=tuple(self._waiting))
            self._waiting = []
            # Whoever reads is not to be told that it could not be counted.
            self._runner.do(note, failed=lambda _error: None, owner=self)

    def _count(self) -> None:
        counted = self._today()
        if self._article_id in counted:
            return  # In another window of theirs, meanwhile.
        today = [*counted, self._article_id][-_MOST:]
        self._kept.setValue(_KEY, f"{self._day()}:{','.join(map(str, today))}")
        self._waiting.append(self._article_id)
        if not self._soon.isActive():
            self._soon.start()

    def _today(self) -> list[int]:
        day, _, ids = str(self._kept.value(_KEY, "")).partition(":")
        return [int(one) for one in ids.split(",") if one.isdecimal()] if day == self._day() else []

    def _day(self) -> str:
        """Of this agent: several may use one computer."""
        return f"{self._desk.me.id}/{QDate.currentDate().toString('yyyy-MM-dd')}"
