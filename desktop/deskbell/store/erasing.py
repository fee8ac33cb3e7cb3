"""Rows that go while a person is erased, whoever's they are: in an office by functions that let an administrator do so (`rights.of_erasing`)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Table, Text, cast, delete, or_, select, union, update

from deskbell.store.bulk import as_kept, in_parts
from deskbell.store.search import index
from deskbell.store.search.index import Entry
from deskbell.store.search.parts import part_of, parts
from deskbell.store.session import Session
from deskbell.store.tables import (
    article_file,
    attachment,
    auto_reply,
    bounce,
    canned_file,
    draft,
    listed_sender,
    message,
    metadata,
    outbox,
    participant,
    picture_sender,
    raw_mail,
    saved_view,
)

_ADDRESSED: Final = (
    participant.c.email,
    bounce.c.email,
    auto_reply.c.email,
    listed_sender.c.pattern,
    picture_sender.c.address,
)
_NEEDED_BY: Final = (
    attachment.c.blob_id,
    canned_file.c.blob_id,
    article_file.c.blob_id,
    raw_mail.c.blob_id,
    outbox.c.blob_id,
)
_SQL: Final[Mapping[str, str]] = {
    "held back": "SELECT row_security_active('ticket')",
    "erase": "SELECT deskbell_erase(%s, %s, %s)",
    "black out": "SELECT deskbell_black_out(%s, %s, %s)",
    "forget": "SELECT deskbell_forget(%s, %s)",
    "holding": "SELECT deskbell_holding(%s, %s)",
    "draft contents": "SELECT deskbell_draft_contents(%s, %s)",
    "unneeded": "SELECT id FROM unnest(%s::bigint[]) AS id WHERE deskbell_hangs_on_nothing(id)",
}


class Eraser:
    """Takes rows out of the desk, in a transaction that has recorded the erasure as its first deed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._run = session.connection.exec_driver_sql
        self._office = session.engine_name == "postgresql" and bool(self._run(_SQL["held back"]).scalar_one())
        if session.engine_name == "sqlite":
            # What goes is overwritten, not only let go of.
            self._run("PRAGMA secure_delete = ON")

    def remove(self, table: str, ids: Collection[int], key: str = "id") -> None:
        """Remove the rows whose `key` is one of these ids, and what hangs on them."""
        for part in in_parts(sorted(ids)):
            if self._office:
                self._run(_SQL["erase"], (table, key, list(part)))
            else:
                rows = metadata.tables[table]
                self._session.connection.execute(delete(rows).where(rows.c[key].in_(part)))

    def write(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Give a row these values."""
        rows = metadata.tables.get(table)
        if not self._office and rows is not None:
            self._session.connection.execute(update(rows).where(rows.c.id == row_id).values(dict(values)))
            return
        # The index is no table of ours.
        (kept,) = [dict(values)] if rows is None else as_kept(self._session, rows, [values])
        texts = {
            name: f"\\x{values[name].hex()}" if isinstance(values[name], bytes) else one for name, one in kept.items()
        }
        self._run(_SQL["black out"], (table, row_id, msgspec.json.encode(texts).decode()))

    def forget(self, emails: Sequence[str], customers: Sequence[int]) -> None:
        """Forget what is kept under these addresses besides their customers, and which messages are by these customers."""
        if self._office:
            self._run(_SQL["forget"], (list(emails), list(customers)))
            return
        for column in _ADDRESSED:
            self._session.connection.execute(delete(column.table).where(column.in_(emails)))
        by_them = update(message).where(message.c.customer_id.in_(customers)).values(customer_id=None)
        self._session.connection.execute(by_them)

    def drafts(self, texts: Sequence[str]) -> list[Mapping[str, Any]]:
        """Everybody's drafts that hold one of these texts (in lower case), as the database keeps them."""
        return self._holding(draft, ("id", "to", "cc", "bcc", "subject", "html", "text", "before", "versions"), texts)

    def saved_views(self, texts: Sequence[str]) -> list[Mapping[str, Any]]:
        """The same of saved views."""
        return self._holding(saved_view, ("id", "owner_id", "name", "query"), texts)

    def draft_contents(self, drafts: Sequence[int], tickets: Sequence[int]) -> set[int]:
        """The contents of the files of these drafts, and of the drafts on these tickets."""
        if self._office:
            return set(self._run(_SQL["draft contents"], (list(drafts), list(tickets))).scalars())
        found: set[int] = set()
        written = select(attachment.c.blob_id).join(draft, draft.c.id == attachment.c.draft_id)
        for column, ids in ((draft.c.id, drafts), (draft.c.ticket_id, tickets)):
            for part in in_parts(ids):
                found.update(self._session.connection.execute(written.where(column.in_(part))).scalars())
        return found

    def remove_unneeded(self, blob_ids: Collection[int]) -> int:
        """Remove those of these contents that nothing needs any more; how many they were."""
        gone = 0
        for part in in_parts(sorted(blob_ids)):
            if self._office:
                unneeded = set(self._run(_SQL["unneeded"], (list(part),)).scalars())
            else:
                needed = union(*(select(one).where(one.in_(part)) for one in _NEEDED_BY))
                unneeded = set(part) - set(self._session.connection.execute(needed).scalars())
            self.remove("blob", unneeded)
            gone += len(unneeded)
        return gone

    def forget_words(self, message_ids: Collection[int]) -> None:
        """Take messages out of the search."""
        if self._office:
            self.remove("message_search", message_ids, "message_id")
        else:
            for one in message_ids:
                index.remove(self._session, one)

    def reword(self, entry: Entry) -> None:
        """Let a message be found by what it says now."""
        if self._office:
            self.write("message_search", entry.message_id, {"words": index.words_of(entry)})
        else:
            index.replace(self._session, entry)

    def finish(self, message_ids: Collection[int]) -> None:
        """See to it that the words of messages that were taken out of the search lie in it no more: FTS5 keeps them until it merges what it has written."""
        if self._session.engine_name != "sqlite":
            return
        there = parts(self._session)
        for part in {part_of(there, message_id).name for message_id in message_ids}:
            self._run(f"INSERT INTO {part} ({part}) VALUES ('optimize')")  # noqa: S608  our own names
        self._run("PRAGMA secure_delete = OFF")

    def _holding(self, table: Table, columns: Sequence[str], texts: Sequence[str]) -> list[Mapping[str, Any]]:
        if not texts:
            return []
        if self._office:
            likes = [f"%{_escaped(one.lower())}%" for one in texts]
            return list(self._run(_SQL["holding"], (table.name, likes)).scalars())
        written = [cast(table.c[name], Text) for name in columns if not name.endswith("id")]
        held = or_(*(one.icontains(text, autoescape=True) for one in written for text in texts))
        found = self._session.connection.execute(select(*(table.c[name] for name in columns)).where(held))
        return [row._asdict() for row in found]


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
