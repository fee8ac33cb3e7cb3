"""The article that is read: its head, its text, and beside it its headings and who links to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.articles import Article, ArticleState
from deskbell.rules.asked_addresses import ticket_address
from deskbell.rules.markdown.reading import Target
from deskbell.ui.canned.languages import language_name
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.article_files import ArticleFiles
from deskbell.ui.knowledge.article_view import ArticleView
from deskbell.ui.knowledge.find_bar import FindBar
from deskbell.ui.knowledge.lines import LinesModel, LinesView, PlaceDelegate, PlaceLine
from deskbell.ui.knowledge.reading import Shown
from deskbell.ui.knowledge.related_list import RelatedList
from deskbell.ui.knowledge.use_bar import UseBar
from deskbell.ui.knowledge.words import TRUST_TONES, state_word, trust_word
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER, S4, S8, S12, S16, S24
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.html_weight import LONGEST_TEXT
from deskbell.ui.ticket.moments import moment
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.buttons import GhostButton, LinkButton
from deskbell.ui.widgets.chip import Chip, Tone
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, Label, SectionHead, plain_tooltip
from deskbell.ui.widgets.pane import Line, Pane

_SIDE: Final = 216
_ROOM_FOR_SIDE: Final = 640
_SHOWN_LANGUAGES: Final = 6


class ArticlePane(Pane):
    """Shows one article, or says why there is none.

    Signals:
        article_wanted(int, str): another article is to be opened, at this heading ("" for its beginning).
        language_wanted(str): the same in this language.
        file_wanted(int): a file of the article is to be opened.
        link_wanted(QUrl, str): as `BodyView.link_wanted`.
        edit_wanted: its text is to be changed.
        more_wanted(QWidget): what else can be done with it is to be offered below this.
        went(int): back (-1) or forward (1) through what was read.
        empty_acted: the next step of the empty place is wanted.
    """

    article_wanted = Signal(int, str)
    language_wanted = Signal(str)
    file_wanted = Signal(int)
    link_wanted = Signal(QUrl, str)
    edit_wanted = Signal()
    more_wanted = Signal(object)
    went = Signal(int)
    empty_acted = Signal()

    def __init__(self, theme: ThemeSource, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._desk = desk
        self.article: Article | None = None
        self.view = ArticleView(theme, self)
        self.view.link_wanted.connect(self.link_wanted)
        self.view.target_wanted.connect(self._follow)
        self.find_bar = FindBar(theme, self.view, self)
        self.find_bar.ended.connect(self.view.setFocus)
        self.back = self._button(Icon.BACK, self.tr("Back"), partial(self.went.emit, -1))
        self.forward = self._button(Icon.FORTH, self.tr("Forward"), partial(self.went.emit, 1))
        self._find = self._button(Icon.SEARCH, self.tr("Find in this article"), self.find_bar.begin)
        self.edit = GhostButton(self.tr("Edit"), self)
        self.edit.clicked.connect(self.edit_wanted)
        self.more = self._button(Icon.MORE, self.tr("More"), lambda: self.more_wanted.emit(self.more))
        self._title = ElidedLabel("", TextRole.headline, parent=self)
        self._trust, self._state, self._behind = (Chip(theme, "", parent=self) for _ in range(3))
        self._changed = Label("", TextRole.small, ink="muted", parent=self)
        self._doubt = Label("", TextRole.small, ink="danger", wrap=True, parent=self)
        self._languages = [LinkButton("", self) for _ in range(_SHOWN_LANGUAGES)]
        for number, button in enumerate(self._languages):
            button.clicked.connect(partial(self._choose_language, number))
        self._heavy = Label(
            self.tr("This article is too large to be laid out; its text is shown as it is written."),
            TextRole.small,
            ink="muted",
            wrap=True,
            parent=self,
        )
        self.outline, self.links, self.uses = (LinesModel(self) for _ in range(3))
        self.outline_list = self._list(self.outline, self.tr("Headings"))
        self.links_list = self._list(self.links, self.tr("Linked from"))
        self.uses_list = self._list(self.uses, self.tr("Tickets that used it"))
        self.related = RelatedList(theme, self)
        self.related.chosen.connect(lambda article_id: self.article_wanted.emit(article_id, ""))
        self.related.changed.connect(self._fit_side)
        self.files = ArticleFiles(theme, self)
        self.use_bar = UseBar(self)
        self._outline_head = SectionHead(self.tr("On this page"), self)
        self._links_head = SectionHead(self.tr("Linked from"), self)
        self._uses_head = SectionHead(self.tr("Tickets that used it"), self)
        self._empty = EmptyState(theme, self)
        self._empty.acted.connect(self.empty_acted)
        self._side = QWidget(self)
        self._faces = QStackedWidget(self)
        self._lay()
        zooms = (QKeySequence.StandardKey.ZoomIn, 1), (QKeySequence.StandardKey.ZoomOut, -1), ("Ctrl+0", 0)
        for keys, steps in zooms:
            # Wherever in the window the keyboard is, as long as an article is in sight.
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(partial(self.view.zoom, steps))
        self.can_go(back=False, forward=False)

    def show_article(self, shown: Shown) -> None:
        """Show it from its beginning; where it is here and says the same, what is found and selected in it stays."""
        before, article = self.article, shown.article
        if before is None or before.id != article.id:
            self.related.show_related(())
            self.use_bar.hide()
        self.article = article
        laid = shown.laid
        if before is None or _said(before) != _said(article):
            self._lay_out(shown)
        self._heavy.setVisible(laid.heavy)
        self._tell(article)
        top = min((heading.level for heading in laid.page.headings), default=1)
        self.outline.show_lines(
            [
                PlaceLine(heading.text, heading.level - top, heading=number)
                for number, heading in enumerate(laid.page.headings)
                if heading.text and not laid.heavy
            ]
        )
        self.links.show_lines([PlaceLine(link.title, article_id=link.id) for link in article.linked_from])
        self.uses.show_lines(
            [PlaceLine(f"#{one.ticket_id} {one.subject}", ticket_id=one.ticket_id) for one in article.used_in]
        )
        self.files.show_files(shown.attachments)
        self._faces.setCurrentIndex(0)
        self._fit_side()

    def show_nothing(self, icon: Icon, title: str, sentence: str, action: str = "") -> None:
        """Say why there is nothing to read, and offer the next step."""
        self.article = None
        self.find_bar.hide()
        self._empty.say(icon, title, sentence, action)
        self._faces.setCurrentIndex(1)

    def offer_below(self, widget: QWidget) -> None:
        """Another way on, below what is said where there is nothing to read."""
        self._empty.add_below(widget)

    def can_go(self, *, back: bool, forward: bool) -> None:
        """Whether something was read before, or after that."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def begin_find(self) -> None:
        """Ask for words to find in what is read."""
        if self.article is not None:
            self.find_bar.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_side()

    def _lay_out(self, shown: Shown) -> None:
        if shown.laid.heavy:
            self.view.show_source(shown.article.text.body[:LONGEST_TEXT])
        else:
            self.view.show_page(shown.laid.page, shown.laid.pictures)

    def _tell(self, article: Article) -> None:
        text = article.text
        self._title.setText(text.title)
        self._trust.set_text(trust_word(article.trust), TRUST_TONES[article.trust])
        self._state.setVisible(article.state is not ArticleState.PUBLISHED)
        self._state.set_text(state_word(article.state))
        self._behind.setVisible(text.behind)
        self._behind.set_text(self.tr("Translation is behind"), Tone.WARNING)
        name = self._name(text.changed_by)
        when = moment(text.changed_at, datetime.now(UTC))
        told = self.tr("Changed {when} by {name}") if name else self.tr("Changed {when}")
        self._changed.setText(told.format(when=when, name=name))
        self._changed.setToolTip(plain_tooltip(exact(text.changed_at)))
        self._doubt.setText(article.doubt)
        self._doubt.setVisible(bool(article.doubt))
        others = self._other_languages()
        for number, button in enumerate(self._languages):
            button.setVisible(number < len(others))
            if number < len(others):
                button.setText(language_name(others[number]))
                button.setAccessibleName(language_name(others[number]))

    def _name(self, agent_id: int | None) -> str:
        return next((one.name for one in self._desk.state.agents if one.id == agent_id), "")

    def _follow(self, target: Target) -> None:
        kind, number, anchor = target.kind, target.id, target.anchor
        if kind == "article" and self.article is not None and number == self.article.id:
            self.view.go_to_anchor(anchor)
        elif kind == "article":
            self.article_wanted.emit(number, anchor)
        else:
            self.file_wanted.emit(number)

    def _choose_language(self, number: int) -> None:
        others = self._other_languages()
        if number < len(others):
            self.language_wanted.emit(others[number])

    def _other_languages(self) -> list[str]:
        article = self.article
        return [] if article is None else [code for code in article.languages if code != article.text.language]

    def _go(self, line: PlaceLine) -> None:
        if line.heading is not None:
            self.view.go_to_heading(line.heading)
        elif line.ticket_id:
            self.link_wanted.emit(QUrl(ticket_address(line.ticket_id)), "")
        else:
            self.article_wanted.emit(line.article_id, "")

    def _button(self, icon: Icon, name: str, do: Callable[[], object]) -> IconButton:
        button = IconButton(self._theme, icon, name, parent=self)
        button.clicked.connect(lambda _checked: do())
        return button

    def _list(self, model: LinesModel, name: str) -> LinesView:
        made = LinesView(self._theme, model, PlaceDelegate(self._theme, self), name, self)
        made.clicked.connect(lambda index: self._go(model.entry(index.row())))
        made.entered_at.connect(lambda index: self._go(model.entry(index.row())))
        return made

    def _fit_side(self) -> None:
        """Beside the text where there is room for both, and something to show."""
        headings, links, uses = self.outline.rowCount(), self.links.rowCount(), self.uses.rowCount()
        for there, parts in (
            (headings > 1, (self._outline_head, self.outline_list)),
            (links > 0, (self._links_head, self.links_list)),
            (uses > 0, (self._uses_head, self.uses_list)),
        ):
            for part in parts:
                part.setVisible(there)
        row = self._theme.px(PlaceDelegate.row_height)
        self.links_list.setMaximumHeight(max(1, links) * row + 2)
        self.uses_list.setMaximumHeight(max(1, uses) * row + 2)
        self.outline_list.setMaximumHeight(max(1, headings) * row + 2)
        there = headings > 1 or links + uses > 0 or not self.related.is_empty
        self._side.setVisible(there and self.width() >= self._theme.px(_ROOM_FOR_SIDE))

    def _lay(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(S12, 0, S16, 0)
        bar.setSpacing(S4)
        for widget in (self.back, self.forward):
            bar.addWidget(widget)
        bar.addSpacing(S4)
        bar.addWidget(self._title, 1)
        bar.addWidget(self._find)
        bar.addWidget(self.more)
        bar.addWidget(self.edit)
        head = QWidget(self)
        head.setLayout(bar)
        head.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        facts = QHBoxLayout()
        facts.setContentsMargins(S24, 0, S16, S8)
        facts.setSpacing(S8)
        for fact in (self._trust, self._state, self._behind, self._changed):
            facts.addWidget(fact)
        facts.addStretch(1)
        for button in self._languages:
            facts.addWidget(button)
        below = QVBoxLayout(self._side)
        below.setContentsMargins(S8, S16, S12, S16)
        below.setSpacing(S4)
        links, uses = (self._links_head, self.links_list), (self._uses_head, self.uses_list)
        for part in (self._outline_head, self.outline_list, self.related, *links, *uses):
            below.addWidget(part)
        below.addStretch(1)
        for label in (self._outline_head, self._links_head, self._uses_head):
            label.setContentsMargins(S12, S4, 0, 0)
        self._side.setFixedWidth(self._theme.px(_SIDE))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self._side)
        article = QWidget(self)
        column = QVBoxLayout(article)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(facts)
        for told in (self._doubt, self._heavy):
            told.setContentsMargins(S24, 0, S16, S8)
            column.addWidget(told)
        column.addWidget(Line(parent=self))
        column.addWidget(self.find_bar)
        column.addLayout(row, 1)
        column.addWidget(self.files)
        column.addWidget(self.use_bar)
        self._faces.addWidget(article)
        self._faces.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._faces)


def _said(article: Article) -> tuple[object, ...]:
    """What is laid out of it; an earlier revision never changes."""
    text = article.text
    return article.id, text.language, text.revision, article.files
