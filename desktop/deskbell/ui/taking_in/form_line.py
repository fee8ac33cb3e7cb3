"""Below a column of dates or numbers: as what it is taken, and which way it is written where the column does not tell."""

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.fields import CustomField, FieldKind
from deskbell.model.table_forms import DateForm, Form
from deskbell.rules.column_forms import Verdict, value_in
from deskbell.rules.table_dates import FIRST_SHORT
from deskbell.ui.field_words import value_words
from deskbell.ui.taking_in.form_words import form_word
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.label import Label

_CENTURY: Final = 99


class FormLine(QObject):
    """Of the column that is called `heading`. `note` and `box` are its parts, which are laid elsewhere; `samples` has what stands in the first rows, and gives way.

    Signals:
        changed: a person said how it is written.
    """

    changed = Signal()

    def __init__(self, heading: str, samples: Label, parent: QWidget) -> None:
        super().__init__(parent)
        self._samples = samples
        self.note = Label("", TextRole.small, wrap=True, parent=parent)
        self.box = ChoiceBox(parent)
        self.box.setAccessibleName(self.tr("How the column %1 is written").replace("%1", heading))
        self.box.activated.connect(self._choose)
        self._field: CustomField | None = None
        self._verdict: Verdict | None = None
        self._said: Form | None = None
        self.form: Form | None = None
        self.hide()

    def hide(self) -> None:
        """It is no such column."""
        self._said = None
        self._empty()

    def wait(self) -> None:
        """It is not known yet how it is written."""
        self._empty()
        self._say(self.tr("Looking at the column…"), "muted")

    def show_verdict(self, field: CustomField, verdict: Verdict) -> None:
        """It is for this field, and written so; what a person said of it stays as long as it can be that."""
        if (self._field, self._verdict) == (field, verdict):
            return
        self._field, self._verdict = field, verdict
        form = self.form = self._said if self._said is not None and self._said in verdict.offered else verdict.form
        self.box.clear()
        for one in verdict.offered:
            self.box.addItem(form_word(one), one)
        if verdict.offered:
            self.box.setCurrentIndex(verdict.offered.index(form))
        self.box.setVisible(bool(verdict.offered))
        self._look()

    def taken(self) -> str:
        """Some cells, and what they are taken for: "03/04/2025 → 3 Apr 2025"; "" where there is nothing to tell."""
        field, verdict, form = self._field, self._verdict, self.form
        if field is None or verdict is None or form is None:
            return ""
        values = [(cell, value_in(cell, form)) for cell in verdict.samples]
        if not verdict.offered and field.kind is FieldKind.NUMBER and all(cell == value for cell, value in values):
            return ""
        return " · ".join(f"{cell} → {value_words(field, value)}" for cell, value in values if value)

    def _empty(self) -> None:
        self._field = self._verdict = self.form = None
        self._samples.show()
        self.note.hide()
        self.box.hide()

    def _choose(self) -> None:
        self.form = self._said = self.box.currentData()
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        assert self._verdict is not None
        self._samples.setVisible(not self.taken())
        if not self._verdict.any:
            self._say(self._nothing(), "warning")
            return
        words = [self._asked(), self.taken()]
        if self._verdict.short_years:
            last = str(FIRST_SHORT + _CENTURY)
            years = self.tr("Years of two digits are those from %1 to %2.")
            words.append(years.replace("%2", last).replace("%1", str(FIRST_SHORT)))
        self._say("\n".join(filter(None, words)), "")

    def _asked(self) -> str:
        if not self._verdict or not self._verdict.offered:
            return self.tr("Days as spreadsheets count them:") if self.form is DateForm.SERIAL else ""
        return (
            self.tr("Say how these dates are written:")
            if isinstance(self.form, DateForm)
            else self.tr("Say how these numbers are written:")
        )

    def _nothing(self) -> str:
        dates = isinstance(self.form, DateForm)
        return self.tr("No cell there is a date.") if dates else self.tr("No cell there is a number.")

    def _say(self, words: str, ink: str) -> None:
        self.note.set_ink(ink)
        self.note.setText(words)
        self.box.setAccessibleDescription(words)
        self.note.setVisible(bool(words))
