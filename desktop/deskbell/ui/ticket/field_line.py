"""A custom field of a ticket, filled in in place: a line to write in, a list to choose from, a box to tick."""

from abc import abstractmethod

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldKind
from deskbell.rules.fields import YES, chosen
from deskbell.ui.field_words import as_shown, read_typed, value_words
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.edit_line import EditLine
from deskbell.ui.widgets.calendar import CalendarPopup
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.property_button import PropertyButton
from deskbell.ui.words import told_error


class FieldLine(QWidget):
    """The name, and the control beside it or, where both don't fit in a line `room` wide, below it. `control` is what gets the keyboard.

    Signals:
        filled(str): another value was entered, in the form that is kept; the line shows it already.
    """

    filled = Signal(str)

    def __init__(self, theme: ThemeSource, field: CustomField, room: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = field
        self._lacking = False
        self._room = room
        self._name = Label(field.name, ink="muted", wrap=True, parent=self)
        self._row = QWidget(self)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._row)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self._name, 1)
        self.control = self._make()
        self.control.setAccessibleName(field.name)
        self._place = Field(theme, "", self._row, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 1)
        layout.addWidget(self._place)

    def show_value(self, value: str, *, other: bool = False) -> None:
        """Show what is kept; `other`: it is another ticket's."""
        if other or value:
            self._lacking = False
        self._show(value, other=other)
        self._say()

    def finish(self) -> None:
        """Take what is still being typed: something else is about to be shown."""

    def ask_for(self, *, focus: bool) -> None:
        """Say that this must be filled in; with `focus` the keyboard goes here."""
        self._lacking = True
        self._say()
        if focus:
            self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    @abstractmethod
    def _make(self) -> QWidget:
        """The control that the field is filled in with."""

    @abstractmethod
    def _show(self, value: str, *, other: bool) -> None:
        """Show this value; `other`: it is that of another ticket."""

    def _fault(self) -> str:
        """What is wrong with what was entered."""
        return ""

    def _place_control(self, control: QWidget, width: int) -> None:
        """Beside the name where both fit."""
        beside = self._name.fontMetrics().horizontalAdvance(self.field.name) + width + 8 <= self._room
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._line.setSpacing(8 if beside else 1)

    def _say(self) -> None:
        lacking = self.tr("Needed before this is solved.") if self._lacking else ""
        self._place.set_fault(self._fault() or lacking, at=self.control)
        self.control.setAccessibleDescription(self._place.fault() or self._hint())

    def _hint(self) -> str:
        return self.tr("Needed before this is solved.") if self.field.required else ""

    def _nothing(self) -> str:
        """What stands where nothing was filled in."""
        return self.tr("Needed to solve") if self.field.required else self.tr("Add")


