"""The steps of a history as a model: the pages that were read so far."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from deskbell.model.history import Step, StepPage
from deskbell.ui.history.step_words import done_words, standing_words, through_words, who
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.label import plain_tooltip

STEP = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()
Asked = Callable[..., StepPage]


class StepsModel(QAbstractListModel):
    """What `show` names, newest first; the view asks for the next page when its end comes into sight.

    Signals:
        read: a page has come.
        failed(Exception): it could not be read.
    """

    read = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._query: Asked | None = None
        self._steps: list[Step] = []
        self._next: object = None
        self._reading = False

    @property
    def topic(self) -> tuple[str, int]:
        """What its questions are about: a later one supersedes those before."""
        return ("history", id(self))

    def show(self, query: Asked | None) -> None:
        """Show what this query gives, a page at a time by its `after`; None for nothing."""
        self._query = query
        self._runner.forget(self.topic)
        self._reading = False
        self._replace(StepPage(()))
        self.read_again()

    def read_again(self) -> None:
        """Something may be another by now; what is shown stays until it has been read."""
        if self._query is not None:
            self._ask(None)

    def row_of(self, deed_id: str) -> int:
        """Where a step stands, -1 where it does not."""
        return next((number for number, step in enumerate(self._steps) if step.deed_id == deed_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        step = self._steps[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return step
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                number = f"#{step.ticket_id} " if step.ticket_id else ""
                ticket = f"{number}{step.subject}".strip() if step.subject else ""
                said = (who(step), done_words(step, utc_now()), ticket, through_words(step), standing_words(step))
                return ", ".join(word for word in (*said, exact(step.at)) if word)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(f"{done_words(step, utc_now())}\n{exact(step.at)}")
        return None

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return not parent.isValid() and self._next is not None and not self._reading

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        if self.canFetchMore(parent):
            self._ask(self._next)

    def _ask(self, after: object) -> None:
        assert self._query is not None
        self._reading = True
        done = self._replace_read if after is None else self._add
        self._runner.ask(self._query, after=after, done=done, failed=self._refuse, topic=self.topic, owner=self)

    def _replace_read(self, page: StepPage) -> None:
        self._reading = False
        self._replace(page)
        self.read.emit()

    def _replace(self, page: StepPage) -> None:
        self.beginResetModel()
        self._steps, self._next = list(page.steps), page.next
        self.endResetModel()

    def _add(self, page: StepPage) -> None:
        self._reading = False
        self._next = page.next
        if page.steps:
            first = len(self._steps)
            self.beginInsertRows(QModelIndex(), first, first + len(page.steps) - 1)
            self._steps += page.steps
            self.endInsertRows()
        self.read.emit()

    def _refuse(self, error: Exception) -> None:
        """Not asked for again by itself: the view would do so at once."""
        self._reading, self._next = False, None
        self.failed.emit(error)
