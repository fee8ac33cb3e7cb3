"""What a server did with a mail that was handed to it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

# RFC 5321 4.5.3.1.10: 452, and 552 from older servers, for one recipient more than they take at once.
_TOO_MANY: Final = re.compile(r"\b[45]\.5\.3\b|too many recipients", re.IGNORECASE)


class Fate(StrEnum):
    """What became of a mail. TEMPORARY and PERMANENT: the server refused it, for now or for good. UNKNOWN: cut off after the final dot."""

    SENT = "sent"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"


class Refusal(Struct, frozen=True):
    """A recipient that the server refused, with its answer."""

    address: str
    code: int
    text: str

    @property
    def too_many(self) -> bool:
        """Whether the server only takes no more recipients at once: this one may come with the next mail, without a pause."""
        return self.code in {452, 552} and _TOO_MANY.search(self.text) is not None

    @property
    def permanent(self) -> bool:
        """Whether trying again is of no use."""
        return self.code >= 500 and not self.too_many


class Delivery(Struct, frozen=True):
    """What a server did with a mail, and its words. With SENT, `refused` are the recipients that were left out, all others have it.

    `told` is the sentence of `model.sentences` for the mail as a whole, and `values` what it needs besides the host and the words.
    """

    fate: Fate
    code: int
    text: str
    refused: tuple[Refusal, ...] = ()
    told: str = "mail.rejected"
    values: Mapping[str, str] = field(default_factory=dict)
