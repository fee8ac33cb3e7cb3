"""A choice of any of a few: all of them in sight, side by side, each taken or not."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.widgets.segments import Segment


class Picks(QWidget):
    """Any of a few values, each with a short word and its name for who does not see it; Tab goes from one to the next.

    Signals:
        edited: a person took one or let it go.
    """

    edited = Signal()

    def __init__(
        self, theme: ThemeSource, choices: Sequence[tuple[Any, str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._segments: dict[Any, Segment] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        for value, word, name in choices:
            segment = Segment(theme, word, self)
            segment.of_many = True
            segment.setAccessibleName(name)
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            # Not `toggled`, which also comes when a value is set from outside.
            segment.clicked.connect(self.edited)
            self._segments[value] = segment
            layout.addWidget(segment)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def picked(self) -> list[Any]:
        """Those that are taken, in their order."""
        return [value for value, segment in self._segments.items() if segment.isChecked()]

    def pick(self, values: Iterable[Any]) -> None:
        """Take these and no others, without telling."""
        wanted = frozenset(values)
        for value, segment in self._segments.items():
            segment.setChecked(value in wanted)

    def click(self, value: object) -> None:
        """As if a person did."""
        self._segments[value].click()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.chip))
        painter.drawRoundedRect(QRectF(self.rect()), CORNER_CONTROL + 2, CORNER_CONTROL + 2)
