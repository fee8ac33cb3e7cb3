"""How far a folder is read, as the database remembers it."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Select, insert, select, update

from deskbell.store.session import Session
from deskbell.store.tables import folder, is_refused, raw_mail


class Mark(Struct, frozen=True):
    """`last_uid` is read and all before it, from `first_uid` on; what came before `since` was never asked for (None: all is).

    `special` is what the folder is for, in RFC 6154's words. `again`: the folder has been read before, under another UIDVALIDITY, and is being gone through once more. `found` are mails that a comparison
    has found missing since the mark was last written.
    """

    uidvalidity: int
    last_uid: int
    first_uid: int
    since: datetime | None
    compared_at: datetime | None
    special: str = ""
    again: bool = False
    found: int = 0

    def read_to(self, uid: int) -> "Mark":
        """Read up to `uid`."""
        return replace(self, last_uid=max(uid, self.last_uid))

    def compared(self, at: datetime, found: int) -> "Mark":
        """Compared with the server at `at`."""
        return replace(self, compared_at=at, found=found)

    def settled(self) -> "Mark":
        """As it comes back from the database."""
        return replace(self, again=False, found=0)


def read_mark(session: Session, mailbox_id: int, name: str) -> Mark | None:
    """The mark of a folder; None where it was never read."""
    found = session.connection.execute(
        select(folder).where(folder.c.mailbox_id == mailbox_id, folder.c.name == name)
    ).first()
    if found is None:
        return None
    return Mark(found.uidvalidity, found.last_uid, found.first_uid, found.since, found.compared_at, found.special)


def write_mark(session: Session, mailbox_id: int, name: str, mark: Mark) -> None:
    """Remember how far a folder is read."""
    values = {
        "uidvalidity": mark.uidvalidity,
        "last_uid": mark.last_uid,
        "first_uid": mark.first_uid,
        "since": mark.since,
        "compared_at": mark.compared_at,
        "special": mark.special,
        "read_at": session.now,
    }
    here = (folder.c.mailbox_id == mailbox_id) & (folder.c.name == name)
    more = {"recovered": folder.c.recovered + mark.found} if mark.found else {}
    if session.connection.execute(update(folder).where(here).values(values | more)).rowcount == 0:
        session.connection.execute(insert(folder).values(values | {"mailbox_id": mailbox_id, "name": name}))


def kept_uids(session: Session, mailbox_id: int, name: str, uidvalidity: int) -> frozenset[int]:
    """The UIDs of a folder that the desk has."""
    query = _uids(mailbox_id, name).where(raw_mail.c.uidvalidity == uidvalidity)
    return frozenset(session.connection.execute(query).scalars())


def refused_uids(session: Session, mailbox_id: int, name: str, uidvalidity: int) -> list[int]:
    """The UIDs of a folder that its server has listed and not given yet, in order."""
    # An expression: otherwise SQLite would take the index of all mails, for it knows one column more.
    query = _uids(mailbox_id, name).where(is_refused, raw_mail.c.uidvalidity + 0 == uidvalidity)
    return sorted(session.connection.execute(query).scalars())


def _uids(mailbox_id: int, name: str) -> Select[int]:
    return select(raw_mail.c.uid).where(raw_mail.c.mailbox_id == mailbox_id, raw_mail.c.folder == name)
