"""What a rule must be to be kept, and which checks there are of what."""

from collections.abc import Iterator, Mapping
from typing import Final

from deskbell.model.automation import NO_ACTIONS, Check, Condition, Event, Group, Hand, Rule, What
from deskbell.model.errors import Mistake
from deskbell.rules.automation import compiled

LONGEST_NAME: Final = 80
"""Characters that the name of a rule may have."""
LONGEST_TEXT: Final = 1000
"""Characters that a value of a condition may have."""
LONGEST_NOTE: Final = 10_000
"""Characters that a rule's note may have."""
DEEPEST: Final = 5
"""Groups within groups, the outermost counted."""
MOST_CONDITIONS: Final = 100
LONGEST_WAIT: Final = 366 * 24
"""Hours."""
LONGEST_SNOOZE: Final = 366 * 24
"""Hours."""

_CHOICE: Final = (Check.IS, Check.IS_NOT)
_MAYBE: Final = (*_CHOICE, Check.FILLED, Check.EMPTY)
_CHANGE: Final = (Check.CHANGED, Check.WAS, Check.BECAME)
_TEXT: Final = (Check.CONTAINS, Check.LACKS, Check.IS, Check.IS_NOT, Check.BEGINS, Check.MATCHES)
CHECKS: Final[Mapping[What, tuple[Check, ...]]] = {
    What.STATUS: (*_CHOICE, *_CHANGE),
    What.PRIORITY: (*_CHOICE, *_CHANGE),
    What.MAILBOX: (*_CHOICE, *_CHANGE),
    What.TEAM: (*_MAYBE, *_CHANGE),
    What.ASSIGNEE: (*_MAYBE, *_CHANGE),
    What.TYPE: (*_MAYBE, *_CHANGE),
    What.TAG: (*_MAYBE, *_CHANGE),
    What.SUBJECT: (*_TEXT, *_CHANGE),
    What.TEXT: _TEXT,
    What.SENDER: _TEXT,
    What.DOMAIN: _TEXT,
    What.ORGANISATION: _MAYBE,
    What.VIP: (Check.IS, Check.IS_NOT),
    What.LANGUAGE: _MAYBE,
    What.FIELD: (*_MAYBE, Check.CONTAINS, Check.LACKS, Check.BEGINS, Check.MATCHES, Check.MORE, Check.LESS, *_CHANGE),
    What.ATTACHMENT: (Check.IS, Check.IS_NOT),
    What.WORKING_HOURS: (Check.IS, Check.IS_NOT),
    What.RATING: (*_MAYBE, *_CHANGE),
    What.ANSWERS: (Check.MORE, Check.LESS, Check.IS),
}
"""Which checks there are of what, the usual one first."""
WITHOUT_VALUE: Final = frozenset({Check.FILLED, Check.EMPTY, Check.CHANGED})
"""Checks that compare with nothing."""
BY_VALUE: Final = frozenset({*_CHOICE, Check.MORE, Check.LESS, Check.WAS, Check.BECAME})
"""Checks that compare with a whole value, as it is kept."""


def must_be_good(rule: Rule) -> None:
    """Raise `Mistake` rule.name_long, rule.no_event, rule.hours, rule.no_action, rule.too_deep, rule.too_many, rule.value, rule.value_long, rule.expression (with the expression
    and the reason), rule.number, rule.nobody, rule.notify_note, rule.note_long or rule.snooze.
    """
    if len(rule.name) > LONGEST_NAME:
        raise Mistake("rule.name_long", limit=LONGEST_NAME)
    if not rule.events:
        raise Mistake("rule.no_event")
    if Event.TIME in rule.events and (rule.timer is None or not 1 <= rule.timer.hours <= LONGEST_WAIT):
        raise Mistake("rule.hours")
    _conditions_must_be_good(rule.conditions)
    actions = rule.actions
    if actions == NO_ACTIONS:
        raise Mistake("rule.no_action")
    if actions.assign is Hand.PERSON and actions.assignee_id is None:
        raise Mistake("rule.nobody")
    if (actions.notify or actions.notify_teams) and not actions.note.strip():
        raise Mistake("rule.notify_note")
    if len(actions.note) > LONGEST_NOTE:
        raise Mistake("rule.note_long", limit=LONGEST_NOTE)
    if not 0 <= actions.snooze_hours <= LONGEST_SNOOZE:
        raise Mistake("rule.snooze")


def _conditions_must_be_good(group: Group) -> None:
    if depth(group) > DEEPEST:
        raise Mistake("rule.too_deep", limit=DEEPEST)
    every = tuple(conditions(group))
    if len(every) > MOST_CONDITIONS:
        raise Mistake("rule.too_many", limit=MOST_CONDITIONS)
    for condition in every:
        _must_be_good(condition)


def _must_be_good(condition: Condition) -> None:
    if condition.check not in CHECKS[condition.what]:
        raise Mistake("rule.value")
    if condition.check in WITHOUT_VALUE:
        return
    if not condition.values or (condition.what is What.FIELD and not condition.field_id):
        raise Mistake("rule.value")
    texts = condition.check in {Check.CONTAINS, Check.LACKS, Check.BEGINS, Check.MATCHES}
    for value in condition.values:
        if texts and not value.strip():
            raise Mistake("rule.value")
        if len(value) > LONGEST_TEXT:
            raise Mistake("rule.value_long", limit=LONGEST_TEXT)
        if condition.what is What.ANSWERS and not value.isdecimal():
            raise Mistake("rule.number", value=value)
        if condition.check is Check.MATCHES:
            expression_must_be_good(value)


def expression_must_be_good(expression: str) -> None:
    """Raise `Mistake` rule.expression where it cannot be read, with what RE2 says of it."""
    import re2

    try:
        compiled(expression)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        reason = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        raise Mistake("rule.expression", expression=expression, reason=reason) from error


def conditions(group: Group) -> Iterator[Condition]:
    """All conditions of a group, those of the groups within too, in their order."""
    for part in group.parts:
        if isinstance(part, Condition):
            yield part
        else:
            yield from conditions(part)


def depth(group: Group) -> int:
    """How many groups lie within each other at most."""
    return 1 + max((depth(part) for part in group.parts if isinstance(part, Group)), default=0)
