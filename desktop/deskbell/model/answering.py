"""Articles at hand while somebody answers: what is suggested, and why, and what of an article is put into an answer."""

from enum import StrEnum

from msgspec import Struct


class Part(StrEnum):
    """What of an article is put into what is written: how it begins, all of it, or a link to it."""

    EXCERPT = "excerpt"
    TEXT = "text"
    LINK = "link"


class Suggestion(Struct, frozen=True):
    """An article that may answer a ticket, in the language that fits it best. `words` are those of the ticket that told so, as the customer wrote them, the
    most telling first; `uses` in how many solved tickets with a tag of this one it was used."""

    id: int
    language: str
    title: str
    words: tuple[str, ...] = ()
    sendable: bool = False
    uses: int = 0


class ArticleChoice(Struct, frozen=True):
    """A published article that is offered while one writes. `line` is the line that a search found, or the words of the ticket that told, "" for neither."""

    id: int
    language: str
    title: str
    sendable: bool
    line: str = ""


class ArticleDraft(Struct, frozen=True):
    """An article made of a ticket, with what tells who wrote it blanked out in so many places. `language` is the customer's, "" where nobody knows."""

    title: str
    body: str
    language: str
    blanks: int
