"""Canned replies as screens list them, and what they are filled in with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, and_, bindparam, case, func, or_, select

from deskbell.model.answering import ArticleChoice
from deskbell.model.canned import NO_ACTIONS, Actions, CannedFile, CannedReply, CannedText, Handing, Numbered
from deskbell.model.fields import FieldValue
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.mail import OutboundAttachment
from deskbell.store import blobs
from deskbell.store.queries import tags
from deskbell.store.queries.fields import around as fields_around
from deskbell.store.session import Session
from deskbell.store.tables import canned_action, canned_file, canned_reply, canned_text, canned_use, customer, ticket
from deskbell.store.tables.base import from_milliseconds, to_milliseconds

_DAY_MS = 86_400_000

# In an office the database keeps others' private ones from being seen; in a file the program does.
_SEEN = or_(canned_reply.c.owner_id.is_(None), canned_reply.c.owner_id == bindparam("agent"))
_REPLIES = select(canned_reply).where(_SEEN).order_by(canned_reply.c.id)
_NUMBERED = (
    select(canned_reply.c.id, canned_reply.c.name, canned_reply.c.number)
    .where(_SEEN, canned_reply.c.number > 0)
    .order_by(canned_reply.c.owner_id.is_not(None), canned_reply.c.id.desc())
)
_TEXTS = (
    select(canned_text)
    .join(canned_reply, canned_reply.c.id == canned_text.c.reply_id)
    .where(_SEEN)
    .order_by(canned_text.c.reply_id, canned_text.c.language)
)
_FILES = (
    select(canned_file)
    .join(canned_reply, canned_reply.c.id == canned_file.c.reply_id)
    .where(_SEEN)
    .order_by(canned_file.c.reply_id, canned_file.c.position, canned_file.c.id)
)
_ACTIONS = select(canned_action).join(canned_reply, canned_reply.c.id == canned_action.c.reply_id).where(_SEEN)
_USES = (
    select(
        canned_use.c.reply_id,
        func.sum(case((canned_use.c.day > bindparam("today") - 7, canned_use.c.n), else_=0)).label("week"),
        func.sum(case((canned_use.c.day > bindparam("today") - 30, canned_use.c.n), else_=0)).label("month"),
        func.max(case((canned_use.c.agent_id == bindparam("agent"), canned_use.c.used_at))).label("mine"),
    )
    .join(canned_reply, canned_reply.c.id == canned_use.c.reply_id)
    .where(_SEEN)
    .group_by(canned_use.c.reply_id)
)
_BYTES = (
    select(canned_file)
    .join(canned_reply, canned_reply.c.id == canned_file.c.reply_id)
    .where(and_(canned_file.c.reply_id == bindparam("reply"), _SEEN))
    .order_by(canned_file.c.position, canned_file.c.id)
)
_CUSTOMER = (
    select(customer.c.id, customer.c.organisation, customer.c.language)
    .join(ticket, ticket.c.customer_id == customer.c.id)
    .where(ticket.c.id == bindparam("ticket"))
)
_NEWEST = select(func.max(ticket.c.id))


def replies(session: Session, agent_id: int) -> tuple[CannedReply, ...]:
    """All shared replies and those that are private to the agent, with their texts and uses, in no order that a person would see."""
    who = {"agent": agent_id}
    found = session.connection.execute(_REPLIES, who).all()
    if not found:
        return ()
    texts: defaultdict[int, list[CannedText]] = defaultdict(list)
    for row in session.connection.execute(_TEXTS, who):
        texts[row.reply_id].append(CannedText(row.language, row.html, row.text, row.subject))
    files: defaultdict[int, list[CannedFile]] = defaultdict(list)
    for row in session.connection.execute(_FILES, who):
        files[row.reply_id].append(CannedFile(row.id, row.name, row.content_type, row.size, row.content_id))
    acting = session.connection.execute(_ACTIONS, who).all()
    names = tags.leads(session) if any(row.add_tags or row.remove_tags for row in acting) else {}
    actions = {row.reply_id: _actions(row, names) for row in acting}
    linked = _articles(session, [row.article_id for row in acting if row.article_id is not None], agent_id)
    counted = session.connection.execute(_USES, {**who, "today": day_of(session.now)}).all()
    uses = {row.reply_id: row for row in counted}
    return tuple(
        _reply(
            row, tuple(texts[row.id]), tuple(files[row.id]), uses.get(row.id), actions.get(row.id, NO_ACTIONS), linked
        )
        for row in found
        if texts[row.id]
    )


def numbered(session: Session, agent_id: int) -> dict[int, Numbered]:
    """The replies that are at hand by a number, by that: of two the agent's own one."""
    found = session.connection.execute(_NUMBERED, {"agent": agent_id})
    return {row.number: Numbered(row.id, row.name) for row in found}


