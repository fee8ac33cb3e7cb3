"""Which ticket a mail belongs to.

In this order: our signed token, then References and In-Reply-To of messages that we know, if the sender takes part in that ticket. A subject
alone never decides, nor does a Message-ID that a stranger quotes: replies in a stranger's ticket are what users of other desks complain of
most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskbell.model.kinds import Status, Why


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket that a mail points to. `by_token`: through a Message-ID that we signed. `ours`: the message pointed to went out from the desk.
    `takes_part`: the sender wrote or was written to on it. `done_at` is when it was solved or closed, None for a live one.
    """

    ticket_id: int
    status: Status
    done_at: datetime | None
    by_token: bool
    ours: bool
    takes_part: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a mail goes: into `ticket_id`, or (None) into a new ticket; `related` is a ticket to point to from the new one, 0 for none."""

    ticket_id: int | None
    why: Why
    related: int = 0


def place(
    known: Sequence[Known], *, is_bounce: bool, has_references: bool, now: datetime, reopen_for: timedelta
) -> Verdict:
    """The verdict on a mail that points to the tickets `known`, nearest reference first."""
    for found in known:
        if found.by_token or found.takes_part or (is_bounce and found.ours):
            return _join(found, is_bounce=is_bounce, now=now, reopen_for=reopen_for)
    if known:
        return Verdict(None, Why.STRANGER, related=known[0].ticket_id)
    return Verdict(None, Why.NOTHING_KNOWN if has_references else Why.NEW)


def _join(found: Known, *, is_bounce: bool, now: datetime, reopen_for: timedelta) -> Verdict:
    if is_bounce:
        return Verdict(found.ticket_id, Why.BOUNCE)
    if found.status is Status.CLOSED and found.done_at is not None and now - found.done_at > reopen_for:
        return Verdict(None, Why.CLOSED, related=found.ticket_id)
    if found.by_token:
        return Verdict(found.ticket_id, Why.TOKEN)
    return Verdict(found.ticket_id, Why.REPLY_TO_OURS if found.ours else Why.REFERENCES)


def pointers(in_reply_to: Sequence[str], references: Sequence[str]) -> list[str]:
    """The Message-IDs a mail points to, nearest first (RFC 5322, 3.6.4): In-Reply-To, then References from the last to the first."""
    return list(dict.fromkeys([*in_reply_to, *reversed(references)]))
