"""The rules of the desk, as they are now, and what they name."""

from PySide6.QtCore import QObject

from deskbell.model.automation import Rule
from deskbell.store.queries import rule_book
from deskbell.store.queries.rule_book import RuleBook
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.part_now import PartNow
from deskbell.ui.runner import Runner


class RulesNow(PartNow[RuleBook]):
    """All of them in their order, with whatever can be named in one."""

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(runner, desk, rule_book.book, RuleBook(), parent)

    def row(self, rule_id: int | None) -> Rule | None:
        """One of them, None where there is no such."""
        return next((rule for rule in self.found.rules if rule.id == rule_id), None)
