"""What came, or would come, of a file: the counts, and what is not taken in, line by line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskbell.ui.prompts import Prompts
from deskbell.ui.taking_in.counts import Counts, list_of_lines
from deskbell.ui.taking_in.taking import Taking
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label

_MOST_TAKEN: Final = 110


class ResultPage(QWidget):
    """Of one `Taking`; `new` are the words for those that are new.

    Signals:
        failed(Exception): the lines could not be saved.
    """

    failed = Signal(object)

    def __init__(
        self, theme: ThemeSource, taking: Taking, new: str, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._taking = taking
        self._prompts = prompts
        self._counts = Counts((new, self.tr("Changed"), self.tr("Known just so"), self.tr("Not taken in")), self)
        self._taken = Label("", ink="muted", wrap=True)
        self.taken = QScrollArea(self)
        self.taken.setWidget(self._taken)
        self.taken.setWidgetResizable(True)
        self.taken.setFrameShape(QFrame.Shape.NoFrame)
        self.taken.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.taken.setAccessibleName(self.tr("How dates and numbers are read"))
        self._most_taken = theme.px(_MOST_TAKEN)
        self.list = list_of_lines(theme, self.tr("What is not taken in, and why"), self)
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
        layout.addLayout(self._counts)
        layout.addWidget(self.taken)
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        layout.addStretch(1)

    def look(self, taken: Sequence[str] = ()) -> None:
        """Say what came of it, or would: `taken` are lines on how dates and numbers are read."""
        self._taken.setText("\n".join([self.tr("Dates and numbers are read so:"), *taken] if taken else []))
        self.taken.setVisible(bool(taken))
        # Read to whoever comes there by the keyboard.
        self.taken.setAccessibleDescription("\n".join(taken))
        self._fit()
        counts, refusals = self._taking.counts, self._taking.refusals
        self._counts.show_counts((counts.new, counts.changed, counts.same, refusals.count))
        more = refusals.count - len(refusals.shown)
        lines = [*refusals.shown, *([self.tr("… and %n more", "", more)] if more else [])]
        self.list.setPlainText("\n".join(lines))
        for part in (self.list, self.save_button):
            part.setVisible(bool(lines))
        self._saved.setText("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """However many columns of dates there are, the window stays on the screen."""
        high = max(0, self._taken.heightForWidth(self.width()))
        self.taken.setFixedHeight(min(high, self._most_taken))

    def _save(self) -> None:
        place = self._prompts.place_to_save(self.tr("Not taken in.csv"))
        if place is not None:
            self._taking.refusals.save(place, self._tell, self.failed.emit)

    def _tell(self, place: Path) -> None:
        self._saved.setText(self.tr("Saved as {place}").format(place=place))
