"""Dictionaries in this process, which answer at once: what a test types is judged by the real ones."""

from functools import cache

from PySide6.QtCore import QObject, QTimer

from deskbell.model.resources import resource
from deskbell.model.spelling import Begin, asked
from deskbell.spelling.dictionaries import find
from deskbell.spelling.speller import Speller as Dictionaries
from deskbell.ui.spelling.speller import Speller


@cache
def dictionaries() -> Dictionaries:
    return Dictionaries(find([resource("dictionaries")]))


class SpellerHere(Speller):
    """`questions` are what was asked, as lines."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda words: ("", []), parent)
        self.questions: list[str] = []
        self._process = self  # type: ignore[assignment]

    def start(self, words: object, first: Begin) -> None:
        del words
        self._answer(Begin(tuple(first["languages"]), ("lt-LT",)))  # type: ignore[index]

    def tell(self, line: str) -> None:
        question = asked(line)
        assert question is not None
        self._answer(question)

    def kill(self) -> None: ...

    def _answer(self, question: object) -> None:
        self.questions.append(repr(question))
        QTimer.singleShot(0, self, lambda: self._hear(dictionaries().answer(question)))  # type: ignore[arg-type]
