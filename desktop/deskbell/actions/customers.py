"""What is known of customers, changed by people and taken back."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from deskbell.actions import customer_tags, organisations, organisations_undone, owned_tags
from deskbell.actions.customer_journal import add_lines, lines_of
from deskbell.actions.customer_promises import ASKED_FOR, follow_customers
from deskbell.actions.deeds import record
from deskbell.mail.address import ascii_domain
from deskbell.model.commands import UndoDeed
from deskbell.model.customers import Fact, SaveCustomer
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.fields import FieldOwner
from deskbell.model.kinds import Deed, Entity
from deskbell.rules import phones
from deskbell.rules.customers import Facts, added_of, check_time_zone, facts_of
from deskbell.rules.fields import back
from deskbell.store.bulk import insert_rows
from deskbell.store.queries import owned_fields
from deskbell.store.queries.customer_facts import kept
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, mailbox, phone
from deskbell.store.upsert import insert_into

_COLUMNS = frozenset({Fact.NAME, Fact.LANGUAGE, Fact.TIME_ZONE, Fact.NOTE, Fact.VIP})


def save_customer(session: Session, command: SaveCustomer) -> int:
    """Change what is known about a customer; their id.

    Raises `Conflict` customer.changed where somebody else did so first, and `Mistake` as `rules.customers.facts_of`, customer.no_address where the last
    one would be gone, address.bad, address.own for one of the desk's mailboxes, and address.taken for one that another customer has.
    """
    facts = facts_of(command)
    row, before = kept(session, [command.id]).get(command.id, (None, {}))
    if row is None or row.version != command.version:
        raise Conflict("customer.changed", name=command.name)
    is_new = False
    if facts[Fact.ORGANISATION] not in ("", before[Fact.ORGANISATION]):
        there = organisations.called(session, facts[Fact.ORGANISATION])
        is_new = there is None
        facts = {**facts, Fact.ORGANISATION: there.name if there is not None else facts[Fact.ORGANISATION]}
    lines = [
        (row.id, fact, before[fact], facts[fact]) for fact in Fact if fact in facts and before[fact] != facts[fact]
    ]
    new = {fact: after for _, fact, _, after in lines}
    check_time_zone(new.get(Fact.TIME_ZONE, ""))
    for email in added_of(before[Fact.EMAILS], new.get(Fact.EMAILS, "")):
        ascii_domain(email)
    change(session, row, before, new)
    record(session, command, Deed.CUSTOMER, [], row.id)
    if is_new:
        organisations.tell_made(session, command, facts[Fact.ORGANISATION])
    add_lines(session, command, lines)
    if ASKED_FOR & new.keys():
        follow_customers(session, command, (row.id,))
    return int(row.id)


def take_back(session: Session, command: UndoDeed) -> None:
    """Undo a `SaveCustomer`. Raises `Mistake` undo.nothing, and undo.customer where a value is no longer the one that it left, and changes nothing then."""
    lines = lines_of(session, command.undo)
    if not lines:
        raise Mistake("undo.nothing")
    known = kept(session, [line.customer_id for line in lines])
    tagged = [line for line in lines if line.kind == Fact.TAGS.value]
    told = customer_tags.take_back(session, known, tagged)
    plain = [line for line in lines if line not in tagged]
    for owner, (row, now) in known.items():
        new = {Fact(line.kind): _back(row, now, line) for line in plain if line.customer_id == owner}
        if new:
            change(session, row, now, new)
        told += [(owner, fact, now[fact], text) for fact, text in new.items()]
    add_lines(session, command, told)
    organisations_undone.drop_made(session, command)
    if others := {owner for owner, fact, *_ in told if fact in ASKED_FOR}:
        follow_customers(session, command, others)


def _back(row: Row[Any], now: Facts, line: Row[Any]) -> str:
    """A fact as it was before a line of the journal. Raises `Mistake` undo.customer."""
    fact = Fact(line.kind)
    if fact is Fact.FIELDS:
        text, as_left = back(now[fact], line.before, line.after)
    else:
        text, as_left = line.before, now[fact] == line.after
    if not as_left:
        raise Mistake("undo.customer", name=row.name)
    return text


def change(session: Session, row: Row[Any], before: Facts, new: Facts) -> None:
    """Give a customer, who is as `before`, these facts. Raises `Mistake` customer.no_address, address.own and address.taken."""
    if before[Fact.EMAILS] and new.get(Fact.EMAILS) == "":
        raise Mistake("customer.no_address", name=row.name)
    write(session, row, new)
    if Fact.EMAILS in new:
        _put_emails(session, row.id, before, new)
    session.changed(Entity.CUSTOMER, row.id)


def write(session: Session, row: Row[Any], new: Facts) -> None:
    """Write these facts of a customer, but for the addresses."""
    values: dict[str, Any] = {fact.value: text for fact, text in new.items() if fact in _COLUMNS}
    if Fact.VIP in new:
        values["vip"] = bool(new[Fact.VIP])
    if Fact.ORGANISATION in new:
        values["organisation_id"], values["organisation"] = organisations.placed(session, new[Fact.ORGANISATION])
    values["version"] = row.version + 1
    session.connection.execute(update(customer).where(customer.c.id == row.id).values(values))
    if Fact.FIELDS in new:
        owned_fields.put(session, FieldOwner.CUSTOMER, {row.id: new[Fact.FIELDS]})
    if Fact.TAGS in new:
        owned_tags.put(session, FieldOwner.CUSTOMER, {row.id: new[Fact.TAGS].split("\n")})
    if Fact.PHONES in new:
        put_phones(session, row.id, new[Fact.PHONES].split("\n"))


def put_phones(session: Session, owner: int, numbers: Iterable[str]) -> None:
    """Let these be all phone numbers of a customer."""
    session.connection.execute(delete(phone).where(phone.c.customer_id == owner))
    rows = [
        {"customer_id": owner, "position": position, "number": number, "sought": phones.sought(number)}
        for position, number in enumerate(number for number in numbers if number)
    ]
    insert_rows(session, phone, rows)


def _put_emails(session: Session, owner: int, before: Facts, new: Facts) -> None:
    """Let these be the customer's addresses, the first of them the one to write to."""
    wanted, added = new[Fact.EMAILS].split("\n"), added_of(before[Fact.EMAILS], new.get(Fact.EMAILS, ""))
    _refuse_own(session, added)
    gone = set(before[Fact.EMAILS].split("\n")) - set(wanted)
    session.connection.execute(delete(address).where(address.c.customer_id == owner, address.c.email.in_(gone)))
    for email in added:
        # The same address may come with a mail in this very moment.
        fresh = insert_into(session, address).values(email=email, customer_id=owner, position=len(wanted))
        session.connection.execute(fresh.on_conflict_do_nothing(index_elements=[address.c.email]))
    for email, holder, name in session.connection.execute(
        select(address.c.email, customer.c.id, customer.c.name)
        .join(customer, customer.c.id == address.c.customer_id)
        .where(address.c.email.in_(added), address.c.customer_id != owner)
    ):
        raise Mistake("address.taken", address=email, name=name, customer=holder)
    for position, email in enumerate(wanted):
        here = (address.c.email == email) & (address.c.position != position)
        session.connection.execute(update(address).where(here).values(position=position))


def _refuse_own(session: Session, emails: Sequence[str]) -> None:
    """Mail to one of these would come back to the desk."""
    own = select(mailbox.c.address).where(func.lower(mailbox.c.address).in_(emails))
    for (found,) in session.connection.execute(own):
        raise Mistake("address.own", address=found)
