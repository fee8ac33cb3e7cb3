"""A rehearsal under way: read piece by piece, counted to its end, and the newest of it kept to be looked at."""

from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from deskbell.model.automation import Rule
from deskbell.model.rehearsal import Rehearsed, Stretch, WouldHave
from deskbell.store.queries import rehearsal
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.rehearsal_words import unsure_words, what_words, why_words
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.moments import moment, utc_now
from deskbell.ui.widgets.entry_list import EntryModel, Index

PAGE: Final = 200
"""So many lines are kept while it is counted, and read more when their end comes into sight."""


class RehearsalModel(EntryModel):
    """Each piece is a short reading of its own on the runner's threads: others are asked between them, and it ends when nobody wants it any more.

    `tickets` were looked at, `deeds` would have been done, to `touched` of them.

    Signals:
        went_on(float): how much of it is done, from 0 to 1.
        ended: it is counted to its end.
    """

    went_on = Signal(float)
    ended = Signal()

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._names: RuleNames | None = None
        self._asked: tuple[Rule, str] | None = None
        self._rest: Stretch | None = None
        self._run = 0
        self.running = False
        self.tickets = self.deeds = self.touched = 0

    def begin(self, rule: Rule, known_as: str, days: int, names: RuleNames) -> None:
        """Rehearse a rule over so many days; `known_as` is what it is called where it is kept, "" for a new one."""
        self.forget()
        self._asked, self._names, self.running = (rule, known_as), names, True
        run = self._run
        self._runner.ask(
            rehearsal.begin,
            days,
            done=lambda stretch: self._piece(stretch, run),
            failed=lambda error: self._fail(error, run),
            owner=self,
        )

    def is_about_another(self, rule: Rule) -> bool:
        """Whether a rule is rehearsed that would do something else than this one."""
        return self._asked is not None and _what(self._asked[0]) != _what(rule)

    def stop(self) -> None:
        """Go no further; what was found stays, and so does the rest unread."""
        self._run += 1
        self.running, self._rest = False, None

    def forget(self) -> None:
        """Nothing is rehearsed."""
        self._run += 1
        self.beginResetModel()
        self._entries = []
        self.endResetModel()
        self._asked, self._rest, self.running = None, None, False
        self.tickets = self.deeds = self.touched = 0

    def why(self, entry: WouldHave) -> str:
        """For what the rule was looked at."""
        return why_words(entry.events, self._asked[0].timer if self._asked is not None else None)

    def what(self, entry: WouldHave) -> str:
        """What it would have done."""
        return what_words(entry, self._names) if self._names is not None else ""

    def sentence(self, entry: Any) -> str:
        ticket = f"#{entry.ticket_id} {entry.subject}"
        said = (ticket, moment(entry.at, utc_now()), self.why(entry), self.what(entry), unsure_words(entry.unsure))
        return ", ".join(one for one in said if one)

    def explained(self, entry: Any) -> str:
        return "\n".join(one for one in (self.what(entry), unsure_words(entry.unsure)) if one)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self.running and not self._reading and self._rest is not None

    def ask_page(self) -> None:
        assert self._rest is not None
        rest, self._rest = self._rest, None
        self._more(rest, self._run, len(self._entries) + PAGE)

    def _piece(self, stretch: Stretch, run: int) -> None:
        if run != self._run or self._asked is None:
            return
        self.went_on.emit(stretch.done)
        if stretch.over:
            self.running = False
            self.ended.emit()
            return
        self._ask(stretch, run, lambda found: self._count(found, run))

    def _count(self, found: Rehearsed, run: int) -> None:
        if run != self._run:
            return
        self.tickets += found.tickets
        self.deeds += len(found.found)
        self.touched += len({one.ticket_id for one in found.found})
        if len(self._entries) < PAGE:
            self.take_page(found.found, whole=False)
            self._rest = found.left if not found.left.over else None
        self._piece(found.left, run)

    def _more(self, stretch: Stretch, run: int, enough: int) -> None:
        def taken(found: Rehearsed) -> None:
            if run != self._run:
                return
            left = found.left
            if found.found:
                self.take_page(found.found, whole=left.over)
            if not left.over and len(self._entries) < enough:
                self._reading = True
                self._more(left, run, enough)
                return
            self._reading, self._rest = False, None if left.over else left

        self._ask(stretch, run, taken)

    def _ask(self, stretch: Stretch, run: int, done: Any) -> None:
        assert self._asked is not None
        self._runner.ask(
            rehearsal.rehearse,
            *self._asked,
            stretch,
            done=done,
            failed=lambda error: self._fail(error, run),
            owner=self,
        )

    def _fail(self, error: Exception, run: int) -> None:
        if run == self._run:
            self.stop()
            self.refuse(error)


def _what(rule: Rule) -> object:
    return rule.id, rule.events, rule.conditions, rule.actions, rule.timer
