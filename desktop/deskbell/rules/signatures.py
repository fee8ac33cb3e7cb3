"""Which signature stands below a mail: by the language that it is written in, and the mailbox that it leaves from."""

from collections.abc import Iterable
from typing import Final

from deskbell.model.signatures import Signature
from deskbell.rules.languages import base, language_key
from deskbell.rules.placeholders import FIELDS

PLACEHOLDERS: Final = tuple(name for name in FIELDS if name.startswith(("agent.", "mailbox.")))
"""What a signature may ask for: it is the same on all tickets."""


def chosen(general: str, others: Iterable[Signature], mailbox_id: int, language: str) -> str:
    """The signature in this language for this mailbox, else in this language for any, else for this mailbox in any, else the general one."""
    found = [(rank, one.text) for one in others if (rank := _rank(one, mailbox_id, language)) is not None]
    return max(found, key=lambda each: each[0])[1] if found else general


def _rank(one: Signature, mailbox_id: int, language: str) -> tuple[int, bool] | None:
    """How well it serves, the language counting most; None where it does not."""
    if one.mailbox_id not in (0, mailbox_id) or not one.text.strip():
        return None
    if not one.language:
        return (0, one.mailbox_id != 0) if one.mailbox_id else None
    if not language or base(one.language) != base(language):
        return None
    exact = language_key(one.language) == language_key(language)
    return (2 if exact else 1, one.mailbox_id != 0)
