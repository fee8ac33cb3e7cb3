"""Adding and changing the desk's mailboxes."""

from typing import Any

from sqlalchemy import case, insert, select, update

from deskbell.actions.deeds import record
from deskbell.actions.teams import must_be_there
from deskbell.model.commands import SaveMailbox
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import AfterFiling, Deed, Entity, MailboxState, Security, SignIn
from deskbell.rules.recipients import read_addresses
from deskbell.store.session import Session
from deskbell.store.tables import mailbox


def save_mailbox(session: Session, command: SaveMailbox) -> int:
    """Add a mailbox (id 0) or change one; its id. Where mail comes from is looked at anew: its state begins again.

    Raises `Mistake` name.empty, address.bad, mailbox.exists, folder.which, folder.watched, team.missing and `Conflict` mailbox.changed.
    """
    if not command.name.strip():
        raise Mistake("name.empty")
    (person,) = read_addresses(command.address) or (None,)
    if person is None:
        raise Mistake("address.bad", address=command.address)
    taken = session.connection.execute(
        select(mailbox.c.id).where(mailbox.c.address == person.email, mailbox.c.id != command.id)
    ).first()
    if taken is not None:
        raise Mistake("mailbox.exists", address=person.email)
    folders = list(dict.fromkeys(filter(None, map(str.strip, command.folders))))
    if command.after is AfterFiling.MOVE and not command.after_folder.strip():
        raise Mistake("folder.which")
    if command.after is AfterFiling.MOVE and command.after_folder in (folders or ["INBOX"]):
        raise Mistake("folder.watched", folder=command.after_folder)
    if command.team_id is not None:
        must_be_there(session, command.team_id)
    values = {
        "name": command.name.strip(),
        "address": person.email,
        "imap_host": command.imap_host.strip(),
        "imap_port": command.imap_port,
        "imap_security": Security(command.imap_security).value,
        "imap_user": command.imap_user.strip(),
        "smtp_host": command.smtp_host.strip(),
        "smtp_port": command.smtp_port,
        "smtp_security": Security(command.smtp_security).value,
        "smtp_user": command.smtp_user.strip(),
        "sign_in": SignIn(command.sign_in).value,
        "folders": folders or ["INBOX"],
        "sent_folder": command.sent_folder.strip(),
        "ca_file": command.ca_file,
        "history_days": command.history_days,
        "signature": command.signature,
        "charset_hint": command.charset_hint,
        "plus_address": command.plus_address,
        "authserv_id": command.authserv_id.strip(),
        "acknowledge": command.acknowledge and bool(command.acknowledgement.strip()),
        "acknowledgement": command.acknowledgement.strip(),
        "language": command.language,
        "after": command.after.value,
        "after_folder": command.after_folder if command.after is AfterFiling.MOVE else "",
        "team_id": command.team_id,
        "restricted": command.restricted,
        "active": command.active,
        "state": MailboxState.NEW.value,
        "state_since": session.now,
        "reason": "",
        "reason_values": {},
        "warnings": [],
    }
    if command.id == 0:
        mailbox_id: int = session.connection.execute(
            insert(mailbox).values(values).returning(mailbox.c.id)
        ).scalar_one()
    else:
        mailbox_id = command.id
        done = session.connection.execute(
            update(mailbox)
            .where(mailbox.c.id == command.id, mailbox.c.version == command.version)
            .values(values | {"version": command.version + 1, "smtp_limit": _limit_of(values["smtp_host"])})
        )
        if done.rowcount == 0:
            raise Conflict("mailbox.changed", name=command.name)
    record(session, command, Deed.SETTINGS, [], mailbox_id)
    session.changed(Entity.MAILBOX, mailbox_id)
    return mailbox_id


def _limit_of(smtp_host: object) -> Any:
    """What is known of the server's limit, as long as it is the same server."""
    return case((mailbox.c.smtp_host == smtp_host, mailbox.c.smtp_limit), else_=0)
