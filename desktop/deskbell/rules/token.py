"""Message-IDs that we know again: each carries its ticket's number and a signature, so that an answer finds its way whoever sends it.

`<nonce.desk.ticket.signature@domain>`; the signature is HMAC-SHA256 (RFC 2104) over the rest, cut to 96 bits. Nobody can make one up for a
ticket that is not theirs, and a mail of another desk's is not mistaken for ours.
"""

import base64
import hashlib
import hmac
import re

_SIGNATURE_BYTES = 12
_LEFT = re.compile(r"([0-9a-z]{1,32})\.([0-9a-z]{1,32})\.([1-9][0-9]{0,18})\.([a-z2-7]{20})", re.ASCII)


def make(secret: bytes, desk_id: str, ticket_id: int, nonce: str, domain: str) -> str:
    """A new Message-ID without angle brackets. `nonce` and `desk_id` are small letters and digits; the nonce makes it unique."""
    signed = f"{nonce}.{desk_id}.{ticket_id}"
    return f"{signed}.{_sign(secret, signed)}@{domain}"


def read(secret: bytes, message_id: str) -> int | None:
    """The ticket that a Message-ID of ours belongs to; None for any other, a forged or a damaged one."""
    # Some servers write the left side in capitals; base32 and our other parts do not mind.
    match = _LEFT.fullmatch(message_id.partition("@")[0].lower())
    if match is None:
        return None
    nonce, desk_id, ticket, signature = match.groups()
    expected = _sign(secret, f"{nonce}.{desk_id}.{ticket}")
    return int(ticket) if hmac.compare_digest(expected, signature) else None


def _sign(secret: bytes, text: str) -> str:
    digest = hmac.new(secret, text.encode("ascii"), hashlib.sha256).digest()[:_SIGNATURE_BYTES]
    return base64.b32encode(digest).decode("ascii").rstrip("=").lower()
