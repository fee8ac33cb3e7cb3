"""The addresses of the desk, and how their mail is doing."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from deskbell.model.kinds import AfterFiling, MailboxState, SignIn
from deskbell.model.rows import MailboxRow
from deskbell.model.signatures import Signature
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import mailbox

_ALL = select(mailbox).order_by(func.lower(mailbox.c.name), mailbox.c.id)
_ONE = select(mailbox).where(mailbox.c.id == bindparam("id"))


def rows(session: Session) -> tuple[MailboxRow, ...]:
    """All mailboxes by name, those switched off too."""
    return ask(session)()


def ask(session: Session) -> Callable[[], tuple[MailboxRow, ...]]:
    """The same, together with what is asked next."""
    answer = plain.ask_named(session.connection, _ALL, {})
    return lambda: tuple(map(_row, answer()))


def by_id(session: Session, mailbox_id: int) -> MailboxRow | None:
    """One mailbox, as it is now."""
    found = session.connection.execute(_ONE, {"id": mailbox_id}).first()
    return None if found is None else _row(found)


def named(session: Session, name: str) -> MailboxRow | None:
    """The mailbox with this address, else the one with this name, in any case; of several of one name the oldest."""
    wanted = name.strip().casefold()
    found = sorted(rows(session), key=lambda row: row.id)
    named_so = (row for row in found if row.name.casefold() == wanted)
    return next((row for row in found if row.address.casefold() == wanted), None) or next(named_so, None)


def state_of(active: bool, imap_host: str, state: str) -> MailboxState:
    """How a mailbox is shown: one that nobody reads mail from is off, whatever was last known of it."""
    return MailboxState(state) if active and imap_host else MailboxState.OFF


def _row(found: Row[*tuple[Any, ...]]) -> MailboxRow:
    return MailboxRow(
        id=found.id,
        name=found.name,
        address=found.address,
        state=state_of(found.active, found.imap_host, found.state),
        state_since=found.state_since,
        good_at=found.good_at,
        reason=found.reason,
        reason_values=found.reason_values,
        signature=found.signature,
        signatures=tuple(Signature(*one) for one in found.signatures),
        imap_host=found.imap_host,
        imap_port=found.imap_port,
        imap_security=found.imap_security,
        imap_user=found.imap_user,
        smtp_host=found.smtp_host,
        smtp_port=found.smtp_port,
        smtp_security=found.smtp_security,
        smtp_user=found.smtp_user,
        smtp_limit=found.smtp_limit,
        folders=tuple(found.folders),
        sent_folder=found.sent_folder,
        ca_file=found.ca_file,
        history_days=found.history_days,
        charset_hint=found.charset_hint,
        active=found.active,
        version=found.version,
        sign_in=SignIn(found.sign_in),
        plus_address=found.plus_address,
        authserv_id=found.authserv_id,
        acknowledge=found.acknowledge,
        acknowledgement=found.acknowledgement,
        language=found.language,
        after=AfterFiling(found.after),
        after_folder=found.after_folder,
        team_id=found.team_id,
        restricted=found.restricted,
        warnings=tuple((code, values) for code, values in found.warnings),
    )
