"""What the database knows of the mails of one batch, asked with a handful of statements for all of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field
from sqlalchemy import bindparam, literal_column, select, union_all

from deskbell.actions.assignees import nobody_leaves
from deskbell.actions.intake.arrival import Arrival
from deskbell.actions.intake.plan import MessagePlan, Person, TicketPlan
from deskbell.model.kinds import Listed, MessageKind, Priority, Standing, Status
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.rules import rating, token
from deskbell.rules.agent_answers import written_to
from deskbell.rules.own import is_own
from deskbell.rules.spam import patterns_of
from deskbell.rules.threading import number_in, pointers
from deskbell.store import plain
from deskbell.store.queries.identity import Identity
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    agent,
    bounce,
    customer,
    listed_sender,
    mailbox,
    message,
    participant,
    ticket,
)
from deskbell.store.tables.base import from_milliseconds

# Of a mail's References the nearest are looked up, and the first few, where a thread began: a mail that names a thousand costs no more.
_NEAREST = 40
_FIRST = 10

# Made once: to put a statement together takes longer than to run it, and where each mail is a commit of its own each runs all of these.
_BOXES = select(
    mailbox.c.id,
    mailbox.c.name,
    mailbox.c.address,
    mailbox.c.authserv_id,
    mailbox.c.acknowledge,
    mailbox.c.acknowledgement,
    mailbox.c.smtp_host,
    mailbox.c.plus_address,
    mailbox.c.team_id,
)
_AGENTS = select(agent.c.id, agent.c.email, agent.c.name, agent.c.active)
_TICKET_COLUMNS = (
    *("id", "mailbox_id", "subject", "status", "priority", "assignee_id", "created_at", "activity_at", "done_at"),
    *("snoozed_until", "messages", "attachments", "awaiting", "merged_into", "team_id"),
)
_MESSAGES = (
    select(message.c.id, message.c.ticket_id, message.c.kind, message.c.message_id)
    .where(message.c.message_id.in_(bindparam("ids")))
    .order_by(message.c.id)
)
_LOOKED_AT = (
    select(*(ticket.c[name] for name in _TICKET_COLUMNS), customer.c.id, customer.c.name, customer.c.language)
    .join(customer, customer.c.id == ticket.c.customer_id)
    .where(ticket.c.id.in_(bindparam("ids")))
    .order_by(ticket.c.id)
)
# All of a ticket is written back: what an agent does to it meanwhile waits, and is not written over.
_TICKETS = _LOOKED_AT.with_for_update(of=ticket)
_PARTICIPANTS = select(participant.c.ticket_id, participant.c.email, participant.c.standing).where(
    participant.c.ticket_id.in_(bindparam("ids"))
)
_PEOPLE = (
    select(address.c.email, customer.c.id, customer.c.name, customer.c.language)
    .join(customer, customer.c.id == address.c.customer_id)
    .where(address.c.email.in_(bindparam("emails")))
)
# What stands against writers: their patterns with what is listed of them, and with "" those whom mail does not reach.
_AGAINST = union_all(
    select(listed_sender.c.pattern, listed_sender.c.listed).where(listed_sender.c.pattern.in_(bindparam("patterns"))),
    select(bounce.c.email, literal_column("''")).where(bounce.c.email.in_(bindparam("emails")), bounce.c.open),
)


class Seen(Struct, frozen=True):
    """A message that is in the database already, or planned in this batch (`plan`)."""

    id: int
    ticket_id: int
    kind: MessageKind
    plan: MessagePlan | None = None

    def place(self) -> tuple[int, int]:
        """The ids of the message and its ticket; of a planned one once it is written."""
        return (self.id, self.ticket_id) if self.plan is None else (self.plan.id, self.plan.ticket.id)


class Box(Struct, frozen=True):
    """A mailbox, as far as arriving mail needs it. `acknowledgement` is "" where none goes out."""

    name: str
    address: str
    authserv_id: str
    acknowledgement: str
    plus_address: bool
    team_id: int | None


class Memory(Struct):
    """The answers. All of it grows while the batch is planned, so that a mail finds the one before it."""

    identity: Identity
    messages: dict[str, list[Seen]] = field(default_factory=dict)
    tickets: dict[int, TicketPlan] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    boxes: dict[int, Box] = field(default_factory=dict)
    own_addresses: frozenset[str] = frozenset()
    agents: dict[str, int] = field(default_factory=dict)
    agent_names: dict[int, str] = field(default_factory=dict)
    works_here: set[int] = field(default_factory=set)
    listed: dict[str, Listed] = field(default_factory=dict)
    bounced: set[str] = field(default_factory=set)
    only_looking: bool = False
    # By the mail's identity: the batch holds its mails for as long as this is asked.
    _tokens: dict[int, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        session: Session,
        identity: Identity,
        arrivals: Sequence[Arrival],
        ticket_id: int = 0,
        *,
        only_looking: bool = False,
    ) -> "Memory":
        """Ask about every address and Message-ID that the batch names, and about the ticket that it was added to, 0 for none. Where nothing will be written
        of it (`only_looking`) nobody waits for it.
        """
        memory = cls(identity, only_looking=only_looking)
        memory._load_own(session)
        mails = [arrival.mail for arrival in arrivals if arrival.mail is not None]
        named = {mail.message_id for mail in mails if mail.message_id}
        tickets: set[int] = {ticket_id}
        for mail in mails:
            named.update(looked_up(mail))
            tickets.update(memory.tokens_of(mail).values())
            tickets.add(number_in(mail.subject))
            if (rated := rating.read(identity.token_key, mail.subject)) is not None:
                tickets.add(rated.ticket_id)
        memory._load_messages(session, named)
        tickets.update(seen.ticket_id for all_seen in memory.messages.values() for seen in all_seen)
        memory._load_tickets(session, tickets - {0})
        # Whoever wrote what could not be read is nobody, whom the desk may know already.
        memory._load_people(session, mails, {""} if len(mails) < len(arrivals) else set())
        return memory

    def tokens_of(self, mail: InboundMail) -> dict[str, int]:
        """Every signed mark in a mail and the ticket that it speaks of: those of Message-IDs, nearest first, then those of addresses."""
        found = self._tokens.get(id(mail))
        if found is None:
            key = self.identity.token_key
            found = {one: read for one in all_pointers(mail) if (read := token.read(key, one)) is not None}
            found |= {one: read for one in _addresses(mail) if (read := token.read_plus(key, one)) is not None}
            self._tokens[id(mail)] = found
        return found

    def survivor(self, plan: TicketPlan) -> TicketPlan:
        """The ticket that took all of this one's messages, however often they were merged; mostly the ticket itself."""
        seen = {plan.id}
        goal = plan.merged_into
        while goal is not None and goal in self.tickets and goal not in seen:
            seen.add(goal)
            plan = self.tickets[goal]
            goal = plan.merged_into
        return plan

    def _load_own(self, session: Session) -> None:
        for row in plain.rows(session.connection, _BOXES, {}):
            box_id, name, email, authserv_id, answers, answer, host, plus, team_id = row
            text = answer.strip() if answers and host else ""
            self.boxes[box_id] = Box(name, email, authserv_id, text, bool(plus), team_id)
        self.own_addresses = frozenset(box.address.casefold() for box in self.boxes.values())
        if not self.only_looking:
            nobody_leaves(session)
        for agent_id, email, name, active in plain.rows(session.connection, _AGENTS, {}):
            self.agents[email.casefold()] = agent_id
            self.agent_names[agent_id] = name
            if active:
                self.works_here.add(agent_id)

    def _load_messages(self, session: Session, ids: set[str]) -> None:
        for seen_id, ticket_id, kind, message_id in plain.rows(session.connection, _MESSAGES, {"ids": ids}):
            self.messages.setdefault(message_id, []).append(Seen(seen_id, ticket_id, MessageKind(kind)))

    def _load_tickets(self, session: Session, ids: Iterable[int]) -> None:
        """These tickets with who takes part in them, and those that they were merged into."""
        wanted = set(ids)
        while wanted:
            asked = _LOOKED_AT if self.only_looking else _TICKETS
            found = [_ticket(row) for row in plain.rows(session.connection, asked, {"ids": wanted})]
            self.tickets |= {plan.id: plan for plan in found}
            there = {"ids": [plan.id for plan in found]}
            for ticket_id, email, standing in plain.rows(session.connection, _PARTICIPANTS, there):
                self.tickets[ticket_id].participants[email] = Standing(standing)
            wanted = {plan.merged_into for plan in found if plan.merged_into is not None} - self.tickets.keys()

    def _written_to(self, mail: InboundMail) -> Iterator[Mailbox]:
        ours = is_own(mail.sender.email, self.own_addresses) or mail.sender.email.casefold() in self.agents
        if ours and (person := written_to(mail, self.own_addresses, self.agents)) is not None:
            yield person

    def _load_people(self, session: Session, mails: Sequence[InboundMail], also: set[str]) -> None:
        """Who the senders are and whom the desk itself began to write to, and what is listed or known of their addresses, and of these."""
        emails = also | {one.email.casefold() for mail in mails for one in (*_writers(mail), *self._written_to(mail))}
        for email, person_id, name, language in plain.rows(session.connection, _PEOPLE, {"emails": emails}):
            self.people[email] = Person(person_id, name, email, language)
        asked = {"emails": emails, "patterns": {pattern for email in emails for pattern in patterns_of(email)}}
        for pattern, listed in plain.rows(session.connection, _AGAINST, asked):
            if listed:
                self.listed[pattern] = Listed(listed)
            else:
                self.bounced.add(pattern)


