"""Which rules a ticket gets at an event, and why not the others."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct

from deskbell.model.automation import Check, Condition, Event, Group, How, Rule, What
from deskbell.rules.folding import fold
from deskbell.rules.languages import speaks

Key = tuple[What, int]
"""What a condition looks at, with the custom field where it is one (else 0)."""

TEXTS: Final = frozenset({What.SUBJECT, What.TEXT, What.SENDER, What.DOMAIN})
"""What is compared as words: without regard to case and accents."""
CHANGING: Final = (Check.CHANGED, Check.WAS, Check.BECAME)
"""Checks of what the event changed."""
_IS: Final = Check.IS
_DENYING: Final = ((Check.IS_NOT, Check.IS), (Check.LACKS, Check.CONTAINS), (Check.EMPTY, Check.FILLED))
_NOTHING: Final = frozenset({""})
_MEMORY: Final = 8 << 20


class Seen(Struct, frozen=True):
    """A ticket as rules see it: what each thing is, as `Condition` says of its values; of what is missing nothing is known, which is as if it were empty.

    `changed` is what the event changed, and what that was before.
    """

    values: Mapping[Key, frozenset[str]]
    changed: Mapping[Key, frozenset[str]] = {}


class Unmet(StrEnum):
    """Why a rule does nothing to a ticket. ONCE: it had its turn in this chain of events."""

    OFF = "off"
    EVENT = "event"
    CONDITION = "condition"
    STOPPED = "stopped"
    ONCE = "once"


class Verdict(Struct, frozen=True):
    """What became of one rule: it fires, or `unmet` says why not. `failed` is the first condition, or group, that does not hold; `stopped_by` the rule that let
    none behind it have their turn.
    """

    rule: Rule
    unmet: Unmet | None = None
    failed: Condition | Group | None = None
    stopped_by: str = ""

    @property
    def fires(self) -> bool:
        """Whether it does what it does."""
        return self.unmet is None


def matching(
    rules: Iterable[Rule],
    seen: Seen,
    events: frozenset[Event],
    had: frozenset[int] = frozenset(),
    then: Callable[[Mapping[Key, frozenset[str]], Rule], Mapping[Key, frozenset[str]]] | None = None,
) -> tuple[Verdict, ...]:
    """What each rule, in their order, does to a ticket at what happened. `had` are those (ids) that have had their turn in this chain of events.

    `then` says how the ticket is after a rule has fired: so the rules behind it see it (`rules.rule_effects`). Without it they see it as it was.
    """
    stopped_by = ""
    found: list[Verdict] = []
    for rule in rules:
        verdict = _verdict(rule, seen, events, had, stopped_by)
        found.append(verdict)
        if verdict.unmet is not None:
            continue
        if rule.stop:
            stopped_by = rule.name
        if then is not None:
            seen = Seen(then(seen.values, rule), seen.changed)
    return tuple(found)


def _verdict(rule: Rule, seen: Seen, events: frozenset[Event], had: frozenset[int], stopped_by: str) -> Verdict:
    if not rule.active:
        return Verdict(rule, Unmet.OFF)
    if rule.events.isdisjoint(events):
        return Verdict(rule, Unmet.EVENT)
    if stopped_by:
        return Verdict(rule, Unmet.STOPPED, stopped_by=stopped_by)
    failed = first_failed(rule.conditions, seen)
    if failed is not None:
        return Verdict(rule, Unmet.CONDITION, failed)
    return Verdict(rule, Unmet.ONCE) if rule.id in had else Verdict(rule)


def holds(part: Condition | Group, seen: Seen) -> bool:
    """Whether a condition or a group holds of a ticket."""
    if isinstance(part, Condition):
        return _condition(part, seen)
    match part.how:
        case How.ALL:
            return all(holds(one, seen) for one in part.parts)
        case How.ANY:
            return not part.parts or any(holds(one, seen) for one in part.parts)
        case How.NONE:
            return not any(holds(one, seen) for one in part.parts)


def first_failed(part: Condition | Group, seen: Seen) -> Condition | Group | None:
    """What a ticket lacks: of a group of ALL its first part that does not hold, of NONE the first that does, of ANY itself; None where it lacks nothing."""
    if isinstance(part, Condition):
        return None if _condition(part, seen) else part
    match part.how:
        case How.ALL:
            for one in part.parts:
                failed = first_failed(one, seen)
                if failed is not None:
                    return failed
            return None
        case How.ANY:
            return None if holds(part, seen) else part
        case How.NONE:
            return next((one for one in part.parts if holds(one, seen)), None)


def _condition(condition: Condition, seen: Seen) -> bool:
    check = condition.check
    if check is _IS:
        return _is_one(condition, seen.values.get((condition.what, condition.field_id), _NOTHING) or _NOTHING)
    affirmed = next((yes for no, yes in _DENYING if no is check), None)
    if affirmed is not None:
        return not _affirmed(condition, affirmed, seen)
    return _affirmed(condition, check, seen)


def _affirmed(condition: Condition, check: Check, seen: Seen) -> bool:
    key = (condition.what, condition.field_id)
    if check in CHANGING:
        return _changed(condition, check, key, seen)
    there = seen.values.get(key, _NOTHING) or _NOTHING
    match check:
        case Check.FILLED:
            return there != _NOTHING
        case Check.IS:
            return _is_one(condition, there)
        case Check.MORE | Check.LESS:
            return any(_compares(one, check, wanted) for one in there for wanted in condition.values)
    agrees = _AGREES[check]
    return any(agrees(one, wanted) for one in there for wanted in condition.values)


def _is_one(condition: Condition, there: frozenset[str]) -> bool:
    if condition.what is What.LANGUAGE:
        return any(speaks(one, wanted) for one in there for wanted in condition.values)
    if condition.what in TEXTS or condition.what is What.FIELD:
        known = {_folded(one) for one in there}
        return any(_folded(wanted) in known for wanted in condition.values)
    return not there.isdisjoint(condition.values)


def _changed(condition: Condition, check: Check, key: Key, seen: Seen) -> bool:
    if key not in seen.changed:
        return False
    before, after = (side.get(key, _NOTHING) or _NOTHING for side in (seen.changed, seen.values))
    if check is Check.CHANGED or before == after:
        return before != after
    # Of tags, those that went, or came.
    left = (before - after) if check is Check.WAS else (after - before)
    return _is_one(condition, left)


def _compares(one: str, check: Check, wanted: str) -> bool:
    """Numbers by their size, all else (dates as they are kept) by its letters; what is empty is neither more nor less."""
    if not one or not wanted:
        return False
    try:
        left, right = float(one), float(wanted)
    except ValueError:
        return one > wanted if check is Check.MORE else one < wanted
    return left > right if check is Check.MORE else left < right


_folded = lru_cache(maxsize=4096)(fold)


@lru_cache(maxsize=64)
def _bytes(text: str) -> bytes:
    """A text as RE2 reads it, once for all expressions."""
    return text.encode(errors="replace")


@lru_cache(maxsize=1024)
def _pattern(expression: str) -> Any:
    return compiled(expression)


def compiled(expression: str) -> Any:
    """An expression in RE2's syntax, without regard to case. Raises `re2.error`."""
    import re2  # The window knows rules without looking for anything.

    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = _MEMORY
    options.log_errors = False
    # Only whether it is found is asked.
    options.never_capture = True
    return re2.compile(expression, options)


_AGREES: Final[Mapping[Check, Callable[[str, str], bool]]] = {
    Check.CONTAINS: lambda one, wanted: _folded(wanted) in _folded(one),
    Check.BEGINS: lambda one, wanted: _folded(one).startswith(_folded(wanted)),
    Check.MATCHES: lambda one, wanted: _pattern(wanted).search(_bytes(one)) is not None,
}
