"""What came of it in numbers: each with what it counts, one below the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number
from deskbell.ui.widgets.label import Label

_LIST_HEIGHT = 120


class Counts(QGridLayout):
    """`counted` are the words."""

    def __init__(self, counted: Sequence[str], parent: QWidget) -> None:
        super().__init__()
        self._words = tuple(counted)
        self._numbers: list[Label] = []
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(8)
        self.setColumnStretch(1, 1)
        for row, words in enumerate(counted):
            count = Label("", TextRole.title, parent=parent)
            self.addWidget(count, row, 0, Qt.AlignmentFlag.AlignRight)
            self.addWidget(Label(words, ink="muted", parent=parent), row, 1)
            self._numbers.append(count)

    def show_counts(self, counts: Sequence[int]) -> None:
        """So many of each."""
        for label, count in zip(self._numbers, counts, strict=True):
            label.setText(number(count))

    def lines(self) -> list[str]:
        """The same as text."""
        return [f"{words}: {label.text()}" for words, label in zip(self._words, self._numbers, strict=True)]


def list_of_lines(theme: ThemeSource, name: str, parent: QWidget) -> QPlainTextEdit:
    """A list that is only read, and what it is called."""
    made = QPlainTextEdit(parent)
    made.setReadOnly(True)
    made.setAccessibleName(name)
    made.setMinimumHeight(theme.px(_LIST_HEIGHT))
    return made
