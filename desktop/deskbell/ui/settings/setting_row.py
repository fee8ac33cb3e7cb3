"""One declared setting as a row: its title and explanation at the left, the control that fits its type at the right; a text has a line of its own."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.declaration import Declaration
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.number_edit import NumberEdit
from deskbell.ui.widgets.segments import Segments

# So many choices still stand side by side.
_SIDE_BY_SIDE = 3
_NO_WORDS = 8
Value = bool | int | str


def setting_words(text: str) -> str:
    """A title, explanation, unit or choice of `model.settings` in the person's language."""
    return QCoreApplication.translate("settings", text) if text else ""


class SettingRow(QWidget):
    """Shows a value of a declaration and lets it be changed.

    Signals:
        changed: a person gave another value.
    """

    changed = Signal()

    def __init__(self, theme: ThemeSource, declaration: Declaration, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declaration = declaration
        self._theme = theme
        title = setting_words(declaration.title)
        explanation = setting_words(declaration.explanation)
        self.control = self._control()
        self.control.setAccessibleName(title)
        self.control.setAccessibleDescription(explanation)
        words = self.words = QVBoxLayout()
        words.setSpacing(2)
        label = Label(title, wrap=True, parent=self)
        label.setBuddy(self.control)
        words.addWidget(label)
        if explanation:
            words.addWidget(Label(explanation, TextRole.small, ink="muted", wrap=True, parent=self))
        below = self.stands_below()
        self.lines = QBoxLayout(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight, self)
        self.lines.setContentsMargins(16, 12, 16, 12)
        self.lines.setSpacing(8 if below else 24)
        self.lines.addLayout(words, 1)
        self.lines.addWidget(self.control, 0, Qt.AlignmentFlag(0) if below else Qt.AlignmentFlag.AlignVCenter)
        self.set_value(declaration.default)

    def stands_below(self) -> bool:
        """Whether the control has a line of its own, below the words."""
        return isinstance(self.control, QLineEdit)

    def value(self) -> Value:
        """The value that is shown."""
        match self.control:
            case QCheckBox():
                return self.control.isChecked()
            case NumberEdit():
                return self.control.value()
            case Segments():
                return str(self.control.value())
            case ChoiceBox():
                return str(self.control.currentData())
            case QLineEdit():
                return self.control.text().strip()
        raise AssertionError(self.control)

    def set_value(self, value: Value) -> None:
        """Show a value, without telling."""
        blocked = self.control.blockSignals(True)
        match self.control:
            case QCheckBox():
                self.control.setChecked(bool(value))
            case NumberEdit():
                self.control.setValue(int(value))
            case Segments():
                self.control.set_value(value)
            case ChoiceBox():
                self.control.setCurrentIndex(self.control.findData(value))
            case QLineEdit():
                self.control.setText(str(value))
        self.control.blockSignals(blocked)

    def _control(self) -> QWidget:
        declaration = self.declaration
        if declaration.choices:
            choices = [(value, setting_words(text)) for value, text in declaration.choices]
            return self._segments(choices) if len(choices) <= _SIDE_BY_SIDE else self._list(choices)
        if isinstance(declaration.default, bool):
            box = QCheckBox(self)
            # Without words there is nothing that its spacing would keep apart.
            box.setFixedWidth(box.sizeHint().width() - _NO_WORDS)
            box.toggled.connect(self.changed)
            return box
        if isinstance(declaration.default, str):
            line = QLineEdit(self)
            line.textEdited.connect(self.changed)
            return line
        spin = NumberEdit(self._theme, self)
        spin.setRange(declaration.low, declaration.high)
        spin.setSingleStep(10 if declaration.unit == "%" else 1)
        spin.setSuffix(" " + setting_words(declaration.unit) if declaration.unit else "")
        spin.valueChanged.connect(self.changed)
        return spin

    def _segments(self, choices: list[tuple[str, str]]) -> Segments:
        segments = Segments(self._theme, choices, self)
        segments.chosen.connect(self.changed)
        return segments

    def _list(self, choices: list[tuple[str, str]]) -> ChoiceBox:
        box = ChoiceBox(self)
        for value, text in choices:
            box.addItem(text, value)
        box.currentIndexChanged.connect(self.changed)
        return box
