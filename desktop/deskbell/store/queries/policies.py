"""What is promised to customers: the policies in their order, and how many tickets a change of them would move."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, func, select

from deskbell.model.kinds import Priority, Status
from deskbell.model.sla import NO_TARGETS, Conditions, Policy, Targets
from deskbell.model.sla_steps import Step
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import policy, tag

log = logging.getLogger("deskbell.store")

_ALL = select(policy).where(~policy.c.removed).order_by(policy.c.position, policy.c.id)
_TAGS_NOW = select(tag.c.id, func.coalesce(tag.c.merged_into, tag.c.id)).where(
    tag.c.id.in_(bindparam("ids", expanding=True))
)
_Kept: Final = tuple[tuple[int | None, int | None, int | None], ...]


def rows(session: Session) -> tuple[Policy, ...]:
    """All of them, those that are off too, in their order. What cannot be read, of a newer program, is left out."""
    return ask_rows(session)()


def ask_rows(session: Session) -> Callable[[], tuple[Policy, ...]]:
    """The same, together with what is asked next."""
    answer = plain.ask_named(session.connection, _ALL, {})
    return lambda: _readable(answer())


def ask_tags(session: Session, policies: tuple[Policy, ...]) -> Callable[[], tuple[Policy, ...]]:
    """The policies, naming in place of tags that were merged into others those others."""
    named = sorted({one for policy in policies for one in policy.conditions.tags})
    answer = plain.ask(session.connection, _TAGS_NOW, {"ids": named})

    def with_tags() -> tuple[Policy, ...]:
        now: Mapping[int, int] = dict(answer())
        return tuple(_with_tags(policy, now) for policy in policies)

    return with_tags if named else lambda: policies


def kept(one: Policy) -> dict[str, Any]:
    """The conditions, targets, pauses and steps as the columns keep them."""
    named = one.conditions
    return {
        "conditions": {
            name: value if isinstance(value, bool) else list(value)
            for name in Conditions.__struct_fields__
            if (value := getattr(named, name))
        },
        "targets": [[of.first_reply, of.next_reply, of.resolution] for of in one.targets],
        "calendar_id": one.calendar_id,
        "pauses": sorted(int(status) for status in one.pauses),
        "pauses_snoozed": one.pauses_snoozed,
        "steps": msgspec.to_builtins(one.steps),
    }


def _readable(rows: Iterable[Any]) -> tuple[Policy, ...]:
    found: list[Policy] = []
    for row in rows:
        try:
            found.append(_policy(row))
        except msgspec.ValidationError as error:
            _say_unreadable(row.id, str(error))
    return tuple(found)


@cache
def _say_unreadable(policy_id: int, why: str, what: str = "policy") -> None:
    """Once: policies are read with whatever is done."""
    log.warning("%s %d is left out, it cannot be read: %s", what, policy_id, why)


def _policy(row: Any) -> Policy:
    targets = msgspec.convert(row.targets, _Kept)
    return Policy(
        id=row.id,
        name=row.name,
        active=bool(row.active),
        position=row.position,
        conditions=msgspec.convert(row.conditions, Conditions),
        targets=tuple(Targets(*each) for each in targets) if len(targets) == len(Priority) else NO_TARGETS,
        calendar_id=row.calendar_id,
        pauses=msgspec.convert(row.pauses, frozenset[Status]),
        pauses_snoozed=bool(row.pauses_snoozed),
        version=row.version,
        steps=tuple(_steps(row)),
    )


def _steps(row: Any) -> Iterator[Step]:
    """Those that can be read: what a newer program has its steps do besides is no reason to promise nothing."""
    for step in row.steps:
        try:
            yield msgspec.convert(step, Step)
        except msgspec.ValidationError as error:
            _say_unreadable(row.id, str(error), "a step of policy")


def _with_tags(one: Policy, now: Mapping[int, int]) -> Policy:
    from msgspec.structs import replace

    tags = tuple(now.get(tag_id, tag_id) for tag_id in one.conditions.tags)
    return replace(one, conditions=replace(one.conditions, tags=tags))
