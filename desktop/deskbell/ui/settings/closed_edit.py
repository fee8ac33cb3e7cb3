"""The days on which an office is closed by its own choice, being edited."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QLineEdit, QWidget

from deskbell.model.calendars import ClosedDays
from deskbell.rules.saved_calendars import LONGEST_NAME
from deskbell.ui.settings.lines_edit import LinesEdit
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.ages import day_format
from deskbell.ui.widgets.calendar import make_plain
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label


class ClosedEdit(LinesEdit["ClosedRow"]):
    """A line for each: from, to, whether each year, and what for."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lay(self.tr("Add closed days"))
        self.add_button.clicked.connect(self._add)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would come back to that from whatever stands behind it.
        self.add_button.setFocus(event.reason())

    def show_closed(self, closed: Sequence[ClosedDays]) -> None:
        """Show these, without telling."""
        self._clear()
        for one in closed:
            self._append(one)

    def closed(self) -> tuple[ClosedDays, ...]:
        """What stands there."""
        return tuple(row.closed() for row in self.rows)

    def _add(self) -> None:
        today = QDate.currentDate().toPython()
        assert isinstance(today, date)
        self._append(ClosedDays(today, today)).first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _append(self, closed: ClosedDays) -> "ClosedRow":
        row = ClosedRow(self._theme, closed, self)
        row.edited.connect(self.edited)
        row.out_wanted.connect(lambda: self._take_out(row))
        self._put(row, len(self.rows))
        row.number(len(self.rows))
        return row

    def _take_out(self, row: "ClosedRow") -> None:
        self._drop(row)
        for number, other in enumerate(self.rows, start=1):
            other.number(number)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()


class ClosedRow(QWidget):
    """Some days. The last one follows the first where it would come before it, unless they are of each year: those may go over its end.

    Signals:
        edited: a person changed something.
        out_wanted: it wants to be taken out.
    """

    edited = Signal()
    out_wanted = Signal()

    def __init__(self, theme: ThemeSource, closed: ClosedDays, parent: QWidget) -> None:
        super().__init__(parent)
        self.first, self.last = (self._date(theme, day) for day in (closed.first, closed.last))
        self.yearly = QCheckBox(self.tr("each year"), self)
        self.yearly.setChecked(closed.yearly)
        self.name = QLineEdit(closed.name, self)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(self.tr("What for"))
        self.out = IconButton(theme, Icon.CLOSE, "", side=28, icon_size=14, parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.first, Label("–", ink="muted", parent=self), self.last, self.yearly):
            layout.addWidget(widget)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.out)
        self.first.userDateChanged.connect(self._follow)
        self.last.userDateChanged.connect(lambda _: self.edited.emit())
        self.yearly.clicked.connect(lambda _: self.edited.emit())
        self.name.textEdited.connect(self.edited)
        self.out.clicked.connect(self.out_wanted)

    def closed(self) -> ClosedDays:
        """What it is now."""
        first, last = self.first.date().toPython(), self.last.date().toPython()
        assert isinstance(first, date)
        assert isinstance(last, date)
        return ClosedDays(first, last, self.yearly.isChecked(), " ".join(self.name.text().split()))

    def number(self, number: int) -> None:
        """It is the one of this number, from 1 on."""
        for widget, words in (
            (self.first, self.tr("Closed days %1: from")),
            (self.last, self.tr("Closed days %1: to")),
            (self.yearly, self.tr("Closed days %1: each year")),
            (self.name, self.tr("Closed days %1: what for")),
        ):
            widget.setAccessibleName(words.replace("%1", str(number)))
        self.out.set_name(self.tr("Take closed days %1 out").replace("%1", str(number)))

    def _date(self, theme: ThemeSource, day: date) -> QDateEdit:
        edit = QDateEdit(QDate(day.year, day.month, day.day), self)
        edit.setDisplayFormat(day_format(edit.locale()))
        edit.setCalendarPopup(True)
        make_plain(theme, edit.calendarWidget())
        return edit

    def _follow(self, first: QDate) -> None:
        if self.last.date() < first and not self.yearly.isChecked():
            self.last.setDate(first)
        self.edited.emit()
