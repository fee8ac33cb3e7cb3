"""How far the people of a file are on their way in, and what came, or would come, of them."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from deskbell.ui.customer_files.taking import Taking
from deskbell.ui.prompts import Prompts
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label

_LIST_HEIGHT: Final = 120


class CoursePage(QWidget):
    """A bar, a count and a rate."""

    def __init__(self, theme: ThemeSource, taking: Taking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taking = taking
        self._count = Label("", TextRole.title, parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much is done"))
        self._pace = Label("", ink="muted", parent=self)
        self._note = Callout(theme, Tone.ACCENT, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in (self._count, self._bar, self._pace):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self._note)

    def look(self) -> None:
        """Say how far it is."""
        taking = self._taking
        total = 0 if taking.only_looked else max(taking.total, taking.done)
        words = self.tr("%1 of %2 people").replace("%2", number(total)) if total else self.tr("%1 people")
        self._count.setText(words.replace("%1", number(taking.done)))
        self._bar.setRange(0, total)
        self._bar.setValue(taking.done)
        self._pace.setText(self.tr("%1 a second").replace("%1", number(round(taking.pace))) if taking.done else "")
        self._note.say(
            self.tr("Nothing is changed yet.")
            if taking.only_looked
            else self.tr("Cancelled, what is in by then stays. The same file goes on later: nobody comes twice.")
        )


class ResultPage(QWidget):
    """The counts, and what is not taken in, line by line.

    Signals:
        failed(Exception): that could not be saved.
    """

    failed = Signal(object)

    def __init__(self, theme: ThemeSource, taking: Taking, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taking = taking
        self._prompts = prompts
        self._counts: list[Label] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, words in enumerate(
            (self.tr("New customers"), self.tr("Changed"), self.tr("Known just so"), self.tr("Not taken in"))
        ):
            count = Label("", TextRole.title, parent=self)
            grid.addWidget(count, row, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Label(words, ink="muted", parent=self), row, 1)
            self._counts.append(count)
        self.list = QPlainTextEdit(self)
        self.list.setReadOnly(True)
        self.list.setAccessibleName(self.tr("What is not taken in, and why"))
        self.list.setMinimumHeight(theme.px(_LIST_HEIGHT))
        self.save_button = GhostButton(self.tr("Save these lines…"), self)
        self.save_button.clicked.connect(self._save)
        self._saved = Label("", ink="muted", wrap=True, parent=self)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.save_button)
        line.addWidget(self._saved, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(grid)
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        layout.addStretch(1)

    def look(self) -> None:
        """Say what came of it."""
        counts, refusals = self._taking.counts, self._taking.refusals
        values = (counts.new, counts.changed, counts.same, refusals.count)
        for label, value in zip(self._counts, values, strict=True):
            label.setText(number(value))
        more = refusals.count - len(refusals.shown)
        lines = [*refusals.shown, *([self.tr("… and %n more", "", more)] if more else [])]
        self.list.setPlainText("\n".join(lines))
        for part in (self.list, self.save_button):
            part.setVisible(bool(lines))
        self._saved.setText("")

    def _save(self) -> None:
        place = self._prompts.place_to_save(self.tr("Not taken in.csv"))
        if place is not None:
            self._taking.refusals.save(place, self._tell, self.failed.emit)

    def _tell(self, place: Path) -> None:
        self._saved.setText(self.tr("Saved as {place}").format(place=place))
