"""Second page of the import: how far it is."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from deskbell.ui.importing.imports import Imports, ImportState
from deskbell.ui.importing.words import ImportWords
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label

_STEPS = 1_000


class CoursePage(QWidget):
    """A bar, a count, a rate and the rest; and that one need not wait here."""

    def __init__(self, theme: ThemeSource, imports: Imports, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._imports = imports
        self._words = ImportWords(self)
        self._count = Label("", TextRole.title, parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much is done"))
        self._pace = Label("", ink="muted", parent=self)
        self._more = Label("", ink="muted", wrap=True, parent=self)
        self._note = Callout(theme, Tone.ACCENT, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._count)
        layout.addWidget(self._bar)
        layout.addWidget(self._pace)
        layout.addWidget(self._more)
        layout.addStretch(1)
        layout.addWidget(self._note)

    def look(self) -> None:
        """Say how it stands now."""
        course, ending = self._imports.course, self._imports.state is ImportState.ENDING
        self._count.setText(self._words.done(course))
        # A bar without an end while nobody knows how much there is.
        self._bar.setRange(0, _STEPS if course.expected else 0)
        self._bar.setValue(round(course.part * _STEPS))
        self._pace.setText(self.tr("It ends after the mails in hand…") if ending else self._words.pace(course))
        known = course.seen - course.new
        parts = [
            words.replace("%1", number(count))
            for words, count in (
                (self.tr("Here already: %1"), known),
                (self.tr("Could not be read: %1"), course.refused),
            )
            if count
        ]
        self._more.setText(" · ".join(parts))
        self._more.setVisible(bool(parts))
        self._note.say(
            self.tr("What is taken in by now stays. The same import goes on later; nothing comes twice.")
            if ending
            else self.tr(
                "You need not wait here: close this and go on working. The sign in the rail shows how far it is."
            )
        )
