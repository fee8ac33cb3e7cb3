"""Words that nobody found an article for, and what can be done about them."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.commands import Command
from deskbell.model.gaps import AddSynonym, Gap, GapState, SettleGap
from deskbell.rules.rights import may
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.name_popup import NamePopup
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8, S12, S24
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.widgets.ages import age, exact
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.label import Label, plain_tooltip
from deskbell.ui.widgets.pane import Pane


class GapPane(Pane):
    """Shows one at a time.

    Signals:
        article_wanted(Gap): an article is to be written that these words find.
        search_wanted(str): it is to be seen what is found for them now.
        failed(Exception): what becomes of them could not be kept.
    """

    article_wanted = Signal(object)
    search_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self.gap: Gap | None = None
        self._title = Label("", TextRole.headline, wrap=True, parent=self)
        self._told = Label("", TextRole.body, ink="muted", wrap=True, parent=self)
        self._advice = Label("", TextRole.body, wrap=True, parent=self)
        self.write = PrimaryButton(self.tr("Write an article"), self)
        self.write.clicked.connect(lambda: self.article_wanted.emit(self.gap))
        self.same = GhostButton(self.tr("Means the same as…"), self)
        self.same.clicked.connect(self._ask_same)
        self.same.setVisible(may(desk.me.role, AddSynonym))
        self.search = GhostButton(self.tr("Search for it"), self)
        self.search.clicked.connect(self._search)
        self.away = GhostButton("", self)
        self.away.clicked.connect(self._put_away)
        self.setFocusProxy(self.write)
        self._lay()

    def show_gap(self, gap: Gap) -> None:
        """Show this one."""
        self.gap = gap
        self._title.setText(gap.written)
        self._told.setText(self._facts(gap))
        self._told.setToolTip(plain_tooltip(exact(gap.asked_at)))
        is_away = gap.state is GapState.AWAY
        words = self.tr("Put back into the list") if is_away else self.tr("Put away")
        self.away.setText(words)
        self.away.setAccessibleName(words)
        if gap.hits:
            self._advice.setText(
                self.tr("What was found was opened by nobody. Perhaps its title says it in other words.")
            )
        else:
            self._advice.setText(
                self.tr("No article holds these words. Write one, or say which word the articles have for it.")
            )

    def _facts(self, gap: Gap) -> str:
        once, often = self.tr("Searched for once"), self.tr("Searched for %n times", "", gap.times)
        asked = once if gap.times == 1 else often
        when = age(gap.asked_at, datetime.now(UTC))
        who = self._desk.agent(gap.asked_by)
        last = self.tr("the last time {when} by {name}") if who else self.tr("the last time {when}")
        told = f"{asked}, {last.format(when=when, name=who.name if who else '')}"
        return f"{told}. {self.tr('It was put away.')}" if gap.state is GapState.AWAY else f"{told}."

    def _ask_same(self) -> None:
        gap = self.gap
        if gap is None:
            return
        popup = NamePopup(self._theme, self.tr("The word that the articles use"), self.tr("Keep"), parent=self.same)
        made = partial(AddSynonym, agent_id=self._desk.me.id, word=gap.written, gap_id=gap.id)
        popup.given.connect(lambda words: self._do(made(other=words)))
        popup.open_below(self.same)

    def _search(self) -> None:
        if self.gap is not None:
            self.search_wanted.emit(self.gap.written)

    def _put_away(self) -> None:
        if self.gap is not None:
            state = GapState.OPEN if self.gap.state is GapState.AWAY else GapState.AWAY
            self._do(SettleGap(agent_id=self._desk.me.id, id=self.gap.id, state=state))

    def _do(self, command: Command) -> None:
        self._runner.do(command, failed=self.failed.emit, owner=self)

    def _lay(self) -> None:
        buttons = FlowLayout(S8, S8)
        for button in (self.write, self.same, self.search, self.away):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(S24, S24, S24, S24)
        column.setSpacing(S12)
        for label in (self._title, self._told, self._advice):
            column.addWidget(label)
        column.addSpacing(S8)
        column.addLayout(buttons)
        column.addStretch(1)
