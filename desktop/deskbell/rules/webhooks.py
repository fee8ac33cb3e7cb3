"""How webhooks are called: what is sent and how it is signed (Standard Webhooks 1.0.0), what an answer means, and when a call is tried again."""

import base64
import binascii
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Final
from urllib.parse import urlsplit

from deskbell.model.errors import Mistake

LONGEST_NAME: Final = 80
"""Characters that the name of a webhook may have."""
LONGEST_ADDRESS: Final = 2000
"""Characters that its address may have."""
SECRET_BYTES: Final = 32
"""As many as a signature has; a secret may have 24 to 64 of them."""
PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 2 * 60, 10 * 60, 30 * 60, 60 * 60))
"""How long to wait after the first, the second … try in vain; after all further ones as long as after the last."""
KEPT_TRYING: Final = timedelta(days=3)
"""For how long a call is tried: longer than a weekend."""
LONGEST_ASKED: Final = timedelta(hours=24)
"""A receiver that asks for more peace than this is called again all the same."""

_PREFIX: Final = "whsec_"
_SHORTEST_SECRET: Final = 24
_LONGEST_SECRET: Final = 64
# One's own computer and network: RFC 1918, RFC 4193, loopback. Not link-local addresses: behind some of these lie the keys of a rented computer.
_LOCAL: Final = tuple(
    map(ipaddress.ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"))
)
# What is said of one call, and not of the place: it does not keep the others.
_OF_ONE: Final = frozenset({400, 406, 409, 411, 412, 413, 414, 415, 422, 500, 501})
_SAID: Final = {
    401: "webhook.denied",
    403: "webhook.denied",
    404: "webhook.nobody",
    405: "webhook.nobody",
    410: "webhook.gone",
}
_WAIT: Final = frozenset({429, 503})


class Fate(Enum):
    """What an answer means for a call. REFUSED: this one is not taken, others may be. AWAY: nothing is taken now. GONE: and never will be."""

    DELIVERED = 1
    REFUSED = 2
    AWAY = 3
    GONE = 4


def fate(status: int) -> Fate:
    """What the status of an answer means."""
    if 200 <= status < 300:
        return Fate.DELIVERED
    if status == 410:
        return Fate.GONE
    return Fate.REFUSED if status in _OF_ONE else Fate.AWAY


def said(status: int) -> str:
    """The sentence for an answer that is no success: its code, which wants host and status."""
    if 300 <= status < 400:
        return "webhook.elsewhere"
    return _SAID.get(status) or ("webhook.refused" if fate(status) is Fate.REFUSED else "webhook.away")


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries in vain, one at the least."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


def asked_pause(status: int, retry_after: str, now: datetime) -> timedelta:
    """How long a receiver asks to be left alone (Retry-After, RFC 9110, 10.2.3), `LONGEST_ASKED` at most; nothing where it says nothing that can be read."""
    words = retry_after.strip()
    if status not in _WAIT or not words:
        return timedelta(0)
    if words.isascii() and words.isdigit():
        return min(timedelta(seconds=int(words[:9])), LONGEST_ASKED)
    from email.utils import parsedate_to_datetime

    try:
        until = parsedate_to_datetime(words)
    except (ValueError, OverflowError):
        return timedelta(0)
    # A date without a zone is meant in UTC.
    until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return max(timedelta(0), min(until - now, LONGEST_ASKED))


def secret_of(key: bytes) -> str:
    """A key as people copy it."""
    return _PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    """The key that a secret stands for. Raises `Mistake` webhook.secret where it is none."""
    try:
        key = base64.b64decode(secret.strip().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Mistake("webhook.secret") from error
    if not _SHORTEST_SECRET <= len(key) <= _LONGEST_SECRET:
        raise Mistake("webhook.secret")
    return key


def headers(secret: str, key: str, at: datetime, body: bytes) -> dict[str, str]:
    """What goes with a call: who it is (`key`), when it is made, and that it is ours. Raises as `key_of` does."""
    seconds = int(at.timestamp())
    signed = hmac.new(key_of(secret), b"%s.%d.%s" % (key.encode(), seconds, body), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }


def body(type_: str, at: datetime, data: Mapping[str, Any]) -> str:
    """What is sent, as JSON: `type_` is what happened, at `at`; the names in it are documented in docs/webhooks.md, and stay."""
    whole = {"type": type_, "timestamp": moment(at), "data": data}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def moment(at: datetime) -> str:
    """A time as it is sent: 2026-11-27T09:30:00.000Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_local(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is of this computer or of the own network: only there may a call go without encryption."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_local(mapped)
    return any(address.version == net.version and address in net for net in _LOCAL)


def is_plain(address: str) -> bool:
    """Whether what is sent there goes without encryption."""
    return address.strip().lower().startswith("http:")


def clean_address(address: str) -> str:
    """The address of a webhook as it is kept.

    Raises `Mistake` webhook.address where it is none of http or https, webhook.address_long, webhook.password where it holds a name or a password,
    and webhook.plain where it would go over the internet without encryption. Of a name that is known only once it is looked up.
    """
    words = address.strip()
    if len(words) > LONGEST_ADDRESS:
        raise Mistake("webhook.address_long", limit=LONGEST_ADDRESS)
    try:
        parts = urlsplit(words)
        host = parts.hostname or ""
        _ = parts.port
        host.encode("idna")
    except (ValueError, UnicodeError) as error:
        raise Mistake("webhook.address") from error
    if parts.scheme not in {"http", "https"} or not host or not words.isprintable() or " " in words:
        raise Mistake("webhook.address")
    if "@" in parts.netloc:
        raise Mistake("webhook.password")
    if parts.scheme == "http":
        try:
            local = is_local(ipaddress.ip_address(host))
        except ValueError:
            local = True
        if not local:
            raise Mistake("webhook.plain", host=host)
    return parts._replace(fragment="").geturl()
