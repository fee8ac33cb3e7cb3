"""A token for the test of a mailbox that is signed in already, from where the worker has its own."""

from deskbell.model.rows import MailboxRow
from deskbell.store.desk import Desk
from deskbell.store.secrets import Secrets


def token_of(desk: Desk, secrets: Secrets, mailbox: MailboxRow, refused: str = "") -> str:
    """A token for `mailbox`, another than `refused`. Takes as long as its provider: not for the window's thread. Raises as `Logins.token` does."""
    # Loaded when it is needed: the libraries of mail take a while, and the settings should not.
    from deskbell.actions.logins import Logins
    from deskbell.store import lease

    return Logins(desk, secrets, lease.this_process()).token(mailbox, refused)
