"""What the database knows of the mails of one batch, asked with a handful of statements for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from deskbell.actions.intake.arrival import Arrival
from deskbell.actions.intake.plan import MessagePlan, Person, TicketPlan
from deskbell.model.kinds import MessageKind, Priority, Status
from deskbell.rules import token
from deskbell.rules.threading import pointers
from deskbell.store.queries.identity import Identity
from deskbell.store.session import Session
from deskbell.store.tables import address, agent, customer, mailbox, message, participant, ticket


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that is in the database already, or planned in this batch (`plan`)."""

    id: int
    ticket_id: int
    kind: MessageKind
    plan: MessagePlan | None = None


@dataclass(slots=True)
class Memory:
    """The answers. All of it grows while the batch is planned, so that a mail finds the one before it."""

    identity: Identity
    messages: dict[str, list[Seen]] = field(default_factory=dict)
    tickets: dict[int, TicketPlan] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    own_addresses: frozenset[str] = frozenset()
    agents: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, session: Session, identity: Identity, arrivals: Sequence[Arrival]) -> "Memory":
        """Ask about every address and Message-ID that the batch names."""
        memory = cls(identity)
        memory._load_own(session)
        mails = [arrival.mail for arrival in arrivals if arrival.mail is not None]
        named = {mail.message_id for mail in mails if mail.message_id}
        tokens: set[int] = set()
        for mail in mails:
            for pointer in (*pointers(mail.in_reply_to, mail.references), *mail.bounced_ids):
                named.add(pointer)
                tokens.add(token.read(identity.token_key, pointer) or 0)
        memory._load_messages(session, named)
        tokens.update(seen.ticket_id for all_seen in memory.messages.values() for seen in all_seen)
        memory._load_tickets(session, tokens - {0})
        memory._load_people(session, {mail.sender.email.casefold() for mail in mails})
        return memory

    def _load_own(self, session: Session) -> None:
        self.own_addresses = frozenset(
            email.casefold() for email in session.connection.execute(select(mailbox.c.address)).scalars()
        )
        self.agents = {
            row.email.casefold(): row.id for row in session.connection.execute(select(agent.c.id, agent.c.email))
        }

    def _load_messages(self, session: Session, ids: set[str]) -> None:
        columns = select(message.c.id, message.c.ticket_id, message.c.kind, message.c.message_id)
        for row in session.connection.execute(columns.where(message.c.message_id.in_(ids)).order_by(message.c.id)):
            seen = Seen(row.id, row.ticket_id, MessageKind(row.kind))
            self.messages.setdefault(row.message_id, []).append(seen)

    def _load_tickets(self, session: Session, ids: Iterable[int]) -> None:
        ids = set(ids)
        if not ids:
            return
        query = (
            select(ticket, customer.c.name, customer.c.language)
            .join(customer, customer.c.id == ticket.c.customer_id)
            .where(ticket.c.id.in_(ids))
        )
        for row in session.connection.execute(query):
            self.tickets[row.id] = TicketPlan(
                id=row.id,
                mailbox_id=row.mailbox_id,
                customer=Person(row.customer_id, row.name, "", row.language),
                subject=row.subject,
                status=Status(row.status),
                priority=Priority(row.priority),
                assignee_id=row.assignee_id,
                created_at=row.created_at,
                activity_at=row.activity_at,
                done_at=row.done_at,
                snoozed_until=row.snoozed_until,
                messages=row.messages,
                attachments=row.attachments,
                awaiting=row.awaiting,
            )
        for row in session.connection.execute(select(participant).where(participant.c.ticket_id.in_(ids))):
            self.tickets[row.ticket_id].known_participants.add(row.email)

    def _load_people(self, session: Session, emails: set[str]) -> None:
        query = (
            select(address.c.email, customer.c.id, customer.c.name, customer.c.language)
            .join(customer, customer.c.id == address.c.customer_id)
            .where(address.c.email.in_(emails))
        )
        for row in session.connection.execute(query):
            self.people[row.email] = Person(row.id, row.name, row.email, row.language)
