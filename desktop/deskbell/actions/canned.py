"""Making, changing, removing and counting canned replies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, literal, select, update

from deskbell.actions.deeds import record
from deskbell.model.canned import NO_ACTIONS, NUMBERS, RemoveCannedReply, SaveCannedReply, UseCannedReply
from deskbell.model.checklist import ChecklistItem
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.rules import canned
from deskbell.rules.checklist import kept
from deskbell.rules.macros import steps_of, tags
from deskbell.store import blobs
from deskbell.store.queries.canned import day_of
from deskbell.store.session import Session
from deskbell.store.tables import attachment, canned_action, canned_file, canned_reply, canned_text, canned_use
from deskbell.store.upsert import insert_into


def save_canned(session: Session, command: SaveCannedReply) -> int:
    """Make a reply (id 0) or change one; its id.

    Raises `Mistake` name.empty, canned.empty, canned.missing, canned.shared (it cannot become private), checklist.long and `Conflict` canned.changed.
    """
    name = canned.clean(command.name)
    if not name:
        raise Mistake("name.empty")
    texts = {text.language: text for text in command.texts if text.text.strip() or text.html}
    if not texts:
        raise Mistake("canned.empty")
    values = {
        "name": name,
        "folder": canned.clean(command.folder),
        "shortcut": canned.clean_shortcut(command.shortcut),
        "owner_id": command.owner_id,
        "mailbox_id": command.mailbox_id,
        "number": command.number if command.number in NUMBERS else 0,
    }
    if command.id == 0:
        made = insert(canned_reply).values(**values, created_at=session.now).returning(canned_reply.c.id)
        reply_id: int = session.connection.execute(made).scalar_one()
    else:
        reply_id = command.id
        owner = _owner(session, command.id, command.agent_id)
        if owner is None and command.owner_id is not None:
            raise Mistake("canned.shared")
        _change(session, command, owner, name, values)
        session.connection.execute(delete(canned_text).where(canned_text.c.reply_id == reply_id))
    rows = [
        {
            "reply_id": reply_id,
            "language": text.language,
            "html": text.html,
            "text": text.text,
            "subject": canned.clean(text.subject),
        }
        for text in texts.values()
    ]
    session.connection.execute(insert(canned_text), rows)
    _take_number(session, command, reply_id)
    _keep_actions(session, command, reply_id)
    _keep_files(session, command, reply_id)
    record(session, command, Deed.SETTINGS, [], reply_id)
    _tell(session, command.owner_id)
    return reply_id


def remove_canned(session: Session, command: RemoveCannedReply) -> None:
    """Throw a reply away. Raises `Mistake` canned.missing, `Conflict` canned.changed."""
    owner = _owner(session, command.id, command.agent_id)
    if owner != command.owner_id:
        raise Mistake("canned.missing")
    gone = delete(canned_reply).where(canned_reply.c.id == command.id, canned_reply.c.version == command.version)
    name = session.connection.execute(select(canned_reply.c.name).where(canned_reply.c.id == command.id)).scalar()
    if session.connection.execute(gone).rowcount == 0:
        raise Conflict("canned.changed", name=name or "")
    record(session, command, Deed.SETTINGS, [])
    _tell(session, command.owner_id)


def use_canned(session: Session, command: UseCannedReply) -> None:
    """Count a use; of a reply that is gone by now nothing is counted. Nobody's history, so no deed is recorded, and nobody need look again for it."""
    if command.agent_id is None or not _there(session, command.id, command.agent_id):
        return
    fresh = insert_into(session, canned_use).values(
        reply_id=command.id,
        agent_id=command.agent_id,
        day=day_of(session.now),
        n=1,
        used_at=session.now,
        deed=command.deed,
    )
    # The same command a second time is the same use.
    more = canned_use.c.n + case((canned_use.c.deed == command.deed, 0), else_=1)
    session.connection.execute(
        fresh.on_conflict_do_update(
            index_elements=[canned_use.c.reply_id, canned_use.c.agent_id, canned_use.c.day],
            set_={"n": more, "used_at": session.now, "deed": command.deed},
        )
    )


def _seen(reply_id: int, agent_id: int | None) -> Select[Any]:
    """The reply, where it is one that the agent sees."""
    theirs = canned_reply.c.owner_id.is_(None) | (canned_reply.c.owner_id == agent_id)
    return select(canned_reply.c.owner_id).where(canned_reply.c.id == reply_id, theirs)


