"""Which column of a file holds what: guessed, and changed by hand."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from deskbell.actions.table_files import Sheet
from deskbell.model.customer_file import FIELD
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.label import Label

_LONGEST: Final = 40
_SAMPLES: Final = 2


class Columns(QScrollArea):
    """A line for each column: its heading, what stands in its first rows, and what it holds, one of `known` (with its words).

    Signals:
        changed: a person chose something else.
    """

    changed = Signal()

    def __init__(self, known: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Columns of the file"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.boxes: list[ChoiceBox] = []
        self._known = known
        self._choices: dict[str, str] = {}

    def show_sheet(self, sheet: Sheet, *, headings: bool, guessed: Sequence[str], fields: Sequence[str] = ()) -> None:
        """The columns of this file, as they seem to be; `fields` are the custom fields."""
        self._choices = {**self._known, **{f"{FIELD}{name}": name for name in fields}}
        inside = QWidget(self)
        inside.setObjectName("content")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        self.boxes = []
        for place, column in enumerate(guessed):
            values = [row[place] for row in sheet.rows if place < len(row)]
            numbered = self.tr("Column %1").replace("%1", str(place + 1))
            heading = (values[0] if headings and values else "") or numbered
            samples = [" ".join(value.split()) for value in values[1 if headings else 0 :] if value.strip()]
            box = self._box(column, heading, inside)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(_short(heading), parent=inside))
            shown = " · ".join(map(_short, samples[:_SAMPLES]))
            words.addWidget(Label(shown, TextRole.small, ink="muted", parent=inside))
            grid.addLayout(words, place, 0)
            grid.addWidget(box, place, 1)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.addLayout(grid)
        layout.addStretch(1)
        self.setWidget(inside)

    def columns(self) -> tuple[str, ...]:
        """What each column holds."""
        return tuple(box.currentData() for box in self.boxes)

    def _box(self, column: str, heading: str, parent: QWidget) -> ChoiceBox:
        box = ChoiceBox(parent)
        for one, words in self._choices.items():
            box.addItem(words, one)
        box.setCurrentIndex(list(self._choices).index(column))
        box.setAccessibleName(self.tr("What the column %1 holds").replace("%1", _short(heading)))
        box.currentIndexChanged.connect(self.changed)
        self.boxes.append(box)
        return box


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
