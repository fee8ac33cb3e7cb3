"""Which part of a message a card shows, and in which form."""

from enum import Enum, auto

from msgspec import Struct

from deskbell.model.kinds import MessageKind
from deskbell.model.rows import MessageRow
from deskbell.rules.quoting import own_html
from deskbell.ui.ticket.html_weight import LONGEST_TEXT, fits


class Part(Enum):
    """NEW: what its writer wrote this time. WHOLE: with all that it quotes."""

    NEW = auto()
    WHOLE = auto()


class Body(Struct, frozen=True):
    """What to show: `html`, or `text` where that is "". `more`: it quotes something that is left out. `shortened`: laid out whole it would take long."""

    text: str
    html: str
    more: bool
    shortened: bool = False


def body_of(message: MessageRow, part: Part, *, at_any_cost: bool = False) -> Body:
    """What to show of a message. What would hold the window up is shortened, unless `at_any_cost`."""
    visible = message.visible.strip() or message.text.strip()
    html_visible = message.html_visible
    if message.html and not html_visible and message.kind is not MessageKind.IN:
        html_visible = own_html(message.html)
    quotes = visible != message.text.strip() or bool(html_visible and html_visible != message.html)
    whole = part is Part.WHOLE or not quotes
    text = message.text.strip("\n") if whole else visible
    # Where the quoted tail of the HTML could not be told apart, its new part is only known as text.
    html = message.html if whole else html_visible
    more = quotes and not whole
    if at_any_cost:
        return Body(text, html, more)
    if html and not fits(html):
        return Body(text[:LONGEST_TEXT], "", more, shortened=True)
    if not html and len(text) > LONGEST_TEXT:
        return Body(text[:LONGEST_TEXT], "", more, shortened=True)
    return Body(text, html, more)


def foldable(message: MessageRow) -> bool:
    """Whether the message quotes something that can be folded away."""
    return body_of(message, Part.NEW).more


def pictures_named(html: str) -> bool:
    """Whether the HTML shows pictures of its own message."""
    return "cid:" in html
