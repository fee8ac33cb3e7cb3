"""A customer whose mail goes to Spam, whichever of their addresses it comes from; and one whose does no longer."""

from collections.abc import Collection

from sqlalchemy import delete, select

from deskbell.actions.customer_journal import add_lines, lines_of
from deskbell.actions.deeds import record
from deskbell.actions.senders import put_on_list, refuse_own
from deskbell.model.commands import UndoDeed
from deskbell.model.customers import BlockCustomer, Fact
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, Listed
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, listed_sender


def block_customer(session: Session, command: BlockCustomer) -> None:
    """Put all addresses of a customer on the list of blocked senders, or take them off it. Their tickets stay where they are.

    Raises `Mistake` customer.missing, customer.addressless where there is nothing to block, and pattern.own where it is somebody of the desk.
    """
    name = session.connection.execute(
        select(customer.c.name).where(customer.c.id == command.customer_id).with_for_update()
    ).scalar()
    if name is None:
        raise Mistake("customer.missing")
    theirs = select(address.c.email).where(address.c.customer_id == command.customer_id)
    emails = session.connection.execute(theirs.order_by(address.c.position)).scalars().all()
    if not emails:
        raise Mistake("customer.addressless", name=name)
    if command.block:
        refuse_own(session, set(emails))
    before = _state(session, emails)
    after: dict[str, Listed] = {email: one for email, one in before.items() if one is not Listed.BLOCKED}
    if command.block:
        after = dict.fromkeys(emails, Listed.BLOCKED)
    _put(session, command.agent_id, emails, after)
    session.changed(Entity.CUSTOMER, command.customer_id)
    record(session, command, Deed.CUSTOMER_BLOCKED, [])
    add_lines(session, command, [(command.customer_id, Fact.BLOCKED, _as_text(before), _as_text(after))])


def take_back(session: Session, command: UndoDeed) -> None:
    """Undo a `BlockCustomer`. Raises `Mistake` undo.nothing, and undo.customer where the list says something else of an address by now."""
    lines = lines_of(session, command.undo)
    if not lines:
        raise Mistake("undo.nothing")
    for line in lines:
        before, after = _from_text(line.before), _from_text(line.after)
        emails = {*before, *after}
        if _state(session, emails) != after:
            name = select(customer.c.name).where(customer.c.id == line.customer_id)
            raise Mistake("undo.customer", name=session.connection.execute(name).scalar_one())
        _put(session, command.agent_id, emails, before)
        session.changed(Entity.CUSTOMER, line.customer_id)
    add_lines(session, command, [(one.customer_id, Fact.BLOCKED, one.after, one.before) for one in lines])


def _state(session: Session, emails: Collection[str]) -> dict[str, Listed]:
    """What the lists say of these addresses themselves; their domains may be listed, too."""
    rows = select(listed_sender.c.pattern, listed_sender.c.listed).where(listed_sender.c.pattern.in_(emails))
    return {pattern: Listed(listed) for pattern, listed in session.connection.execute(rows)}


def _put(session: Session, agent_id: int | None, emails: Collection[str], state: dict[str, Listed]) -> None:
    """Let the lists say this of these addresses."""
    session.connection.execute(delete(listed_sender).where(listed_sender.c.pattern.in_(emails)))
    for email, listed in state.items():
        put_on_list(session, email, listed, agent_id)
    session.changed(Entity.SETTING, 0)


def _as_text(state: dict[str, Listed]) -> str:
    return "\n".join(f"{listed.value} {email}" for email, listed in sorted(state.items()))


def _from_text(text: str) -> dict[str, Listed]:
    parted = (line.partition(" ") for line in text.split("\n") if line)
    return {email: Listed(listed) for listed, _, email in parted}
