"""What of an article is put into what is written, and what that is called."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.answering import Part
from deskbell.model.articles import Article
from deskbell.rules.answering import excerpt
from deskbell.rules.blanking import Blank
from deskbell.ui.knowledge.words import callout_words
from deskbell.ui.theme.icons import Icon
from deskbell.ui.widgets.choice import Choice

translate = QCoreApplication.translate

_ICONS: Final[Mapping[Part, Icon]] = {Part.EXCERPT: Icon.QUOTE, Part.TEXT: Icon.FILE, Part.LINK: Icon.LINK}


def part_word(part: Part) -> str:
    """What a button that puts it in says."""
    return {
        Part.EXCERPT: translate("answering", "Insert the beginning"),
        Part.TEXT: translate("answering", "Insert all of it"),
        Part.LINK: translate("answering", "Insert a link"),
    }[part]


def part_choices(parts: Sequence[Part]) -> list[Choice]:
    """The same to be chosen from."""
    return [Choice(part.value, part_word(part), _ICONS[part]) for part in parts]


def blank_words() -> dict[Blank, str]:
    """What stands in an article where something of a ticket was taken out."""
    return {
        Blank.EMAIL: translate("answering", "e-mail address"),
        Blank.LINK: translate("answering", "link"),
        Blank.ADDRESS: translate("answering", "address"),
        Blank.PHONE: translate("answering", "phone number"),
        Blank.NUMBER: translate("answering", "number"),
        Blank.NAME: translate("answering", "name"),
    }


def head_words() -> tuple[str, str]:
    """What stands above the question and the answer."""
    return translate("answering", "Question"), translate("answering", "Answer")


def html_of(article: Article, part: Part, address: str) -> str:
    """What is put in; a link leads to `address`. Files and pictures stay with the article, and so do links within the knowledge base: the editor takes no such address."""
    # Loaded where somebody puts one in.
    from deskbell.rules.markdown.html import page
    from deskbell.rules.markdown.reading import read

    if part is Part.LINK:
        return f'<a href="{escape(address)}">{escape(article.text.title)}</a>'
    return page(read(_body(article, part)), (), callout_words()).html


def text_of(article: Article, part: Part, address: str) -> str:
    """The same where only plain text is written."""
    from deskbell.rules.markdown.reading import plain, read

    return address if part is Part.LINK else plain(read(_body(article, part)))


def _body(article: Article, part: Part) -> str:
    return article.text.body if part is Part.TEXT else excerpt(article.text.body)
