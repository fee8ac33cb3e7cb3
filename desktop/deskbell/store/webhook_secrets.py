"""What calls of a webhook are signed with, among the secrets of this computer: `webhook/<id>`."""

from deskbell.store.secrets import Secrets


def secret_name(webhook_id: int) -> str:
    """The name of the secret."""
    return f"webhook/{webhook_id}"


def kept_secret(secrets: Secrets, webhook_id: int) -> str | None:
    """The secret of a webhook, None where this computer has none. Raises as `Secrets.get` does."""
    return secrets.get(secret_name(webhook_id))
