"""Which servers say in a mailbox's latest mails who those are from: what a person can choose the trusted one among."""

from collections import Counter
from typing import Final

from sqlalchemy import select

from deskbell.mail.parse.headers import split_headers
from deskbell.model.kinds import RawState
from deskbell.model.proof_servers import ProofServers
from deskbell.rules.proven import server_of
from deskbell.store import blobs
from deskbell.store.session import Session
from deskbell.store.tables import blob, raw_mail

LATEST: Final = 50
# Only mails that are read at once.
_LARGEST: Final = 256 << 10
_HEADERS: Final = 64 << 10
_SHOWN: Final = 3


def proof_servers(session: Session, mailbox_id: int) -> ProofServers:
    """What stands in the topmost Authentication-Results of the latest mails, the most frequent first. One further down may have come with its mail."""
    rows = session.connection.execute(
        select(raw_mail.c.blob_id)
        .join(blob, blob.c.id == raw_mail.c.blob_id)
        .where(
            raw_mail.c.mailbox_id == mailbox_id,
            raw_mail.c.state == RawState.FILED.value,
            raw_mail.c.reason == "",
            blob.c.size < _LARGEST,
        )
        .order_by(raw_mail.c.id.desc())
        .limit(LATEST)
    )
    contents = blobs.read_all(session, rows.scalars())
    found = Counter(name for raw in contents.values() if (name := _topmost(raw)))
    return ProofServers(len(contents), tuple(found.most_common(_SHOWN)))


def _topmost(raw: bytes) -> str:
    headers, _ = split_headers(raw, 0, min(len(raw), _HEADERS))
    value = headers.first("authentication-results").decode("ascii", "ignore")
    name = server_of(value)
    return name if name.isprintable() else ""
