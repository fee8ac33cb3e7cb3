"""The pages that both ways have: how far it is, and what came of it, which can be copied."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label

MOST_SHOWN: Final = 2_000
"""So many lines are shown; all of them are copied."""
_LIST_HEIGHT: Final = 120


class CoursePage(QWidget):
    """A bar, a count, and what it means to cancel."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = Label("", TextRole.title, parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much is done"))
        self._note = Callout(theme, Tone.ACCENT, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._count)
        layout.addWidget(self._bar)
        layout.addStretch(1)
        layout.addWidget(self._note)

    def show_course(self, done: int, total: int, note: str) -> None:
        """So many of so many articles are done; a total of 0 is not known yet."""
        words = self.tr("%1 of %2 articles").replace("%2", number(total)) if total else self.tr("Looking through…")
        self._count.setText(words.replace("%1", number(done)))
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._note.say(note)


class ReportPage(QWidget):
    """Counts with what they count, and lines that can be copied."""

    def __init__(self, theme: ThemeSource, counted: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[str, ...] = ()
        self._counts: list[Label] = []
        self._said: list[str] = list(counted)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, words in enumerate(counted):
            count = Label("", TextRole.title, parent=self)
            grid.addWidget(count, row, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Label(words, ink="muted", parent=self), row, 1)
            self._counts.append(count)
        self.list = QPlainTextEdit(self)
        self.list.setReadOnly(True)
        self.list.setAccessibleName(self.tr("Each file, and what becomes of it"))
        self.list.setMinimumHeight(theme.px(_LIST_HEIGHT))
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
        layout.addLayout(grid)
        layout.addWidget(self.list, 1)
        layout.addLayout(below)

    def show_report(self, counts: Sequence[int], lines: Sequence[str]) -> None:
        """So many of each, and a line for each file that there is something to say of."""
        self._lines = tuple(lines)
        for label, count in zip(self._counts, counts, strict=True):
            label.setText(number(count))
        more = len(lines) - MOST_SHOWN
        shown = [*lines[:MOST_SHOWN], *([self.tr("… and %n more", "", more)] if more > 0 else [])]
        self.list.setPlainText("\n".join(shown))
        self.list.setVisible(bool(lines))
        self._copied.setText("")

    def report(self) -> str:
        """All of it as text."""
        counts = [f"{words}: {label.text()}" for words, label in zip(self._said, self._counts, strict=True)]
        return "\n".join([*counts, *self._lines])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self._copied.setText(self.tr("Copied."))
