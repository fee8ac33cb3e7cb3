"""What of all that happens on tickets concerns a person, and when they want to be left alone."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Final

from deskbell.model.concerns import Concern, Happening, QuietTimes, Reason, Wanted
from deskbell.model.kinds import Deed, Shelf
from deskbell.model.views import View, ViewKind

FRESH: Final = timedelta(days=3)
"""Mail that is older when it comes was imported, or is the past of a mailbox that was just added: nobody waits for word of it. A weekend is shorter."""

WATCHED: Final = (ViewKind.UNASSIGNED, ViewKind.OPEN, ViewKind.MAILBOX, ViewKind.TEAM)
"""The kinds of views in which new tickets can be heard of: whether a ticket lies there is seen by the ticket alone."""

_AWAY: Final = frozenset({Shelf.SPAM, Shelf.TRASH})


def concern(happening: Happening, me: int, wanted: Wanted) -> Concern | None:
    """Why it concerns the agent `me`; None where it does not, or not as they want it. What one does oneself never does."""
    reason = None if happening.by == me or happening.shelf in _AWAY else _reason(happening, me, wanted)
    if reason is None:
        return None
    return Concern(happening.id, reason, happening.ticket_id, happening.subject, happening.who)


def one_each(concerns: Iterable[Concern]) -> tuple[Concern, ...]:
    """Of each ticket the most telling, its newest; the ticket where something happened last comes first."""
    order = list(Reason)
    newest = sorted(concerns, key=lambda one: -one.line)
    chosen: dict[int, Concern] = {}
    for one in newest:
        known = chosen.setdefault(one.ticket_id, one)
        if order.index(one.reason) < order.index(known.reason):
            chosen[one.ticket_id] = one
    return tuple(chosen.values())


def counted(concerns: Iterable[Concern]) -> Mapping[Reason, int]:
    """Of how many tickets there is to tell for each reason, the most telling first."""
    all_ = [one.reason for one in one_each(concerns)]
    return {reason: all_.count(reason) for reason in Reason if reason in all_}


def is_quiet(times: QuietTimes, now: datetime) -> bool:
    """Whether a person wants no notice at `now`, in the time where they are."""
    if now.isoweekday() in times.days:
        return True
    if times.begin is None or times.end is None:
        return False
    at = now.time()
    if times.begin < times.end:
        return times.begin <= at < times.end
    return at >= times.begin or at < times.end


def quiet_times(*, hours: bool, begin: str, end: str, days: str) -> QuietTimes:
    """As settings keep them: times as "18:00", days as their digits. What is no time means no hours, what is no day is left out."""
    whole = frozenset(int(one) for one in days if one in "1234567")
    if hours:
        with suppress(ValueError):
            return QuietTimes(time.fromisoformat(begin), time.fromisoformat(end), whole)
    return QuietTimes(days=whole)


def views_of(kept: str) -> frozenset[View]:
    """The views of `WATCHED` that a setting names, as `kept_views` writes them; what names none is left out."""
    found = set()
    for word in kept.split():
        kind, _, of = word.partition(":")
        if kind in WATCHED and (not of or (of.isascii() and of.isdigit())):
            found.add(View(ViewKind(kind), int(of or 0)))
    return frozenset(found)


def kept_views(views: Iterable[View]) -> str:
    """Views as a setting keeps them: "unassigned mailbox:3"."""
    return " ".join(sorted(f"{view.kind}:{view.of}" if view.of else str(view.kind) for view in views))


def _reason(happening: Happening, me: int, wanted: Wanted) -> Reason | None:
    """The most telling reason that is wanted."""
    mine = happening.assignee_id == me or happening.follows
    reasons = {
        Reason.MENTION: happening.mentions,
        Reason.ASSIGNED: happening.kind is Deed.ASSIGNED and happening.assignee_id == me and happening.after == str(me),
        Reason.UNATTENDED: happening.kind is Deed.UNATTENDED and str(me) in happening.after.split(),
        Reason.ANSWER: mine and _is_mail(happening) and not happening.first and not happening.automatic,
        # Of a ticket that nobody has, and nobody follows, whoever put it away waits for it.
        Reason.WOKEN: happening.kind is Deed.WOKEN and (mine or happening.put_away),
        Reason.NOTE: mine and happening.kind is Deed.NOTED and happening.written_at is not None,
        Reason.NEW: _is_mail(happening) and happening.first and _lies_in(happening, wanted.views),
    }
    return next((reason for reason, holds in reasons.items() if holds and reason in wanted.reasons), None)


def _is_mail(happening: Happening) -> bool:
    written = happening.written_at
    return happening.kind is Deed.RECEIVED and written is not None and happening.at - written <= FRESH


def _lies_in(happening: Happening, views: frozenset[View]) -> bool:
    lies = {View(ViewKind.OPEN), View(ViewKind.MAILBOX, happening.mailbox_id)}
    if happening.assignee_id is None:
        lies.add(View(ViewKind.UNASSIGNED))
    if happening.team_id is not None:
        lies.add(View(ViewKind.TEAM, happening.team_id))
    return happening.shelf is Shelf.LIVE and bool(lies & views)
