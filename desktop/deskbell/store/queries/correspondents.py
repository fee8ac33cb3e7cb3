"""Addresses of a header as they lie in a JSON column: [[name, address], …]."""

from collections.abc import Iterable

from deskbell.model.mail import Mailbox


def packed(mailboxes: Iterable[Mailbox]) -> list[list[str]]:
    """The value for the columns `to` and `cc` of a message."""
    return [[mailbox.name, mailbox.email] for mailbox in mailboxes]


def unpacked(value: Iterable[tuple[str, str]]) -> tuple[Mailbox, ...]:
    """What `packed` made of."""
    return tuple(Mailbox(name, email) for name, email in value)
