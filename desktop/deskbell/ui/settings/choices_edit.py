"""The choices of a custom field, being edited: named, put in order, retired."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from deskbell.model.fields import FieldChoice
from deskbell.rules.fields import one_line
from deskbell.ui.settings.lines_edit import LinesEdit
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.tab_order import tab_before


class ChoicesEdit(LinesEdit["ChoiceRow"]):
    """A line for each. A new one can be taken out again; one that is kept is retired, and brought back: it may stand on tickets."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lay(self.tr("Add a choice"))
        self.add_button.clicked.connect(lambda: self._add(len(self.rows)))

    def show_choices(self, choices: Sequence[FieldChoice]) -> None:
        """Show these, without telling."""
        self._clear()
        for choice in choices:
            self._insert(len(self.rows), choice)
        self._look()

    def choices(self) -> tuple[FieldChoice, ...]:
        """What stands there. A new line that nobody has written in is none."""
        found = (row.choice() for row in self.rows)
        return tuple(choice for choice in found if choice.id or choice.name)

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        empty = (row.line for row in self.rows if not row.choice().name)
        return next(empty, self.rows[0].line if self.rows else self.add_button)

    def _add(self, place: int) -> None:
        self._insert(place, FieldChoice(0, ""))
        self._look()
        self.rows[place].line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _insert(self, place: int, choice: FieldChoice) -> None:
        row = ChoiceRow(self._theme, choice, self)
        row.edited.connect(self.edited)
        row.entered.connect(lambda: self._add(self.rows.index(row) + 1))
        row.up_wanted.connect(lambda: self._raise(row))
        row.out_wanted.connect(lambda: self._take_out(row))
        self._put(row, place)

    def _raise(self, row: "ChoiceRow") -> None:
        place = self.rows.index(row)
        self._list.removeWidget(row)
        self.rows.insert(place - 1, self.rows.pop(place))
        self._list.insertWidget(place - 1, row)
        self._look()
        self.edited.emit()

    def _take_out(self, row: "ChoiceRow") -> None:
        place = self.rows.index(row)
        self._drop(row)
        self._look()
        near = self.rows[min(place, len(self.rows) - 1)].line if self.rows else self.add_button
        near.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _look(self) -> None:
        for number, row in enumerate(self.rows):
            row.number(number)
        tab_before(self.add_button, [widget for row in self.rows for widget in (row.line, row.up, row.out)])


class ChoiceRow(QWidget):
    """One choice.

    Signals:
        edited: its name was changed, or it was retired or brought back.
        entered: Enter in its name: another one is wanted below.
        up_wanted: it wants to be before the one above it.
        out_wanted: it wants to be taken out.
    """

    edited = Signal()
    entered = Signal()
    up_wanted = Signal()
    out_wanted = Signal()

    def __init__(self, theme: ThemeSource, choice: FieldChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self._choice = choice
        self.line = NameEdit(choice.name, self)
        self.up = IconButton(theme, Icon.UP, "", side=28, icon_size=14, parent=self)
        self.out = IconButton(theme, Icon.CLOSE, "", side=28, icon_size=14, parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.up)
        layout.addWidget(self.out)
        self.line.textEdited.connect(self.edited)
        self.line.entered.connect(self.entered)
        self.up.clicked.connect(self.up_wanted)
        self.out.clicked.connect(self._leave)

    def choice(self) -> FieldChoice:
        """What it is now."""
        return replace(self._choice, name=one_line(self.line.text()))

    def number(self, number: int) -> None:
        """It is the one of this number, from 0 on."""
        self.line.setAccessibleName(self.tr("Choice %1").replace("%1", str(number + 1)))
        self.up.set_name(self.tr("Move choice %1 up").replace("%1", str(number + 1)))
        self.up.setEnabled(number > 0)
        words = self.tr("Take choice %1 out")
        if self._choice.id:
            words = self.tr("Bring choice %1 back") if self._choice.retired else self.tr("Retire choice %1")
        self.out.set_name(words.replace("%1", str(number + 1)))
        if self._choice.id:
            self.out.set_icon(Icon.UNDO if self._choice.retired else Icon.ARCHIVE)
        self.line.setReadOnly(self._choice.retired)
        self.line.setEnabled(not self._choice.retired)
        self.line.setPlaceholderText(self.tr("Name of the choice"))
        self._position = number

    def _leave(self) -> None:
        if not self._choice.id:
            self.out_wanted.emit()
            return
        self._choice = replace(self._choice, name=one_line(self.line.text()), retired=not self._choice.retired)
        self.number(self._position)
        self.edited.emit()


class NameEdit(QLineEdit):
    """A name. Enter is for the choices: it does not apply the settings.

    Signals:
        entered: Enter was pressed.
    """

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
