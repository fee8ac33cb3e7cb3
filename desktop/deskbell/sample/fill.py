"""Writing a sample desk into a database: in bulk, a thousand tickets a transaction, with everything that the ordinary road would have kept."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, insert, select, text, update

from deskbell.model.kinds import Entity, MailboxState
from deskbell.sample.content import SampleDesk, SampleTicket
from deskbell.sample.journal_rows import Journal, Row
from deskbell.sample.rows import Ids, Rows
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import establish
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    agent,
    attachment,
    customer,
    deed,
    draft,
    journal,
    mailbox,
    message,
    meta,
    participant,
    tag,
    ticket,
    ticket_tag,
)

CHUNK = 1_000
# As the reader of mail names them (`mail.parse.language`).
_LANGUAGES = {"zh_CN": "zh", "zh_TW": "zh-Hant"}

Progress = Callable[[int, int], None]
"""Called after each transaction with how many tickets are written and how many there will be."""


def fill(desk: Desk, content: SampleDesk, *, progress: Progress | None = None) -> None:
    """Add the agents, mailboxes, customers and tickets of `content` to a desk whose schema is there.

    People and mailboxes that the desk knows by their address are used as they are. A desk that is new becomes a sample desk. Raises what
    `Desk.transact` raises; what was written before stays, each ticket whole.
    """
    people = desk.transact(lambda session: _people(session, content))
    tickets = content.tickets()
    done = 0
    while chunk := list(islice(tickets, CHUNK)):
        _write(desk, content, people, chunk)
        done += len(chunk)
        if progress is not None:
            progress(done, content.count)


def has_tickets(session: Session) -> bool:
    """Whether the desk is in use already."""
    return session.connection.execute(select(ticket.c.id).limit(1)).first() is not None


def _write(desk: Desk, content: SampleDesk, people: Ids, chunk: Sequence[SampleTicket]) -> None:
    prefix = uuid4().hex[:24]

    def work(session: Session) -> None:
        ids = _with_names(session, content, people, chunk)
        rows = Rows(content, ids, Journal(ids.agents, prefix))
        numbers = _reserve(session, ticket, len(chunk), content.first_number)
        message_ids = iter(_reserve(session, message, sum([len(one.messages) for one in chunk])))
        for one, number in zip(chunk, numbers, strict=True):
            rows.add(one, number, list(islice(message_ids, len(one.messages))))
        _insert(session, rows)
        for number in numbers:
            session.changed(Entity.TICKET, number, number)

    desk.transact(work)


def _insert(session: Session, rows: Rows) -> None:
    for table, made in (
        (ticket, rows.tickets),
        (ticket_tag, rows.tags),
        (participant, rows.participants),
        (message, rows.messages),
        (attachment, rows.attachments),
        (deed, rows.journal.deeds),
        (journal, rows.journal.lines),
        (draft, rows.drafts),
    ):
        if made:
            _insert_plain(session, table, made)
    index.add(session, rows.entries)


def _insert_plain(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows whose values are as the columns keep them: without a look at each value this takes half the time."""
    statement = insert(table).compile(dialect=session.connection.dialect, column_keys=list(rows[0]))
    values: Sequence[Any] = rows
    if statement.positional:
        in_order = itemgetter(*(statement.positiontup or ()))
        values = [in_order(row) for row in rows]
    session.connection.exec_driver_sql(str(statement), values)


def _reserve(session: Session, table: Table, count: int, first: int = 1) -> list[int]:
    """Ids that nobody else gets, rising; on a table that never had a row they begin at `first`."""
    name = {"table": table.name}
    if session.engine_name == "postgresql":
        if first > 1 and session.connection.execute(select(table.c.id).limit(1)).first() is None:
            restart = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :first, false)")
            session.connection.execute(restart, name | {"first": first})
        taken = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return sorted(session.connection.execute(taken, name | {"count": count}).scalars())
    # The write transaction keeps everybody else out; SQLite itself moves its sequence on when the rows go in.
    last = session.connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), name).scalar()
    start = first if last is None else last + 1
    return list(range(start, start + count))


