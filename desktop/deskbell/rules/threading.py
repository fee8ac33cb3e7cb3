"""Which ticket a mail belongs to.

In this order: our signed token, then References and In-Reply-To of messages that we know, if the sender takes part in that ticket. A subject
alone never decides, nor does a Message-ID that a stranger quotes: replies in a stranger's ticket are what users of other desks complain of
most. Such a mail begins a ticket of its own, with a link to the other one that only agents see.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from deskbell.model.kinds import LinkKind, Status, Why

_BRACKETED: Final = re.compile(r"[\[(【]\s{0,3}#[1-9][0-9]{0,17}\s{0,3}[\])】]")
_NUMBER: Final = re.compile(r"#([1-9][0-9]{0,17})\b")


class Known(Struct, frozen=True):
    """A ticket that a mail points to. `by_token`: through a mark that we signed. `ours`: the message pointed to went out from the desk.
    `takes_part`: the sender wrote or was written to on it. `merged`: the mail points to one that was merged into this one. `done_at` is when it
    was solved or closed, None for a live one.
    """

    ticket_id: int
    status: Status
    done_at: datetime | None
    by_token: bool
    ours: bool
    takes_part: bool
    merged: bool = False


class Report(Struct, frozen=True):
    """What a mail server's report says of the mail that it is about. `failed`: it will not arrive; else it is only late."""

    failed: bool


class Verdict(Struct, frozen=True):
    """Where a mail goes: into `ticket_id`, or (None) into a new ticket, which is linked to `related` as `link` says (0 and None for none)."""

    ticket_id: int | None
    why: Why
    related: int = 0
    link: LinkKind | None = None


def place(
    known: Sequence[Known],
    *,
    report: Report | None,
    has_references: bool,
    now: datetime,
    reopen_for: timedelta,
    named: int = 0,
) -> Verdict:
    """The verdict on a mail that points to the tickets `known`, nearest reference first; `named` is a ticket whose number its subject gives, 0 for none."""
    for found in sorted(known, key=lambda one: not one.by_token):
        if found.by_token or found.takes_part or (report is not None and found.ours):
            return _join(found, report=report, now=now, reopen_for=reopen_for)
    if known:
        return Verdict(None, Why.STRANGER, known[0].ticket_id, LinkKind.SUGGESTED)
    if named:
        return Verdict(None, Why.SUBJECT, named, LinkKind.SUGGESTED)
    return Verdict(None, Why.NOTHING_KNOWN if has_references else Why.NEW)


def _join(found: Known, *, report: Report | None, now: datetime, reopen_for: timedelta) -> Verdict:
    if report is not None:
        return Verdict(found.ticket_id, Why.BOUNCE if report.failed else Why.DELAYED)
    if found.status is Status.CLOSED and found.done_at is not None and now - found.done_at > reopen_for:
        return Verdict(None, Why.CLOSED, found.ticket_id, LinkKind.FOLLOW_UP)
    if found.merged:
        return Verdict(found.ticket_id, Why.MERGED)
    if found.by_token:
        return Verdict(found.ticket_id, Why.TOKEN)
    return Verdict(found.ticket_id, Why.REPLY_TO_OURS if found.ours else Why.REFERENCES)


def pointers(in_reply_to: Sequence[str], references: Sequence[str]) -> list[str]:
    """The Message-IDs a mail points to, nearest first (RFC 5322, 3.6.4): In-Reply-To, then References from the last to the first."""
    return list(dict.fromkeys([*in_reply_to, *reversed(references)]))


def number_in(subject: str) -> int:
    """The ticket that a subject may name ("Re: Printer [#1042]", "order #1042"), 0 for none; it proves nothing about who wrote."""
    found = _NUMBER.search(subject) if "#" in subject else None
    return int(found[1]) if found is not None else 0


def is_ticket_number(subject: str) -> bool:
    """Whether the number in a subject stands as programs write that of a ticket: in brackets. Any other may be an order's, or a house's."""
    return _BRACKETED.search(subject) is not None
