"""Meetings as the column `message.invites` keeps them: a list of JSON objects, without what is empty."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from deskbell.model.mail import Every, Invite, Mailbox, Repeats
from deskbell.store.tables.base import from_milliseconds, to_milliseconds

_TEXTS: Final = ("method", "summary", "location", "zone", "answer", "uid")
_FLAGS: Final = ("all_day", "recurs")
_RULE: Final = ("interval", "nth", "month_day", "month", "count", "excepted")


def packed(invites: Iterable[Invite]) -> list[dict[str, Any]]:
    """What is written for `invites`."""
    return [_packed(invite) for invite in invites]


def unpacked(kept: Sequence[dict[str, Any]]) -> tuple[Invite, ...]:
    """The meetings that were written as `kept`."""
    return tuple(_unpacked(one) for one in kept)


def _packed(invite: Invite) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(invite, name) for name in (*_TEXTS, *_FLAGS)}
    values["organizer"] = (
        [invite.organizer.name, invite.organizer.email] if invite.organizer != Mailbox("", "") else None
    )
    values["start"] = None if invite.start is None else to_milliseconds(invite.start)
    values["end"] = None if invite.end is None else to_milliseconds(invite.end)
    values["attendees"] = [[one.name, one.email] for one in invite.attendees]
    values["repeats"] = None if invite.repeats is None else _packed_rule(invite.repeats)
    return {name: value for name, value in values.items() if value not in ("", None, [], False)}


def _unpacked(kept: dict[str, Any]) -> Invite:
    texts: dict[str, Any] = {name: kept.get(name, "") for name in _TEXTS}
    flags: dict[str, Any] = {name: kept.get(name, False) for name in _FLAGS}
    return Invite(
        organizer=Mailbox(*kept.get("organizer", ("", ""))),
        start=_moment(kept.get("start")),
        end=_moment(kept.get("end")),
        attendees=tuple(Mailbox(*one) for one in kept.get("attendees", ())),
        repeats=_unpacked_rule(kept["repeats"]) if "repeats" in kept else None,
        **texts,
        **flags,
    )


def _packed_rule(rule: Repeats) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(rule, name) for name in _RULE}
    values |= {"every": rule.every.value, "day": rule.day.isoformat(), "weekdays": list(rule.weekdays)}
    values["until"] = None if rule.until is None else rule.until.isoformat()
    return {name: value for name, value in values.items() if value not in (None, 0, [])}


def _unpacked_rule(kept: dict[str, Any]) -> Repeats:
    rest: dict[str, Any] = {name: kept[name] for name in _RULE if name in kept}
    return Repeats(
        every=Every(kept["every"]),
        day=date.fromisoformat(kept["day"]),
        weekdays=tuple(kept.get("weekdays", ())),
        until=date.fromisoformat(kept["until"]) if "until" in kept else None,
        **rest,
    )


def _moment(kept: int | None) -> datetime | None:
    return None if kept is None else from_milliseconds(kept)
