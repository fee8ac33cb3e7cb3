"""What somebody searches for among articles and does not find, told to the desk once it is clear that they meant it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from deskbell.model.gaps import NoteUnfound
from deskbell.rules.gaps import kept
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner

SETTLED_MS: Final = 3_000
"""Whoever types no more for so long meant what stands there."""


class Unfound(QObject):
    """Is told what is searched for, letter by letter, and what became of it. The same words are counted once a day, wherever a person searches for them. `about`
    gives the ticket that is answered meanwhile, 0 for none: its people are no words that are kept."""

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject, about: Callable[[], int] | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._about = about
        self._words = self._opened = ""
        self._hits = 0
        self._is_meant = False
        self.settled = QTimer(self, interval=SETTLED_MS, singleShot=True)
        self.settled.timeout.connect(self._mean)

    def saw(self, words: str, hits: int) -> None:
        """So many articles were found for what is typed by now. Where one of them was opened they are only read again: somebody has changed an article."""
        if words == self._opened:
            return
        self._hits = hits
        self._opened = ""
        if words != self._words:
            self._words, self._is_meant = words, False
            self.settled.start()

    def pass_over(self, words: str) -> None:
        """Somebody looks what is found for these, who does not want it: they count no more today."""
        sought = kept(words)
        if sought is not None:
            self._desk.sought.is_first(sought.key)

    def opened(self) -> None:
        """One of them is read: what was searched for is found."""
        self._opened = self._words or self._opened
        self._forget()

    def pass_by(self) -> None:
        """What is typed by now is found elsewhere, or is no search."""
        self._forget()

    def leave(self) -> None:
        """The search is over: the field is empty, or out of sight. Nothing was found, or nothing of it was opened that there was time to look at."""
        if self._hits == 0 or self._is_meant:
            self._note()
        self._forget()

    def _mean(self) -> None:
        self._is_meant = True
        if self._hits == 0:
            self._note()

    def _note(self) -> None:
        sought = kept(self._words)
        if sought is None or not self._desk.sought.is_first(sought.key):
            return
        note = NoteUnfound(
            agent_id=self._desk.me.id,
            words=sought.written,
            hits=self._hits,
            ticket_id=self._about() if self._about is not None else 0,
        )
        # Whoever searches is not to be told that it could not be counted.
        self._runner.do(note, failed=lambda _error: None, owner=self)

    def _forget(self) -> None:
        self.settled.stop()
        self._words, self._hits, self._is_meant = "", 0, False
