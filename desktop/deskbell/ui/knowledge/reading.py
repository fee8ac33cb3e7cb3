"""An article as the viewer needs it, read and laid into HTML off the window's thread."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field
from PySide6.QtGui import QImage

from deskbell.model.articles import Article, ArticleFile
from deskbell.rules.markdown.html import Page, page
from deskbell.rules.markdown.reading import pictures, read
from deskbell.store.queries import articles
from deskbell.ui.ticket.html_weight import fits
from deskbell.ui.ticket.pictures import read_pictures

if TYPE_CHECKING:
    from deskbell.store.session import Session


class Laid(Struct, frozen=True):
    """A text as HTML, with its pictures by file. `heavy`: laid out it would hold the window up; its Markdown is shown instead.

    `wanted` are all files (ids) that it shows as pictures, whether they could be read or not.
    """

    page: Page
    pictures: Mapping[str, QImage] = field(default_factory=dict)
    heavy: bool = False
    wanted: frozenset[int] = frozenset()


class Shown(Struct, frozen=True):
    """An article, and its text laid out."""

    article: Article
    laid: Laid

    @property
    def attachments(self) -> tuple[ArticleFile, ...]:
        """Its files without the pictures that stand in its text."""
        return tuple(file for file in self.article.files if file.id not in self.laid.wanted)


def shown(session: "Session", agent_id: int, article_id: int, language: str, names: Mapping[str, str]) -> Shown | None:
    """The article; None where there is none that the agent sees. A query for the runner; `names` are the words above call-outs."""
    found = articles.read(session, agent_id, article_id, language)
    if found is None:
        return None
    return Shown(found, laid(session, agent_id, article_id, found.text.body, names))


def laid(session: "Session", agent_id: int, article_id: int, body: str, names: Mapping[str, str]) -> Laid:
    """A text, with the pictures that it shows of the article's own; one that is not saved yet, too. A query for the runner."""
    tokens = read(body)
    wanted = pictures(tokens)
    contents = articles.contents(session, agent_id, article_id, sorted(wanted))
    images = read_pictures({str(number): content for number, content in contents.items()})
    made = page(tokens, {int(number) for number in images}, names)
    return Laid(made, images, heavy=not fits(made.html), wanted=wanted)
