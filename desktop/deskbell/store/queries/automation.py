"""The rules of the desk. One that only a newer program can read is left out."""

import logging
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import Row, select

from deskbell.model.automation import Event, Group, Rule, RuleActions, Timer
from deskbell.store.session import Session, one_statement
from deskbell.store.tables import agent, automation

log = logging.getLogger("deskbell.store.queries.automation")

_ALL: Final = (
    select(automation, agent.c.name.label("made_by"))
    .outerjoin(agent, agent.c.id == automation.c.agent_id)
    .order_by(automation.c.position, automation.c.id)
)
_KNOWN: Final = frozenset(Event)


@one_statement
def rows(session: Session) -> tuple[Rule, ...]:
    """All of them in their order, those that are off too."""
    return _readable(session.connection.execute(_ALL))


def active(session: Session) -> tuple[Rule, ...]:
    """Those that are at work."""
    return _readable(session.connection.execute(_ALL.where(automation.c.active)))


def kept(events: frozenset[Event], conditions: Group, actions: RuleActions) -> dict[str, Any]:
    """What a rule consists of as the columns keep it."""
    return {
        "events": sorted(events),
        "conditions": msgspec.to_builtins(conditions),
        "actions": {
            name: value
            for name, value in msgspec.to_builtins(actions).items()
            if value != getattr(_NO_ACTIONS, name) and value not in ([], ())
        },
    }


_NO_ACTIONS: Final = RuleActions()


def _readable(rows: Iterable[Row[Any]]) -> tuple[Rule, ...]:
    found: list[Rule] = []
    for row in rows:
        try:
            found.append(_rule(row))
        except msgspec.ValidationError as error:
            _say_unreadable(row.id, str(error))
    return tuple(found)


@cache
def _say_unreadable(rule_id: int, why: str) -> None:
    """Once: rules are read every few seconds."""
    log.warning("rule %d is left out, it cannot be read: %s", rule_id, why)


def _rule(row: Row[Any]) -> Rule:
    return Rule(
        id=row.id,
        name=row.name,
        active=row.active,
        position=row.position,
        # What only a newer program knows does not happen here.
        events=frozenset(Event(one) for one in row.events if one in _KNOWN),
        conditions=msgspec.convert(row.conditions, Group),
        actions=msgspec.convert(row.actions, RuleActions),
        stop=row.stop,
        timer=None if row.timer is None else msgspec.convert(row.timer, Timer),
        version=row.version,
        made_by=row.made_by or "",
        fired=row.fired,
        fired_at=row.fired_at,
        fired_on=row.fired_on,
        cut_at=row.cut_at,
        cut_on=row.cut_on,
    )
