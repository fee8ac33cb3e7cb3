"""The rows that a sample ticket becomes: what the ordinary actions would have left behind, had all of it been received and answered here.

Values are as the columns keep them: times in milliseconds, lists as JSON.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct, field

from deskbell.model.kinds import Deed, MessageKind, Status, Why
from deskbell.rules.mentions import mentioned
from deskbell.rules.quoting import reply_subject
from deskbell.rules.shelf import shelf_of
from deskbell.sample.content import SampleDesk, SampleMessage, SampleTicket
from deskbell.sample.journal_rows import Journal, Row
from deskbell.store.search.index import Entry
from deskbell.store.tables.base import to_milliseconds

_DONE = (Status.SOLVED, Status.CLOSED)


class Ids(Struct, frozen=True):
    """The database's ids for the positions and names of the content. `blobs` has id and size by the name of the file."""

    agents: Sequence[int]
    mailboxes: Sequence[int]
    teams: Sequence[int]
    customers: Sequence[int]
    tags: Mapping[str, int]
    blobs: Mapping[str, tuple[int, int]]


class _Envelope(NamedTuple):
    """What all messages of one ticket share: the two sides, and their addresses as JSON."""

    ticket_id: int
    customer_id: int
    customer: tuple[str, str]
    box: str
    to_customer: str
    to_us: str


