"""The passwords of a mailbox among the secrets of this computer: `mailbox/<id>/imap`, and `mailbox/<id>/smtp` only where it differs."""

from deskbell.store.secrets import Secrets
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Side


def kept_passwords(secrets: Secrets, mailbox_id: int) -> dict[Side, str]:
    """What is kept for a mailbox; nothing for a new one (id 0). May ask the keyring: not for the window's thread. Raises as `Secrets` does."""
    if not mailbox_id:
        return {}
    found = {side: secrets.get(_name(mailbox_id, side)) for side in Side}
    return {side: password for side, password in found.items() if password is not None}


def keep_passwords(secrets: Secrets, mailbox_id: int, draft: MailboxDraft) -> None:
    """Keep what was typed into `draft`; what was left empty stays as it is. May ask the keyring. Raises as `Secrets` does."""
    if draft.incoming.password:
        secrets.put(_name(mailbox_id, Side.IN), draft.incoming.password)
    if not draft.smtp_differs:
        secrets.forget(_name(mailbox_id, Side.OUT))
    elif draft.outgoing.password:
        secrets.put(_name(mailbox_id, Side.OUT), draft.outgoing.password)


def _name(mailbox_id: int, side: Side) -> str:
    return f"mailbox/{mailbox_id}/{side.value}"
