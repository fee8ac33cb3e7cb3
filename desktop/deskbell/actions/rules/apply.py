"""What one rule does to one ticket: one deed, which one undo takes back but for what was written."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from msgspec.structs import replace
from sqlalchemy import select

from deskbell.actions import fields
from deskbell.actions.apply_macro import changed
from deskbell.actions.deeds import Line, record
from deskbell.actions.escalate import hand_up, next_of
from deskbell.actions.properties import as_one, load, write
from deskbell.actions.rules.desk_now import DeskNow
from deskbell.actions.rules.note import write_note
from deskbell.actions.rules.reply import send
from deskbell.actions.webhooks import queue_rule
from deskbell.model.automation import Hand, Rule, RuleActions
from deskbell.model.canned import Actions, ApplyMacro, Handing
from deskbell.model.commands import Command
from deskbell.model.errors import Mistake
from deskbell.model.fields import FieldOwner
from deskbell.model.kinds import Deed
from deskbell.model.routing import Verdict
from deskbell.rules import fields as field_rules
from deskbell.rules.automation import Key
from deskbell.rules.canned import clean
from deskbell.rules.handed import as_text, handed
from deskbell.rules.macros import asked
from deskbell.rules.routing import OF_RULES
from deskbell.rules.rule_events import Happened
from deskbell.rules.taking_back import BY_VALUE
from deskbell.store.queries import routing
from deskbell.store.queries.fields import ask_some
from deskbell.store.session import Session
from deskbell.store.tables import ticket

_TEAM: Final = select(ticket.c.team_id, ticket.c.assignee_id)


def apply(
    session: Session, rule: Rule, one: Happened, values: Mapping[Key, frozenset[str]], desk: DeskNow
) -> str | None:
    """Do what a rule does at what happened to a ticket; the deed, None where the ticket is like that already. Who or what is not there any more is left out.
    `values` are the ticket as the rule saw it.

    Raises `Mistake` where that cannot be done after all (a checklist that is full); the caller takes back what was written then.
    """
    command, ticket_id = Command(agent_id=None), one.ticket_id
    lines: list[Line] = []
    macro = desk.replies.get(rule.actions.macro_id) if rule.actions.macro_id is not None else None
    if macro is not None:
        lines = changed(session, _of_macro(session, macro.actions, ticket_id, desk))
    of_rule, verdict = _of_rule(session, rule, ticket_id, desk)
    lines = as_one(lines, changed(session, of_rule))
    if verdict is not None and verdict.agent_id is not None:
        desk.roster.give(verdict.agent_id)
        desk.roster.keep()
        lines.append((ticket_id, Deed.HANDED, "", as_text(handed(verdict, desk.roster.skills))))
    if rule.actions.escalate:
        up = _escalated(session, ticket_id)
        lines = as_one([line for line in lines if not up or line[1] is not Deed.HANDED], up)
    lines += _filled(session, rule, ticket_id)
    if rule.actions.note:
        lines += write_note(session, rule, ticket_id, desk)
    if rule.actions.reply_id is not None:
        lines += send(session, rule, ticket_id, desk)
    if rule.actions.webhook_id is not None:
        # Last of all: it tells of the ticket as it is then.
        called = queue_rule(session, rule, one, values)
        lines += [(ticket_id, Deed.CALLED, "", called)] if called is not None else []
    if not lines:
        return None
    kind = next((line[1] for line in lines if line[1] in BY_VALUE), lines[0][1])
    record(session, command, kind, lines, macro=clean(rule.name))
    return command.deed


def _of_macro(session: Session, macro: Actions, ticket_id: int, desk: DeskNow) -> ApplyMacro:
    """A rule is nobody: what a macro gives to whoever uses it, it leaves as it is."""
    if macro.assign is Handing.ME:
        macro = replace(macro, assign=Handing.AS_IT_IS)
    here = session.now.astimezone(desk.zone)
    command = asked(macro, (ticket_id,), 0, desk.active, here)
    return replace(command, agent_id=None, followers=tuple(one for one in command.followers if one in desk.active))


def _of_rule(session: Session, rule: Rule, ticket_id: int, desk: DeskNow) -> tuple[ApplyMacro, Verdict | None]:
    """What a rule changes, and why it is just they who get the ticket where that was not said."""
    actions = rule.actions
    command = ApplyMacro(
        agent_id=None,
        tickets=(ticket_id,),
        name=rule.name,
        status=actions.status,
        priority=actions.priority,
        type=actions.type,
        team_id=actions.team_id,
        add_tags=actions.add_tags,
        remove_tags=actions.remove_tags,
        until=session.now + timedelta(hours=actions.snooze_hours) if actions.snooze_hours else None,
    )
    if actions.assign is Hand.NOBODY:
        return replace(command, assigns=True, assignee_id=None), None
    if actions.assign is Hand.PERSON and actions.assignee_id in desk.available:
        return replace(command, assigns=True, assignee_id=actions.assignee_id), None
    verdict = _verdict(session, actions, ticket_id, desk) if actions.assign in OF_RULES else None
    if verdict is None or verdict.agent_id is None:
        return command, None
    return replace(command, assigns=True, assignee_id=verdict.agent_id), verdict


def _verdict(session: Session, actions: RuleActions, ticket_id: int, desk: DeskNow) -> Verdict | None:
    """Who of the ticket's team is to have it; None where it stays as it is: it has no team, or somebody of that has it."""
    now = session.connection.execute(_TEAM.where(ticket.c.id == ticket_id)).one()
    team_id = actions.team_id if actions.team_id is not None else now.team_id
    if team_id is None or now.assignee_id in desk.members(team_id) & desk.available:
        return None
    roster = desk.roster
    asked = routing.asked(session, (ticket_id,), roster.skills.keys())[ticket_id]
    # Who of the team it comes from had it does not count, nor does a rule ask whether it was taken off somebody.
    # The team's own queue is for later; where it has none a rule has one chance.
    queues = roster.hands_out(team_id)
    return roster.decide(replace(asked, had=frozenset()), OF_RULES[actions.assign], team_id, waits=queues)


def _escalated(session: Session, ticket_id: int) -> list[Line]:
    """A ticket on the next level of its team; nothing where there is none."""
    above = next_of(session, load(session, (ticket_id,))[0])
    return hand_up(session, ticket_id, above) if above is not None else []


def _filled(session: Session, rule: Rule, ticket_id: int) -> list[Line]:
    """The custom fields of a rule on its ticket; what a field cannot hold (any more) is left out."""
    if not rule.actions.fields:
        return []
    known = ask_some(session, {field_id for field_id, _ in rule.actions.fields})()
    held = fields.ask_values(session, (ticket_id,))()
    lines: list[Line] = []
    for field_id, value in rule.actions.fields:
        field = known.get(field_id)
        if field is None or field.retired or field.owner is not FieldOwner.TICKET:
            continue
        try:
            after = field_rules.kept(field, value)
        except Mistake:
            continue
        before = held.get((ticket_id, field_id), "")
        if before != after:
            fields.put(session, [(ticket_id, field, after)])
            lines.append(
                (
                    ticket_id,
                    Deed.FIELD,
                    field_rules.journalled(field_id, before),
                    field_rules.journalled(field_id, after),
                )
            )
    if lines:
        write(session, [(row, {}) for row in load(session, (ticket_id,))])
    return lines