def _owner(session: Session, reply_id: int, agent_id: int | None) -> int | None:
    row = session.connection.execute(_seen(reply_id, agent_id)).first()
    if row is None:
        raise Mistake("canned.missing")
    owner: int | None = row.owner_id
    return owner


def _there(session: Session, reply_id: int, agent_id: int) -> bool:
    return session.connection.execute(_seen(reply_id, agent_id)).first() is not None


def _change(session: Session, command: SaveCannedReply, owner: int | None, name: str, values: dict[str, Any]) -> None:
    whose = canned_reply.c.owner_id.is_(None) if owner is None else canned_reply.c.owner_id == owner
    done = session.connection.execute(
        update(canned_reply)
        .where(canned_reply.c.id == command.id, canned_reply.c.version == command.version, whose)
        .values(values | {"version": command.version + 1})
    )
    if done.rowcount == 0:
        raise Conflict("canned.changed", name=name)


def _keep_files(session: Session, command: SaveCannedReply, reply_id: int) -> None:
    """Its files are those it keeps, those it takes from elsewhere, and the new ones, in this order."""
    session.connection.execute(
        delete(canned_file).where(canned_file.c.reply_id == reply_id, canned_file.c.id.not_in(command.files_from))
    )
    kept = select(canned_file.c.id).where(canned_file.c.reply_id == reply_id)
    own = set(session.connection.execute(kept).scalars())
    others = [one for one in command.files_from if one not in own]
    _copy(session, reply_id, canned_file, others)
    _copy(session, reply_id, attachment, command.attachments_from)
    ids = blobs.keep(session, [file.content for file in command.files])
    if ids:
        session.connection.execute(
            insert(canned_file),
            [
                {
                    "reply_id": reply_id,
                    "position": position,
                    "blob_id": blob_id,
                    "name": file.name,
                    "content_type": file.content_type,
                    "size": len(file.content),
                    "content_id": file.content_id,
                }
                for position, (file, blob_id) in enumerate(
                    zip(command.files, ids, strict=True), _next_position(session, reply_id)
                )
            ],
        )


def _take_number(session: Session, command: SaveCannedReply, reply_id: int) -> None:
    """Another one of the same owner that had the number has none any more."""
    if command.number in NUMBERS:
        other = canned_reply.c.number == command.number, canned_reply.c.id != reply_id
        whose = canned_reply.c.owner_id.is_not_distinct_from(command.owner_id)
        session.connection.execute(update(canned_reply).where(*other, whose).values(number=0))


def _keep_actions(session: Session, command: SaveCannedReply, reply_id: int) -> None:
    session.connection.execute(delete(canned_action).where(canned_action.c.reply_id == reply_id))
    wanted = command.actions
    if wanted != NO_ACTIONS:
        row = {
            "reply_id": reply_id,
            "status": None if wanted.status is None else int(wanted.status),
            "assign": wanted.assign.value,
            "add_tags": tags(wanted.add_tags),
            "remove_tags": tags(wanted.remove_tags),
            "snooze_days": wanted.snooze_days,
            "due_days": wanted.due_days,
            "type": None if wanted.type is None else int(wanted.type),
            "followers": tuple(sorted(set(wanted.followers))),
            "checklist": tuple(kept(ChecklistItem("", step)).text for step in steps_of(wanted.checklist)),
            "priority": None if wanted.priority is None else int(wanted.priority),
            "team_id": wanted.team_id,
            "assignee_id": wanted.assignee_id,
            "article_id": wanted.article_id,
        }
        session.connection.execute(insert(canned_action), row)


def _copy(session: Session, reply_id: int, table: Any, ids: Sequence[int]) -> None:
    if not ids:
        return
    names = ("blob_id", "name", "content_type", "size", "content_id")
    columns = [table.c[name] for name in names]
    place = literal(_next_position(session, reply_id), canned_file.c.position.type)
    chosen = select(literal(reply_id, canned_file.c.reply_id.type), place, *columns).where(table.c.id.in_(ids))
    into = ["reply_id", "position", *names]
    session.connection.execute(insert(canned_file).from_select(into, chosen.order_by(table.c.id)))


def _next_position(session: Session, reply_id: int) -> int:
    """Behind all the files that the reply has by now."""
    last = select(func.max(canned_file.c.position)).where(canned_file.c.reply_id == reply_id)
    found: int | None = session.connection.execute(last).scalar()
    return 0 if found is None else found + 1


def _tell(session: Session, owner_id: int | None) -> None:
    # As a setting, which they are to whoever does not know more of them: versions before this one would stumble over a word that they never heard.
    session.changed(Entity.SETTING, owner_id or 0)
