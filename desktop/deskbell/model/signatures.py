"""Signatures for single mailboxes and languages, beside the one that an agent or a mailbox has for all."""

from msgspec import Struct

from deskbell.model.commands import Command


class Signature(Struct, frozen=True):
    """What stands below answers from this mailbox (0 for any; of a mailbox's own always 0) in this language ("" for any)."""

    mailbox_id: int
    language: str
    text: str


class SaveSignatures(Command, frozen=True, kw_only=True):
    """Give the agent `owner_id`, or without one the mailbox `mailbox_id`, these signatures in the place of all they had: `general` and those for single
    mailboxes and languages. `version` is the agent's, or the mailbox's.
    """

    owner_id: int | None = None
    mailbox_id: int = 0
    general: str
    others: tuple[Signature, ...]
    version: int
