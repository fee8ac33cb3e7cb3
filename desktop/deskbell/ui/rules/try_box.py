"""Which rules would a ticket get, and why: asked of one by its number; nothing is written by that."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.automation import Event
from deskbell.store.queries import rules_tried
from deskbell.store.queries.rules_tried import Tried
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.words import event_word, verdict_words
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.label import Label
from deskbell.ui.words import told_error


class TryBox(QFrame):
    """A number, what happens, and below it each rule with what it would do, or the first thing for which it would do nothing.

    Signals:
        relaid: it takes more or less room.
    """

    relaid = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._runner = runner
        self._names: RuleNames | None = None
        title = Label(self.tr("Which rules would a ticket get?"), TextRole.title, parent=self)
        self.number = QLineEdit(self)
        self.number.setPlaceholderText(self.tr("Number of a ticket"))
        self.number.setAccessibleName(self.tr("Number of a ticket"))
        self.happens = ChoiceBox(self)
        self.happens.setAccessibleName(self.tr("What happens to it"))
        for event in Event:
            self.happens.addItem(event_word(event), event)
        self.try_button = GhostButton(self.tr("Try"), self)
        self.answer = Label("", wrap=True, parent=self)
        self.answer.setVisible(False)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.number, 1)
        line.addWidget(self.happens, 1)
        line.addWidget(self.try_button)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.lines: list[Label] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addLayout(line)
        layout.addWidget(self.answer)
        layout.addLayout(self._list)
        self.number.returnPressed.connect(self.look)
        self.try_button.clicked.connect(self.look)

    def show_names(self, names: RuleNames) -> None:
        """The desk's names of now. An answer of before goes: the rules may be others."""
        self._names = names
        self._clear("")

    def look(self) -> None:
        """Ask."""
        typed = self.number.text().strip().lstrip("#")
        if not typed.isdecimal() or len(typed) > 18:
            self._clear(self.tr("Write the number of a ticket, such as 1042."))
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        event = Event(self.happens.currentData())
        topic = ("try rules", id(self))
        self._runner.ask(
            rules_tried.tried, int(typed), event, done=self.show_tried, failed=self._fail, topic=topic, owner=self
        )

    def show_tried(self, tried: Tried | None) -> None:
        """Show what became of it."""
        if tried is None:
            self._clear(self.tr("There is no ticket of this number."))
            return
        if tried.away:
            self._clear(self.tr("Rules leave tickets alone that lie in Spam or Trash, or were merged into another."))
            return
        if not tried.verdicts or self._names is None:
            self._clear(self.tr("There are no rules yet."))
            return
        firing = sum(verdict.fires for verdict in tried.verdicts)
        said = (
            self.tr("One rule would do something to #%1.")
            if firing == 1
            else self.tr("%2 rules would do something to #%1.")
        )
        if not firing:
            said = self.tr("No rule would do anything to #%1.")
        self._clear(said.replace("%1", str(tried.number)).replace("%2", str(firing)))
        for verdict in tried.verdicts:
            words = f"{verdict.rule.name}: {verdict_words(verdict, self._names)}"
            line = Label(words, TextRole.small, ink="ink" if verdict.fires else "muted", wrap=True, parent=self)
            self.lines.append(line)
            self._list.addWidget(line)
        self.relaid.emit()

    def _fail(self, error: Exception) -> None:
        self._clear(told_error(error))

    def _clear(self, words: str) -> None:
        for line in self.lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        self.answer.setText(words)
        self.answer.setVisible(bool(words))
        self.relaid.emit()
