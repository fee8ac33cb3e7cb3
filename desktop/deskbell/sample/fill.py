"""Writing a sample desk into a database: in bulk, a thousand tickets a transaction, with everything that the ordinary road would have kept."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any
from uuid import uuid4

from deskbell.model.held_collector import held_collector
from deskbell.model.kinds import Entity, MailboxState
from deskbell.rules import organisations, team_names
from deskbell.rules.folding import fold
from deskbell.sample.canned import add_canned
from deskbell.sample.content import SampleDesk, SampleTag, SampleTicket
from deskbell.sample.journal_rows import Journal
from deskbell.sample.rows import Ids, Rows
from deskbell.sample.saved_views import add_views
from deskbell.store import blobs, plain
from deskbell.store.bulk import insert_all, is_empty, known_or_made, look_up, reserve
from deskbell.store.desk import Desk
from deskbell.store.listing import list_anew
from deskbell.store.queries import teams
from deskbell.store.queries.identity import become_sample, establish, identity
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
    mention,
    message,
    organisation,
    participant,
    tag,
    team,
    team_member,
    ticket,
    ticket_tag,
)

CHUNK = 1_000
# As the reader of mail names them (`mail.parse.language`).
_LANGUAGES = {"zh_CN": "zh", "zh_TW": "zh-Hant"}

Progress = Callable[[int, int], None]
"""Called after each transaction with how many tickets are written and how many there will be."""


def fill(desk: Desk, content: SampleDesk, *, progress: Progress | None = None) -> None:
    """Add the agents, teams, mailboxes, customers and tickets of `content` to a desk whose schema is there.

    People and mailboxes that the desk knows by their address, and teams by their name, are used as they are. A desk that is new becomes a sample desk. Raises what
    `Desk.transact` raises; what was written before stays, each ticket whole.
    """
    people = desk.transact(lambda session: _people(session, content))
    tickets = content.tickets()
    done = 0
    # Thousands of tickets would be looked through again and again.
    with held_collector():
        while chunk := list(islice(tickets, CHUNK)):
            _write(desk, content, people, chunk)
            done += len(chunk)
            if progress is not None:
                progress(done, content.count)


def has_tickets(session: Session) -> bool:
    """Whether the desk is in use already."""
    return not is_empty(session, ticket)


def _write(desk: Desk, content: SampleDesk, people: Ids, chunk: Sequence[SampleTicket]) -> None:
    prefix = uuid4().hex[:24]

    def work(session: Session) -> None:
        ids = _with_names(session, content, people, chunk)
        rows = Rows(content, ids, Journal(ids.agents, ids.teams, prefix))
        numbers = reserve(session, ticket, len(chunk), content.first_number)
        message_ids = iter(reserve(session, message, sum([len(one.messages) for one in chunk])))
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
        (mention, rows.mentions),
        (attachment, rows.attachments),
        (deed, rows.journal.deeds),
        (journal, rows.journal.in_order()),
        (draft, rows.drafts),
    ):
        if made:
            plain.insert(session.connection, table, made)
    index.add(session, rows.entries)


def _people(session: Session, content: SampleDesk) -> Ids:
    """Write who works on the desk, what it is reached at, and who writes to it."""
    establish(session, sample=True)
    if is_empty(session, mailbox):
        # Nobody has used it yet: it becomes a sample. A real desk stays real.
        become_sample(session)
    agents = known_or_made(
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
    team_ids = _teams(session, content, agents)
    mailboxes = known_or_made(
        session,
        mailbox,
        mailbox.c.address,
        [
            {
                "name": one.name,
                "address": one.address,
                "signature": one.signature,
                "team_id": next(
                    (team_ids[place] for place, one_of in enumerate(content.teams) if number in one_of.mailboxes), None
                ),
                "state": MailboxState.OFF.value,
                "state_since": content.now,
            }
            for number, one in enumerate(content.mailboxes)
        ],
    )
    if identity(session).sample:
        people = dict(zip([one.name for one in content.agents], agents, strict=True))
        add_canned(session, people, content.file)
        add_views(session, people, dict(zip([one.name for one in content.teams], team_ids, strict=True)))
    for entity, ids in ((Entity.AGENT, agents), (Entity.TEAM, team_ids), (Entity.MAILBOX, mailboxes)):
        for one_id in ids:
            session.changed(entity, one_id)
    return Ids(agents, mailboxes, team_ids, _customers(session, content), {}, {})


def _teams(session: Session, content: SampleDesk, agents: list[int]) -> list[int]:
    known = {team_names.key(row.name): row.id for row in teams.rows(session)}
    fresh = [one for one in content.teams if team_names.key(one.name) not in known]
    values: list[dict[str, Any]] = [
        {"name": one.name, "key": team_names.key(one.name), "created_at": content.now} for one in fresh
    ]
    made = insert_all(session, team, values)
    members = [
        {"team_id": team_id, "agent_id": agents[number]}
        for one, team_id in zip(fresh, made, strict=True)
        for number in one.members
    ]
    if members:
        plain.insert(session.connection, team_member, members)
    known.update(zip([row["key"] for row in values], made, strict=True))
    return [known[team_names.key(one.name)] for one in content.teams]


def _customers(session: Session, content: SampleDesk) -> list[int]:
    known = look_up(session, address.c.email, address.c.customer_id, [one.email for one in content.customers])
    fresh = [one for one in content.customers if one.email not in known]
    names = sorted({one.organisation for one in fresh} - {""})
    rows = [{"name": name, "key": organisations.key(name), "sought": fold(name)} for name in names]
    of_names = dict(zip(names, known_or_made(session, organisation, organisation.c.key, rows), strict=True))
    made = insert_all(
        session,
        customer,
        [
            {
                "name": one.name,
                "organisation": one.organisation,
                "organisation_id": of_names.get(one.organisation),
                "language": _LANGUAGES.get(one.language, one.language),
                "note": one.note,
                "created_at": one.created_at,
            }
            for one in fresh
        ],
    )
    known.update(zip([one.email for one in fresh], made, strict=True))
    addresses = [
        {"email": email, "customer_id": known[one.email], "position": position}
        for one in fresh
        for position, email in enumerate((one.email, one.other_email))
        if email
    ]
    if addresses:
        plain.insert(session.connection, address, addresses)
    list_anew(session, made)
    return [known[one.email] for one in content.customers]


def _with_names(session: Session, content: SampleDesk, people: Ids, chunk: Sequence[SampleTicket]) -> Ids:
    """The ids of the people, and of the tags and files that this chunk needs."""
    names = sorted({name for one in chunk for name in one.tags})
    looks = [content.tags.get(name, SampleTag()) for name in names]
    tags = [
        {"name": name, "group": look.group, "colour": look.colour.value}
        for name, look in zip(names, looks, strict=True)
    ]
    sources = sorted({file.source for one in chunk for letter in one.messages for file in letter.files})
    contents = [content.file(source) for source in sources]
    kept = blobs.keep(session, contents)
    return Ids(
        agents=people.agents,
        mailboxes=people.mailboxes,
        teams=people.teams,
        customers=people.customers,
        tags=dict(zip(names, known_or_made(session, tag, tag.c.name, tags), strict=True)),
        blobs={source: (blob_id, len(data)) for source, blob_id, data in zip(sources, kept, contents, strict=True)},
    )
