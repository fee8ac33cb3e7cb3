"""What the form of a mailbox keeps among the secrets of this computer: its passwords, or the tokens of its sign-in."""

from deskbell.model.kinds import SignIn
from deskbell.store.mailbox_secrets import keep_tokens, kept_tokens, password_name, tokens_name
from deskbell.store.secrets import Secrets
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Side


def kept_passwords(secrets: Secrets, mailbox_id: int) -> dict[Side, str]:
    """What is kept for a mailbox; nothing for a new one (id 0). May ask the keyring: not for the window's thread. Raises as `Secrets` does."""
    if not mailbox_id:
        return {}
    found = {side: secrets.get(password_name(mailbox_id, side.value)) for side in Side}
    return {side: password for side, password in found.items() if password is not None}


def is_signed_in(secrets: Secrets, mailbox_id: int) -> bool:
    """Whether tokens are kept that may still serve. Raises as `Secrets` does."""
    tokens = kept_tokens(secrets, mailbox_id) if mailbox_id else None
    return tokens is not None and bool(tokens.refresh)


def keep_passwords(secrets: Secrets, mailbox_id: int, draft: MailboxDraft) -> None:
    """Keep what was typed into `draft`, or the tokens that came; what was left empty stays as it is. May ask the keyring. Raises as `Secrets` does.

    A mailbox has the one or the other: a password that nobody needs any more is not kept.
    """
    if draft.sign_in is not SignIn.PASSWORD:
        if draft.tokens is not None:
            keep_tokens(secrets, mailbox_id, draft.tokens)
        for side in Side:
            secrets.forget(password_name(mailbox_id, side.value))
        return
    secrets.forget(tokens_name(mailbox_id))
    if draft.incoming.password:
        secrets.put(password_name(mailbox_id, Side.IN.value), draft.incoming.password)
    if not draft.smtp_differs:
        secrets.forget(password_name(mailbox_id, Side.OUT.value))
    elif draft.outgoing.password:
        secrets.put(password_name(mailbox_id, Side.OUT.value), draft.outgoing.password)
