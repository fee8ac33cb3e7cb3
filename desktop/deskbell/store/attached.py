"""Attached messages as the column `attachment.mail` keeps them."""

from typing import Any

from deskbell.model.mail import AttachedMail, Mailbox
from deskbell.store.tables.base import from_milliseconds, to_milliseconds


def packed(mail: AttachedMail | None) -> dict[str, Any] | None:
    """What is written for `mail`."""
    if mail is None:
        return None
    return {
        "subject": mail.subject,
        "sender": [mail.sender.name, mail.sender.email],
        "date": None if mail.date is None else to_milliseconds(mail.date),
        "text": mail.text,
    }


def unpacked(kept: dict[str, Any] | None) -> AttachedMail | None:
    """The message that was written as `kept`."""
    if kept is None:
        return None
    date = None if kept["date"] is None else from_milliseconds(kept["date"])
    return AttachedMail(kept["subject"], Mailbox(*kept["sender"]), date, kept["text"])
