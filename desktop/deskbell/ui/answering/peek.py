"""An article looked at beside the ticket, with what of it can be put into the answer."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.answering import Part
from deskbell.rules.markdown.reading import Target
from deskbell.ui.answering.parts import part_word
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.article_view import ArticleView
from deskbell.ui.knowledge.reading import Shown, shown
from deskbell.ui.knowledge.words import callout_words, trust_word
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S4, S8, S12
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton, LinkButton, PrimaryButton
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.pane import Line

_WIDTH: Final = 480
_HEIGHT: Final = 440


class ArticlePeek(Floating):
    """Reads one article. Links to other articles lead on within it.

    Signals:
        insert_wanted(int, str, Part): so much of this article, in this language, is to be put into what is written.
        open_wanted(int): this article is to be opened in the knowledge base.
        failed(Exception): it could not be read.
    """

    insert_wanted = Signal(int, str, object)
    open_wanted = Signal(int)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._shown: Shown | None = None
        self._title = ElidedLabel("", TextRole.title, parent=self)
        self._fact = Label("", TextRole.small, ink="muted", parent=self)
        self.view = ArticleView(theme, self)
        self.view.target_wanted.connect(self._follow)
        self.excerpt = PrimaryButton(part_word(Part.EXCERPT), self)
        self.whole = GhostButton(part_word(Part.TEXT), self)
        self.link = LinkButton(part_word(Part.LINK), self)
        self.open_button = IconButton(theme, Icon.POP_OUT, self.tr("Open in the knowledge base"), parent=self)
        self._buttons = {Part.EXCERPT: self.excerpt, Part.TEXT: self.whole, Part.LINK: self.link}
        for part, button in self._buttons.items():
            button.clicked.connect(partial(self._insert, part))
            button.setEnabled(False)
        self.open_button.clicked.connect(self._open)
        self.setFocusProxy(self.view)
        self._lay()

    def look(self, article_id: int, language: str) -> None:
        """Read this article."""
        asked = (self._desk.me.id, article_id, language, callout_words())
        # Of several links that were followed the last one counts.
        topic = ("peek", id(self))
        self._runner.ask(shown, *asked, done=self._show, failed=self._refuse, topic=topic, owner=self)

    def _show(self, found: Shown | None) -> None:
        self._shown = found
        for button in (*self._buttons.values(), self.open_button):
            button.setEnabled(found is not None)
        if found is None:
            self._title.setText(self.tr("This article is not here"))
            self._fact.setText("")
            self.view.show_source("")
            return
        article = found.article
        self._title.setText(article.text.title)
        state = trust_word(article.trust)
        alone = "" if article.sendable else self.tr("For the desk alone")
        self._fact.setText(" · ".join(part for part in (state, alone) if part))
        if found.laid.heavy:
            self.view.show_source(article.text.body)
        else:
            self.view.show_page(found.laid.page, found.laid.pictures)

    def _follow(self, target: Target) -> None:
        if target.kind == "article":
            self.look(target.id, self._shown.article.text.language if self._shown is not None else "")
        else:
            self._open()

    def _insert(self, part: Part, _checked: bool = False) -> None:
        if self._shown is not None:
            article = self._shown.article
            self.close()
            self.insert_wanted.emit(article.id, article.text.language, part)

    def _open(self) -> None:
        if self._shown is not None:
            number = self._shown.article.id
            self.close()
            self.open_wanted.emit(number)

    def _refuse(self, error: Exception) -> None:
        self.close()
        self.failed.emit(error)

    def _lay(self) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.setContentsMargins(px(20), S12, S12, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.open_button)
        foot = QHBoxLayout()
        foot.setContentsMargins(S12, S8, S12, S8)
        foot.setSpacing(S8)
        foot.addWidget(self.link)
        foot.addStretch(1)
        foot.addWidget(self.whole)
        foot.addWidget(self.excerpt)
        self._fact.setContentsMargins(px(20), 0, S12, S8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(S4)
        layout.addLayout(head)
        layout.addWidget(self._fact)
        layout.addWidget(Line(parent=self))
        layout.addWidget(self.view, 1)
        layout.addWidget(Line(parent=self))
        layout.addLayout(foot)
        # In some languages the words of the buttons are longer than that.
        self.setFixedSize(max(px(_WIDTH), foot.sizeHint().width()), px(_HEIGHT))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
