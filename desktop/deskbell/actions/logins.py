"""With what the desk's mailboxes log in: a password of this computer, or a token, which is renewed here and by one process at a time."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final, TypeVar

from msgspec.structs import replace

from deskbell.actions.take_out_secrets import take_out_secrets
from deskbell.mail.oauth.authority import authority_of, located
from deskbell.mail.oauth.tokens import renewed
from deskbell.model.errors import Trouble
from deskbell.model.kinds import SignIn
from deskbell.model.mail import Server
from deskbell.model.rows import MailboxRow
from deskbell.model.tokens import Tokens
from deskbell.store import lease
from deskbell.store.desk import Desk
from deskbell.store.mailbox_secrets import keep_tokens, kept_tokens, password_name
from deskbell.store.queries import settings
from deskbell.store.secret_settings import completed
from deskbell.store.secrets import Secrets

T = TypeVar("T")

log = logging.getLogger("deskbell.logins")

SPARE_SECONDS: Final = 300.0
"""A token that ends sooner than this is renewed before it is used: fetching a full folder takes a while."""
LEASE_SECONDS: Final = 60.0
NOT_HERE: Final = frozenset({"mail.no_password", "mail.not_signed_in"})
"""Codes of what only this computer lacks: another one may have it."""
_LOOK_AGAIN: Final = 0.2
# A renewal that brings the end of the leave on by less than this has not moved it.
_SAME_END: Final = 60.0


class Logins:
    """Logs mailboxes in. `holder` names this process in leases. May be used from several threads."""

    def __init__(self, desk: Desk, secrets: Secrets, holder: str) -> None:
        self._desk = desk
        self._secrets = secrets
        self._holder = holder

    def incoming(self, row: MailboxRow, enter: Callable[[Server], T]) -> T:
        """`enter` the server of a mailbox's mail in. Raises as `enter` and `token` do, and `Trouble` mail.no_password."""
        user = row.imap_user or row.address
        server = Server(row.imap_host, row.imap_port, row.imap_security, user, "", row.ca_file)
        return self._entered(row, server, ("imap",), enter)

    def outgoing(self, row: MailboxRow, enter: Callable[[Server], T]) -> T:
        """`enter` the server of its mail out; one password serves both ways unless there are two. Raises as `incoming` does."""
        user = row.smtp_user or row.address
        server = Server(row.smtp_host, row.smtp_port, row.smtp_security, user, "", row.ca_file)
        return self._entered(row, server, ("smtp", "imap"), enter)

    def token(self, row: MailboxRow, refused: str = "") -> str:
        """A token for a mailbox, good for some minutes at the least, and another than `refused`.

        Raises `Trouble` mail.not_signed_in, and as `renewed` and `authority_of` do: oauth.refused where only a person can help.
        """
        tokens = self._kept(row)
        return (tokens if _fresh(tokens, refused) else self._renewed(row, refused)).access

    def lapses(self, row: MailboxRow) -> date | None:
        """The day (UTC) on which a mailbox must be signed in anew; None where there is none, or the provider does not say."""
        if row.sign_in is SignIn.PASSWORD:
            return None
        tokens = kept_tokens(self._secrets, row.id)
        return datetime.fromtimestamp(tokens.lapses, UTC).date() if tokens is not None and tokens.lapses else None

    def _entered(self, row: MailboxRow, server: Server, passwords: tuple[str, ...], enter: Callable[[Server], T]) -> T:
        if row.sign_in is SignIn.PASSWORD:
            found = (self._secrets.get(password_name(row.id, protocol)) for protocol in passwords)
            password = next(filter(None, found), None)
            if password is None:
                raise Trouble("mail.no_password", address=row.address)
            return enter(replace(server, password=password))
        token = self.token(row)
        try:
            return enter(replace(server, token=token))
        except Trouble as trouble:
            if trouble.code != "mail.token":
                raise
            # A provider may end a token early (a new password, an administrator). If that is all, the next one serves.
            log.info("mailbox %d: the server does not take the token; asking for the next", row.id)
        return enter(replace(server, token=self.token(row, token)))

    def _renewed(self, row: MailboxRow, refused: str) -> Tokens:
        """The next tokens, from the provider or from whoever else was there first."""
        name = f"tokens/{row.id}"
        # Each thread is a holder of its own, so that two of one process do not renew at once either.
        holder = f"{self._holder}/{threading.get_ident()}"
        while (fence := self._desk.transact(lambda session: lease.take(session, name, holder, LEASE_SECONDS))) is None:
            time.sleep(_LOOK_AGAIN)
        try:
            tokens = self._kept(row)
            if _fresh(tokens, refused):
                return tokens
            take_out_secrets(self._desk, self._secrets)
            known = completed(self._desk.read(settings.read, settings.DESK), self._secrets)
            authority = authority_of(row.sign_in, known)
            try:
                new = _with_end(tokens, renewed(located(authority, row.ca_file), tokens, row.ca_file))
            except Trouble as trouble:
                if trouble.code == "oauth.refused":
                    # Nobody asks with it again: from now on it takes a person.
                    self._keep(row, name, fence, replace(tokens, access="", refresh="", access_until=0.0))
                raise
            self._keep(row, name, fence, new)
            log.info("mailbox %d: token renewed", row.id)
            return new
        finally:
            self._desk.transact(lambda session: lease.release(session, name, fence))

    def _keep(self, row: MailboxRow, name: str, fence: int, tokens: Tokens) -> None:
        # A process that slept while it asked must not write over what another got since.
        self._desk.transact(lambda session: lease.check(session, name, fence))
        keep_tokens(self._secrets, row.id, tokens)

    def _kept(self, row: MailboxRow) -> Tokens:
        tokens = kept_tokens(self._secrets, row.id)
        if tokens is None:
            raise Trouble("mail.not_signed_in", address=row.address)
        return tokens


def _fresh(tokens: Tokens, refused: str) -> bool:
    return bool(tokens.access) and tokens.access != refused and tokens.access_until - time.time() > SPARE_SECONDS


def _with_end(old: Tokens, new: Tokens) -> Tokens:
    """`new`, with the end of the leave where there is one: told at the sign-in, and not moved on by a renewal."""
    if new.refresh_until > old.refresh_until + _SAME_END:
        return new
    end = new.refresh_until or old.refresh_until
    return replace(new, refresh_until=end, lapses=end)
