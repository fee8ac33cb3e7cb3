"""Drafts that a colleague is asked to look over."""

from datetime import datetime

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.kinds import ReplyKind


class DraftVersion(Struct, frozen=True):
    """What a draft said when it changed hands, and who had written it so (0 for nobody known). `html` is "" for plain text."""

    agent_id: int
    at: datetime
    text: str
    html: str


class SharedDraft(Struct, frozen=True):
    """A draft that somebody else sees beside who writes it. `holder_id` writes it now: the author, or who has taken it over. `readers` are those who were
    asked. `before` is the text as it was when it was last taken over, `versions` what it said each time it changed hands, the oldest first; `returned_by` names who gave it back to the author since, "" for nobody.
    """

    id: int
    ticket_id: int
    kind: ReplyKind
    author_id: int
    author: str
    holder_id: int
    holder: str
    readers: tuple[int, ...]
    to: str
    text: str
    before: str
    returned_by: str
    updated_at: datetime
    versions: tuple[DraftVersion, ...] = ()


class AskToLook(Command, frozen=True, kw_only=True):
    """Show one's own draft to colleagues, who may change it, and ask for that in a note of this text that mentions them."""

    ticket_id: int
    kind: ReplyKind
    agents: tuple[int, ...]
    text: str


class TakeDraft(Command, frozen=True, kw_only=True):
    """Write a draft that one was shown, or one's own that somebody else has taken over: from now on nobody else does."""

    draft_id: int


class HandBack(Command, frozen=True, kw_only=True):
    """Give a draft that one took over back to its author, and say so in a note of this text that mentions them."""

    draft_id: int
    text: str


class EndAsking(Command, frozen=True, kw_only=True):
    """One's own draft is nobody else's to see any more."""

    draft_id: int


class KeepVersion(Command, frozen=True, kw_only=True):
    """Keep what a draft that one writes says now among its versions: it is about to become another one of these."""

    draft_id: int
