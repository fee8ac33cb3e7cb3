"""Lines below each other that people add and take out."""

from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import LinkButton

L = TypeVar("L", bound=QWidget)


class LinesEdit(QWidget, Generic[L]):
    """`rows` are the lines, and `add_button` below them makes one more.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[L] = []

    def _lay(self, add_word: str) -> None:
        self.add_button = LinkButton(add_word, self)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._list)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _put(self, row: L, place: int) -> None:
        self.rows.insert(place, row)
        self._list.insertWidget(place, row)

    def _drop(self, row: L) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _clear(self) -> None:
        for row in tuple(self.rows):
            self._drop(row)
