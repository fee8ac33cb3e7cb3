"""What the dictionaries say of words: asked of a process of its own, and remembered."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from deskbell.model.spelling import Begin, Died, Judge, Judged, Ready, Suggest, Suggested, Verdict, answered, to_line
from deskbell.ui.child_process import ChildProcess
from deskbell.ui.own_program import OwnProgram

# Together with what a text has of new words at once; in pieces, so that a suggestion never waits long.
_GATHER_MS: Final = 20
_MOST_AT_ONCE: Final = 200
_MOST_REMEMBERED: Final = 50_000
_MOST_STARTS: Final = 3


class Speller(QObject):
    """Starts its process when it is first told which languages to use. Where that dies again and again no word is wrong any more.

    Signals:
        ready: the dictionaries are loaded, or others than before: `found` and `loaded` are new, and every word is to be looked at again.
        judged: there are verdicts that were asked for.
    """

    ready = Signal()
    judged = Signal()

    def __init__(self, program: OwnProgram, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: tuple[str, ...] = ()
        self.loaded: tuple[str, ...] = ()
        self._process = ChildProcess(program, answered, (Died,), Died, self)
        self._process.said.connect(self._hear)
        self._wanted: Begin | None = None
        self._starts = 0
        self._runs = False
        self._verdicts: dict[str, Verdict] = {}
        self._unknown: dict[str, None] = {}
        self._suggesting: dict[str, list[Callable[[tuple[str, ...]], None]]] = {}
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._gather.timeout.connect(self._ask)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages of the person's system, the dearest first."""
        return tuple(QLocale.system().uiLanguages())

    def use(self, languages: Sequence[str]) -> None:
        """Look words up in these dictionaries; where none is named, in those for `spoken`."""
        wanted = Begin(tuple(languages), self.spoken)
        if wanted != self._wanted:
            self._wanted = wanted
            self._forget()
            self._begin()

    def verdict(self, word: str) -> Verdict | None:
        """What is known of a word; None while it is being asked for."""
        known = self._verdicts.get(word)
        if known is None and word not in self._unknown:
            self._unknown[word] = None
            if not self._gather.isActive():
                self._gather.start()
        return known

    def suggest(self, word: str, languages: Sequence[str], done: Callable[[tuple[str, ...]], None]) -> None:
        """Hand what may be meant by a word to `done`, in these languages, the dearest first; nothing where nobody can say."""
        if not self._runs:
            done(())
            return
        waiting = self._suggesting.setdefault(word, [])
        waiting.append(done)
        if len(waiting) == 1:
            self._process.tell(to_line(Suggest(word, tuple(languages))))

    def stop(self) -> None:
        """End the process; it has nothing that could be lost."""
        self._runs = False
        self._process.kill()

    def _begin(self) -> None:
        assert self._wanted is not None
        if self._runs:
            self._process.tell(to_line(self._wanted))
        elif self._starts < _MOST_STARTS:
            self._starts += 1
            self._runs = True
            self._process.start(["spell"], msgspec.to_builtins(self._wanted))

    def _ask(self) -> None:
        """Not before the dictionaries are there: a verdict is of those that are loaded."""
        words = list(self._unknown)
        for place in range(0, len(words) if self.loaded and self._runs else 0, _MOST_AT_ONCE):
            self._process.tell(to_line(Judge(tuple(words[place : place + _MOST_AT_ONCE]))))

    def _hear(self, word: object) -> None:
        match word:
            case Ready():
                self.found, self.loaded = word.found, word.loaded
                self._forget()
                self.ready.emit()
            case Judged():
                if len(self._verdicts) > _MOST_REMEMBERED:
                    self._verdicts.clear()
                self._verdicts |= word.verdicts
                for one in word.verdicts:
                    self._unknown.pop(one, None)
                self.judged.emit()
            case Suggested():
                self._give(word.word, word.words)
            case Died():
                self._runs = False
                self.loaded = ()
                self._forget()
                for one in list(self._suggesting):
                    self._give(one, ())
                QTimer.singleShot(0, self, self._begin)

    def _give(self, word: str, words: tuple[str, ...]) -> None:
        for done in self._suggesting.pop(word, ()):
            done(words)

    def _forget(self) -> None:
        self._verdicts.clear()
        self._unknown.clear()
