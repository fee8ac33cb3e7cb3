"""A mail that its server refused for a while and gives now: it is read like any other, and the ticket that missed it says where it went."""

from collections.abc import Sequence

from sqlalchemy import select, update

from deskbell.actions.deeds import add_lines, record
from deskbell.actions.keep_raw import RawMail
from deskbell.actions.properties import set_status
from deskbell.model.commands import Command, SetStatus
from deskbell.model.kinds import AfterFiling, Deed, Entity, RawState, Status
from deskbell.rules.unread import REFUSED
from deskbell.store import blobs
from deskbell.store.session import Session
from deskbell.store.tables import message, raw_mail, ticket


def give_after_all(
    session: Session,
    mailbox_id: int,
    folder: str,
    uidvalidity: int,
    mails: Sequence[RawMail],
    after: AfterFiling,
) -> int:
    """Put the bytes of mails in the place of the line about each, and have them read; how many there were.

    `message_id` of the raw mail stays: it is the message of the ticket that was made in its place, until the mail itself is filed.
    """
    given = 0
    contents = [blobs.Content(mail.content) for mail in mails]
    for mail, content, blob_id in zip(mails, contents, blobs.keep_all(session, contents), strict=True):
        here = (
            (raw_mail.c.mailbox_id == mailbox_id)
            & (raw_mail.c.folder == folder)
            & (raw_mail.c.uidvalidity == uidvalidity)
            & (raw_mail.c.uid == mail.uid)
            & (raw_mail.c.reason == REFUSED)
        )
        values = {
            "sha256": content.digest,
            "blob_id": blob_id,
            "received_at": mail.received_at,
            "state": RawState.NEW.value,
            "reason": "",
            "after": "" if after is AfterFiling.LEAVE else after.value,
        }
        given += session.connection.execute(update(raw_mail).where(here).values(values)).rowcount
    return given


def close_stand_ins(session: Session, filed: dict[int, int]) -> None:
    """Tell the tickets that stood in for mails where those are now. `filed` has the ticket of each mail by the message that stood in for it.

    A ticket that nobody has touched is solved by that.
    """
    query = (
        select(message.c.id, message.c.ticket_id, message.c.problems, ticket.c.status, ticket.c.messages)
        .join(ticket, ticket.c.id == message.c.ticket_id)
        .where(message.c.id.in_(filed))
    )
    for row in session.connection.execute(query).all():
        if not any(problem.startswith(f"{REFUSED}:") for problem in row.problems):
            continue
        line = (row.ticket_id, Deed.CAME_AFTER_ALL, "", str(filed[row.id]))
        if row.status == Status.NEW and row.messages == 1:
            solve = SetStatus(agent_id=None, tickets=(row.ticket_id,), status=Status.SOLVED)
            set_status(session, solve)
            add_lines(session, solve, [line])
        else:
            record(session, Command(agent_id=None), Deed.CAME_AFTER_ALL, [line])
            session.changed(Entity.TICKET, row.ticket_id, row.ticket_id)
