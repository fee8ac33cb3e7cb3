"""Drafts that colleagues look over: shown, taken over, given back. Who writes one is its agent; nobody else can write it meanwhile."""

from typing import Any

from sqlalchemy import Row, delete, select, true, update
from sqlalchemy.exc import IntegrityError

from deskbell.actions.add_note import write_note
from deskbell.actions.deeds import record
from deskbell.actions.mentions import note_mentions
from deskbell.model.commands import Command
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, ReplyKind
from deskbell.model.sharing import AskToLook, DraftVersion, EndAsking, HandBack, KeepVersion, TakeDraft
from deskbell.store.bulk import insert_rows
from deskbell.store.draft_versions import with_one_more
from deskbell.store.session import Session
from deskbell.store.tables import agent, draft, draft_reader


def ask_to_look(session: Session, command: AskToLook) -> None:
    """Show a draft to colleagues, also to further ones.

    Raises `Mistake` look.nobody, look.nothing where there is no such draft (a note is not shown, it is written), agent.missing, ticket.missing and text.empty.
    """
    asked = set(command.agents) - {command.agent_id}
    if not asked:
        raise Mistake("look.nobody")
    own = (
        draft.c.agent_id == command.agent_id,
        draft.c.ticket_id == command.ticket_id,
        draft.c.kind == command.kind.value,
    )
    row = session.connection.execute(select(draft).where(*own).with_for_update()).first()
    if row is None or not command.ticket_id or command.kind is ReplyKind.NOTE:
        raise Mistake("look.nothing")
    if row.author_id not in (None, command.agent_id):
        raise Mistake("look.not_yours")
    there = set(
        session.connection.execute(select(agent.c.id).where(agent.c.id.in_(asked), agent.c.active == true())).scalars()
    )
    if asked - there:
        raise Mistake("agent.missing")
    known = _readers(session, row.id)
    insert_rows(
        session,
        draft_reader,
        [{"draft_id": row.id, "agent_id": one, "author_id": row.agent_id} for one in sorted(asked - known)],
    )
    _change(
        session, row, author_id=row.agent_id, asked_at=session.now, returned_by=None, versions=_versions(session, row)
    )
    _say(session, command, row.ticket_id, command.text, asked)


def take_draft(session: Session, command: TakeDraft) -> None:
    """Let who asks write it. Who does already is left alone.

    Raises `Mistake` look.gone where it is not shown to them (any more), look.taken where another colleague writes it, and look.begun where they have begun
    something of that kind on the ticket themselves.
    """
    row = _shown(session, command.draft_id)
    if row.agent_id == command.agent_id:
        return
    mine = row.author_id == command.agent_id
    if row.author_id is None or not (mine or command.agent_id in _readers(session, row.id)):
        raise Mistake("look.gone")
    if row.agent_id != row.author_id and not mine:
        raise Mistake("look.taken", name=_name(session, row.agent_id))
    now = {"returned_by": row.agent_id} if mine else {"before": row.text, "returned_by": None}
    if not _give(session, row, command.agent_id, now):
        raise Mistake("look.begun")


def hand_back(session: Session, command: HandBack) -> None:
    """Give it back to its author. Raises `Mistake` look.gone, and look.author_begun where the author has begun another one meanwhile."""
    row = _shown(session, command.draft_id)
    if row.author_id is None or row.agent_id != command.agent_id or row.author_id == command.agent_id:
        raise Mistake("look.gone")
    if not _give(session, row, row.author_id, {"returned_by": command.agent_id}):
        raise Mistake("look.author_begun", name=_name(session, row.author_id))
    _say(session, command, row.ticket_id, command.text, {row.author_id})


def end_asking(session: Session, command: EndAsking) -> None:
    """Let nobody else see it any more. Raises `Mistake` look.gone, and look.taken while somebody else writes it."""
    row = _shown(session, command.draft_id)
    if row.author_id is None and row.agent_id == command.agent_id:
        return
    if row.author_id != command.agent_id:
        raise Mistake("look.gone")
    if row.agent_id != command.agent_id:
        raise Mistake("look.taken", name=_name(session, row.agent_id))
    _change(session, row, author_id=None, asked_at=None, returned_by=None, before="")
    session.connection.execute(delete(draft_reader).where(draft_reader.c.draft_id == row.id))


def keep_version(session: Session, command: KeepVersion) -> None:
    """Keep what it says now. Raises `Mistake` look.gone where somebody else writes it, or nobody sees it any more."""
    row = _shown(session, command.draft_id)
    if row.agent_id != command.agent_id:
        raise Mistake("look.gone")
    _change(session, row, versions=_versions(session, row))


def _versions(session: Session, row: Row[Any]) -> list[list[Any]]:
    return with_one_more(row.versions, DraftVersion(row.agent_id, session.now, row.text, row.html))


def _shown(session: Session, draft_id: int) -> Row[Any]:
    row = session.connection.execute(select(draft).where(draft.c.id == draft_id).with_for_update()).first()
    if row is None:
        raise Mistake("look.gone")
    return row


def _readers(session: Session, draft_id: int) -> set[int]:
    asked = select(draft_reader.c.agent_id).where(draft_reader.c.draft_id == draft_id)
    return set(session.connection.execute(asked).scalars())


def _give(session: Session, row: Row[Any], agent_id: int | None, values: dict[str, Any]) -> bool:
    """Let another agent write it; whether they can, who have one draft of a kind on a ticket. In an office one sees nothing of others' drafts: the
    database says it.
    """
    try:
        with session.connection.begin_nested():
            _change(session, row, agent_id=agent_id, versions=_versions(session, row), **values)
    except IntegrityError:
        return False
    return True


def _change(session: Session, row: Row[Any], **values: Any) -> None:
    new = values | {"version": row.version + 1}
    session.connection.execute(update(draft).where(draft.c.id == row.id).values(new))
    session.changed(Entity.DRAFT, row.id, row.ticket_id)


def _say(session: Session, command: Command, ticket_id: int, text: str, agents: set[int]) -> None:
    made = write_note(session, command.agent_id, ticket_id, text)
    note_mentions(session, made, ticket_id, sorted(agents))
    record(session, command, Deed.NOTED, [(ticket_id, Deed.NOTED, "", str(made))], made)


def _name(session: Session, agent_id: int) -> str:
    return session.connection.execute(select(agent.c.name).where(agent.c.id == agent_id)).scalar() or ""
