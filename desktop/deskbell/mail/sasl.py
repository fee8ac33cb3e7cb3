"""Showing a token instead of a password: XOAUTH2, which Google and Microsoft speak, and OAUTHBEARER, its standard (RFC 7628)."""

from collections.abc import Collection
from typing import Final

from msgspec import Struct

XOAUTH2: Final = "XOAUTH2"
OAUTHBEARER: Final = "OAUTHBEARER"


class Bearer(Struct, frozen=True):
    """A mechanism, the first thing to say in it, and what to say to the server's account of a failure: then it ends the exchange."""

    mechanism: str
    first: bytes
    to_failure: bytes


def bearer(offered: Collection[str], user: str, token: str, host: str, port: int) -> Bearer | None:
    """How to show `token` to a server that offers these mechanisms (upper case); None where it takes none.

    The standard comes second: the large providers offer both and have spoken the other for longer.
    """
    if XOAUTH2 in offered:
        return Bearer(XOAUTH2, f"user={user}\1auth=Bearer {token}\1\1".encode(), b"")
    if OAUTHBEARER in offered:
        name = user.replace("=", "=3D").replace(",", "=2C")
        words = f"n,a={name},\1host={host}\1port={port}\1auth=Bearer {token}\1\1"
        return Bearer(OAUTHBEARER, words.encode(), b"\1")
    return None
