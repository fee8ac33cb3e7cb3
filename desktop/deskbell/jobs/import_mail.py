"""History from elsewhere (`mail_sources`) becomes tickets with its dates, threads and people. No mail is sent.

It takes the same road as mail from a server: kept raw first, then read and filed. So it can be cut off anywhere and begun again, and what is
there already does not come twice.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from deskbell.actions.keep_raw import RawMail, keep_raw, next_uid
from deskbell.jobs.mail_sources import FoundMail
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.session import Session

GROUP_COUNT = 200
GROUP_BYTES = 16 << 20
_UIDVALIDITY = 0


class Kept(Struct, frozen=True):
    """How an import's first half went: mails read from the source, and how many of them the desk did not have yet."""

    seen: int
    new: int


def keep_all(
    desk: Desk,
    mailbox_id: int,
    folder: str,
    source: Iterable[FoundMail],
    progress: Callable[[Kept], None] = lambda _: None,
) -> Kept:
    """Keep all mails of a source for `mailbox_id` in a folder of `rules.imports`, which says what becomes of them. `progress` is told after each commit."""
    kept = Kept(0, 0)
    for mails in _grouped(source):
        ready = [(at, blobs.prepared(content)) for at, content in mails]

        def work(session: Session, ready: list[tuple[datetime, blobs.Content]] = ready) -> int:
            numbered = list(enumerate(ready, next_uid(session, mailbox_id, folder)))
            raw = [RawMail(uid, at, content.data) for uid, (at, content) in numbered]
            contents = {uid: content for uid, (_, content) in numbered}
            place = (mailbox_id, folder, _UIDVALIDITY)
            return len(keep_raw(session, *place, raw, note_known=False, contents=contents))

        kept = Kept(kept.seen + len(mails), kept.new + desk.transact(work))
        progress(kept)
    return kept


def _grouped(source: Iterable[FoundMail]) -> Iterator[list[FoundMail]]:
    """As many mails as are kept in one commit."""
    group: list[FoundMail] = []
    size = 0
    for mail in source:
        group.append(mail)
        size += len(mail[1])
        if len(group) == GROUP_COUNT or size > GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group
