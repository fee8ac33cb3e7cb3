"""The hours of a week, typed: a line for each day."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from deskbell.model.errors import Mistake
from deskbell.rules import spans_text
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label

_WORKDAYS: Final = range(5)
_WEEKEND: Final = range(5, 7)


class WeekEdit(QWidget):
    """Seven lines. What can be read is written out when one leaves its line, and a button takes it over for the days like it.

    Signals:
        edited: a person changed something.
        left(int): a person has left the line of this day (from 0 on), in which they had typed.
    """

    edited = Signal()
    left = Signal(int)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[QLineEdit] = []
        self.copies: list[IconButton] = []
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(4)
        layout.setColumnStretch(1, 1)
        locale = QLocale()
        for day in range(7):
            name = locale.standaloneDayName(day + 1)
            line = QLineEdit(self)
            line.setAccessibleName(name)
            line.setPlaceholderText(self.tr("Closed"))
            line.textEdited.connect(self.edited)
            line.editingFinished.connect(partial(self._leave, day))
            words = self.tr("Use it from Monday to Friday") if day in _WORKDAYS else self.tr("Use it on the weekend")
            copy = IconButton(theme, Icon.COPY, words, side=28, icon_size=14, parent=self)
            copy.setAccessibleName(f"{name}: {words}")
            copy.clicked.connect(partial(self._copy, day))
            layout.addWidget(Label(name, parent=self), day, 0, Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(line, day, 1)
            layout.addWidget(copy, day, 2)
            self.lines.append(line)
            self.copies.append(copy)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would come back to that from whatever stands behind it.
        self.lines[0].setFocus(event.reason())

    def show_week(self, texts: Sequence[str]) -> None:
        """Show these, without telling."""
        for line, text in zip(self.lines, texts, strict=True):
            line.setText(text)
            line.setModified(False)

    def texts(self) -> tuple[str, ...]:
        """What stands there: what can be read as it is written out."""
        return tuple(_written(line.text()) for line in self.lines)

    def _leave(self, day: int) -> None:
        line = self.lines[day]
        if line.isModified():
            line.setText(_written(line.text()))
            self.left.emit(day)

    def _copy(self, day: int) -> None:
        text = _written(self.lines[day].text())
        for other in _WORKDAYS if day in _WORKDAYS else _WEEKEND:
            self.lines[other].setText(text)
        self.edited.emit()


def _written(text: str) -> str:
    try:
        return spans_text.written(spans_text.parsed(text))
    except Mistake:
        return text.strip()
