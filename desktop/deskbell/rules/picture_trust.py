"""Whether a person's word about a sender's pictures holds for one mail. It was given to that sender, and to nobody who only writes the address into From."""

from collections.abc import Container

from deskbell.model.kinds import MessageKind, Why
from deskbell.model.rows import MessageRow
from deskbell.rules.warnings import FAILED, SEVERAL, UNPROVEN
from deskbell.rules.why import read

_DOUBTS = frozenset({UNPROVEN, FAILED, SEVERAL, "from:doubled"})


def may_be_trusted(message: MessageRow) -> bool:
    """Whether its address speaks for who sent it. What an agent forwarded names its first writer, and only the agent is proven."""
    return (
        message.kind is MessageKind.IN
        and "@" in message.author_email
        and _DOUBTS.isdisjoint(message.problems)
        and read(message.why)[0] is not Why.FORWARDED
    )


def is_trusted(message: MessageRow, senders: Container[str]) -> bool:
    """Whether `senders` (lower case) has the one who sent this mail."""
    return may_be_trusted(message) and message.author_email.casefold() in senders and not _looks_alike(message)


def _looks_alike(message: MessageRow) -> bool:
    """Letters that fold into others make another address: the sign of kelvin is no k, and ß is not ss."""
    email = message.author_email
    return email.casefold() != email.lower() or (email.casefold().isascii() and not email.isascii())
