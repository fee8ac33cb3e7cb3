"""What a rule would still do to a ticket: what of its actions the ticket is not like already."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.model.automation import Hand, RuleActions, What
from deskbell.model.canned import Actions
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldOwner
from deskbell.model.routing import Level
from deskbell.rules import fields as field_rules
from deskbell.rules.automation import Key
from deskbell.rules.calendars import Hours
from deskbell.rules.loops import Caps
from deskbell.rules.macros import tags
from deskbell.rules.routing import level_above
from deskbell.rules.rule_effects import Values, after

_NOTHING: Final = frozenset({""})


class Desk(Struct, frozen=True):
    """The desk as it is now, as rules need to know it besides the ticket.

    `macros` are what the shared canned replies (`replies`, ids) change, `webhooks` (ids) those that may be called, `several` the fields (ids) of several choices, `fields` the custom fields, `teams` who
    works in each and `levels` which of them there are in it, `calendars` the working hours by team (None: those of who has none). `agents` is who works here, `own` the desk's own addresses in lower case.
    """

    macros: Mapping[int, Actions] = {}
    replies: Collection[int] = ()
    webhooks: Collection[int] = ()
    several: Collection[int] = ()
    fields: Mapping[int, CustomField] = {}
    teams: Mapping[int, frozenset[int]] = {}
    levels: Mapping[int, frozenset[Level]] = {}
    agents: frozenset[int] = frozenset()
    calendars: Mapping[int | None, Hours] = {}
    own: frozenset[str] = frozenset()
    caps: Caps = Caps()

    def hours(self, values: Values) -> Hours:
        """The working hours of a ticket's team."""
        team = next(iter(values.get((What.TEAM, 0), _NOTHING)))
        return self.calendars.get(int(team) if team else None) or self.calendars[None]

    def above(self, level: Level, team_id: int | None, values: Values) -> Level | None:
        """Where a ticket of a level is escalated to in its team, or in the one that it is given with that; None where there is no team or no level above."""
        team = team_id or int(next(iter(values.get((What.TEAM, 0)) or _NOTHING)) or 0)
        return level_above(level, self.levels.get(team, ()))

    def working(self, values: Values, at: datetime) -> dict[Key, frozenset[str]]:
        """Whether a ticket's team works at a moment, as a condition sees it."""
        return {(What.WORKING_HOURS, 0): frozenset({"1" if self.hours(values).is_open(at) else ""})}


def left_to_do(
    actions: RuleActions,
    values: Values,
    desk: Desk,
    *,
    snoozed: bool = False,
    answers: bool = True,
    again: bool = False,
    level: Level = Level.FIRST,
) -> RuleActions:
    """Those that would make another ticket of it, or write something; who or what is not there any more is left out.

    `snoozed`: a status would wake it. `answers`: whether an automatic answer may go out. `again`: the rule's macro was used on this ticket before, so that its
    followers and its checklist are there. `level` is the ticket's in its team. Who takes work now is not asked: of a team somebody does, as far as anybody is in it.
    """
    macro = desk.macros.get(actions.macro_id or 0)
    before = (
        values if macro is None else after(values, RuleActions(macro_id=actions.macro_id), desk.macros, desk.several)
    )
    wakes = snoozed and not actions.snooze_hours
    held = tuple(held for held in _held(actions, desk) if _is_other(before, (What.FIELD, held[0]), held[1], desk))
    team_id = actions.team_id if actions.team_id in desk.teams else None
    there = values.get((What.TAG, 0), _NOTHING) if macro is None else before.get((What.TAG, 0), _NOTHING)
    return replace(
        actions,
        macro_id=actions.macro_id if macro is not None and _does(macro, before, values, snoozed=snoozed, again=again) else None,
        status=actions.status if actions.status is not None and (wakes or _differs(before, What.STATUS, actions.status)) else None,
        priority=actions.priority if actions.priority is not None and _differs(before, What.PRIORITY, actions.priority) else None,
        type=actions.type if actions.type is not None and _differs(before, What.TYPE, actions.type) else None,
        team_id=team_id if team_id is not None and _differs(before, What.TEAM, team_id) else None,
        **({"assign": Hand.AS_IT_IS, "assignee_id": None} | _assigned(actions, before, desk)),
        add_tags=tuple(name for name in tags(actions.add_tags) if name not in there),
        remove_tags=tuple(name for name in tags(actions.remove_tags) if name in there),
        fields=held,
        note=actions.note,
        notify=actions.notify if actions.note else (),
        notify_teams=actions.notify_teams if actions.note else (),
        reply_id=actions.reply_id if answers and actions.reply_id in desk.replies else None,
        snooze_hours=actions.snooze_hours,
        webhook_id=actions.webhook_id if actions.webhook_id in desk.webhooks else None,
        escalate=actions.escalate and desk.above(level, team_id, before) is not None,
    )  # fmt: skip


def _assigned(actions: RuleActions, values: Values, desk: Desk) -> dict[str, object]:
    """As `actions.rules.apply`: whoever of the team has it keeps it."""
    now = next(iter(values.get((What.ASSIGNEE, 0), _NOTHING)))
    match actions.assign:
        case Hand.AS_IT_IS:
            return {}
        case Hand.NOBODY:
            return {"assign": Hand.NOBODY} if now else {}
        case Hand.PERSON:
            wanted = actions.assignee_id
            there = wanted in desk.agents and str(wanted) != now
            return {"assign": Hand.PERSON, "assignee_id": wanted} if there else {}
    team = str(actions.team_id) if actions.team_id is not None else next(iter(values.get((What.TEAM, 0), _NOTHING)))
    members = desk.teams.get(int(team), frozenset()) if team else frozenset()
    keeps = not members or now == "?" or (now.isdigit() and int(now) in members)
    return {} if keeps else {"assign": actions.assign}


def _does(macro: Actions, after_it: Values, values: Values, *, snoozed: bool, again: bool) -> bool:
    if macro.snooze_days or (snoozed and macro.status is not None):
        return True
    if any((held or _NOTHING) != (values.get(key) or _NOTHING) for key, held in after_it.items()):
        return True
    return not again and bool(macro.due_days is not None or macro.followers or macro.checklist)


def _held(actions: RuleActions, desk: Desk) -> list[tuple[int, str]]:
    """The custom fields as they would be kept; what a field cannot hold (any more) is left out."""
    found: list[tuple[int, str]] = []
    for field_id, value in actions.fields:
        field = desk.fields.get(field_id)
        if field is None or field.retired or field.owner is not FieldOwner.TICKET:
            continue
        try:
            found.append((field_id, field_rules.kept(field, value)))
        except Mistake:
            continue
    return found


def _is_other(values: Values, key: Key, held: str, desk: Desk) -> bool:
    wanted = frozenset(held.split(" ") if key[1] in desk.several else (held,))
    return (values.get(key) or _NOTHING) != wanted


def _differs(values: Values, what: What, value: int) -> bool:
    return str(int(value)) not in values.get((what, 0), _NOTHING)
