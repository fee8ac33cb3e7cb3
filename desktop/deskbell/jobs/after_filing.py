"""What happens on the server to mails that are filed: nothing before the commit, and after it exactly once, whatever was cut off in between."""

import logging
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, select, update

from deskbell.jobs.hold import Hold
from deskbell.mail import imap_changes
from deskbell.mail.folders import FolderState
from deskbell.mail.imap import Inbox
from deskbell.model.errors import Trouble
from deskbell.model.kinds import AfterFiling, RawState
from deskbell.model.rows import MailboxRow
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import raw_mail

log = logging.getLogger("deskbell.jobs.after")

AT_ONCE = 500

# What is wrong though mail comes in: a code of `model.sentences` and its values.
Caution = tuple[str, dict[str, str]]
# Raw mails of one folder and UIDVALIDITY: (id, UID).
Due = list[tuple[int, int]]


def any_due(session: Session, mailbox_id: int) -> bool:
    """Whether something is to be done on the server for filed mails of a mailbox."""
    query = select(raw_mail.c.id).where(raw_mail.c.mailbox_id == mailbox_id, raw_mail.c.after != "", _filed())
    return session.connection.execute(query.limit(1)).first() is not None


def do_after_filing(desk: Desk, hold: Hold, inbox: Inbox, row: MailboxRow) -> list[Caution]:
    """Do it all; what a person has to know about it. Raises `Trouble` where the connection fails, `Conflict` lease.lost.

    What is done is crossed off in a commit of its own: if that is missed, it is done once more, which changes nothing on the server.
    """
    warnings: list[Caution] = []
    for (folder, validity), due in desk.read(_due, row.id).items():
        try:
            state = imap_changes.open_to_change(inbox, folder)
            # With new UIDs the folder is gone through once more, and each mail is due anew under its own.
            if state.uid_validity == validity and row.after is not AfterFiling.LEAVE:
                _do(inbox, row, state, due, warnings)
        except Trouble as trouble:
            if trouble.code not in {"mail.folder", "after.refused", "after.no_folder"}:
                raise
            log.warning("mailbox %d: %s %s", row.id, trouble, trouble.detail)
            _add(warnings, trouble.code, {name: str(value) for name, value in trouble.values.items()})
            continue
        _cross_off(desk, hold, due)
        hold.renew()
    return warnings


def _do(inbox: Inbox, row: MailboxRow, state: FolderState, due: Due, warnings: list[Caution]) -> None:
    uids = [uid for _, uid in due]
    removed = True
    match row.after:
        case AfterFiling.SEEN:
            imap_changes.mark_seen(inbox, state, uids)
        case AfterFiling.MOVE:
            removed = imap_changes.move(inbox, state, uids, row.after_folder)
        case _:
            removed = imap_changes.delete(inbox, state, uids)
    log.info("mailbox %d, %s: %d filed mails, %s", row.id, state.name, len(uids), row.after.value)
    if not removed:
        _add(warnings, "after.marked_only", {"host": inbox.host, "folder": state.name})


def _add(warnings: list[Caution], code: str, values: dict[str, str]) -> None:
    if (code, values) not in warnings:
        warnings.append((code, values))


def _cross_off(desk: Desk, hold: Hold, due: Sequence[tuple[int, int]]) -> None:
    def work(session: Session) -> None:
        hold.check(session)
        session.connection.execute(
            update(raw_mail).where(raw_mail.c.id.in_([raw_id for raw_id, _ in due])).values(after="")
        )

    desk.transact(work)


def _filed() -> ColumnElement[bool]:
    return raw_mail.c.state != RawState.NEW.value


def _due(session: Session, mailbox_id: int) -> dict[tuple[str, int], Due]:
    """By folder and UIDVALIDITY, at most so many as one command names."""
    query = (
        select(raw_mail.c.id, raw_mail.c.folder, raw_mail.c.uidvalidity, raw_mail.c.uid)
        .where(raw_mail.c.mailbox_id == mailbox_id, raw_mail.c.after != "", _filed())
        .order_by(raw_mail.c.folder, raw_mail.c.uidvalidity, raw_mail.c.uid)
        .limit(AT_ONCE)
    )
    rows = session.connection.execute(query).all()
    return {
        place: [(row.id, row.uid) for row in group]
        for place, group in groupby(rows, lambda row: (row.folder, row.uidvalidity))
    }