def one_for(session: Session, reply_id: int, ticket_id: int, agent_id: int) -> "tuple[CannedReply | None, int, Asker]":
    """A reply, and the customer of the ticket (id) that it is wanted for."""
    found = (one for one in replies(session, agent_id) if one.id == reply_id)
    return next(found, None), ticket_id, asker(session, ticket_id)


def files_of(session: Session, reply_id: int, agent_id: int) -> tuple[OutboundAttachment, ...]:
    """The files of a reply with their bytes, to go along with an answer."""
    found = session.connection.execute(_BYTES, {"reply": reply_id, "agent": agent_id}).all()
    contents = blobs.read_all(session, [row.blob_id for row in found])
    return tuple(OutboundAttachment(row.name, row.content_type, contents[row.blob_id], row.content_id) for row in found)


class Asker(Struct, frozen=True):
    """What is known of a ticket's customer besides the name: "" for what is not. `fields` are the custom fields of the ticket, the customer and their organisation, all
    that there are."""

    organisation: str = ""
    language: str = ""
    fields: tuple[FieldValue, ...] = ()


def asker(session: Session, ticket_id: int) -> Asker:
    """The customer of a ticket; nothing known where there is no such ticket."""
    found = session.connection.execute(_CUSTOMER, {"ticket": ticket_id}).first()
    if found is None:
        return Asker(fields=fields_around(session, ticket_id, 0))
    return Asker(found.organisation, found.language, fields_around(session, ticket_id, found.id))


def newest_ticket(session: Session) -> int:
    """The ticket that was begun last, 0 where there is none: something to try a reply on."""
    return int(session.connection.execute(_NEWEST).scalar() or 0)


def day_of(moment: datetime) -> int:
    """The day since 1970, in UTC, that uses are counted under."""
    return to_milliseconds(moment) // _DAY_MS


def _reply(
    row: Row[*tuple[Any, ...]],
    texts: Sequence[CannedText],
    files: Sequence[CannedFile],
    use: Row[*tuple[Any, ...]] | None,
    actions: Actions,
    articles: Mapping[int, ArticleChoice],
) -> CannedReply:
    return CannedReply(
        id=row.id,
        owner_id=row.owner_id,
        folder=row.folder,
        name=row.name,
        shortcut=row.shortcut,
        texts=tuple(texts),
        files=tuple(files),
        version=row.version,
        used_week=int(use.week) if use is not None else 0,
        used_month=int(use.month) if use is not None else 0,
        last_used=_moment(use.mine) if use is not None else None,
        actions=actions,
        mailbox_id=row.mailbox_id,
        number=row.number,
        article=articles.get(actions.article_id or 0),
    )


def _actions(row: Row[*tuple[Any, ...]], names: Mapping[str, str]) -> Actions:
    """With the tags as they are called now; `names` are those of before."""
    return Actions(
        status=None if row.status is None else Status(row.status),
        assign=Handing(row.assign),
        add_tags=_now(row.add_tags, names),
        remove_tags=_now(row.remove_tags, names),
        snooze_days=row.snooze_days,
        due_days=row.due_days,
        type=None if row.type is None else TicketType(row.type),
        followers=tuple(row.followers),
        checklist=tuple(row.checklist),
        priority=None if row.priority is None else Priority(row.priority),
        team_id=row.team_id,
        assignee_id=row.assignee_id,
        article_id=row.article_id,
    )


def _articles(session: Session, ids: Sequence[int], agent_id: int) -> dict[int, ArticleChoice]:
    """Those of these articles that the agent sees, each in its first language."""
    if not ids:
        return {}
    # With the search over articles, which few macros need.
    from deskbell.store.queries.article_choices import named

    return {one.id: one for one in named(session, ids, agent_id, "")}


def _now(given: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.get(name, name) for name in given))


def _moment(value: Any) -> datetime | None:
    return from_milliseconds(value) if isinstance(value, int) else value
