"""What would become of it, read from above: where it goes, rule by rule, policy by policy, and who has it in the end."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from deskbell.actions.try_out.outcome import TriedOut
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.theme.type import TextRole
from deskbell.ui.try_out.words import due_words, handed_lines, headline, mail_lines, policy_words, rule_words
from deskbell.ui.widgets.label import Label

_WIDE = 8


class OutcomeView(QScrollArea):
    """Sentences under heads; `lines` are what they say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What would become of it"))
        self.lines: list[str] = []
        self._body = QWidget(self)
        self._body.setObjectName("content")
        self._layout = QVBoxLayout(self._body)
        self.say(
            self.tr("Here stands what would become of it, and why. Nothing is stored and nothing is sent by that.")
        )
        self.setWidget(self._body)

    def say(self, words: str, ink: str = "muted") -> None:
        """Show nothing but these words."""
        self._begin()
        self._line(words, ink=ink)
        self._end()

    def show_outcome(self, tried: TriedOut, names: RuleNames, desk: DeskNow, now: datetime) -> None:
        """Show all of it."""
        self._begin()
        self._line(headline(tried), TextRole.title)
        if tried.filed is not None:
            for words in mail_lines(tried.filed):
                self._line(words)
        if tried.away:
            self._line(
                self.tr("Rules and policies leave alone what lies in Spam or Trash, or was merged into another ticket.")
            )
        elif tried.filed is None or not tried.filed.again:
            self._outcome(tried, names, desk, now)
        self._end()

    def _outcome(self, tried: TriedOut, names: RuleNames, desk: DeskNow, now: datetime) -> None:
        self._head(self.tr("Who gets it"))
        self._each(handed_lines(tried.handed, desk))
        self._head(self.tr("SLA policy"))
        for one in tried.policies:
            self._line(policy_words(one), ink="ink" if one.lacks is None else "muted")
        if not tried.policies:
            self._line(self.tr("There are no policies yet."), ink="muted")
        elif tried.policies[-1].lacks is not None:
            self._line(self.tr("None fits: nothing is promised."))
        self._each(due_words(due, now) for due in tried.dues)
        self._head(self.tr("Rules"))
        for rule in tried.rules:
            self._line(rule_words(rule, names), ink="ink" if rule.acts else "muted")
        if any(rule.does.reply_id is not None for rule in tried.rules):
            self._line(
                self.tr(
                    "An answer by a rule goes out unless too many went to this sender, or from this mailbox, lately: they are not counted here."
                ),
                ink="muted",
            )
        if not tried.rules:
            self._line(self.tr("There are no rules yet."), ink="muted")

    def _each(self, lines: Iterable[str]) -> None:
        for words in lines:
            self._line(words)

    def _head(self, words: str) -> None:
        self._layout.addSpacing(_WIDE)
        self._layout.addWidget(Label(words, TextRole.section, ink="faint", parent=self._body))

    def _line(self, words: str, role: TextRole = TextRole.body, *, ink: str = "ink") -> None:
        self.lines.append(words)
        self._layout.addWidget(Label(words, role, ink=ink, wrap=True, parent=self._body))

    def _begin(self) -> None:
        self.lines = []
        while (item := self._layout.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._layout.setContentsMargins(20, 16, 20, 16)
        self._layout.setSpacing(_WIDE)

    def _end(self) -> None:
        self._layout.addStretch(1)
        self.verticalScrollBar().setValue(0)
