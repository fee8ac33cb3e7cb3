"""What of an article may be put into what is written: a mail takes only what may be sent to customers, and no link that only the desk can follow."""

from typing import Final

from deskbell.model.answering import Part
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind

SIGN: Final = "[["
"""What asks for an article while one writes."""
LONGEST_EXCERPT: Final = 600
"""An excerpt ends with the paragraph in which it gets so long."""
_LONGEST_QUERY: Final = 60


def offered(kind: ReplyKind, *, has_site: bool = False) -> tuple[Part, ...]:
    """What of an article can be put into a text of this kind; `has_site`: there is a place where customers may read it."""
    if kind is ReplyKind.NOTE:
        return Part.LINK, Part.EXCERPT, Part.TEXT
    return (Part.EXCERPT, Part.TEXT, Part.LINK) if has_site else (Part.EXCERPT, Part.TEXT)


def linked(kind: ReplyKind, *, on_site: bool = False) -> Part:
    """What is put in of an article that is linked to by itself: a link, or how it begins where whoever reads it could not follow one."""
    return Part.LINK if Part.LINK in offered(kind, has_site=on_site) else Part.EXCERPT


def must_be_sendable(kind: ReplyKind, title: str, sendable: bool) -> None:
    """Raise `Mistake` article.not_sendable where a customer would read what is for the desk alone."""
    if kind is not ReplyKind.NOTE and not sendable:
        raise Mistake("article.not_sendable", title=title)


def must_be_offered(kind: ReplyKind, part: Part, title: str, sendable: bool, *, on_site: bool = False) -> None:
    """The same, and article.link_inside where a customer would get a link that only the desk can follow; `on_site`: they may read it there."""
    must_be_sendable(kind, title, sendable)
    if part not in offered(kind, has_site=on_site):
        raise Mistake("article.link_inside", title=title)


def excerpt(body: str) -> str:
    """How an article begins, as Markdown: its first paragraphs, up to the next heading."""
    taken: list[str] = []
    for block in body.split("\n\n"):
        if block.lstrip().startswith("#"):
            if taken:
                break
            # The text below a heading without a blank line is a paragraph of its own.
            block = block.partition("\n")[2]
        if block.strip():
            taken.append(block)
        if sum(map(len, taken)) >= LONGEST_EXCERPT:
            break
    return "\n\n".join(taken)


def brackets_query(typed: str) -> str | None:
    """What is asked for by what stands from two brackets up to the caret; None where it is no question any more."""
    query = typed.removeprefix(SIGN)
    if not typed.startswith(SIGN) or "]" in query or "[" in query or len(query) > _LONGEST_QUERY:
        return None
    return query
