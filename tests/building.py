"""Building a desk row by row, with only as much said as a test is about."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from unittest import mock

from sqlalchemy import Connection, event, insert, select

from deskbell.model.kinds import MessageKind, Priority, Status
from deskbell.rules import team_names
from deskbell.rules.shelf import shelf_of
from deskbell.store import plain
from deskbell.store.desk import Desk
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    agent,
    customer,
    draft,
    follower,
    mailbox,
    mention,
    message,
    participant,
    tag,
    team,
    team_member,
    ticket,
    ticket_tag,
)

BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Builder:
    """Writes rows and gives their ids. One agent (Ona, id `me`) and one mailbox (Support, id `support`) are there from the start.

    Each ticket and message is a minute younger than the one before, if no time is given.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._open: Session | None = None
        self._minutes = count()
        self._numbers = count(1)
        self.me = self.agent("Ona", "ona@desk.example")
        self.support = self.mailbox("Support", "support@desk.example")

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is built within the block is one transaction: quicker where it is much."""
        with self.desk.writing() as self._open:
            yield
        self._open = None

    def _writing(self) -> AbstractContextManager[Session]:
        return self.desk.writing() if self._open is None else nullcontext(self._open)

    def at(self) -> datetime:
        """The next minute."""
        return BEGIN + timedelta(minutes=next(self._minutes))

    def insert(self, table: Any, **values: Any) -> int:
        """Insert one row of any table with an id."""
        with self._writing() as session:
            return int(session.connection.execute(insert(table).returning(table.c.id), values).scalar_one())

    def agent(self, name: str, email: str, **values: Any) -> int:
        """An agent."""
        return self.insert(
            agent,
            **{"name": name, "email": email, "role": "admin", "presence": "available", "created_at": BEGIN} | values,
        )

    def mailbox(self, name: str, email: str, **values: Any) -> int:
        """A mailbox; without a server unless one is given."""
        return self.insert(mailbox, **{"name": name, "address": email} | values)

    def team(self, name: str, *members: int, **values: Any) -> int:
        """A team of these agents."""
        made = self.insert(team, **{"name": name, "key": team_names.key(name), "created_at": BEGIN} | values)
        with self._writing() as session:
            for agent_id in members:
                session.connection.execute(insert(team_member), {"team_id": made, "agent_id": agent_id})
        return made

    def customer(self, name: str = "", *emails: str, **values: Any) -> int:
        """A customer with addresses."""
        number = next(self._numbers)
        made = self.insert(customer, **{"name": name or f"Customer {number}", "created_at": BEGIN} | values)
        with self._writing() as session:
            for position, email in enumerate(emails or (f"customer{number}@example.org",)):
                session.connection.execute(insert(address), {"email": email, "customer_id": made, "position": position})
        return made

    def ticket(
        self,
        subject: str = "Subject",
        *,
        status: Status = Status.OPEN,
        priority: Priority = Priority.NORMAL,
        snoozed_until: datetime | None = None,
        tags: Iterable[str] = (),
        customer_id: int = 0,
        **values: Any,
    ) -> int:
        """A ticket without messages."""
        at = values.pop("at", None) or self.at()
        made = self.insert(
            ticket,
            **{
                "mailbox_id": self.support,
                "customer_id": customer_id or self.customer(),
                "subject": subject,
                "status": int(status),
                "priority": int(priority),
                "shelf": int(shelf_of(status, snoozed_until)),
                "snoozed_until": snoozed_until,
                "created_at": at,
                "activity_at": at,
            }
            | values,
        )
        for name in tags:
            self.tagged(made, name)
        return made

    def follows(self, ticket_id: int, agent_id: int) -> None:
        """The agent follows the ticket."""
        with self._writing() as session:
            shelf = select(ticket.c.shelf).where(ticket.c.id == ticket_id).scalar_subquery()
            values = {"ticket_id": ticket_id, "agent_id": agent_id, "shelf": shelf}
            session.connection.execute(insert(follower).values(values))

    def tag(self, name: str) -> int:
        """The tag of this name, made when it is new."""
        with self._writing() as session:
            found = session.connection.execute(select(tag.c.id).where(tag.c.name == name)).scalar()
        return found or self.insert(tag, name=name)

    def tagged(self, ticket_id: int, name: str) -> None:
        """Put a tag on a ticket."""
        tag_id = self.tag(name)
        with self._writing() as session:
            of = session.connection.execute(select(ticket).where(ticket.c.id == ticket_id)).one()
            session.connection.execute(
                insert(ticket_tag),
                {
                    "ticket_id": ticket_id,
                    "tag_id": tag_id,
                    "shelf": of.shelf,
                    "priority": of.priority,
                    "activity_at": of.activity_at,
                },
            )

    def message(
        self,
        ticket_id: int,
        text: str = "",
        *,
        kind: MessageKind = MessageKind.IN,
        subject: str = "",
        sender: tuple[str, str] = ("Jonas", "jonas@example.org"),
        to: Iterable[tuple[str, str]] = (("", "support@desk.example"),),
        files: str = "",
        **values: Any,
    ) -> int:
        """A message of a ticket, and its entry in the search index."""
        to = [list(one) for one in to]
        made = self.insert(
            message,
            **{
                "ticket_id": ticket_id,
                "kind": int(kind),
                "from_name": sender[0],
                "from_email": sender[1],
                "to": to,
                "cc": [],
                "subject": subject,
                "at": values.pop("at", None) or self.at(),
                "message_id": f"{next(self._numbers)}@test",
                "text": text,
            }
            | values,
        )
        people = " ".join(f"{name} {email}" for name, email in (sender, *to))
        with self._writing() as session:
            index.add(session, [index.Entry(made, subject, text, people, files)])
        return made

    def mention(self, ticket_id: int, agent_id: int = 0, *, seen_at: datetime | None = None, **values: Any) -> int:
        """A note on a ticket that mentions an agent."""
        made = self.message(ticket_id, "@Ona", kind=MessageKind.NOTE, **values)
        with self._writing() as session:
            session.connection.execute(
                insert(mention), {"message_id": made, "agent_id": agent_id or self.me, "seen_at": seen_at}
            )
        return made

    def participant(self, ticket_id: int, name: str, email: str) -> None:
        """Somebody who takes part in a ticket."""
        with self._writing() as session:
            session.connection.execute(insert(participant), {"ticket_id": ticket_id, "name": name, "email": email})

    def draft(self, ticket_id: int, *, agent_id: int = 0, kind: str = "reply", **values: Any) -> int:
        """What an agent has begun to write."""
        return self.insert(
            draft,
            **{
                "agent_id": agent_id or self.me,
                "ticket_id": ticket_id,
                "kind": kind,
                "mailbox_id": self.support,
                "updated_at": self.at(),
            }
            | values,
        )


@contextmanager
def statements(desk: Desk) -> Iterator[list[tuple[str, tuple[object, ...]]]]:
    """The statements that are sent within the block, transactions aside, and their values."""
    sent: list[tuple[str, tuple[object, ...]]] = []

    def note(connection: object, cursor: object, statement: str, values: tuple[object, ...], *rest: object) -> None:
        sent.append((statement, values))

    run = plain._run

    def run_plainly(connection: Connection, words: str, values: Sequence[tuple[object, ...]], take: Any) -> object:
        if words not in ("BEGIN", "BEGIN IMMEDIATE"):
            sent.append((words, values[0] if isinstance(values[0], dict) else tuple(values[0])))
        return run(connection, words, values, take)

    put = plain._put

    def put_plainly(connection: Connection, words: str, values: Sequence[Any], *rest: Any) -> object:
        sent.extend((words, one) for one in values)
        return put(connection, words, values, *rest)

    event.listen(desk.engine, "before_cursor_execute", note)
    with mock.patch.object(plain, "_run", run_plainly), mock.patch.object(plain, "_put", put_plainly):
        yield sent
    event.remove(desk.engine, "before_cursor_execute", note)


def plan(desk: Desk, statement: str, values: tuple[object, ...]) -> list[str]:
    """The steps of SQLite's plan for a statement (sqlite.org/eqp.html)."""
    with desk.reading() as session:
        rows = session.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row.detail for row in rows]
