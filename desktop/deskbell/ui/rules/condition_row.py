"""One condition of a rule, being edited: what it looks at, how, and the values."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from deskbell.model.automation import Check, Condition, What
from deskbell.rules.automation_checks import BY_VALUE, CHECKS, WITHOUT_VALUE
from deskbell.rules.fields import one_line
from deskbell.ui.rules.names import FLAGS, RuleNames
from deskbell.ui.rules.words import check_word, listed
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.property_button import PropertyButton


class ConditionRow(QWidget):
    """Holds one `Condition`. Values are ticked in a list, or written with commas between (numbers and dates of fields with semicolons); an expression is one value, commas and all.

    Signals:
        edited: a person changed something.
        out_wanted: the condition is to go.
    """

    edited = Signal()
    out_wanted = Signal()

    def __init__(
        self, theme: ThemeSource, condition: Condition, names: RuleNames, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._names = names
        self._picked: tuple[str, ...] = ()
        self.what, self.check = ChoiceBox(self), ChoiceBox(self)
        self.what.setAccessibleName(self.tr("What is looked at"))
        self.check.setAccessibleName(self.tr("How it is looked at"))
        self.what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.check.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        known = names.whats()
        for value, word in known:
            self.what.addItem(word, value)
        key = (condition.what, condition.field_id)
        if key not in dict(known):
            self.what.addItem(names.what_word(*key), key)
        self.line = QLineEdit(self)
        self.line.setAccessibleName(self.tr("Value"))
        self.pick = PropertyButton(theme, self.tr("Value"), several=True, parent=self)
        self.pick.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.pick.set_choices(self._choices)
        self.out_button = IconButton(theme, Icon.CLOSE, self.tr("Remove this condition"), parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.what, 5)
        layout.addWidget(self.check, 4)
        layout.addWidget(self.line, 5)
        layout.addWidget(self.pick, 5)
        layout.addWidget(self.out_button, 0, Qt.AlignmentFlag.AlignRight)
        self.what.setCurrentIndex(self._index(key))
        self._offer_checks(condition.check)
        self._show_values(condition.values)
        self.what.activated.connect(self._change_what)
        self.check.activated.connect(self._change_check)
        self.line.textEdited.connect(self.edited)
        self.pick.picked.connect(self._take)
        self.out_button.clicked.connect(self.out_wanted)

    def condition(self) -> Condition:
        """What it holds."""
        what, field_id = self._key()
        check = self._check()
        if what in FLAGS:
            return Condition(what, check, ("1",))
        if check in WITHOUT_VALUE:
            return Condition(what, check, (), field_id)
        if self._names.choices(what, field_id) is not None:
            return Condition(what, check, self._picked, field_id)
        if self._names.measured(field_id) and check in BY_VALUE:
            values = tuple(self._names.kept(field_id, part) for part in self.line.text().split(";"))
            return Condition(what, check, tuple(value for value in values if value), field_id)
        text = one_line(self.line.text())
        values = (text,) if check is Check.MATCHES else tuple(one_line(part) for part in text.split(","))
        return Condition(what, check, tuple(value for value in values if value), field_id)

    def take_picked(self, values: Sequence[str]) -> None:
        """As if a person had ticked these."""
        self._take(values)

    def go_to(self) -> None:
        """Put the keyboard where one begins."""
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key(self) -> tuple[What, int]:
        # Qt hands a tuple back as a list.
        what, field_id = self.what.currentData()
        return What(what), int(field_id)

    def _check(self) -> Check:
        return Check(self.check.currentData())

    def _index(self, key: tuple[What, int]) -> int:
        keys = [tuple(self.what.itemData(index)) for index in range(self.what.count())]
        return keys.index(key)

    def _offer_checks(self, check: Check) -> None:
        what, _ = self._key()
        self.check.clear()
        for one in CHECKS[what]:
            self.check.addItem(check_word(what, one), one)
        self.check.setCurrentIndex(max(0, self.check.findData(check)))

    def _change_what(self) -> None:
        before = self._check()
        self._offer_checks(before)
        self._show_values(())
        self.edited.emit()

    def _change_check(self) -> None:
        self._look()
        self.edited.emit()

    def _show_values(self, values: Sequence[str]) -> None:
        self._picked = tuple(values)
        what, field_id = self._key()
        if self._names.measured(field_id) and self._check() in BY_VALUE:
            self.line.setText("; ".join(self._names.value_word(what, field_id, value) for value in values))
        else:
            self.line.setText(", ".join(values))
        self._look()

    def _look(self) -> None:
        what, field_id = self._key()
        choices = self._names.choices(what, field_id)
        wanted = what not in FLAGS and self._check() not in WITHOUT_VALUE
        self.line.setVisible(wanted and choices is None)
        self.pick.setVisible(wanted and choices is not None)
        if self._check() is Check.MATCHES:
            placeholder = self.tr("Expression (RE2)")
        elif self._names.measured(field_id) and self._check() in BY_VALUE:
            placeholder = self.tr("Several with semicolons between")
        else:
            placeholder = self.tr("Several with commas between")
        self.line.setPlaceholderText(placeholder)
        words = [self._names.value_word(what, field_id, value) for value in self._picked] if choices is not None else []
        self.pick.set_value(listed(words) if words else self.tr("Choose"), ink="ink" if words else "muted")

    def _choices(self) -> Sequence[Choice]:
        known = self._names.choices(*self._key()) or ()
        return [Choice(value, word, checked=value in self._picked) for value, word in known]

    def _take(self, values: Sequence[str]) -> None:
        self._picked = tuple(values)
        self._look()
        self.edited.emit()
