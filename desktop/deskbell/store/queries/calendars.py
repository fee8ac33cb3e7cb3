"""The calendars of the desk."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from deskbell.model.calendars import Calendar, ClosedDays
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import calendar

# The first that was made comes first: teams without one of their own go by it.
_ALL = select(calendar).order_by(calendar.c.id)


def rows(session: Session) -> tuple[Calendar, ...]:
    """All of them, the desk's first before the others."""
    return ask_rows(session)()


def ask_rows(session: Session) -> Callable[[], tuple[Calendar, ...]]:
    """The same, together with what is asked next."""
    answer = plain.ask_named(session.connection, _ALL, {})
    return lambda: tuple(map(_calendar, answer()))


def _calendar(row: Row[*tuple[Any, ...]]) -> Calendar:
    return Calendar(
        id=row.id,
        name=row.name,
        zone=row.zone,
        week=tuple(tuple((begin, end) for begin, end in spans) for spans in row.week),
        closed=tuple(
            ClosedDays(date.fromisoformat(first), date.fromisoformat(last), yearly, name)
            for first, last, yearly, name in row.closed
        ),
        country=row.country,
        region=row.region,
        worked=frozenset(row.worked),
        version=row.version,
    )
