"""What an address asks for that the system, a command line or a click hands to the program: a ticket or an
article to be shown, or a mail to be begun (RFC 6068)."""

import re
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from deskbell.model.errors import Mistake
from deskbell.model.mail import Mailbox
from deskbell.rules.recipients import read_addresses

SCHEMES: Final = ("deskbell:", "mailto:")
LONGEST: Final = 65_536
"""Letters of the longest address that is read."""

_TICKET: Final = re.compile(r"deskbell:(?://)?ticket/0{0,20}([1-9][0-9]{0,18})/?", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"deskbell:(?://)?article/0{0,20}([1-9][0-9]{0,18})/?", re.IGNORECASE)
# The largest that the database's numbers go.
_LARGEST: Final = (1 << 63) - 1
# What some mail programs took for the name of a file to send along.
_ATTACHING: Final = frozenset({"attach", "attachment", "attachments", "attach-file", "insert"})
_LINE_BREAK: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
# Nothing that a person can write; halves of a pair cannot even be kept.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SHOWN: Final = 100


class TicketAsked(Struct, frozen=True):
    """Show this ticket."""

    number: int


class ArticleAsked(Struct, frozen=True):
    """Show this article."""

    number: int


class MailAsked(Struct, frozen=True):
    """Begin a mail to these people, with this subject and text; what is not asked for is empty."""

    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()
    subject: str = ""
    text: str = ""


def is_asking(words: str) -> bool:
    """Whether these words are an address for this program, be it a good one or not."""
    return words.lower().startswith(SCHEMES)


def ticket_address(number: int) -> str:
    """The address that asks for a ticket."""
    return f"deskbell://ticket/{number}"


def article_address(number: int) -> str:
    """The address that asks for an article."""
    return f"deskbell://article/{number}"


def is_ticket_address(words: str) -> bool:
    """Whether these words ask for a ticket."""
    return (found := _TICKET.fullmatch(words)) is not None and int(found[1]) <= _LARGEST


def read_asked(words: str) -> TicketAsked | ArticleAsked | MailAsked:
    """What is asked for. Raises `Mistake` asked.unknown, asked.long, asked.attaches where a file is to go along, and address.bad."""
    if len(words) > LONGEST:
        raise Mistake("asked.long")
    words = words.strip()
    scheme, _, rest = words.partition(":")
    if scheme.lower() == "mailto":
        return _mail(rest)
    article = _ARTICLE.fullmatch(words)
    if article is not None and int(article[1]) <= _LARGEST:
        return ArticleAsked(int(article[1]))
    if not is_ticket_address(words):
        shown = _UNWRITABLE.sub("\ufffd", words)
        raise Mistake("asked.unknown", address=shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…")
    return TicketAsked(int(words.rstrip("/").rpartition("/")[2]))


def _mail(rest: str) -> MailAsked:
    people, _, fields = rest.partition("#")[0].partition("?")
    given: dict[str, list[str]] = {"to": [_decoded(people)]}
    for field in fields.split("&"):
        name, _, value = field.partition("=")
        given.setdefault(_decoded(name).strip().lower(), []).append(_decoded(value))
    if _ATTACHING & given.keys():
        raise Mistake("asked.attaches")
    to, cc, bcc = (read_addresses(",".join(given.get(name, ()))) for name in ("to", "cc", "bcc"))
    subject = next((line for one in given.get("subject", ()) if (line := " ".join(one.split()))), "")
    return MailAsked(to, cc, bcc, subject, "\n".join(given.get("body", ())))


def _decoded(value: str) -> str:
    """Percent signs decoded as UTF-8; a plus stands for itself. Line breaks are one character, and nothing else is left that cannot be written."""
    return _UNWRITABLE.sub("", _LINE_BREAK.sub("\n", unquote(value)))