def _people(session: Session, content: SampleDesk) -> Ids:
    """Write who works on the desk, what it is reached at, and who writes to it."""
    _mark(session)
    agents = _known_or_made(
        session,
        agent,
        agent.c.email,
        [
            {
                "name": one.name,
                "email": one.email,
                "role": one.role.value,
                "presence": one.presence.value,
                "signature": one.signature,
                "created_at": content.now,
            }
            for one in content.agents
        ],
    )
    mailboxes = _known_or_made(
        session,
        mailbox,
        mailbox.c.address,
        [
            {
                "name": one.name,
                "address": one.address,
                "signature": one.signature,
                "state": MailboxState.OFF.value,
                "state_since": content.now,
            }
            for one in content.mailboxes
        ],
    )
    for entity, ids in ((Entity.AGENT, agents), (Entity.MAILBOX, mailboxes)):
        for one_id in ids:
            session.changed(entity, one_id)
    return Ids(agents, mailboxes, _customers(session, content), {}, {})


def _mark(session: Session) -> None:
    """A desk that nobody has used yet becomes a sample; a real one stays real."""
    if not establish(session, sample=True).sample and session.connection.execute(select(mailbox.c.id)).first() is None:
        session.connection.execute(update(meta).where(meta.c.key == "sample").values(value="yes"))


def _known_or_made(session: Session, table: Table, key: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """The ids of rows by their address, in the same order; those that are not there are written."""
    known = {
        found.key: found.id
        for found in session.connection.execute(
            select(key.label("key"), table.c.id).where(key.in_([row[key.name] for row in rows]))
        )
    }
    fresh = [row for row in rows if row[key.name] not in known]
    if fresh:
        made = session.connection.execute(insert(table).returning(table.c.id, sort_by_parameter_order=True), fresh)
        known.update(zip([row[key.name] for row in fresh], made.scalars(), strict=True))
    return [known[row[key.name]] for row in rows]


def _customers(session: Session, content: SampleDesk) -> list[int]:
    known: dict[str, int] = {
        found.email: found.customer_id
        for some in _in_parts([one.email for one in content.customers], CHUNK)
        for found in session.connection.execute(
            select(address.c.email, address.c.customer_id).where(address.c.email.in_(some))
        )
    }
    fresh = [one for one in content.customers if one.email not in known]
    for some in _in_parts(fresh, CHUNK):
        rows = [
            {
                "name": one.name,
                "organisation": one.organisation,
                "language": _LANGUAGES.get(one.language, one.language),
                "note": one.note,
                "created_at": one.created_at,
            }
            for one in some
        ]
        made = session.connection.execute(
            insert(customer).returning(customer.c.id, sort_by_parameter_order=True), rows
        ).scalars()
        known.update(zip([one.email for one in some], made, strict=True))
    addresses = [
        {"email": email, "customer_id": known[one.email], "position": position}
        for one in fresh
        for position, email in enumerate((one.email, one.other_email))
        if email
    ]
    if addresses:
        session.connection.execute(insert(address), addresses)
    return [known[one.email] for one in content.customers]


def _with_names(session: Session, content: SampleDesk, people: Ids, chunk: Sequence[SampleTicket]) -> Ids:
    """The ids of the people, and of the tags and files that this chunk needs."""
    names = sorted({name for one in chunk for name in one.tags})
    sources = sorted({file.source for one in chunk for letter in one.messages for file in letter.files})
    contents = [content.file(source) for source in sources]
    kept = blobs.keep(session, contents)
    return Ids(
        agents=people.agents,
        mailboxes=people.mailboxes,
        customers=people.customers,
        tags=dict(
            zip(names, _known_or_made(session, tag, tag.c.name, [{"name": name} for name in names]), strict=True)
        ),
        blobs={source: (blob_id, len(data)) for source, blob_id, data in zip(sources, kept, contents, strict=True)},
    )


def _in_parts(values: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))