def _ticket(row: Sequence[Any]) -> TicketPlan:
    """A ticket that is there, of a row as the columns keep it."""
    *own, customer_id, name, language = row
    known = dict(zip(_TICKET_COLUMNS, own, strict=True))
    for moment in ("created_at", "activity_at", "done_at", "snoozed_until"):
        known[moment] = None if known[moment] is None else from_milliseconds(known[moment])
    known |= {"status": Status(known["status"]), "priority": Priority(known["priority"])}
    known["awaiting"] = bool(known["awaiting"])
    return TicketPlan(customer=Person(customer_id, name, "", language), **known)


def all_pointers(mail: InboundMail) -> list[str]:
    """Every Message-ID that a mail points to, nearest first."""
    return list(dict.fromkeys([*pointers(mail.in_reply_to, mail.references), *mail.bounced_ids]))


def looked_up(mail: InboundMail) -> list[str]:
    """Those of them that the database is asked about."""
    found = all_pointers(mail)
    return found if len(found) <= _NEAREST + _FIRST else [*found[:_NEAREST], *found[-_FIRST:]]


def _addresses(mail: InboundMail) -> Iterator[str]:
    yield from (one.email for one in (*mail.to, *mail.cc) if "+" in one.email)
    yield from (one for one in mail.delivered_to if "+" in one)


def _writers(mail: InboundMail) -> Iterator[Mailbox]:
    """Everybody who may turn out to be the one who asks."""
    yield mail.sender
    yield from mail.reply_to[:1]
    if mail.forwarded_from is not None:
        yield mail.forwarded_from
