"""Which ticket is tried, and what would happen to it."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.automation import Event
from deskbell.model.rows import TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.rules.words import event_word
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.found_popup import FoundPopup
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.words import status_word

_FOUND_AT_MOST: Final = 20
_NUMBER: Final = re.compile(r"#?[1-9][0-9]{0,17}")


class TicketForm(QWidget):
    """A number, typed or found by words, and an event.

    Signals:
        entered: Enter was pressed in the number, or a ticket was found.
        failed(Exception): tickets could not be searched.
    """

    entered = Signal()
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._runner, self._desk = theme, runner, desk
        self.number = QLineEdit(self)
        self.number.setPlaceholderText("1042")
        self.number.returnPressed.connect(self.entered)
        self.search_button = GhostButton(self.tr("Search…"), self)
        self.search_button.clicked.connect(self._search)
        line = QWidget(self)
        beside = QHBoxLayout(line)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.number, 1)
        beside.addWidget(self.search_button)
        line.setFocusProxy(self.number)
        self.number.setAccessibleName(self.tr("Number of the ticket"))
        self.happens = ChoiceBox(self)
        for event in Event:
            self.happens.addItem(event_word(event), event)
        self._number_field = Field(theme, self.tr("Number of the ticket"), line, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._number_field)
        layout.addWidget(Field(theme, self.tr("What happens to it"), self.happens, parent=self))

    def chosen(self) -> tuple[int, Event] | None:
        """What was chosen; None where that is no number, which is shown."""
        typed = self.number.text().strip()
        good = _NUMBER.fullmatch(typed) is not None
        self._number_field.set_fault("" if good else self.tr("Write the number of a ticket, such as 1042."))
        if not good:
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return int(typed.lstrip("#")), Event(self.happens.currentData())

    def _search(self) -> None:
        popup = _TicketPopup(self._theme, self.search_button)
        popup.asked.connect(partial(self._find, popup))
        popup.chosen.connect(self._take)
        popup.open_below(self.search_button)

    def _find(self, popup: "_TicketPopup", words: str) -> None:
        if not words:
            popup.show_found(words, ())
            return
        query = f"number:{words.removeprefix('#')}" if _NUMBER.fullmatch(words) else words
        self._runner.ask(
            ticket_list.page,
            View(ViewKind.SEARCH, query=query),
            Sort.LATEST,
            self._desk.me.id,
            limit=_FOUND_AT_MOST,
            done=lambda page: popup.show_found(words, page.rows),
            failed=self.failed.emit,
            owner=popup,
            topic=("trying", id(self)),
        )

    def _take(self, number: int) -> None:
        self.number.setText(str(number))
        self.entered.emit()


class _TicketPopup(FoundPopup):
    """Tickets that words find.

    Signals:
        chosen(int): the ticket of this number.
    """

    chosen = Signal(int)

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme, parent)
        words = self.tr("Number or words")
        self.call(words, words, self.tr("Tickets"), self.tr("No ticket found."))

    def show_found(self, words: str, rows: Sequence[TicketRow]) -> None:
        """Offer these."""
        lines = [(row.id, f"#{row.id} {' '.join(row.subject.split())} · {status_word(row.status)}") for row in rows]
        self.show_lines(words, lines)

    def _choose(self, value: Any) -> None:
        self.close()
        self.chosen.emit(value)
