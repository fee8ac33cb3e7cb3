"""How far it is with what goes in or out by files: a bar, a count, a rate, and what it means to cancel."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label


class CoursePage(QWidget):
    """Says what it is told."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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

    def show_course(self, count: str, done: int, total: int, note: str, pace: float | None = None) -> None:
        """So many of so many, which `count` words; a `total` of 0 is not known yet. `pace` is how many a second, where that is told."""
        self._count.setText(count)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        said = pace is not None and bool(done)
        self._pace.setVisible(said)
        self._pace.setText(
            self.tr("%1 a second").replace("%1", number(round(pace))) if pace is not None and said else ""
        )
        self._note.say(note)
