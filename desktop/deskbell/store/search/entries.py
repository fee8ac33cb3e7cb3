"""What is found of messages that lie in the tables already: the index made anew, as the roads that wrote them would make it."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, select

from deskbell.model.kinds import MessageKind, Why
from deskbell.rules import why
from deskbell.store.search.index import INDEXED_CHARACTERS, Entry
from deskbell.store.session import Session
from deskbell.store.tables import attachment, message

# So many messages at a time: their texts are in memory together.
_MESSAGES: Final = 500
# By these a mail began a ticket, also if that was merged into another since: what it quotes is nowhere else.
_BEGAN: Final = {
    Why.NEW,
    Why.STRANGER,
    Why.NOTHING_KNOWN,
    Why.CLOSED,
    Why.FORWARDED,
    Why.BLOCKED,
    Why.JUNK_FOLDER,
    Why.SPAM_HEADER,
}

_other = message.alias()
# Written out and not as the columns' own types would read them: of a long text only what is indexed leaves the database.
_MESSAGE: Final = (
    select(
        message.c.id,
        message.c.kind,
        message.c.agent_id,
        message.c.from_name,
        message.c.from_email,
        message.c.to,
        message.c.cc,
        message.c.subject,
        func.substr(message.c.text, 1, INDEXED_CHARACTERS).label("text"),
        func.substr(message.c.visible, 1, INDEXED_CHARACTERS).label("visible"),
        message.c.why,
        # Not the least id of the ticket: PostgreSQL would look for that from the first message of all.
        exists().where(_other.c.ticket_id == message.c.ticket_id, _other.c.id < message.c.id).label("follows"),
    )
    .order_by(message.c.id)
    .limit(_MESSAGES)
)
_FILES: Final = select(attachment.c.message_id, attachment.c.name).order_by(
    attachment.c.message_id, attachment.c.position, attachment.c.id
)


def entries(session: Session, after: int) -> list[Entry]:
    """The entries of the next messages after an id, in the order of their ids; none at the end."""
    found = session.connection.execute(_MESSAGE.where(message.c.id > after)).all()
    if not found:
        return []
    return _entries(session, found, attachment.c.message_id.between(found[0].id, found[-1].id))


def entry_of(session: Session, message_id: int) -> Entry:
    """The entry of one message."""
    found = session.connection.execute(_MESSAGE.where(message.c.id == message_id)).all()
    return _entries(session, found, attachment.c.message_id == message_id)[0]


def _entries(session: Session, found: Sequence[Any], theirs: ColumnElement[bool]) -> list[Entry]:
    files = session.connection.execute(_FILES.where(theirs))
    names = {number: [name for _, name in rows] for number, rows in groupby(files, itemgetter(0))}
    return [_entry(row, names.get(row.id, ())) for row in found]


def _entry(row: Any, files: Sequence[str]) -> Entry:
    if row.kind == MessageKind.NOTE:
        return Entry(row.id, row.subject, row.text, row.from_name, " ".join(files))
    began = not row.follows or why.read(row.why)[0] in _BEGAN
    # What nobody here wrote in Deskbell (a mail from before, an automatic answer) is quoted by nothing that is indexed.
    whole = began if row.kind == MessageKind.IN else row.agent_id is None
    body = row.text if whole or row.visible is None else row.visible
    people = [(row.from_name, row.from_email), *map(tuple, (*row.to, *row.cc))]
    return Entry(row.id, row.subject, body, " ".join(f"{name} {email}" for name, email in people), " ".join(files))
