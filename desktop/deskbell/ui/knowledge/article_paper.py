"""An article on paper or in a PDF: its title, where it belongs and who answers for what it says, its text, and the names of its files."""

from functools import partial
from html import escape
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPagedPaintDevice

from deskbell.model.articles import ArticleState
from deskbell.ui.knowledge.article_document import ArticleDocument
from deskbell.ui.knowledge.reading import Shown
from deskbell.ui.knowledge.words import state_word, trust_word
from deskbell.ui.theme.theme import Theme
from deskbell.ui.ticket.paper import files_html
from deskbell.ui.ticket.press import Press, press
from deskbell.ui.widgets.ages import exact

translate = QCoreApplication.translate

_ROOM_FOR_FILES: Final = 64


class PrintedArticle(Struct, frozen=True):
    """What goes on paper. `category` is its category and those around it, the outermost first; `author` is who changed it last, "" for nobody known."""

    shown: Shown
    category: tuple[str, ...] = ()
    author: str = ""
    families: tuple[str, ...] = Theme().families


def print_article(printed: PrintedArticle, device: QPagedPaintDevice) -> int:
    """Paint it on the pages of `device`, and say how many they are; 0 where the device takes nothing."""
    return press(device, printed.shown.article.text.title, printed.families, partial(_lay, printed))


def facts(printed: PrintedArticle) -> tuple[str, ...]:
    """What stands below the title, line by line."""
    article = printed.shown.article
    text = article.text
    when = exact(text.changed_at)
    if printed.author:
        changed = translate("article_paper", "Changed {when} by {name}").format(when=when, name=printed.author)
    else:
        changed = translate("article_paper", "Changed {when}").format(when=when)
    revision = translate("article_paper", "Revision {number}").format(number=text.revision)
    marks = [trust_word(article.trust)]
    if article.state is not ArticleState.PUBLISHED:
        marks.append(state_word(article.state))
    if text.behind:
        marks.append(translate("article_paper", "Translation is behind"))
    lines = " › ".join(printed.category), f"{changed} · {revision}", " · ".join(marks), article.doubt
    return tuple(line for line in lines if line)


def _lay(printed: PrintedArticle, press: Press) -> None:
    article = printed.shown.article
    theme = press.theme
    press.place_html(f"<h2>{escape(article.text.title)}</h2>")
    small = f'<span style="font-size: {theme.px(12)}px; color: {theme.colours.muted}">{{}}</span>'
    press.place_html(small.format("<br>".join(map(escape, facts(printed)))))
    press.rule_off()
    press.place(_document(printed, theme))
    if printed.shown.attachments:
        press.rule_off(_ROOM_FOR_FILES)
        press.place_html(files_html(printed.shown.attachments))


def _document(printed: PrintedArticle, theme: Theme) -> ArticleDocument:
    laid = printed.shown.laid
    document = ArticleDocument(theme, theme.colours.panel)
    if laid.heavy:
        document.show_text(printed.shown.article.text.body)
    else:
        document.show_page(laid.page, laid.pictures)
    return document
