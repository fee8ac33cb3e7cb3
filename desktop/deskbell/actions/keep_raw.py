"""Mail in, first half: raw bytes are kept before anybody reads them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, func, select, union_all

from deskbell.actions.intake.arrival import Arrival
from deskbell.model.hidden import all_but
from deskbell.model.kinds import AfterFiling, RawState
from deskbell.store import blobs, plain
from deskbell.store.bulk import insert_rows, reserve
from deskbell.store.session import Session
from deskbell.store.tables import blob, raw_mail

_OF_FOLDER = (raw_mail.c.mailbox_id == bindparam("mailbox")) & (raw_mail.c.folder == bindparam("folder"))
# What this mailbox has under these UIDs, and of these bytes under any other.
_COLUMNS = (raw_mail.c.folder, raw_mail.c.uidvalidity, raw_mail.c.uid, raw_mail.c.sha256)
_HAS = union_all(
    select(*_COLUMNS).where(
        _OF_FOLDER, raw_mail.c.uidvalidity == bindparam("validity"), raw_mail.c.uid.in_(bindparam("uids"))
    ),
    # By way of their blobs: an index over digests would have each mail write at a random place of it once more.
    select(*_COLUMNS)
    .join(blob, blob.c.id == raw_mail.c.blob_id)
    .where(raw_mail.c.mailbox_id == bindparam("mailbox"), blob.c.sha256.in_(bindparam("digests"))),
)
_LAST_UID = select(func.max(raw_mail.c.uid)).where(_OF_FOLDER)


class RawMail(Struct, frozen=True):
    """A mail as its server gave it: `uid` within the folder's UIDVALIDITY, `received_at` the server's INTERNALDATE.

    With a `code` of `model.sentences` the server did not give it, and `content` is one line about it: what becomes its ticket. A mail that is
    `too_old` was never asked for: it is noted, and no ticket is made of it.
    """

    uid: int
    received_at: datetime
    content: bytes
    code: str = ""
    too_old: bool = False

    __repr__ = all_but("content")


class NewMails(Struct, frozen=True):
    """Mails that the desk did not have: their bytes are kept, their rows are still to be written. `waiting` are those that are to be read, by their UIDs."""

    rows: Sequence[dict[str, Any]]
    waiting: dict[int, Arrival]


def keep_raw(
    session: Session,
    mailbox_id: int,
    folder: str,
    uidvalidity: int,
    mails: Sequence[RawMail],
    *,
    note_known: bool = True,
    after: AfterFiling = AfterFiling.LEAVE,
    contents: Mapping[int, blobs.Content] | None = None,
) -> dict[int, Arrival]:
    """Keep mails under (mailbox, folder, UIDVALIDITY, UID) and their SHA-256; those that are new and wait to be read, by their UIDs. See `new_mails`."""
    place = (mailbox_id, folder, uidvalidity)
    new = new_mails(session, *place, mails, note_known=note_known, after=after, contents=contents)
    insert_rows(session, raw_mail, new.rows)
    return new.waiting


def new_mails(
    session: Session,
    mailbox_id: int,
    folder: str,
    uidvalidity: int,
    mails: Sequence[RawMail],
    *,
    note_known: bool = True,
    after: AfterFiling = AfterFiling.LEAVE,
    contents: Mapping[int, blobs.Content] | None = None,
) -> NewMails:
    """What is new of these mails; who writes the rows keeps them.

    A UID that is kept already is passed over. Bytes that this mailbox has had before (the folder was re-created, a mail was moved back)
    are noted under their new UID, but not read again; without `note_known` they leave no trace. `after` is what is to be
    done on the server with those that it gave, once they are filed. `contents` are those of all mails by their UIDs, where they were prepared.
    """
    if contents is None:
        contents = {mail.uid: blobs.Content(mail.content) for mail in mails}
    digests = {uid: content.digest for uid, content in contents.items()}
    asked = {"mailbox": mailbox_id, "folder": folder, "validity": uidvalidity}
    asked |= {"uids": set(digests), "digests": set(digests.values())}
    has = plain.rows(session.connection, _HAS, asked)
    known = {uid for lies, validity, uid, _ in has if (lies, validity) == (folder, uidvalidity)}
    fresh = [mail for mail in mails if mail.uid not in known]
    if not fresh:
        return NewMails((), {})
    had = {bytes(digest) for *_, digest in has}
    kept = blobs.keep_all(session, [contents[mail.uid] for mail in fresh])
    rows = []
    waiting = {}
    numbers = reserve(session, raw_mail, len(fresh))
    for raw_id, mail, blob_id in zip(numbers, fresh, kept, strict=True):
        digest = digests[mail.uid]
        state = RawState.IGNORED if digest in had or mail.too_old else RawState.NEW
        if digest in had and not note_known:
            continue
        had.add(digest)
        if state is RawState.NEW:
            waiting[mail.uid] = Arrival(raw_id, blob_id, mailbox_id, mail.received_at, folder)
        rows.append(
            {
                "id": raw_id,
                "mailbox_id": mailbox_id,
                "folder": folder,
                "uidvalidity": uidvalidity,
                "uid": mail.uid,
                "sha256": digest,
                "blob_id": blob_id,
                "received_at": mail.received_at,
                "kept_at": session.now,
                "state": state.value,
                "reason": mail.code,
                "after": "" if after is AfterFiling.LEAVE or mail.code or mail.too_old else after.value,
            }
        )
    return NewMails(rows, waiting)


def next_uid(session: Session, mailbox_id: int, folder: str) -> int:
    """The number after the last one kept in a folder that has no UIDs of its own (an import)."""
    ((last,),) = plain.rows(session.connection, _LAST_UID, {"mailbox": mailbox_id, "folder": folder})
    return (last or 0) + 1
