"""Making, changing, ordering and removing what is promised to customers."""

from secrets import randbits

from sqlalchemy import Row, func, insert, select, update

from deskbell.actions.count_all_anew import count_all_anew
from deskbell.actions.deeds import record
from deskbell.model.commands import Command
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.model.sla import ALWAYS, OrderPolicies, Policy, RemovePolicy, SavePolicy
from deskbell.rules import sla, sla_steps, team_names
from deskbell.store.queries import policies
from deskbell.store.session import Session
from deskbell.store.tables import calendar, policy


def save_policy(session: Session, command: SavePolicy) -> int:
    """Make a policy (id 0) or change one; its id. The worker counts the clocks of open tickets by it.

    Raises `Mistake` name.empty, policy.exists, policy.missing, calendar.missing, those of `rules.sla.must_be_good`, and `Conflict` policy.changed.
    """
    name = team_names.clean(command.name)
    if not name:
        raise Mistake("name.empty")
    wanted = Policy(
        id=command.id,
        name=name,
        active=command.active,
        conditions=command.conditions,
        targets=command.targets,
        calendar_id=command.calendar_id,
        pauses=command.pauses,
        pauses_snoozed=command.pauses_snoozed,
        steps=command.steps,
    )
    sla.must_be_good(wanted)
    _calendar_must_be_there(session, command.calendar_id)
    key = team_names.key(name)
    same = select(policy.c.id).where(policy.c.key == key, policy.c.id != command.id, ~policy.c.removed)
    if session.connection.execute(same).first():
        raise Mistake("policy.exists", name=name)
    before = next((one for one in policies.rows(session) if one.id == command.id), None)
    wanted = sla_steps.numbered(wanted, before, session.now, randbits(sla_steps.SALT_BITS))
    values = {"name": name, "key": key, "active": command.active, **policies.kept(wanted)}
    if command.id == 0:
        last = select(func.coalesce(func.max(policy.c.position), 0)).scalar_subquery()
        made = insert(policy).values(**values, position=last + 1, created_at=session.now).returning(policy.c.id)
        policy_id: int = session.connection.execute(made).scalar_one()
    else:
        policy_id = command.id
        _change(session, command.id, command.version, values)
    # A new one is behind the others and takes none of their tickets.
    _told(session, command, policy_id, moves=before is not None and not sla_steps.is_same_promise(wanted, before))
    return policy_id


def remove_policy(session: Session, command: RemovePolicy) -> None:
    """Promise nothing by a policy any more. Raises `Mistake` policy.missing, `Conflict` policy.changed."""
    _change(session, command.id, command.version, {"removed": True, "active": False})
    _told(session, command, command.id)


def order_policies(session: Session, command: OrderPolicies) -> None:
    """Put them in an order. Raises `Mistake` policy.missing where one of them is not there."""
    there = select(policy.c.id, policy.c.position).where(~policy.c.removed).order_by(policy.c.position, policy.c.id)
    rows = session.connection.execute(there.with_for_update()).all()
    known = {row.id: row.position for row in rows}
    if not known.keys() >= set(command.policies):
        raise Mistake("policy.missing")
    wanted = list(dict.fromkeys([*command.policies, *known]))
    moves = False
    for position, policy_id in enumerate(wanted, 1):
        if known[policy_id] != position:
            # An order is a value of them all: whoever changes what else a policy says need not have seen it.
            moved = update(policy).where(policy.c.id == policy_id).values(position=position)
            session.connection.execute(moved)
            moves = True
    _told(session, command, 0, moves=moves)


def _change(session: Session, policy_id: int, version: int, values: dict[str, object]) -> None:
    there = _there(session, policy_id)
    as_read = (policy.c.id == policy_id, policy.c.version == version, ~policy.c.removed)
    change = update(policy).where(*as_read).values(values | {"version": version + 1})
    if session.connection.execute(change).rowcount == 0:
        raise Conflict("policy.changed", name=there.name)


def _there(session: Session, policy_id: int) -> Row[str]:
    asked = select(policy.c.name).where(policy.c.id == policy_id, ~policy.c.removed)
    row = session.connection.execute(asked).first()
    if row is None:
        raise Mistake("policy.missing")
    return row


def _calendar_must_be_there(session: Session, calendar_id: int | None) -> None:
    if calendar_id is None or calendar_id == ALWAYS:
        return
    if session.connection.execute(select(calendar.c.id).where(calendar.c.id == calendar_id)).first() is None:
        raise Mistake("calendar.missing")


def _told(session: Session, command: Command, policy_id: int, *, moves: bool = True) -> None:
    count_all_anew(session, moves=moves)
    record(session, command, Deed.SETTINGS, [], policy_id)
    # As a setting, which they are to whoever does not know more of them.
    session.changed(Entity.SETTING, 0)
