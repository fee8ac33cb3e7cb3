"""A webhook as it is being edited, what is wrong with it, and what it becomes."""

from collections.abc import Iterable

from msgspec import Struct

from deskbell.model.errors import Mistake
from deskbell.model.hidden import all_but
from deskbell.model.webhooks import SaveWebhook, Webhook
from deskbell.rules import team_names
from deskbell.rules.webhooks import LONGEST_NAME, clean_address, key_of
from deskbell.ui.settings.draft import Draft, Fault


class WebhookDraft(Draft, frozen=True):
    """Everything that the form of a webhook holds. A `secret` of "" leaves the one that is kept."""

    name: str = ""
    address: str = ""
    secret: str = ""
    active: bool = True

    __repr__ = all_but("secret")

    @classmethod
    def of(cls, row: Webhook) -> "WebhookDraft":
        """The draft that changes nothing about `row`."""
        return cls(row.name, row.address, "", row.active, id=row.id, version=row.version)

    def command(self, agent_id: int | None) -> SaveWebhook:
        """What writes it, but for the secret."""
        return SaveWebhook(
            agent_id=agent_id,
            id=self.id,
            name=self.name,
            address=self.address,
            active=self.active,
            version=self.version,
        )


class Faults(Struct, frozen=True):
    """What is wrong with each field; None where nothing is."""

    name: Fault | None = None
    address: Fault | None = None
    secret: Fault | None = None

    def any(self) -> bool:
        """Whether there is something wrong."""
        return self != Faults()


def webhook_faults(draft: WebhookDraft, rows: Iterable[Webhook]) -> Faults:
    """What is wrong with a draft beside these webhooks."""
    return Faults(_of_name(draft, rows), _of_address(draft), _of_secret(draft))


def _of_name(draft: WebhookDraft, rows: Iterable[Webhook]) -> Fault | None:
    if not draft.name:
        return Fault("name.empty")
    if len(draft.name) > LONGEST_NAME:
        return Fault("webhook.name_long", {"limit": LONGEST_NAME})
    if any(row.id != draft.id and team_names.key(row.name) == team_names.key(draft.name) for row in rows):
        return Fault("webhook.exists", {"name": draft.name})
    return None


def _of_address(draft: WebhookDraft) -> Fault | None:
    try:
        clean_address(draft.address)
    except Mistake as mistake:
        return Fault(mistake.code, mistake.values)
    return None


def _of_secret(draft: WebhookDraft) -> Fault | None:
    if draft.id and not draft.secret:
        return None
    try:
        key_of(draft.secret)
    except Mistake as mistake:
        return Fault(mistake.code, mistake.values)
    return None
