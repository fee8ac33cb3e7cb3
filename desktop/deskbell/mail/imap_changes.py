"""What is done to a filed mail on its server, where its mailbox says so: marked as read, moved, deleted.

Only mails that are named by their UID are touched. Without UIDPLUS (RFC 4315) a server can only remove all mails that anybody has marked as
deleted: there ours are marked too, and stay. Doing the same again after a crash does nothing more.
"""

import imaplib
from collections.abc import Callable, Sequence
from typing import Final

from deskbell.mail.folders import FolderState, uid_set
from deskbell.mail.imap import Inbox
from deskbell.mail.imap_connection import fetch
from deskbell.mail.login import is_busy, words
from deskbell.model.errors import Trouble

_ID: Final = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"


def open_to_change(inbox: Inbox, folder: str) -> FolderState:
    """Open a folder so that its mails can be changed; raises `Trouble` mail.folder, and after.refused where it may only be read."""
    return inbox.select(folder, readonly=False)


def mark_seen(inbox: Inbox, state: FolderState, uids: Sequence[int]) -> None:
    """Mark mails of the open folder as read. Raises `Trouble` after.refused."""
    chosen = uid_set(uids)
    _try(inbox, state.name, lambda: inbox.client.add_flags(chosen, [b"\\Seen"], silent=True))


def delete(inbox: Inbox, state: FolderState, uids: Sequence[int]) -> bool:
    """Remove mails of the open folder; False where they could only be marked as deleted. Raises `Trouble` after.refused."""
    chosen = uid_set(uids)
    _try(inbox, state.name, lambda: inbox.client.add_flags(chosen, [b"\\Deleted"], silent=True))
    if not inbox.client.has_capability("UIDPLUS"):
        return False
    _try(inbox, state.name, lambda: inbox.client.uid_expunge(chosen))
    return True


def move(inbox: Inbox, state: FolderState, uids: Sequence[int], to: str) -> bool:
    """Move mails of the open folder; False where the old ones could only be marked as deleted.

    Raises `Trouble` after.no_folder where there is no folder `to`, after.refused.
    """
    client = inbox.client
    if client.has_capability("MOVE"):
        _try(inbox, to, lambda: client.move(uid_set(uids), to))
        return True
    missing = _not_there_yet(inbox, state, uids, to)
    if missing:
        _try(inbox, to, lambda: client.copy(uid_set(missing), to))
    return delete(inbox, state, uids)


def _not_there_yet(inbox: Inbox, state: FolderState, uids: Sequence[int], to: str) -> list[int]:
    """Those mails that the folder `to` holds no copy of: an earlier try may have been cut off behind the copying."""
    with inbox.asking():
        answers = fetch(inbox.client, uids, [_ID.decode().replace("BODY", "BODY.PEEK")])
    try:
        inbox.select(to)
    except Trouble as trouble:
        raise _no_folder(to, trouble.detail) if trouble.code == "mail.folder" else trouble from trouble
    missing = []
    with inbox.asking():
        for uid in uids:
            line = answers.get(uid, {}).get(_ID) or b""
            name = bytes(line).partition(b":")[2].strip().decode("ascii", "ignore")
            if uid in answers and not (name and inbox.client.search(["HEADER", "Message-ID", name])):
                missing.append(uid)
    if open_to_change(inbox, state.name).uid_validity != state.uid_validity:
        raise Trouble("mail.dropped", host=inbox.host)
    return missing


def _try(inbox: Inbox, folder: str, work: Callable[[], object]) -> None:
    with inbox.asking():
        try:
            work()
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            if is_busy(str(error)):
                raise
            if "TRYCREATE" in str(error).upper() or "NONEXISTENT" in str(error).upper():
                raise _no_folder(folder, words(error)) from error
            raise Trouble("after.refused", host=inbox.host, folder=folder, reason=words(error)) from error


def _no_folder(folder: str, detail: str) -> Trouble:
    return Trouble("after.no_folder", folder=folder, detail=detail)
