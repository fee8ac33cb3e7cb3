"""Making and changing custom fields."""

from collections.abc import Sequence

from sqlalchemy import func, insert, select, update

from deskbell.actions.deeds import record
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.fields import CustomField, FieldChoice, FieldOwner, SaveField
from deskbell.model.kinds import Deed, Entity
from deskbell.rules import fields as rules
from deskbell.store.queries import fields
from deskbell.store.session import Session
from deskbell.store.tables import custom_field


def save_field(session: Session, command: SaveField) -> int:
    """Make a field (id 0) or change one; its id.

    Raises `Mistake` name.empty, field.name_long, field.exists, field.kind, field.no_choices, field.choice_empty, field.choice_twice, field.missing and
    `Conflict` field.changed.
    """
    name = rules.one_line(command.name)
    there = {field.id: field for field in fields.every(session)}
    before = there.get(command.id)
    if command.id and before is None:
        raise Mistake("field.missing")
    others = [
        field
        for field in there.values()
        if field.id != command.id and not field.retired and field.owner is command.owner
    ]
    choices = _numbered(before, command.choices) if command.kind in rules.WITH_CHOICES else ()
    wanted = CustomField(command.id, name, command.kind, choices, retired=command.retired, owner=command.owner)
    rules.must_be_good(wanted, before, others)
    of_tickets = command.owner is FieldOwner.TICKET
    values = {
        "name": name,
        "key": rules.key(name),
        "choices": [[choice.id, choice.name, choice.retired] for choice in choices],
        "mailboxes": sorted(command.mailboxes) if of_tickets else [],
        "teams": sorted(command.teams) if of_tickets else [fields.NO_TEAM],
        "required": command.required and of_tickets,
        "retired": command.retired,
    }
    if before is None:
        last = select(func.coalesce(func.max(custom_field.c.position), 0) + 1).scalar_subquery()
        made = insert(custom_field).values(
            **values, kind=command.kind.value, owner=command.owner.value, position=last, created_at=session.now
        )
        field_id: int = session.connection.execute(made.returning(custom_field.c.id)).scalar_one()
    else:
        field_id = before.id
        as_read = (custom_field.c.id == field_id, custom_field.c.version == command.version)
        change = update(custom_field).where(*as_read).values(values | {"version": command.version + 1})
        if session.connection.execute(change).rowcount == 0:
            raise Conflict("field.changed", name=before.name)
    if command.after is not None:
        _put_after(session, [*there], field_id, command.after)
    record(session, command, Deed.SETTINGS, [], field_id)
    _tell(session)
    return field_id


def hand_on(session: Session, team_id: int, successor_id: int | None) -> None:
    """Let the fields of a team's tickets be those of its successor's. Where nobody comes after it they stay its own: of no ticket, and not of every one."""
    of_it = [field for field in fields.definitions(session) if team_id in field.teams]
    if successor_id is None or not of_it:
        return
    for field in of_it:
        teams = sorted(field.teams - {team_id} | {successor_id})
        change = update(custom_field).where(custom_field.c.id == field.id)
        session.connection.execute(change.values(teams=teams, version=custom_field.c.version + 1))
    _tell(session)


def _put_after(session: Session, order: Sequence[int], field_id: int, after: int) -> None:
    """Put a field behind another one of this order; one that is not there any more is none, and the field comes first."""
    others = [other for other in order if other != field_id]
    place = others.index(after) + 1 if after in others else 0
    for position, other in enumerate([*others[:place], field_id, *others[place:]], start=1):
        session.connection.execute(update(custom_field).where(custom_field.c.id == other).values(position=position))


def _numbered(before: CustomField | None, choices: Sequence[FieldChoice]) -> tuple[FieldChoice, ...]:
    """The choices with their numbers; those that the field has and that are not named are retired, and come last."""
    has = {choice.id: choice for choice in before.choices} if before is not None else {}
    named: list[FieldChoice] = []
    last = max(has, default=0)
    for choice in choices:
        number = choice.id
        if number not in has or any(one.id == number for one in named):
            last = number = last + 1
        named.append(FieldChoice(number, rules.one_line(choice.name), choice.retired))
    ids = {choice.id for choice in named}
    return (*named, *(FieldChoice(one.id, one.name, True) for one in has.values() if one.id not in ids))


def _tell(session: Session) -> None:
    # As a setting, which they are to whoever does not know more of them.
    session.changed(Entity.SETTING, 0)
