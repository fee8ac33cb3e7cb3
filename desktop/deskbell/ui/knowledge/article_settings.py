"""Who answers for an article, who sees it, and what it is for: looked at by everybody who reads it, changed by those who answer for it."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from deskbell.model.articles import Article, Audience, SettleArticle
from deskbell.model.errors import Conflict, DeskError
from deskbell.rules.articles import LONGEST_REVIEW_DAYS, answers
from deskbell.store.queries import articles
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.deed_words import told
from deskbell.ui.knowledge.settling import as_settled, put_together, tags_in, tags_line
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.agent_choice import AgentChoice
from deskbell.ui.settings.team_choice import TeamChoice
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER, S8, S16, S24
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton, PrimaryButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.number_edit import NumberEdit
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.tab_order import tab_as_one_reads
from deskbell.ui.words import told_error

_WIDEST: Final = 560
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ArticleSettings(Pane):
    """Those of one article at a time. Ctrl+Enter saves; Escape leaves, and what was entered is there again as long as the program runs.

    Where a colleague changed them meanwhile, what one has not touched becomes theirs, what one has stays, and what they saved instead stands below it;
    the next save is over theirs.

    Signals:
        saved(int, str): those of this article, which was read in this language.
        done(str, str): a sentence, and the deed that did it: it can be taken back.
        left: the person goes back to reading.
    """

    saved = Signal(int, str)
    done = Signal(str, str)
    left = Signal()

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._prompts = prompts
        self._article: Article | None = None
        self._base: SettleArticle | None = None
        # By article: what it was begun from, and what was entered.
        self._kept: dict[int, tuple[SettleArticle, SettleArticle]] = {}
        self._title = ElidedLabel("", TextRole.headline, parent=self)
        self.close_button = GhostButton(self.tr("Close"), self)
        self.discard_button = GhostButton(self.tr("Discard"), self)
        self.save_button = PrimaryButton(self.tr("Save"), self)
        self.told = Label("", TextRole.small, wrap=True, parent=self)
        self._strip = Pane("warning_ground", self)
        self._form = QWidget()
        self._form.setObjectName("content")
        self.owner, self.verifier = AgentChoice(self._form), AgentChoice(self._form)
        self.days = NumberEdit(theme, self._form)
        self.days.setRange(1, LONGEST_REVIEW_DAYS)
        self.days.valueChanged.connect(self._say_days)
        self.audience = ChoiceBox(self._form)
        for audience in Audience:
            self.audience.addItem(self._audience_word(audience), audience)
        self.audience.currentIndexChanged.connect(self._fit_team)
        self.team = TeamChoice(self._form)
        self.tags = QLineEdit(self._form)
        self.sendable = QCheckBox(self.tr("It may be sent to customers"), self._form)
        self.fields = self._make_fields()
        self._lay()
        tab_as_one_reads(self)
        self.close_button.clicked.connect(self.leave)
        self.discard_button.clicked.connect(self.discard)
        self.save_button.clicked.connect(self.save)

    def begin(self, article: Article) -> None:
        """Show those of an article; what was entered of them before is there again."""
        self._article = article
        self._title.setText(self.tr("Settings of “{title}”").format(title=article.text.title))
        me = self._desk.me
        may = answers(me.role, me.id, article.owner_id, article.verifier_id)
        self._form.setEnabled(may)
        for button in (self.save_button, self.discard_button):
            button.setVisible(may)
            button.setEnabled(True)
        self.close_button.setVisible(not may)
        there = as_settled(article, me.id)
        self._base, mine = self._kept.get(article.id, (there, there)) if may else (there, there)
        self._show(mine)
        self._tell("")
        if not may:
            self._tell(self._who_may(article))
        elif mine != there:
            self._tell(self.tr("This is what you had entered before, and not saved."))
        (self.owner if may else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def entered(self) -> SettleArticle | None:
        """What the form holds now; None while no article is shown."""
        if self._article is None or self._base is None:
            return None
        audience = self._audience()
        return as_settled(
            self._article,
            self._desk.me.id,
            version=self._base.version,
            category_id=self._base.category_id,
            state=self._base.state,
            owner_id=self.owner.agent_id(),
            verifier_id=self.verifier.agent_id(),
            review_days=self.days.value(),
            audience=audience,
            team_id=self.team.team_id() if audience is Audience.TEAM else None,
            tags=tags_in(self.tags.text()),
            sendable=self.sendable.isChecked(),
        )

    def save(self) -> None:
        """Save what is entered, where the person may and has changed anything."""
        command, article = self.entered(), self._article
        if command is None or article is None or not (self._form.isEnabled() and self.save_button.isEnabled()):
            return
        if not self._is_changed():
            self.leave()
            return
        self._clear_faults()
        self._keep()
        self.save_button.setEnabled(False)
        done = partial(
            self._take_saved, article.id, article.text.language, (told(command, article, None), command.deed)
        )
        self._runner.do(command, done=done, failed=partial(self._refuse, article.id), owner=self)

    def discard(self) -> None:
        """Leave without what was entered, after a question where there is anything."""
        if self._is_changed() and not self._prompts.sure(
            self.tr("Discard what you changed?"),
            self.tr("What you have changed in these settings, and did not save, is gone then."),
            self.tr("Discard"),
        ):
            return
        if self._article is not None:
            self._kept.pop(self._article.id, None)
        self._close()

    def leave(self) -> None:
        """Go back to reading; what was entered is kept for the next time."""
        self._keep()
        self._close()

    def event(self, event: QEvent) -> bool:
        """What is typed chooses in a box that has the keyboard, too: it is no key of the screen as long as anything can be filled in."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._form.isEnabled():
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and event.text().isprintable() and event.text():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)

    def _is_changed(self) -> bool:
        return self._form.isEnabled() and self._base is not None and self.entered() != self._base

    def _keep(self) -> None:
        mine = self.entered()
        if self._article is None or self._base is None or mine is None:
            return
        self._kept.pop(self._article.id, None)
        if self._is_changed():
            self._kept[self._article.id] = (self._base, mine)

    def _close(self) -> None:
        self._article = self._base = None
        self.left.emit()

    def _take_saved(self, article_id: int, language: str, done: tuple[str, str], _: object) -> None:
        self.done.emit(*done)
        self._kept.pop(article_id, None)
        if self._article is not None and self._article.id == article_id:
            self._article = self._base = None
            self.saved.emit(article_id, language)

    def _refuse(self, article_id: int, error: Exception) -> None:
        """Nothing is lost: who has gone on meanwhile finds it when they come back."""
        article = self._article
        if article is None or article.id != article_id:
            return
        self.save_button.setEnabled(True)
        if isinstance(error, DeskError) and error.code == "article.no_team":
            self.fields["team_id"].set_fault(told_error(error))
            self.team.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._tell(told_error(error))
        if isinstance(error, Conflict):
            kept = self.tr("What you entered is still here; saving again puts it in place of theirs.")
            self._tell(f"{told_error(error)} {kept}")
            asked = (articles.read, self._desk.me.id, article_id, article.text.language)
            self._runner.ask(*asked, done=self._put_together, owner=self, topic=("settled", id(self)))

    def _put_together(self, article: Article | None) -> None:
        base, mine = self._base, self.entered()
        if article is None or self._article is None or article.id != self._article.id or base is None or mine is None:
            return
        theirs = as_settled(article, self._desk.me.id)
        both, against = put_together(base, mine, theirs)
        self._article, self._base = article, theirs
        self._show(both)
        for name in against:
            field = self.fields[name]
            field.set_hint(self.tr("Your colleague chose: {value}").format(value=self._words(theirs, name)))
        self._keep()

    def _show(self, settled: SettleArticle) -> None:
        state = self._desk.state
        self.owner.show_agents(state.agents, settled.owner_id)
        self.verifier.show_agents(state.agents, settled.verifier_id)
        self.days.setValue(settled.review_days)
        self.audience.setCurrentIndex(self.audience.findData(settled.audience))
        self.team.show_teams(state.teams)
        self.team.choose(settled.team_id)
        self.tags.setText(tags_line(settled.tags))
        self.sendable.setChecked(settled.sendable)
        self._say_days()
        self._fit_team()
        self._clear_faults()

    def _clear_faults(self) -> None:
        for name, hint in self._hints().items():
            self.fields[name].set_fault("")
            self.fields[name].set_hint(hint)

    def _words(self, settled: SettleArticle, name: str) -> str:
        """What a part of the settings says, in words."""
        agents = {agent.id: agent.name for agent in self._desk.state.agents}
        teams = {team.id: team.name for team in self._desk.state.teams}
        match name:
            case "owner_id" | "verifier_id":
                return agents.get(getattr(settled, name) or 0, self.tr("Nobody"))
            case "review_days":
                return self._days_words(settled.review_days)
            case "audience":
                team = teams.get(settled.team_id or 0, "")
                word = self._audience_word(settled.audience)
                return f"{word}: {team}" if settled.audience is Audience.TEAM else word
            case "tags":
                return tags_line(settled.tags) or self.tr("None")
        return self.tr("Yes") if settled.sendable else self.tr("No")

    def _who_may(self, article: Article) -> str:
        names = {agent.id: agent.name for agent in self._desk.state.agents}
        known = [names[one] for one in (article.owner_id, article.verifier_id) if one in names]
        if not known:
            return self.tr("You can look; only a manager can change this, as nobody owns or verifies this article.")
        of_them = ", ".join(dict.fromkeys(known))
        return self.tr("You can look; only who owns or verifies it ({names}) or a manager can change this.").format(
            names=of_them
        )

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self._strip.setVisible(bool(words))

    def _days_words(self, days: int) -> str:
        return self.tr("1 day") if days == 1 else self.tr("{count} days").format(count=days)

    def _say_days(self) -> None:
        self.days.setSuffix(self.tr(" day") if self.days.value() == 1 else self.tr(" days"))

    def _fit_team(self) -> None:
        self.fields["team_id"].setVisible(self._audience() is Audience.TEAM)

    def _audience(self) -> Audience:
        # Qt keeps the word of it alone.
        return Audience(self.audience.currentData())

    def _audience_word(self, audience: Audience) -> str:
        return {
            Audience.EVERYONE: self.tr("Everybody"),
            Audience.TEAM: self.tr("One team"),
            Audience.MANAGERS: self.tr("Managers only"),
        }[audience]

    def _hints(self) -> dict[str, str]:
        return {
            "owner_id": self.tr("Answers for what it says."),
            "verifier_id": self.tr("Says again and again that it is right."),
            "review_days": self.tr("So long it can be relied on once somebody said that it is right."),
            "audience": self.tr("Owner, verifier and managers see it in any case."),
            "team_id": "",
            "tags": self.tr("Separated by commas."),
            "sendable": self.tr("Otherwise it is for colleagues alone."),
        }

    def _make_fields(self) -> dict[str, Field]:
        asked: tuple[tuple[str, str, QWidget], ...] = (
            ("owner_id", self.tr("Owner"), self.owner),
            ("verifier_id", self.tr("Verifier"), self.verifier),
            ("review_days", self.tr("To be verified every"), self.days),
            ("audience", self.tr("Seen by"), self.audience),
            ("team_id", self.tr("Team"), self.team),
            ("tags", self.tr("Tags"), self.tags),
            ("sendable", "", self.sendable),
        )
        return {name: Field(self._theme, title, control, parent=self._form) for name, title, control in asked}

    def _lay(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(S24, 0, S16, 0)
        bar.setSpacing(S8)
        bar.addWidget(self._title, 1)
        for button in (self.close_button, self.discard_button, self.save_button):
            bar.addWidget(button)
        head = QWidget(self)
        head.setLayout(bar)
        head.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(S24, S8, S16, S8)
        strip.addWidget(self.told)
        for box in (self.owner, self.verifier, self.audience, self.team):
            # Names are as long as people make them: the form is no wider for that.
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        form = QVBoxLayout()
        form.setSpacing(S16)
        for names in (("owner_id", "verifier_id"), ("review_days",), ("audience", "team_id"), ("tags",), ("sendable",)):
            row = QHBoxLayout()
            row.setSpacing(S16)
            for name in names:
                row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
            form.addLayout(row)
        form.addStretch(1)
        inner = QWidget(self._form)
        inner.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        inner.setMaximumWidth(self._theme.px(_WIDEST))
        around = QHBoxLayout(self._form)
        around.setContentsMargins(S24, S16, S24, S16)
        around.addWidget(inner, 1)
        around.addStretch(0)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(self.tr("Settings of the article"))
        scroll.setWidget(self._form)
        OverlayScrollBar(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._strip)
        column.addWidget(Line(parent=self))
        column.addWidget(scroll, 1)
