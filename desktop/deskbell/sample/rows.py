"""The rows that a sample ticket becomes: what the ordinary actions would have left behind, had all of it been received and answered here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from deskbell.model.kinds import Deed, MessageKind, Status, Why
from deskbell.rules.quoting import reply_subject
from deskbell.rules.shelf import shelf_of
from deskbell.sample.content import SampleDesk, SampleEvent, SampleMessage, SampleTicket
from deskbell.store.search.index import Entry
from deskbell.store.tables.base import to_milliseconds

Row = dict[str, Any]
_DONE = (Status.SOLVED, Status.CLOSED)
_DEED_OF = {MessageKind.IN: Deed.RECEIVED, MessageKind.OUT: Deed.REPLIED, MessageKind.NOTE: Deed.NOTED}


@dataclass(frozen=True, slots=True)
class Ids:
    """The database's ids for the positions and names of the content. `blobs` has id and size by the name of the file."""

    agents: Sequence[int]
    mailboxes: Sequence[int]
    customers: Sequence[int]
    tags: Mapping[str, int]
    blobs: Mapping[str, tuple[int, int]]


@dataclass(slots=True)
class Rows:
    """The rows of some tickets, by table; `deed_prefix` and a number make the ids of their deeds, so that they lie side by side in the index."""

    desk: SampleDesk
    ids: Ids
    deed_prefix: str
    tickets: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    attachments: list[Row] = field(default_factory=list)
    participants: list[Row] = field(default_factory=list)
    tags: list[Row] = field(default_factory=list)
    deeds: list[Row] = field(default_factory=list)
    journal: list[Row] = field(default_factory=list)
    drafts: list[Row] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def add(self, ticket: SampleTicket, ticket_id: int, message_ids: Sequence[int]) -> None:
        """Add a ticket with all that hangs on it; `message_ids` has an id for each of its messages."""
        self._ticket(ticket, ticket_id)
        people: dict[str, str] = {}
        references: list[str] = []
        deeds: dict[datetime, str] = {}
        for message, message_id in zip(ticket.messages, message_ids, strict=True):
            name, email = self._author(ticket, message)
            if message.kind is not MessageKind.NOTE:
                people.setdefault(email, name)
            self._message(ticket, message, ticket_id, message_id, (name, email), references)
            deeds[message.at] = self._deed(
                _DEED_OF[message.kind], message.agent, message.at, ticket_id, after=str(message_id), answer=message_id
            )
        box = self.desk.mailboxes[ticket.mailbox]
        people.pop(box.address, None)
        self.participants.extend(
            {"ticket_id": ticket_id, "email": email.casefold(), "name": name} for email, name in people.items()
        )
        for event in ticket.events:
            self._event(event, ticket_id, deeds)

    def _ticket(self, ticket: SampleTicket, ticket_id: int) -> None:
        newest = ticket.messages[-1].at
        public = next(message for message in reversed(ticket.messages) if message.kind is not MessageKind.NOTE)
        shelf = int(shelf_of(ticket.status, ticket.snoozed_until))
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
                "created_at": ticket.created_at,
                "activity_at": newest,
                "done_at": _done_at(ticket),
                "snoozed_until": ticket.snoozed_until,
                "messages": len(ticket.messages),
                "attachments": sum([len(message.files) for message in ticket.messages]),
                "awaiting": public.kind is MessageKind.IN,
                "version": 1 + len(ticket.messages) + len(ticket.events),
            }
        )
        self.tags.extend(
            {
                "ticket_id": ticket_id,
                "tag_id": self.ids.tags[name],
                "shelf": shelf,
                "priority": int(ticket.priority),
                "activity_at": newest,
            }
            for name in ticket.tags
        )
        if ticket.draft is not None:
            self._draft(ticket, ticket_id)

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
                "updated_at": ticket.draft.at,
            }
        )

    def _message(
        self,
        ticket: SampleTicket,
        message: SampleMessage,
        ticket_id: int,
        message_id: int,
        author: tuple[str, str],
        references: list[str],
    ) -> None:
        inbound, note = message.kind is MessageKind.IN, message.kind is MessageKind.NOTE
        customer = self.desk.customers[ticket.customer]
        box = self.desk.mailboxes[ticket.mailbox].address
        recipients: list[list[str]] = [] if note else [["", box]] if inbound else [[customer.name, customer.email]]
        subject = "" if note else reply_subject(ticket.subject) if references else ticket.subject
        self.messages.append(
            {
                "id": message_id,
                "ticket_id": ticket_id,
                "kind": int(message.kind),
                "agent_id": self._agent(message.agent),
                "customer_id": self.ids.customers[ticket.customer] if inbound and message.sender is None else None,
                "from_name": author[0],
                "from_email": author[1],
                "to": recipients,
                "cc": [],
                "subject": subject,
                "at": message.at,
                "message_id": "" if note else message.message_id,
                "in_reply_to": message.in_reply_to,
                "references": [] if note else references[:],
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
        people = author[0] if note else " ".join([*author, *(part for person in recipients for part in person)])
        body = message.text if inbound and not references else message.visible
        self.entries.append(Entry(message_id, subject, body, people, " ".join([file.name for file in message.files])))
        if not note:
            references.append(message.message_id)
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

    def _author(self, ticket: SampleTicket, message: SampleMessage) -> tuple[str, str]:
        if message.agent is not None:
            agent = self.desk.agents[message.agent]
            note = message.kind is MessageKind.NOTE
            return agent.name, agent.email if note else self.desk.mailboxes[ticket.mailbox].address
        if message.sender is not None:
            return message.sender.name, message.sender.email
        customer = self.desk.customers[ticket.customer]
        return customer.name, customer.email

    def _event(self, event: SampleEvent, ticket_id: int, deeds: Mapping[datetime, str]) -> None:
        """A change of status that a message brought about is part of the message's deed."""
        before, after = self._as_text(event.kind, event.before), self._as_text(event.kind, event.after)
        deed = deeds.get(event.at) if event.kind is Deed.STATUS else None
        if deed is None:
            self._deed(event.kind, event.agent, event.at, ticket_id, before=before, after=after)
        else:
            self._line(deed, event.kind, event.agent, event.at, ticket_id, before, after)

    def _deed(
        self,
        kind: Deed,
        agent: int | None,
        at: datetime,
        ticket_id: int,
        *,
        before: str = "",
        after: str = "",
        answer: int = 0,
    ) -> str:
        deed = f"{self.deed_prefix}{len(self.deeds):08x}"
        self.deeds.append({"id": deed, "kind": kind.value, "agent_id": self._agent(agent), "at": at, "answer": answer})
        self._line(deed, kind, agent, at, ticket_id, before, after)
        return deed

    def _line(
        self, deed: str, kind: Deed, agent: int | None, at: datetime, ticket_id: int, before: str, after: str
    ) -> None:
        self.journal.append(
            {
                "deed_id": deed,
                "ticket_id": ticket_id,
                "kind": kind.value,
                "agent_id": self._agent(agent),
                "at": at,
                "before": before,
                "after": after,
            }
        )

    def _as_text(self, kind: Deed, value: object) -> str:
        """A value as the journal keeps it."""
        if value is None:
            return ""
        if isinstance(value, tuple):
            return "\n".join(sorted(value))
        if isinstance(value, datetime):
            return str(to_milliseconds(value))
        assert isinstance(value, int)
        return str(self.ids.agents[value] if kind is Deed.ASSIGNED else int(value))

    def _agent(self, position: int | None) -> int | None:
        return None if position is None else self.ids.agents[position]


def _why(message: SampleMessage, references: Sequence[str]) -> str:
    if message.is_bounce:
        return Why.BOUNCE.value
    if not references:
        return Why.NEW.value
    return Why.REPLY_TO_OURS.value if message.in_reply_to else Why.REFERENCES.value


def _done_at(ticket: SampleTicket) -> datetime | None:
    """When the ticket was solved, where it is."""
    if ticket.status not in _DONE:
        return None
    solved = [event.at for event in ticket.events if event.kind is Deed.STATUS and event.after is Status.SOLVED]
    return solved[-1] if solved else ticket.messages[-1].at
