"""Ratings by mail: links in our mails that begin a mail to us, whose subject carries a signed mark of the ticket and of what its customer thinks.

No server has to listen for clicks, and no mail scanner that follows links rates anything: the customer's mail program shows the mail, they write what they
like and send it. The mark is signed for this alone, as that of a Message-ID is for answers (`rules.token`); nobody can make one for another ticket.
"""

import hashlib
import hmac
import re
from base64 import b32encode
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from deskbell.model.ratings import SIGNS, Rating

_PREFIX: Final = "rating"
_LENGTH: Final = 20
_MARK: Final = re.compile(r"\(db-(good|bad)-([1-9][0-9]{0,17})-([a-z2-7]{20})\)")
_LONGEST: Final = 998


class Rated(Struct, frozen=True):
    """What a mail says of a ticket."""

    ticket_id: int
    rating: Rating


def mark(secret: bytes, ticket_id: int, rating: Rating) -> str:
    """What a subject carries. `secret` is the desk's own."""
    return f"(db-{rating}-{ticket_id}-{_signature(secret, ticket_id, rating)})"


def read(secret: bytes, subject: str) -> Rated | None:
    """What the subject of a mail says; None without a mark, or with one that is forged or garbled."""
    if "(db-" not in subject[:_LONGEST].lower():
        return None
    found = _MARK.search(subject[:_LONGEST].lower())
    if found is None:
        return None
    rated = Rated(int(found[2]), Rating(found[1]))
    right = _signature(secret, rated.ticket_id, rated.rating)
    return rated if hmac.compare_digest(found[3], right) else None


def links(secret: bytes, address: str, ticket_id: int) -> dict[Rating, str]:
    """Where a click leads, for each rating: a mail to `address` that is ready to be sent (RFC 6068)."""
    to = quote(address, safe="@.+-_")
    return {
        rating: f"mailto:{to}?subject={quote(f'{SIGNS[rating]} {mark(secret, ticket_id, rating)}', safe='')}"
        for rating in Rating
    }


def _signature(secret: bytes, ticket_id: int, rating: Rating) -> str:
    signed = f"{_PREFIX}.{rating}.{ticket_id}".encode("ascii")
    return b32encode(hmac.new(secret, signed, hashlib.sha256).digest())[:_LENGTH].decode("ascii").lower()
