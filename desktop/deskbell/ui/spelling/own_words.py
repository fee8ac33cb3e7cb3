"""The words that a person has added, and whether and in which languages the person wants spelling checked."""

from PySide6.QtCore import QObject, Signal

from deskbell.model.own_words import ChangeWords
from deskbell.rules.spelling import Known, kept_words, known
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner


class OwnWords(QObject):
    """In step with the person's settings, wherever they are changed.

    Signals:
        changed: `known`, `checks` or `languages` are others.
    """

    changed = Signal()

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        # Added here, and not heard of from the desk yet.
        self._added: set[str] = set()
        self.known = Known()
        self.checks = True
        self.languages: tuple[str, ...] = ()
        desk.settings_changed.connect(self._follow)
        self._follow()

    def add(self, word: str) -> None:
        """The word is right from now on, in every window of the person's."""
        self._added.add(word)
        self._show()

        def refused(error: Exception) -> None:
            self._added.discard(word)
            self._show()
            self._runner.troubled.emit(error)

        command = ChangeWords(agent_id=self._desk.me.id, words=(word,), known=True)
        self._runner.do(command, done=lambda _: self._desk.read_again(), failed=refused, owner=self)

    def _follow(self) -> None:
        settings = self._desk.settings
        self._added -= set(kept_words(settings.text("spelling.words")))
        self.checks = settings.flag("spelling.check")
        self.languages = tuple(settings.text("spelling.languages").split())
        self._show()

    def _show(self) -> None:
        self.known = known(self._desk.settings.text("spelling.words"), *self._added)
        self.changed.emit()
