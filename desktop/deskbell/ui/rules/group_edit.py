"""A group of conditions of a rule, being edited, with the groups within."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.automation import Check, Condition, Group, How, What
from deskbell.rules.automation_checks import DEEPEST
from deskbell.ui.rules.condition_row import ConditionRow
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.words import group_word
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.icon_button import IconButton

_FRESH = Condition(What.SUBJECT, Check.CONTAINS)


class GroupEdit(QFrame):
    """Holds one `Group`; `level` is 1 for the outermost, which cannot be removed.

    Signals:
        edited: a person changed something.
        relaid: there are more or fewer lines.
        out_wanted: the group is to go.
    """

    edited = Signal()
    relaid = Signal()
    out_wanted = Signal()

    def __init__(self, theme: ThemeSource, names: RuleNames, level: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names
        self._level = level
        self.parts: list[ConditionRow | GroupEdit] = []
        self.setObjectName("card")
        self.how = ChoiceBox(self)
        self.how.setAccessibleName(self.tr("How many conditions must hold"))
        for how in How:
            self.how.addItem(group_word(how), how)
        self.how.activated.connect(self.edited)
        self.out_button = IconButton(theme, Icon.CLOSE, self.tr("Remove this group"), parent=self)
        self.out_button.clicked.connect(self.out_wanted)
        self.out_button.setVisible(level > 1)
        self.add_button = LinkButton(self.tr("Add a condition"), self)
        self.add_button.clicked.connect(lambda: self._add(_FRESH))
        self.group_button = LinkButton(self.tr("Add a group"), self)
        self.group_button.clicked.connect(lambda: self._add(Group(How.ANY, (_FRESH,))))
        self.group_button.setVisible(level < DEEPEST)
        head = QHBoxLayout()
        head.addWidget(self.how)
        head.addStretch(1)
        head.addWidget(self.out_button)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.add_button)
        foot.addWidget(self.group_button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(self._list)
        layout.addLayout(foot)

    def show_group(self, group: Group, names: RuleNames | None = None) -> None:
        """Show this one, without telling."""
        self._names = names or self._names
        for part in self.parts:
            self._list.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.parts = []
        self.how.setCurrentIndex(self.how.findData(group.how))
        for one in group.parts:
            self._insert(one)

    def group(self) -> Group:
        """What it holds."""
        parts = (part.condition() if isinstance(part, ConditionRow) else part.group() for part in self.parts)
        return Group(How(self.how.currentData()), tuple(parts))

    def _add(self, one: Condition | Group) -> None:
        part = self._insert(one)
        (part if isinstance(part, ConditionRow) else part.parts[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        self.relaid.emit()

    def _insert(self, one: Condition | Group) -> "ConditionRow | GroupEdit":
        part: ConditionRow | GroupEdit
        if isinstance(one, Condition):
            part = ConditionRow(self._theme, one, self._names, self)
            part.setFocusProxy(part.what)
        else:
            part = GroupEdit(self._theme, self._names, self._level + 1, self)
            part.setFocusProxy(part.how)
            part.show_group(one)
            part.relaid.connect(self.relaid)
        part.edited.connect(self.edited)
        part.out_wanted.connect(lambda: self._take_out(part))
        self.parts.append(part)
        self._list.addWidget(part)
        return part

    def _take_out(self, part: "ConditionRow | GroupEdit") -> None:
        self.parts.remove(part)
        self._list.removeWidget(part)
        part.hide()
        part.deleteLater()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        self.relaid.emit()
