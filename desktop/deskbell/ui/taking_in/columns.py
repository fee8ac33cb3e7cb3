"""Which column of a file holds what: guessed, and changed by hand."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from deskbell.actions.table_files import Sheet
from deskbell.model.customer_file import FIELD
from deskbell.model.fields import CustomField, FieldKind
from deskbell.model.table_forms import DateForm, Form
from deskbell.rules.column_forms import Tally
from deskbell.rules.fields import MEASURED
from deskbell.ui.taking_in.form_line import FormLine
from deskbell.ui.taking_in.form_words import date_order, decimal_sign
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.label import Label

_LONGEST: Final = 40
_SAMPLES: Final = 2


class Columns(QScrollArea):
    """A line for each column: its heading, what stands in its first rows, and what it holds, one of `known` (with its words); below one of dates or numbers how these are read.

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
        self.lines: list[FormLine] = []
        self._headings: list[str] = []
        self._fields: Mapping[str, CustomField] = {}
        self._known = known
        self._choices: dict[str, str] = {}

    def show_sheet(
        self, sheet: Sheet, *, headings: bool, guessed: Sequence[str], fields: Sequence[CustomField] = ()
    ) -> None:
        """The columns of this file, as they seem to be; `fields` are the custom fields."""
        self._fields = {f"{FIELD}{field.name}": field for field in fields}
        self._choices = {**self._known, **{column: field.name for column, field in self._fields.items()}}
        inside = QWidget(self)
        inside.setObjectName("content")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        self.boxes, self.lines, self._headings = [], [], []
        for place, column in enumerate(guessed):
            values = [row[place] for row in sheet.rows if place < len(row)]
            numbered = self.tr("Column %1").replace("%1", str(place + 1))
            heading = (values[0] if headings and values else "") or numbered
            samples = [" ".join(value.split()) for value in values[1 if headings else 0 :] if value.strip()]
            words, choices = QVBoxLayout(), QVBoxLayout()
            words.setSpacing(0)
            choices.setSpacing(6)
            words.addWidget(Label(_short(heading), parent=inside))
            shown = " · ".join(map(_short, samples[:_SAMPLES]))
            label = Label(shown, TextRole.small, ink="muted", parent=inside)
            line = FormLine(_short(heading), label, inside)
            line.changed.connect(self.changed)
            words.addWidget(label)
            words.addWidget(line.note)
            choices.addWidget(self._box(column, heading, inside))
            choices.addWidget(line.box)
            grid.addLayout(words, place, 0)
            grid.addLayout(choices, place, 1)
            self.lines.append(line)
            self._headings.append(_short(heading))
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.addLayout(grid)
        layout.addStretch(1)
        self.setWidget(inside)

    def columns(self) -> tuple[str, ...]:
        """What each column holds."""
        return tuple(box.currentData() for box in self.boxes)

    def measured(self) -> Mapping[int, CustomField]:
        """The fields of dates and of numbers by the places of their columns."""
        found = ((place, self._fields.get(column)) for place, column in enumerate(self.columns()))
        return {place: field for place, field in found if field is not None and field.kind in MEASURED}

    def show_forms(self, tallies: Mapping[int, Tally], delimiter: str) -> None:
        """Say of each column of dates and numbers how it is written; those of which there is nothing yet are awaited."""
        measured = self.measured()
        locale = QLocale()
        order: Form = date_order(locale)
        sign = decimal_sign(locale, delimiter)
        verdicts = {place: tallies[place].verdict(order) for place in measured if place in tallies}
        told = {one.form for one in verdicts.values() if one.told} & {DateForm.DAY_FIRST, DateForm.MONTH_FIRST}
        if len(told) == 1:
            # Who wrote one column wrote the others.
            order = told.pop()
        for place, line in enumerate(self.lines):
            field = measured.get(place)
            if field is None:
                line.hide()
            elif place in tallies:
                guess = order if field.kind is FieldKind.DATE else sign
                line.show_verdict(field, tallies[place].verdict(guess))
            else:
                line.wait()

    def forms(self) -> Mapping[int, Form]:
        """How each of those columns is written."""
        return {place: line.form for place, line in enumerate(self.lines) if line.form is not None}

    def taken(self) -> tuple[str, ...]:
        """As what their cells are taken, in words: a line for each column."""
        each = ((heading, line.taken()) for heading, line in zip(self._headings, self.lines, strict=True))
        return tuple(f"{heading}: {words}" for heading, words in each if words)

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
