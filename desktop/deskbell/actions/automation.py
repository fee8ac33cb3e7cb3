"""Making, changing, switching, ordering and removing rules."""

from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Row, delete, func, insert, select, update

from deskbell.actions.deeds import record
from deskbell.model.automation import OrderRules, RemoveRule, Rule, SaveRule, SwitchRule
from deskbell.model.commands import Command
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.rules import fields as field_rules
from deskbell.rules import team_names
from deskbell.rules.automation_checks import BY_VALUE, conditions, must_be_good
from deskbell.store.queries.automation import kept
from deskbell.store.queries.fields import ask_some
from deskbell.store.session import Session
from deskbell.store.tables import automation, automation_timer, journal


def save_rule(session: Session, command: SaveRule) -> int:
    """Make a rule (id 0), behind the others, or change one; its id. One that is switched on by that looks at what happens from now on.

    Raises `Mistake` name.empty, rule.exists, rule.missing, those of `rules.automation_checks.must_be_good` and, of fields, of `rules.fields.kept`, and `Conflict` rule.changed.
    """
    name = team_names.clean(command.name)
    if not name:
        raise Mistake("name.empty")
    must_be_good(
        Rule(
            command.id,
            name,
            events=command.events,
            conditions=command.conditions,
            actions=command.actions,
            timer=command.timer,
        )
    )
    fields = _fields(session, command)
    key = team_names.key(name)
    same = select(automation.c.id).where(automation.c.key == key, automation.c.id != command.id)
    if session.connection.execute(same).first():
        raise Mistake("rule.exists", name=name)
    values = {"name": name, "key": key, "active": command.active, "stop": command.stop}
    values |= kept(command.events, command.conditions, replace(command.actions, fields=fields))
    values["timer"] = None if command.timer is None else msgspec.to_builtins(command.timer)
    if command.id == 0:
        last = select(func.coalesce(func.max(automation.c.position), 0)).scalar_subquery()
        made = insert(automation).values(
            **values,
            position=last + 1,
            agent_id=command.agent_id,
            created_at=session.now,
            since=_last_line(session),
        )
        rule_id: int = session.connection.execute(made.returning(automation.c.id)).scalar_one()
    else:
        rule_id = command.id
        there = _there(session, command.id)
        if command.active and not there.active:
            values["since"] = _last_line(session)
        as_read = (automation.c.id == command.id, automation.c.version == command.version)
        change = update(automation).where(*as_read).values(values | {"version": command.version + 1})
        if session.connection.execute(change).rowcount == 0:
            raise Conflict("rule.changed", name=there.name)
        if values["timer"] != there.timer:
            # They are counted by the timer of now when the worker comes to them.
            waiting = (automation_timer.c.rule_id == command.id, automation_timer.c.due_at.is_not(None))
            session.connection.execute(update(automation_timer).where(*waiting).values(due_at=session.now))
    _tell(session, command, rule_id)
    return rule_id


def switch_rule(session: Session, command: SwitchRule) -> None:
    """Switch a rule on or off. Raises `Mistake` rule.missing."""
    there = _there(session, command.id)
    if there.active == command.active:
        return
    values = {"active": command.active, "version": there.version + 1}
    if command.active:
        values["since"] = _last_line(session)
    session.connection.execute(update(automation).where(automation.c.id == command.id).values(values))
    _tell(session, command, 0)


def order_rules(session: Session, command: OrderRules) -> None:
    """Put the rules in an order. Raises `Mistake` rule.missing where one of them is not there."""
    there = select(automation.c.id, automation.c.position).order_by(automation.c.position, automation.c.id)
    known = {row.id: row.position for row in session.connection.execute(there.with_for_update())}
    if not known.keys() >= set(command.rules):
        raise Mistake("rule.missing")
    for position, rule_id in enumerate(dict.fromkeys([*command.rules, *known]), 1):
        if known[rule_id] != position:
            # An order is a value of them all: whoever changes what else a rule says need not have seen it.
            moved = update(automation).where(automation.c.id == rule_id).values(position=position)
            session.connection.execute(moved)
    _tell(session, command, 0)


def remove_rule(session: Session, command: RemoveRule) -> None:
    """Throw a rule away. Raises `Mistake` rule.missing, `Conflict` rule.changed."""
    there = _there(session, command.id)
    gone = delete(automation).where(automation.c.id == command.id, automation.c.version == command.version)
    if session.connection.execute(gone).rowcount == 0:
        raise Conflict("rule.changed", name=there.name)
    session.connection.execute(delete(automation_timer).where(automation_timer.c.rule_id == command.id))
    _tell(session, command, 0)


def _fields(session: Session, command: SaveRule) -> tuple[tuple[int, str], ...]:
    """The fields that a rule fills in, as they are kept; those that are not there any more stay as they are. Raises what is wrong with them, and with the numbers
    and dates that others are compared with.
    """
    wanted = command.actions.fields
    compared = [one for one in conditions(command.conditions) if one.field_id and one.check in BY_VALUE]
    ids = {field_id for field_id, _ in wanted} | {one.field_id for one in compared}
    known = ask_some(session, ids)() if ids else {}
    for one in compared:
        field = known.get(one.field_id)
        if field is not None and field.kind in field_rules.MEASURED:
            for value in one.values:
                field_rules.kept(field, value)
    return tuple(
        (number, field_rules.kept(known[number], value) if number in known else value) for number, value in wanted
    )


def _there(session: Session, rule_id: int) -> Row[str, bool, int, Any]:
    columns = (automation.c.name, automation.c.active, automation.c.version, automation.c.timer)
    asked = select(*columns).where(automation.c.id == rule_id)
    row = session.connection.execute(asked.with_for_update()).first()
    if row is None:
        raise Mistake("rule.missing")
    return row


def _last_line(session: Session) -> int:
    return int(session.connection.execute(select(func.coalesce(func.max(journal.c.id), 0))).scalar_one())


def _tell(session: Session, command: Command, answer: int) -> None:
    record(session, command, Deed.SETTINGS, [], answer)
    # As a setting, which they are to whoever does not know more of them.
    session.changed(Entity.SETTING, 0)