class TypedLine(FieldLine):
    """A text, a number, or a date, which can also be taken from a calendar."""

    def finish(self) -> None:
        self._edit.finish()

    def _make(self) -> QWidget:
        self._wrong = ""
        self._unsaved = ""
        self._edit = EditLine(
            self._theme,
            self.field.name,
            self._nothing(),
            self._row,
            shown=lambda text: as_shown(self.field, text),
            labelled=False,
        )
        self._edit.written.connect(self._take)
        self._edit.unsaved.connect(self._mark)
        self._edit.field.textChanged.connect(self._mend)
        self._line.addWidget(self._edit, 1)
        if self.field.kind is FieldKind.DATE:
            self._add_calendar()
        self._place_control(self._edit, self._theme.px(96))
        return self._edit.field

    def _add_calendar(self) -> None:
        words = self.tr("Choose a day for %1").replace("%1", self.field.name)
        button = IconButton(self._theme, Icon.CALENDAR, words, side=20, icon_size=14, parent=self._row)
        button.clicked.connect(lambda: self._open_calendar(button))
        both = QHBoxLayout()
        both.setSpacing(4)
        self._line.removeWidget(self._edit)
        both.addWidget(self._edit, 1)
        both.addWidget(button)
        self._line.addLayout(both, 1)

    def _open_calendar(self, button: QWidget) -> None:
        popup = CalendarPopup(self._theme, self.field.name, QDate.fromString(self._value, "yyyy-MM-dd"), button)
        popup.chosen.connect(lambda date: self._edit.write(date.toString("yyyy-MM-dd")))
        popup.open_below(button)

    def _show(self, value: str, *, other: bool) -> None:
        self._value = value
        words = value_words(self.field, value)
        if other:
            self._wrong = self._unsaved = ""
            self._edit.show_other(words)
        else:
            self._edit.show_text(words)

    def _fault(self) -> str:
        return self._wrong or self._unsaved

    def _take(self, text: str) -> None:
        try:
            value = read_typed(self.field, text)
        except Mistake as error:
            self._wrong = told_error(error)
            self._say()
            return
        self._wrong = ""
        self._lacking = self._lacking and not value
        self._say()
        self.filled.emit(value)

    def _mend(self, text: str) -> None:
        """As soon as what was wrong is right, it is said no longer."""
        if self._wrong and self._edit.field.hasFocus():
            try:
                read_typed(self.field, text)
            except Mistake:
                return
            self._wrong = ""
            self._say()

    def _mark(self, unsaved: bool, theirs: str | None) -> None:
        self._unsaved = ""
        if unsaved and theirs is None:
            self._unsaved = self.tr("Not saved. Enter tries again, Esc brings back what is saved.")
        elif unsaved:
            words = self.tr("Somebody else wrote meanwhile: “%1” Enter keeps yours, Esc takes theirs.")
            self._unsaved = words.replace("%1", theirs or "")
        self._say()


class ChosenLine(FieldLine):
    """One or any of several choices."""

    def _make(self) -> QWidget:
        several = self.field.kind is FieldKind.CHOICES
        self._value = ""
        self._button = PropertyButton(self._theme, self.field.name, several=several, parent=self._row)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.set_choices(self._choices)
        self._button.chosen.connect(self._take)
        self._button.picked.connect(lambda ids: self._take(" ".join(ids)))
        self._line.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)
        return self._button

    def _show(self, value: str, *, other: bool) -> None:
        self._value = value
        words = value_words(self.field, value)
        self._button.set_value(words or self._nothing(), ink="ink" if words else "muted")
        self._place_control(self._button, self._button.sizeHint().width())

    def _choices(self) -> list[Choice]:
        has = {choice.id for choice in chosen(self.field, self._value)}
        offered = [choice for choice in self.field.choices if not choice.retired or choice.id in has]
        choices = [Choice(str(choice.id), choice.name, checked=choice.id in has) for choice in offered]
        if self.field.kind is FieldKind.CHOICE and self._value:
            choices.append(Choice("", self.tr("Nothing"), Icon.CLOSE))
        return choices

    def _take(self, value: str) -> None:
        if value != self._value:
            self.show_value(value)
            self.filled.emit(value)


class TickedLine(FieldLine):
    """A box that is ticked or not."""

    def _make(self) -> QWidget:
        self._box = QCheckBox(self._row)
        # Without the room that the style keeps for words behind the box, its edge stands in line with the other values.
        self._box.setFixedWidth(18)
        self._box.clicked.connect(self._take)
        self._line.addWidget(self._box, 0, Qt.AlignmentFlag.AlignRight)
        return self._box

    def _show(self, value: str, *, other: bool) -> None:
        self._box.setChecked(value == YES)

    def _take(self, ticked: bool) -> None:
        value = YES if ticked else ""
        self.show_value(value)
        self.filled.emit(value)


def field_line(theme: ThemeSource, field: CustomField, room: int, parent: QWidget) -> FieldLine:
    """The line for a field of its kind."""
    match field.kind:
        case FieldKind.TEXT | FieldKind.NUMBER | FieldKind.DATE:
            return TypedLine(theme, field, room, parent)
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return ChosenLine(theme, field, room, parent)
        case FieldKind.CHECK:
            return TickedLine(theme, field, room, parent)
