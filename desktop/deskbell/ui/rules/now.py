"""The rules of the desk, as they are now, and what they name."""

from PySide6.QtCore import QObject, Signal

from deskbell.model.automation import Rule
from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.store.queries import rule_book
from deskbell.store.queries.rule_book import RuleBook
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner


class RulesNow(QObject):
    """Reads them, and again when somebody changes one. `known` says whether they were read yet.

    Signals:
        changed: `book` is another, or was read for the first time.
        failed(Exception): it could not be read; what is known stays.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.book = RuleBook()
        self.known = False
        desk.heard.connect(self._hear)

    def rule(self, rule_id: int | None) -> Rule | None:
        """One of them, None where there is no such."""
        return next((rule for rule in self.book.rules if rule.id == rule_id), None)

    def read_again(self) -> None:
        """Ask the database."""
        topic = ("rules", id(self))
        self._runner.ask(rule_book.book, done=self._take, failed=self.failed.emit, topic=topic, owner=self)

    def _hear(self, changes: Changes) -> None:
        # They are told as settings (`actions.automation`).
        if changes.lost or 0 in changes.of(Entity.SETTING):
            self.read_again()

    def _take(self, found: RuleBook) -> None:
        if not self.known or found != self.book:
            self.known = True
            self.book = found
            self.changed.emit()
