"""The rules of the desk. One that only a newer program can read is left out."""

import logging
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import Row, bindparam, select

from deskbell.model.automation import Condition, Event, Group, Rule, RuleActions, Timer, What
from deskbell.rules.automation_checks import conditions
from deskbell.store.session import Session, one_statement
from deskbell.store.tables import agent, automation, tag

log = logging.getLogger("deskbell.store.queries.automation")

_ALL: Final = (
    select(automation, agent.c.name.label("made_by"))
    .outerjoin(agent, agent.c.id == automation.c.agent_id)
    .order_by(automation.c.position, automation.c.id)
)
_OLD = tag.alias("old")
_CALLED: Final = (
    select(_OLD.c.name, tag.c.name)
    .join(tag, tag.c.id == _OLD.c.merged_into)
    .where(_OLD.c.name.in_(bindparam("names", expanding=True)))
)
_KNOWN: Final = frozenset(Event)


@one_statement
def rows(session: Session) -> tuple[Rule, ...]:
    """All of them in their order, those that are off too."""
    return _led_on(session, _readable(session.connection.execute(_ALL)))


def active(session: Session) -> tuple[Rule, ...]:
    """Those that are at work."""
    return _led_on(session, _readable(session.connection.execute(_ALL.where(automation.c.active))))


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


def _led_on(session: Session, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules, calling tags that were given another name or merged as they are called now."""
    named = {
        value for rule in rules for one in conditions(rule.conditions) if one.what is What.TAG for value in one.values
    }
    for rule in rules:
        named.update(rule.actions.add_tags, rule.actions.remove_tags)
    called = dict(tuple(row) for row in session.connection.execute(_CALLED, {"names": sorted(named)})) if named else {}
    return tuple(_calling(rule, called) for rule in rules) if called else rules


def _calling(rule: Rule, called: Mapping[str, str]) -> Rule:
    def now(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(called.get(name, name) for name in names))

    def asked(part: Condition | Group) -> Condition | Group:
        if isinstance(part, Group):
            return replace(part, parts=tuple(map(asked, part.parts)))
        return replace(part, values=now(part.values)) if part.what is What.TAG else part

    group = replace(rule.conditions, parts=tuple(map(asked, rule.conditions.parts)))
    actions = replace(rule.actions, add_tags=now(rule.actions.add_tags), remove_tags=now(rule.actions.remove_tags))
    return replace(rule, conditions=group, actions=actions)


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