class Rows(Struct):
    """The rows of some tickets, by table."""

    desk: SampleDesk
    ids: Ids
    journal: Journal
    tickets: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)
    attachments: list[Row] = field(default_factory=list)
    participants: list[Row] = field(default_factory=list)
    tags: list[Row] = field(default_factory=list)
    drafts: list[Row] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def add(self, ticket: SampleTicket, ticket_id: int, message_ids: Sequence[int]) -> None:
        """Add a ticket with all that hangs on it; `message_ids` has an id for each of its messages."""
        self._ticket(ticket, ticket_id)
        if ticket.draft is not None:
            self._draft(ticket, ticket_id)
        envelope = self._envelope(ticket, ticket_id)
        people: dict[str, str] = {}
        references: list[str] = []
        cut = ticket.terms or ("",) * len(ticket.messages)
        for message, message_id, body, terms in zip(ticket.messages, message_ids, ticket.searched(), cut, strict=True):
            name, email = self._author(message, envelope)
            self._message(message, message_id, envelope, name, email, references)
            self._entry(message, message_id, envelope, name, email, body, terms)
            if message.kind is MessageKind.IN:
                people.setdefault(email, name)
            if message.kind is not MessageKind.NOTE:
                references.append(message.message_id)
        self.participants.extend(
            [{"ticket_id": ticket_id, "email": email.casefold(), "name": name} for email, name in people.items()]
        )
        self.journal.add(ticket, ticket_id, message_ids)

    def _ticket(self, ticket: SampleTicket, ticket_id: int) -> None:
        newest = to_milliseconds(ticket.messages[-1].at)
        public = next(message for message in reversed(ticket.messages) if message.kind is not MessageKind.NOTE)
        shelf = int(shelf_of(ticket.status, ticket.snoozed_until))
        done_at = _done_at(ticket)
        self.tickets.append(
            {
                "id": ticket_id,
                "mailbox_id": self.ids.mailboxes[ticket.mailbox],
                "customer_id": self.ids.customers[ticket.customer],
                "subject": ticket.subject,
                "status": int(ticket.status),
                "priority": int(ticket.priority),
                "shelf": shelf,
                "assignee_id": self._agent(ticket.assignee),
                "team_id": None if ticket.team is None else self.ids.teams[ticket.team],
                "created_at": to_milliseconds(ticket.created_at),
                "activity_at": newest,
                "done_at": None if done_at is None else to_milliseconds(done_at),
                "snoozed_until": None if ticket.snoozed_until is None else to_milliseconds(ticket.snoozed_until),
                "messages": len(ticket.messages),
                "attachments": sum([len(message.files) for message in ticket.messages]),
                "awaiting": public.kind is MessageKind.IN,
                "version": 1 + len(ticket.messages) + len(ticket.events),
            }
        )
        copies = {"shelf": shelf, "priority": int(ticket.priority), "activity_at": newest}
        self.tags.extend([{"ticket_id": ticket_id, "tag_id": self.ids.tags[name]} | copies for name in ticket.tags])

    def _draft(self, ticket: SampleTicket, ticket_id: int) -> None:
        assert ticket.draft is not None
        customer = self.desk.customers[ticket.customer]
        self.drafts.append(
            {
                "agent_id": self.ids.agents[0],
                "ticket_id": ticket_id,
                "kind": ticket.draft.kind.value,
                "mailbox_id": self.ids.mailboxes[ticket.mailbox],
                "to": f"{customer.name} <{customer.email}>",
                "subject": reply_subject(ticket.subject),
                "text": ticket.draft.text,
                "html": ticket.draft.html,
                "updated_at": to_milliseconds(ticket.draft.at),
            }
        )

    def _envelope(self, ticket: SampleTicket, ticket_id: int) -> _Envelope:
        customer = self.desk.customers[ticket.customer]
        box = self.desk.mailboxes[ticket.mailbox].address
        return _Envelope(
            ticket_id=ticket_id,
            customer_id=self.ids.customers[ticket.customer],
            customer=(customer.name, customer.email),
            box=box,
            to_customer=json.dumps([[customer.name, customer.email]], ensure_ascii=False),
            to_us=json.dumps([["", box]]),
        )

    def _message(
        self,
        message: SampleMessage,
        message_id: int,
        envelope: _Envelope,
        name: str,
        email: str,
        references: Sequence[str],
    ) -> None:
        inbound, note = message.kind is MessageKind.IN, message.kind is MessageKind.NOTE
        self.messages.append(
            {
                "id": message_id,
                "ticket_id": envelope.ticket_id,
                "kind": int(message.kind),
                "agent_id": self._agent(message.agent),
                "customer_id": envelope.customer_id if inbound and message.sender is None else None,
                "from_name": name,
                "from_email": email,
                "to": "[]" if note else envelope.to_us if inbound else envelope.to_customer,
                "cc": "[]",
                "subject": message.subject,
                "at": to_milliseconds(message.at),
                "message_id": "" if note else message.message_id,
                "in_reply_to": message.in_reply_to,
                "references": json.dumps(references) if references and not note else "[]",
                "text": message.text,
                "visible": None if message.visible == message.text else message.visible,
                "html": message.html,
                "html_visible": None if message.html_visible == message.html else message.html_visible,
                "why": _why(message, references) if inbound else "",
                "is_auto": message.is_auto,
                "is_bounce": message.is_bounce,
                "attachments": len(message.files),
            }
        )
        self._attachments(message, message_id)
        if note:
            self._mentions(message, message_id)

    def _mentions(self, message: SampleMessage, message_id: int) -> None:
        """Who is meant in a note; they have seen it by now."""
        others = [(number, agent.name) for number, agent in enumerate(self.desk.agents) if number != message.agent]
        seen_at = to_milliseconds(self.desk.now)
        self.mentions += [
            {"message_id": message_id, "agent_id": self.ids.agents[number], "seen_at": seen_at}
            for number in mentioned(message.text, others)
        ]

    def _entry(
        self, message: SampleMessage, message_id: int, envelope: _Envelope, name: str, email: str, body: str, terms: str
    ) -> None:
        people = name
        if message.kind is not MessageKind.NOTE:
            recipients = envelope.box if message.kind is MessageKind.IN else " ".join(envelope.customer)
            people = f"{name} {email} {recipients}"
        files = " ".join([file.name for file in message.files])
        self.entries.append(Entry(message_id, message.subject, body, people, files, terms))

    def _attachments(self, message: SampleMessage, message_id: int) -> None:
        for position, file in enumerate(message.files):
            blob_id, size = self.ids.blobs[file.source]
            self.attachments.append(
                {
                    "message_id": message_id,
                    "position": position,
                    "blob_id": blob_id,
                    "name": file.name,
                    "content_type": file.content_type,
                    "size": size,
                    "inline": bool(file.content_id),
                    "content_id": file.content_id,
                }
            )

    def _author(self, message: SampleMessage, envelope: _Envelope) -> tuple[str, str]:
        if message.agent is not None:
            agent = self.desk.agents[message.agent]
            return agent.name, agent.email if message.kind is MessageKind.NOTE else envelope.box
        if message.sender is not None:
            return message.sender.name, message.sender.email
        return envelope.customer

    def _agent(self, position: int | None) -> int | None:
        return None if position is None else self.ids.agents[position]


def _why(message: SampleMessage, references: Sequence[str]) -> str:
    if message.is_bounce:
        return Why.BOUNCE.value
    return Why.REPLY_TO_OURS.value if references else Why.NEW.value


def _done_at(ticket: SampleTicket) -> datetime | None:
    """When the ticket was solved, where it is."""
    if ticket.status not in _DONE:
        return None
    solved = [event.at for event in ticket.events if event.kind is Deed.STATUS and event.after is Status.SOLVED]
    return solved[-1] if solved else ticket.messages[-1].at
