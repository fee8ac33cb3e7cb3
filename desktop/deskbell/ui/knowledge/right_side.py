"""What stands beside the list of articles: the one that is read, or where it is written or settled."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.article_pane import ArticlePane
from deskbell.ui.knowledge.kept_drafts import KeptDrafts
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource

if TYPE_CHECKING:
    # Loaded when somebody writes.
    from deskbell.model.answering import ArticleDraft
    from deskbell.model.gaps import Gap
    from deskbell.ui.knowledge.article_settings import ArticleSettings
    from deskbell.ui.knowledge.editor import ArticleEditor
    from deskbell.ui.knowledge.gap_pane import GapPane


class RightSide(QStackedWidget):
    """One of them at a time. What is begun in one is kept when another comes.

    Signals:
        saved(int, str): this article was changed, in this language.
        failed(Exception): what was left meanwhile could not be saved; it is kept.
        done(str, str): a sentence, and the deed that did it: it can be taken back.
        left: the person goes back to reading.
        search_wanted(str): it is to be seen what is found for these words.
    """

    saved = Signal(int, str)
    failed = Signal(object)
    done = Signal(str, str)
    left = Signal()
    search_wanted = Signal(str)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        prompts: Prompts,
        kept: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._prompts = prompts
        self.drafts = KeptDrafts(runner, desk, kept, self)
        self.drafts.failed.connect(self.failed)
        self.pane = ArticlePane(theme, desk, self)
        self.addWidget(self.pane)

    @cached_property
    def editor(self) -> "ArticleEditor":
        """Where articles are written; made when somebody first does."""
        from deskbell.ui.knowledge.editor import ArticleEditor

        made = ArticleEditor(self._theme, self._runner, self._desk, self._prompts, self.drafts, self)
        made.failed.connect(self.failed)
        self._take(made)
        return made

    @cached_property
    def settings(self) -> "ArticleSettings":
        """Where it is said who answers for an article and who sees it; made when somebody first looks."""
        from deskbell.ui.knowledge.article_settings import ArticleSettings

        made = ArticleSettings(self._theme, self._runner, self._desk, self._prompts, self)
        self._take(made)
        return made

    @cached_property
    def gap(self) -> "GapPane":
        """What can be done about words that nobody found; made when somebody first looks."""
        from deskbell.ui.knowledge.gap_pane import GapPane

        made = GapPane(self._theme, self._runner, self._desk, self)
        made.failed.connect(self.failed)
        made.article_wanted.connect(self._answer)
        made.search_wanted.connect(self.search_wanted)
        self.addWidget(made)
        return made

    def show_gap(self, gap: "Gap") -> None:
        """Show words that nobody found; not over what somebody writes."""
        if self.currentWidget() in (self.pane, self.__dict__.get("gap")):
            self.gap.show_gap(gap)
            self.setCurrentWidget(self.gap)

    def end_gap(self) -> None:
        """There is none any more: read again."""
        if self.currentWidget() is self.__dict__.get("gap"):
            self.setCurrentWidget(self.pane)

    def begin_article(self, language: str, category_id: int | None) -> None:
        """Write a new one in a category."""
        self.drafts.when_ready(partial(self._begin, language, category_id))

    def begin_with(self, draft: "ArticleDraft") -> None:
        """Write a new one of what a ticket says."""
        self.drafts.when_ready(partial(self._begin_with, draft))

    def edit(self) -> None:
        """Write in the one that is read."""
        if self.pane.article is not None:
            self.translate(self.pane.article.text.language)

    def translate(self, language: str) -> None:
        """Write what the one that is read says in this language."""
        self.drafts.when_ready(partial(self._translate, language))

    def _begin(self, language: str, category_id: int | None) -> None:
        self.go_back()
        self.setCurrentWidget(self.editor)
        self.editor.begin(None, language, category_id)

    def _begin_with(self, draft: "ArticleDraft") -> None:
        self._begin(draft.language or my_language(), None)
        self.editor.take(draft)

    def _translate(self, language: str) -> None:
        if self.pane.article is not None:
            self.setCurrentWidget(self.editor)
            self.editor.begin(self.pane.article, language, None)

    def settle(self) -> None:
        """Show the settings of the one that is read."""
        if self.pane.article is not None:
            self.setCurrentWidget(self.settings)
            self.settings.begin(self.pane.article)

    def go_back(self) -> None:
        """Read again; what was begun is kept for the next time."""
        here = self.currentWidget()
        if here is self.__dict__.get("gap"):
            self._show_pane()
        elif here is not self.pane:
            (self.editor if here is self.__dict__.get("editor") else self.settings).leave()

    def flush(self) -> None:
        """Keep what was typed a moment ago at once: the window closes."""
        if "editor" in self.__dict__:
            self.editor.flush()

    def _take(self, face: "ArticleEditor | ArticleSettings") -> None:
        face.saved.connect(self._show_saved)
        face.done.connect(self.done)
        face.left.connect(self._show_pane)
        self.addWidget(face)

    def _answer(self, gap: "Gap") -> None:
        """Write an article that these words find, where none is begun already."""
        self.drafts.when_ready(partial(self._begin_answer, gap))

    def _begin_answer(self, gap: "Gap") -> None:
        self._begin(my_language(), None)
        self.editor.answer(gap)

    def _show_saved(self, article_id: int, language: str) -> None:
        self.setCurrentWidget(self.pane)
        self.saved.emit(article_id, language)

    def _show_pane(self) -> None:
        self.setCurrentWidget(self.pane)
        self.left.emit()
