"""Last page of the import: what came of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from deskbell.model.importing import ImportEnd
from deskbell.ui.importing.imports import Imports
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label
from deskbell.ui.words import told

_LIST_HEIGHT = 120


class EndPage(QWidget):
    """How it went in a sentence, the counts, and what could not be read, to be copied."""

    def __init__(self, theme: ThemeSource, imports: Imports, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._imports = imports
        self._verdict = Callout(theme, Tone.GOOD, self)
        self._counts: list[tuple[Label, Label]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        names = (
            self.tr("New tickets"),
            self.tr("Mails taken in"),
            self.tr("Here already"),
            self.tr("Could not be read"),
        )
        for row, name in enumerate(names):
            count = Label("", TextRole.title, parent=self)
            words = Label(name, ink="muted", parent=self)
            grid.addWidget(count, row, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(words, row, 1)
            self._counts.append((count, words))
        self.list = QPlainTextEdit(self)
        self.list.setReadOnly(True)
        self.list.setAccessibleName(self.tr("What could not be read"))
        self.list.setMinimumHeight(theme.px(_LIST_HEIGHT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._verdict)
        layout.addLayout(grid)
        layout.addWidget(self.list, 1)
        layout.addStretch(1)

    def look(self) -> None:
        """Say what came of it."""
        end, failed, course = self._imports.end, self._imports.failed, self._imports.course
        if failed is not None:
            stays = self.tr("What is taken in by now stays. The same import goes on later; nothing comes twice.")
            self._verdict.say(f"{told(failed.code, failed.values)} {stays}", tone=Tone.DANGER)
            known, refused = course.seen - course.new, course.refused
            self._show_counts(None, course.filed, known, refused)
        elif end is not None:
            self._say_end(end)
            self._show_counts(end.tickets, end.filed, end.known, end.refused)
        lines = [told(one.code, one.values) for one in self._imports.left_out]
        if failed is not None and failed.detail:
            lines.append(failed.detail)
        self.list.setPlainText("\n".join(lines))
        self.list.setVisible(bool(lines))

    def _say_end(self, end: ImportEnd) -> None:
        if end.cut_off:
            words = self.tr("The import was ended. The same import goes on where it stopped; nothing comes twice.")
            if end.waiting:
                rest = self.tr("Mails that are in and become tickets in a moment: %1.")
                words = f"{words} {rest.replace('%1', number(end.waiting))}"
            self._verdict.say(words, tone=Tone.ACCENT)
        elif end.refused:
            self._verdict.say(self.tr("The import is done, but for what is listed below."), tone=Tone.WARNING)
        elif not end.new:
            self._verdict.say(self.tr("All of it was here already: nothing is new."), tone=Tone.GOOD)
        else:
            self._verdict.say(self.tr("The import is done. Nothing was sent."), tone=Tone.GOOD)

    def _show_counts(self, tickets: int | None, filed: int, known: int, refused: int) -> None:
        """`tickets` is None where nobody could count them any more."""
        for (count, words), value in zip(self._counts, (tickets, filed, known, refused), strict=True):
            count.setText(number(value or 0))
            for label in (count, words):
                label.setVisible(value is not None)
