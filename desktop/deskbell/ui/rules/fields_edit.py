"""Which custom fields of a ticket a rule fills in, being edited."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from deskbell.model.automation import What
from deskbell.model.fields import FieldOwner
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.settings.lines_edit import LinesEdit
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.icon_button import IconButton


class FieldsEdit(LinesEdit["_Row"]):
    """A line for each field with what it is to hold.

    Signals:
        relaid: there are more or fewer lines.
    """

    relaid = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._names: RuleNames | None = None
        self._lay(self.tr("Add a field"))
        self.add_button.clicked.connect(self._add)

    def show_fields(self, fields: Sequence[tuple[int, str]], names: RuleNames) -> None:
        """Show these, without telling."""
        self._names = names
        self._clear()
        for field_id, value in fields:
            self._insert(field_id, value, names)
        self.add_button.setEnabled(bool(self._offered(names)))

    def chosen(self) -> tuple[tuple[int, str], ...]:
        """What they are to hold; the last word where one is named twice."""
        return tuple(dict(row.chosen() for row in self.rows).items())

    @staticmethod
    def _offered(names: RuleNames) -> list[int]:
        return [field.id for field in names.book.fields if field.owner is FieldOwner.TICKET]

    def _add(self) -> None:
        if self._names is None:
            return
        used = {row.chosen()[0] for row in self.rows}
        offered = self._offered(self._names)
        row = self._insert(next((one for one in offered if one not in used), offered[0]), "", self._names)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        self.relaid.emit()

    def _insert(self, field_id: int, value: str, names: RuleNames) -> "_Row":
        row = _Row(self._theme, field_id, value, self._offered(names), names, self)
        row.edited.connect(self.edited)
        row.out_button.clicked.connect(lambda: self._take_out(row))
        self._put(row, len(self.rows))
        return row

    def _take_out(self, row: "_Row") -> None:
        self._drop(row)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        self.relaid.emit()


class _Row(QWidget):
    """One field. What one chooses from is a list; the value of a box to tick is yes or nothing.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(
        self, theme: ThemeSource, field_id: int, value: str, offered: Sequence[int], names: RuleNames, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._names = names
        self.field, self.pick, self.line = ChoiceBox(self), ChoiceBox(self), QLineEdit(self)
        self.field.setAccessibleName(self.tr("Field"))
        self.pick.setAccessibleName(self.tr("Value"))
        self.line.setAccessibleName(self.tr("Value"))
        self.line.setPlaceholderText(self.tr("Empty it"))
        for one in dict.fromkeys((*offered, field_id)):
            self.field.addItem(names.what_word(What.FIELD, one), one)
        self.field.setCurrentIndex(self.field.findData(field_id))
        self.out_button = IconButton(theme, Icon.CLOSE, self.tr("Do not fill in this field"), parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.field, self.pick, self.line):
            layout.addWidget(widget, 1)
        layout.addWidget(self.out_button)
        self._show(value)
        self.field.activated.connect(self._change)
        self.pick.activated.connect(self.edited)
        self.line.textEdited.connect(self.edited)

    def chosen(self) -> tuple[int, str]:
        """The field and its value."""
        field_id = self.field.currentData()
        if self._choices() is not None:
            return field_id, self.pick.currentData()
        return field_id, self._names.kept(field_id, self.line.text())

    def _choices(self) -> Sequence[tuple[str, str]] | None:
        return self._names.choices(What.FIELD, self.field.currentData())

    def _change(self) -> None:
        self._show("")
        self.edited.emit()

    def _show(self, value: str) -> None:
        choices = self._choices()
        self.pick.setVisible(choices is not None)
        self.line.setVisible(choices is None)
        self.line.setText(
            self._names.value_word(What.FIELD, self.field.currentData(), value) if choices is None else ""
        )
        self.pick.clear()
        for one, word in (("", self.tr("Empty it")), *(choices or ())):
            self.pick.addItem(word, one)
        self.pick.setCurrentIndex(max(0, self.pick.findData(value)))
