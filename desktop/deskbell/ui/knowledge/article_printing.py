"""Printing an article, and keeping it as a PDF: read again by a query, as somebody may have changed it meanwhile, and laid out on a thread."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.articles import Article, CategoryRow
from deskbell.model.errors import Trouble
from deskbell.store.queries import articles
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.article_paper import PrintedArticle, print_article
from deskbell.ui.knowledge.reading import shown
from deskbell.ui.knowledge.words import callout_words
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.onto_paper import OntoPaper

if TYPE_CHECKING:
    from deskbell.store.session import Session


class ArticlePrinting(QObject):
    """It is printed in the language in which it is read, and read before anything is asked.

    Signals:
        done(str): a sentence: where it went.
        failed(Exception): it could not be read or written.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, prompts: Prompts, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._paper = OntoPaper(runner, prompts, host)
        self._paper.done.connect(self.done)
        self._paper.failed.connect(self.failed)

    def print_article(self, article: Article) -> None:
        """On a printer of the person's choice."""
        self._read(article, self._print)

    def save_article(self, article: Article) -> None:
        """As a PDF."""
        self._read(article, self._save)

    def _read(self, article: Article, then: Callable[[PrintedArticle], None]) -> None:
        def go_on(found: PrintedArticle) -> None:
            author = found.shown.article.text.changed_by
            name = next((one.name for one in self._desk.state.agents if one.id == author), "")
            whole = replace(found, author=name, families=self._theme.now.families)
            # A dialog would hold up whatever else is answered meanwhile.
            QTimer.singleShot(0, self, partial(then, whole))

        asked = (_to_print, self._desk.me.id, article.id, article.text.language, callout_words())
        self._runner.ask(*asked, done=go_on, failed=self.failed.emit, owner=self)

    def _print(self, whole: PrintedArticle) -> None:
        self._paper.print(whole.shown.article.text.title, partial(print_article, whole))

    def _save(self, whole: PrintedArticle) -> None:
        from deskbell.mail.parse.names import safe_name

        title = whole.shown.article.text.title
        self._paper.save(safe_name(title) or "article", title, partial(print_article, whole))


def _to_print(
    session: "Session", agent_id: int, article_id: int, language: str, names: Mapping[str, str]
) -> PrintedArticle:
    found = shown(session, agent_id, article_id, language, names)
    if found is None:
        raise Trouble("article.missing")
    return PrintedArticle(found, path(articles.categories(session, agent_id), found.article.category_id))


def path(rows: Sequence[CategoryRow], category_id: int | None) -> tuple[str, ...]:
    """The names of a category and of those around it, the outermost first."""
    by_id = {row.id: row for row in rows}
    names: list[str] = []
    while category_id is not None and (row := by_id.pop(category_id, None)) is not None:
        names.insert(0, row.name)
        category_id = row.parent_id
    return tuple(names)
