"""What a mailbox logs in with, among the secrets of this computer: `mailbox/<id>/imap`, `/smtp` only where it differs, and `/tokens`."""

from deskbell.model.errors import Trouble
from deskbell.model.tokens import Tokens
from deskbell.store.secrets import Secrets


def password_name(mailbox_id: int, protocol: str) -> str:
    """The name of a password; `protocol` is imap or smtp."""
    return f"mailbox/{mailbox_id}/{protocol}"


def tokens_name(mailbox_id: int) -> str:
    """The name of the tokens."""
    return f"mailbox/{mailbox_id}/tokens"


def kept_tokens(secrets: Secrets, mailbox_id: int) -> Tokens | None:
    """The tokens of a mailbox, None where it is not signed in on this computer. Raises as `Secrets.get` does."""
    kept = secrets.get(tokens_name(mailbox_id))
    if kept is None:
        return None
    try:
        return Tokens.read(kept)
    except ValueError as error:
        raise Trouble("secrets.damaged", path=tokens_name(mailbox_id), detail=type(error).__name__) from error


def keep_tokens(secrets: Secrets, mailbox_id: int, tokens: Tokens) -> None:
    """Keep the tokens of a mailbox, in place of those that were there. Raises as `Secrets.put` does."""
    secrets.put(tokens_name(mailbox_id), tokens.written())
