"""What there is of one person, for whoever is about to erase it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import ColumnElement, Row, Select, Text, or_, select, type_coerce

from deskbell.model.customers import Fact
from deskbell.model.erasing import Counts, ErasurePlan
from deskbell.model.errors import Mistake
from deskbell.model.kinds import MessageKind
from deskbell.rules.search_query import Words
from deskbell.store.bulk import in_parts
from deskbell.store.queries.customer_facts import facts_of
from deskbell.store.search.asked import asked
from deskbell.store.search.matches import matches
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    agent,
    attachment,
    bounce,
    customer,
    customer_journal,
    mailbox,
    message,
    outbox,
    participant,
    raw_mail,
    ticket,
)

_COLUMNS: Final = (
    message.c.id,
    message.c.ticket_id,
    message.c.kind,
    message.c.from_name,
    message.c.from_email,
    message.c.customer_id,
    message.c.to,
    message.c.cc,
    message.c.attachments,
    message.c.is_auto,
    message.c.is_bounce,
)


class Person(Struct, frozen=True):
    """Who is to be erased: the customers that they are, first the one that all were merged into, and all that they are or were called by. `emails` are in
    lower case; what another customer has by now, or an agent, is not among them."""

    ids: tuple[int, ...]
    name: str
    emails: tuple[str, ...]
    names: tuple[str, ...]
    phones: tuple[str, ...]


class Reach(Struct, frozen=True):
    """What is theirs, with the messages by their tickets: `whole` tickets go, in `shared` ones others wrote, and only what is theirs goes. `heirs` are the
    customers whose the shared ones are afterwards that were theirs. `files` are attachments."""

    whole: dict[int, tuple[int, ...]]
    shared: dict[int, tuple[int, ...]]
    heirs: dict[int, int]
    files: int

    @property
    def gone(self) -> list[int]:
        """All messages that go."""
        return [one for of_tickets in (self.whole, self.shared) for ids in of_tickets.values() for one in ids]


def plan(session: Session, customer_id: int) -> ErasurePlan:
    """What erasing this customer would take. Raises as `person`."""
    who = person(session, customer_id)
    of_them = reach(session, who)
    return ErasurePlan(
        customer_id=customer_id,
        name=who.name,
        emails=who.emails,
        confirm=next(iter(who.emails), who.name) or f"#{customer_id}",
        counts=counts(who, of_them),
        mailboxes=mailboxes(session, of_them.gone),
    )


def counts(who: Person, of_them: Reach) -> Counts:
    """How much that is."""
    return Counts(
        tickets=len(of_them.whole),
        shared=len(of_them.shared),
        messages=len(of_them.gone),
        files=of_them.files,
        addresses=len(who.emails),
        phones=len(who.phones),
        people=len(who.ids),
    )


def person(session: Session, customer_id: int) -> Person:
    """Who a customer is. Raises `Mistake` customer.missing, and customer.merged where they are somebody else by now."""
    known = facts_of(session, _merged(session, customer_id))
    if customer_id not in known:
        raise Mistake("customer.missing")
    row, _ = known[customer_id]
    if row.merged_into is not None:
        raise Mistake("customer.merged", name=row.name)
    called: dict[Fact, dict[str, None]] = {Fact.NAME: {}, Fact.EMAILS: {}, Fact.PHONES: {}}
    for _, facts in known.values():
        for fact, texts in called.items():
            texts.update(dict.fromkeys(facts[fact].split("\n")))
    before = select(customer_journal.c.kind, customer_journal.c.before, customer_journal.c.after).where(
        customer_journal.c.customer_id.in_(known), customer_journal.c.kind.in_([fact.value for fact in called])
    )
    for kind, *told in session.connection.execute(before):
        for text in told:
            called[Fact(kind)].update(dict.fromkeys(text.split("\n")))
    ids = tuple(sorted(known, key=lambda one: (one != customer_id, one)))
    emails = [email.casefold() for email in called[Fact.EMAILS] if email]
    colleagues = session.connection.execute(select(agent.c.email, agent.c.name)).all()
    # An agent who wrote to the desk from outside stays one.
    others = {*_held(session, emails, ids), *(row.email.casefold() for row in colleagues)}
    emails = [email for email in dict.fromkeys(emails) if email not in others]
    heard = select(participant.c.name).distinct().where(participant.c.email.in_(emails))
    names = [*called[Fact.NAME], *session.connection.execute(heard).scalars()]
    agents = {row.name.casefold() for row in colleagues}
    return Person(
        ids=ids,
        name=row.name,
        emails=tuple(emails),
        names=tuple(name for name in dict.fromkeys(names) if name and name.casefold() not in {*emails, *agents}),
        phones=tuple(phone for phone in called[Fact.PHONES] if phone),
    )


def reach(session: Session, who: Person) -> Reach:
    """What is theirs."""
    own = set(session.connection.execute(select(ticket.c.id).where(ticket.c.customer_id.in_(who.ids))).scalars())
    there = select(participant.c.ticket_id).distinct().where(participant.c.email.in_(who.emails))
    touched = {*own, *session.connection.execute(there).scalars(), *_written_to(session, who.emails)}
    touched.update(_naming(session, who.emails))
    rows = list(_of_tickets(session, select(*_COLUMNS), sorted(touched)))
    holders = _held(session, {row.from_email.casefold() for row in rows if row.kind == MessageKind.IN}, who.ids)
    reports = set(
        session.connection.execute(select(bounce.c.report_id).where(bounce.c.email.in_(who.emails))).scalars()
    )
    heirs: dict[int, int] = {}
    theirs: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        writer = holders.get(row.from_email.casefold())
        if row.id in reports or _is_theirs(row, who, writer):
            theirs[row.ticket_id].append(row)
        elif row.kind == MessageKind.IN and writer is not None and not row.is_auto and not row.is_bounce:
            heirs.setdefault(row.ticket_id, writer)
    everything = defaultdict(list)
    for row in rows:
        everything[row.ticket_id].append(row)
    whole = {number: everything[number] for number in sorted(own - heirs.keys())}
    shared = {number: theirs[number] for number in sorted(touched - whole.keys())}
    return Reach(
        whole={number: tuple(row.id for row in of_it) for number, of_it in whole.items()},
        shared={number: tuple(row.id for row in of_it) for number, of_it in shared.items()},
        heirs={number: heir for number, heir in heirs.items() if number in own},
        files=sum(row.attachments for of_it in (*whole.values(), *shared.values()) for row in of_it),
    )


def files(session: Session, message_ids: Sequence[int]) -> set[int]:
    """The contents of the files of these messages."""
    of_them = select(attachment.c.blob_id)
    return {
        blob_id
        for part in in_parts(message_ids)
        for blob_id in session.connection.execute(of_them.where(attachment.c.message_id.in_(part))).scalars()
    }


def originals(session: Session, message_ids: Sequence[int]) -> tuple[set[int], list[Row[Any]]]:
    """The contents that these messages came as, or were sent as, and the rows of those that came, wherever else the same mail came."""
    blobs: set[int] = set()
    rows: dict[int, Row[Any]] = {}
    for part in in_parts(message_ids):
        sent = select(outbox.c.blob_id).where(outbox.c.message_id.in_(part))
        blobs.update(session.connection.execute(sent).scalars())
        read = select(message.c.raw_id).where(message.c.id.in_(part), message.c.raw_id.is_not(None))
        _add(rows, session.connection.execute(select(raw_mail).where(raw_mail.c.message_id.in_(part))))
        _add(rows, session.connection.execute(select(raw_mail).where(raw_mail.c.id.in_(read))))
    blobs.update(row.blob_id for row in rows.values())
    for part in in_parts(sorted(blobs)):
        _add(rows, session.connection.execute(select(raw_mail).where(raw_mail.c.blob_id.in_(part))))
    return blobs, list(rows.values())


def mailboxes(session: Session, message_ids: Sequence[int]) -> tuple[str, ...]:
    """The names of the mailboxes that these messages came through."""
    named = select(mailbox.c.name).distinct().join(raw_mail, raw_mail.c.mailbox_id == mailbox.c.id)
    names = {
        name
        for part in in_parts(message_ids)
        for name in session.connection.execute(named.where(raw_mail.c.message_id.in_(part))).scalars()
    }
    return tuple(sorted(names))


def _is_theirs(row: Any, who: Person, writer: int | None) -> bool:
    """Whether they wrote the message, or it went to nobody else."""
    if row.kind == MessageKind.IN:
        return row.from_email.casefold() in who.emails or (row.customer_id in who.ids and writer is None)
    recipients = [email.casefold() for _, email in (*row.to, *row.cc)]
    return row.kind == MessageKind.OUT and bool(recipients) and all(email in who.emails for email in recipients)


def _merged(session: Session, customer_id: int) -> list[int]:
    """The customer and all who were merged into them, one into the other."""
    found, wanted = [customer_id], [customer_id]
    while wanted:
        into = select(customer.c.id).where(customer.c.merged_into.in_(wanted), customer.c.id.not_in(found))
        wanted = list(session.connection.execute(into).scalars())
        found += wanted
    return found


def _held(session: Session, emails: Collection[str], apart_from: Sequence[int]) -> dict[str, int]:
    """Which of these addresses another customer has."""
    held = select(address.c.email, address.c.customer_id).where(address.c.customer_id.not_in(apart_from))
    return {
        email: holder
        for part in in_parts(sorted(emails))
        for email, holder in session.connection.execute(held.where(address.c.email.in_(part)))
    }


def _written_to(session: Session, emails: Sequence[str]) -> Iterable[int]:
    """The tickets with mails that went to these addresses without naming them to others."""
    if not emails:
        return ()
    return session.connection.execute(
        select(message.c.ticket_id).distinct().join(outbox, outbox.c.message_id == message.c.id).where(sent_to(emails))
    ).scalars()


def _naming(session: Session, emails: Sequence[str]) -> Iterator[int]:
    """The tickets with messages in which one of these addresses stands, as far as the index goes."""
    for email in emails:
        yield from (found.ticket_id for found in matches(session, asked(Words(email)), ()))


def sent_to(emails: Sequence[str]) -> ColumnElement[bool]:
    """A mail of the outbox goes, or went, to one of these addresses, of which there are some."""
    recipients = type_coerce(outbox.c.recipients, Text)
    return or_(*(recipients.icontains(f'"{email}"', autoescape=True) for email in emails))


def _of_tickets(session: Session, query: Select[Any], numbers: Sequence[int]) -> Iterator[Row[Any]]:
    for part in in_parts(numbers):
        yield from session.connection.execute(query.where(message.c.ticket_id.in_(part)).order_by(message.c.id))


def _add(rows: dict[int, Row[Any]], found: Iterable[Row[Any]]) -> None:
    rows.update((row.id, row) for row in found)
