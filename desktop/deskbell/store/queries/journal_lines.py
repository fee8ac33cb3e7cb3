"""What has been written into the journal since a line of it, each line once."""

from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Row, Select, bindparam, func, select, text

from deskbell.model.kinds import Deed, MessageKind
from deskbell.rules.fields import from_journal
from deskbell.rules.imports import imported_status
from deskbell.rules.rule_events import Line, Wrote
from deskbell.store.queries.as_seen import several_choices
from deskbell.store.session import Session
from deskbell.store.tables import deed, journal, message, raw_mail

AT_ONCE: Final = 200
"""Lines that are read together."""

_WRITING: Final = (Deed.RECEIVED, Deed.REPLIED, Deed.NOTED)
_MAX: Final = select(func.coalesce(func.max(journal.c.id), 0))
_LINES: Final = (
    select(
        journal.c.id,
        journal.c.deed_id,
        deed.c.kind.label("step"),
        deed.c.undoes,
        journal.c.agent_id,
        journal.c.ticket_id,
        journal.c.kind,
        journal.c.before,
        journal.c.after,
        journal.c.at,
    )
    .join(deed, deed.c.id == journal.c.deed_id)
    .where(journal.c.id > bindparam("mark"))
    .order_by(journal.c.id)
    .limit(AT_ONCE)
)
_EARLIER: Final = message.alias("earlier")
_MESSAGES: Final = (
    select(
        message.c.id,
        message.c.is_auto,
        message.c.is_bounce,
        raw_mail.c.folder,
        ~select(_EARLIER.c.id)
        .where(
            _EARLIER.c.ticket_id == message.c.ticket_id,
            _EARLIER.c.id < message.c.id,
            _EARLIER.c.kind != int(MessageKind.NOTE),
        )
        .exists()
        .label("first"),
    )
    .select_from(message.outerjoin(raw_mail, raw_mail.c.id == message.c.raw_id))
    .where(message.c.id.in_(bindparam("ids", expanding=True)))
)
_KNOWN: Final = frozenset(Deed)
_SNAPSHOT: Final = text(
    "SELECT pg_snapshot_xmin(s)::text::bigint AS oldest, pg_snapshot_xmax(s)::text::bigint AS next FROM pg_current_snapshot() AS s"
)


class Mark(Struct, frozen=True):
    """Up to which line the journal was read: its id, its deed, and when it was written (milliseconds since 1970)."""

    id: int
    deed_id: str = ""
    at: int = 0

    def as_text(self) -> str:
        """As it is kept."""
        return f"{self.id} {self.at} {self.deed_id}"

    @classmethod
    def from_text(cls, kept: str) -> "Mark":
        """What was kept."""
        number, at, deed_id = kept.split(" ", 2)
        return cls(int(number), deed_id, int(at))


class JournalReader:
    """Reads on in the journal, in the order of its numbers, leaving out nothing.

    PostgreSQL gives a line its number before the commit: below those that are seen others may still appear. The reader stops at such a gap until whoever
    may fill it has ended. On SQLite a number may be given again once the last ticket's lines are erased: then it goes by the deed and the time of its mark.
    """

    def __init__(self) -> None:
        self._sure_to = 0
        self._waits: tuple[int, int] | None = None

    def read(self, session: Session, mark: Mark) -> list[Row[*tuple[Any, ...]]]:
        """The lines that come next, `AT_ONCE` at most; none where there are none, or it must wait."""
        if session.engine_name == "sqlite":
            return list(session.connection.execute(_LINES, {"mark": _again(session, mark)}))
        oldest = session.connection.execute(_SNAPSHOT).one().oldest
        if self._waits is not None and oldest >= self._waits[1]:
            self._sure_to, self._waits = self._waits[0], None
        found = list(session.connection.execute(_LINES, {"mark": mark.id}))
        expected = mark.id + 1
        for position, row in enumerate(found):
            if row.id != expected and row.id > self._sure_to + 1:
                if self._waits is None:
                    last = session.connection.execute(_MAX).scalar_one()
                    # Whoever has a number up to that had begun to write by then.
                    self._waits = (last, session.connection.execute(_SNAPSHOT).one().next)
                return found[:position]
            expected = row.id + 1
        return found


def lines(session: Session, rows: list[Row[*tuple[Any, ...]]]) -> tuple[Line, ...]:
    """Rows of the reader with the messages that they are about. What only a newer program knows is left out."""
    ids = {int(row.after) for row in rows if row.kind in _WRITING and row.after.isdigit()}
    found = session.connection.execute(_MESSAGES, {"ids": sorted(ids)}) if ids else ()
    of_fields = any(row.kind == Deed.FIELD for row in rows)
    several = several_choices(session) if of_fields else frozenset[int]()
    wrote = {row.id: Wrote(row.first, row.is_auto, row.is_bounce, _imported(row.folder)) for row in found}
    return tuple(
        Line(
            row.id,
            row.deed_id,
            Deed(row.step),
            row.undoes is not None,
            row.agent_id,
            row.ticket_id,
            Deed(row.kind),
            row.before,
            wrote.get(int(row.after)) if row.kind in _WRITING and row.after.isdigit() else None,
            row.kind == Deed.FIELD and from_journal(row.before)[0] in several,
        )
        for row in rows
        if row.kind in _KNOWN and row.step in _KNOWN
    )


def _imported(folder: str | None) -> bool:
    return folder is not None and imported_status(folder) is not None


def _again(session: Session, mark: Mark) -> int:
    """The mark's number, or where other lines have that by now the last one before them."""
    there = select(journal.c.deed_id).where(journal.c.id == mark.id)
    if not mark.deed_id or session.connection.execute(there).scalar() == mark.deed_id:
        return mark.id
    before: Select[int] = (
        select(journal.c.id)
        .where(journal.c.id <= mark.id, journal.c.at <= _moment(mark.at))
        .order_by(journal.c.id.desc())
        .limit(1)
    )
    return int(session.connection.execute(before).scalar() or 0)


def _moment(milliseconds: int) -> Any:
    from deskbell.store.tables.base import from_milliseconds

    return from_milliseconds(milliseconds)
