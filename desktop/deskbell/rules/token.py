"""Our Message-IDs carry a signed token, so that an answer finds its ticket even where the rest of the thread was lost.

The local part is `db.DESK.TICKET.NONCE.SIGNATURE`, in lower case letters, digits and hyphens only: safe in a URL, and read in any case, for some
programs on the way change it. The signature is HMAC-SHA256 over the rest, cut to 100 bits; nobody can make one for another ticket without the
desk's secret. The domain is no part of it.
"""

import hashlib
import hmac
import re
from base64 import b32encode
from typing import Final

_PREFIX: Final = "db"
# Another word is signed for addresses, so that neither kind of token serves as the other.
_PLUS_PREFIX: Final = "plus"
_WORD: Final = re.compile(r"[a-z0-9-]{1,64}")
_SIGNATURE_LENGTH: Final = 20
_TOKEN: Final = re.compile(r"(db\.[a-z0-9-]{1,64}\.([1-9][0-9]{0,17})\.[a-z0-9-]{1,64})\.([a-z2-7]{20})")
_PLUS: Final = re.compile(r"[^@]*\+([1-9][0-9]{0,17})-([a-z2-7]{20})@[^@]*")
_LONGEST: Final = 998


def make(secret: bytes, desk_id: str, ticket_id: int, nonce: str, domain: str) -> str:
    """A Message-ID (without angle brackets) for a mail on a ticket.

    `secret` is the desk's own, `desk_id` and `nonce` are words of lower case letters, digits and hyphens; the nonce makes the id unique.
    Raises `ValueError` for anything else.
    """
    if not (_WORD.fullmatch(desk_id) and _WORD.fullmatch(nonce) and 0 < ticket_id < 10**18):
        raise ValueError("not words of a token")
    signed = f"{_PREFIX}.{desk_id}.{ticket_id}.{nonce}"
    return f"{signed}.{_signature(secret, signed)}@{domain}"


def read(secret: bytes, message_id: str) -> int | None:
    """The ticket that a Message-ID of ours speaks of; None for one that is not ours, forged or garbled."""
    if len(message_id) > _LONGEST or not message_id.isascii():
        return None
    found = _TOKEN.fullmatch(message_id.strip("<> \t").partition("@")[0].lower())
    if found is None or not hmac.compare_digest(found[3], _signature(secret, found[1])):
        return None
    return int(found[2])


def make_plus(secret: bytes, address: str, ticket_id: int) -> str:
    """The mailbox's address with the ticket behind a plus (RFC 5233): what an answer carries even where a program drops References."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{ticket_id}-{_signature(secret, f'{_PLUS_PREFIX}.{ticket_id}')}@{domain}"


def read_plus(secret: bytes, address: str) -> int | None:
    """The ticket behind the plus of an address of ours; None for any other address, forged or garbled."""
    found = _PLUS.fullmatch(address.lower()) if "+" in address and len(address) <= _LONGEST else None
    if found is None or not hmac.compare_digest(found[2], _signature(secret, f"{_PLUS_PREFIX}.{found[1]}")):
        return None
    return int(found[1])


def _signature(secret: bytes, signed: str) -> str:
    digest = hmac.new(secret, signed.encode("ascii"), hashlib.sha256).digest()
    return b32encode(digest)[:_SIGNATURE_LENGTH].decode("ascii").lower()
