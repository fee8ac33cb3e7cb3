"""What is wrong with the desk as a whole, as its windows tell of it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field


class BackupTrouble(Struct, frozen=True):
    """Why the desk does not back itself up, as a code of `model.sentences` with its values, and since when (aware, UTC)."""

    since: datetime
    code: str
    values: dict[str, str]


class Outgrown(Struct, frozen=True):
    """A newer program has changed the schema (to the step `found`, at `since`: aware, UTC) so that this one, which knows it up to the step `known`,
    may not write any more; `reads`: it may still read."""

    since: datetime
    found: int
    known: int
    reads: bool


class WebhookTrouble(Struct, frozen=True):
    """What administrators are told of a webhook: since when, and why, as a code of `model.sentences`."""

    name: str
    since: datetime
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
