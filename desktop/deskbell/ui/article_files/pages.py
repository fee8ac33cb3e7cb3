"""What both ways have: how far it is, and what came of it, which can be copied."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.taking_in.counts import Counts, list_of_lines
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label

MOST_SHOWN: Final = 2_000
"""So many lines are shown; all of them are copied."""


def articles_done(done: int, total: int) -> str:
    """So many of so many; a total of 0 is not known yet."""
    translate = QCoreApplication.translate
    words = translate("articles", "%1 of %2 articles") if total else translate("articles", "Looking through…")
    return words.replace("%2", number(total)).replace("%1", number(done))


class ReportPage(QWidget):
    """Counts with what they count, and lines that can be copied."""

    def __init__(self, theme: ThemeSource, counted: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[str, ...] = ()
        self._counts = Counts(counted, self)
        self.list = list_of_lines(theme, self.tr("Each file, and what becomes of it"), self)
        self.copy_button = GhostButton(self.tr("Copy the report"), self)
        self.copy_button.clicked.connect(self._copy)
        self._copied = Label("", ink="muted", parent=self)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.copy_button)
        below.addWidget(self._copied, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(self._counts)
        layout.addWidget(self.list, 1)
        layout.addLayout(below)

    def show_report(self, counts: Sequence[int], lines: Sequence[str]) -> None:
        """So many of each, and a line for each file that there is something to say of."""
        self._lines = tuple(lines)
        self._counts.show_counts(counts)
        more = len(lines) - MOST_SHOWN
        shown = [*lines[:MOST_SHOWN], *([self.tr("… and %n more", "", more)] if more > 0 else [])]
        self.list.setPlainText("\n".join(shown))
        self.list.setVisible(bool(lines))
        self._copied.setText("")

    def report(self) -> str:
        """All of it as text."""
        return "\n".join([*self._counts.lines(), *self._lines])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self._copied.setText(self.tr("Copied."))
