"""Making a backup the desk again, on either engine: its rows go into a new place, which becomes the desk once all of them are there and are the backup's."""

import logging
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select, update

from deskbell.model.carrying import CarryEnd
from deskbell.model.errors import DeskError, Mistake
from deskbell.model.kinds import OutboxState
from deskbell.model.webhooks import CallState
from deskbell.store import migrations, packing
from deskbell.store.carry.backup_file import Backup, opened
from deskbell.store.carry.held import held_reading
from deskbell.store.carry.place import is_occupied, making
from deskbell.store.carry.run import Carrying, Tell
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import blob, blob_chunk, outbox, warning, warning_mail, webhook_call

log = logging.getLogger("deskbell.carry")

_CHUNKS: Final = 16


def restore_backup(file: Path, address: str, tell: Tell, *, replace: bool = False) -> CarryEnd:
    """Make the desk at `address` of a backup, and bring it to the newest schema. A desk that is there is set aside if `replace` is true.

    Mails that were on their way out when the backup was made are of unknown fate: they may have been sent since; calls of webhooks are given up until an
    administrator decides, and agents are warned in their windows and not by mail. Raises `Mistake` db.occupied where
    there is a desk and `replace` is false, db.in_use, carry.running and what `backup_file.opened` raises, and `Trouble`; then nothing has changed.
    """
    began = time.monotonic()
    with opened(file) as backup, making(address) as place:
        with closing(Desk.open(address)) as there:
            if is_occupied(there) and not replace:
                raise Mistake("db.occupied", address=place.name)
        place.discard()
        try:
            carrying = Carrying(backup.session, place, tell, step=backup.step)
            backup.must_be(carrying.run())
            with held_reading(place.desk) as session:
                _check(session, backup)
            migrations.upgrade(place.desk)
            carrying.index()
            place.desk.transact(lambda session: _hold_back(session, backup.made_at))
            aside = place.settle(f"{datetime.now(UTC):%Y%m%d_%H%M%S_%f}", replace=replace)
        except BaseException:
            with suppress(DeskError):
                place.discard()
            raise
        return CarryEnd(place.name, len(backup.tables), carrying.rows, round(time.monotonic() - began, 3), aside)


def _check(session: Session, backup: Backup) -> None:
    """Raise `Mistake` backup.damaged where what was carried cannot be a desk, though it is what the backup says it holds."""
    path = backup.session.connection.engine.url.database
    if migrations.taken(session) != backup.step:
        raise Mistake("backup.damaged", path=path, detail="schema_step")
    about = session.connection.execute(select(blob.c.id, blob.c.size, blob.c.coding, blob.c.sha256)).all()
    chunks = groupby(_chunks(session), itemgetter(0))
    known = {row.id: row for row in about}
    for blob_id, rows in chunks:
        row = known.pop(blob_id)
        if not packing.is_content(row.coding, (data for _, data in rows), row.size, bytes(row.sha256)):
            raise Mistake("backup.damaged", path=path, detail=f"blob {blob_id}")
    if known:
        raise Mistake("backup.damaged", path=path, detail=f"blob {min(known)} has no bytes")


def _chunks(session: Session) -> Iterator[tuple[int, bytes]]:
    query = select(blob_chunk.c.blob_id, blob_chunk.c.data).order_by(blob_chunk.c.blob_id, blob_chunk.c.number)
    for part in session.connection.execute(query, execution_options={"yield_per": _CHUNKS}).partitions():
        yield from ((blob_id, bytes(data)) for blob_id, data in part)


def _hold_back(session: Session, made_at: str) -> None:
    """Whatever waited to be sent has been since, perhaps: the Sent folder or a person decides, and nobody gets a mail twice."""
    waiting = outbox.c.state.in_((OutboxState.WAITING.value, OutboxState.SENDING.value))
    values = {
        "state": OutboxState.UNKNOWN.value,
        "reason": "restore.perhaps_sent",
        "reason_values": {"date": made_at[:10]},
        "changed_at": session.now,
    }
    held = session.connection.execute(update(outbox).where(waiting).values(values)).rowcount
    if held:
        log.info("%d mails waited to be sent when the backup was made; they wait for a decision", held)
    _hold_calls(session, made_at)
    _tell_in_windows(session)


def _tell_in_windows(session: Session) -> None:
    """Agents see in their windows what they were to be warned of by mail: nobody decides about mails to colleagues."""
    run = session.connection.execute
    for letter in run(select(warning_mail.c.agent_id, warning_mail.c.tickets)).all():
        its = (warning.c.agent_id == letter.agent_id, warning.c.ticket_id.in_(letter.tickets))
        run(update(warning).where(*its, warning.c.mail).values(notify=True))
    run(delete(warning_mail))
    run(update(warning).where(warning.c.told_at.is_(None), warning.c.mail).values(notify=True, mail=False))


def _hold_calls(session: Session, made_at: str) -> None:
    """Nor is a webhook called twice: an administrator decides."""
    values = {
        "state": CallState.GIVEN_UP.value,
        "until": session.now,
        "reason": "restore.perhaps_called",
        "reason_values": {"date": made_at[:10]},
    }
    waiting = webhook_call.c.state == CallState.WAITING.value
    held = session.connection.execute(update(webhook_call).where(waiting).values(values)).rowcount
    if held:
        log.info("%d calls of webhooks waited when the backup was made; they wait for a decision", held)
