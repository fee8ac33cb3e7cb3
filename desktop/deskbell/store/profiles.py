"""Passwords of profiles: whether the one who chooses a profile at the start is who it belongs to.

They keep colleagues apart who share a computer, and nothing more: whoever can open the desk's file can read and change all of it. An office has none: its
logins are the server's.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata

from sqlalchemy import bindparam, select

from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import profile_password

# OWASP's Password Storage Cheat Sheet: 32 MB, and about a third of a second on the computers of an office.
_COST, _BLOCK, _PARALLEL = 2**15, 8, 3
_MOST_MEMORY = 64 * 1024 * 1024
_SALT_BYTES = _KEY_BYTES = 32
_SCHEME = "scrypt"

_SEALED = select(profile_password.c.sealed).where(profile_password.c.agent_id == bindparam("agent"))
_LOCKED = select(profile_password.c.agent_id)


def seal(password: str) -> str:
    """What is kept of a password: scrypt (RFC 7914) with a salt of its own, and with what it was made."""
    salt = secrets.token_bytes(_SALT_BYTES)
    key = _key(password, salt, _COST, _BLOCK, _PARALLEL)
    words = (base64.b64encode(part).decode() for part in (salt, key))
    return "$".join((_SCHEME, str(_COST), str(_BLOCK), str(_PARALLEL), *words))


def opens(password: str, sealed: str) -> bool:
    """Whether this is the password of which `seal` made that."""
    scheme, cost, block, parallel, salt, key = sealed.split("$")
    if scheme != _SCHEME:
        raise ValueError(scheme)
    found = _key(password, base64.b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, base64.b64decode(key))


def sealed_of(session: Session, agent_id: int) -> str:
    """What `seal` made of the agent's password; "" where they have none."""
    found = plain.rows(session.connection, _SEALED, {"agent": agent_id})
    return found[0][0] if found else ""


def knows(session: Session, agent_id: int, password: str) -> bool:
    """Whether this is the agent's password; anything is where there is none."""
    sealed = sealed_of(session, agent_id)
    return not sealed or opens(password, sealed)


def locked(session: Session) -> frozenset[int]:
    """The agents who have a password."""
    return frozenset(agent_id for (agent_id,) in plain.rows(session.connection, _LOCKED, {}))


def _key(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    # Composed or not, as keyboards of different systems give the same letter (RFC 8265, 4.2.2).
    typed = unicodedata.normalize("NFC", password).encode()
    return hashlib.scrypt(typed, salt=salt, n=cost, r=block, p=parallel, maxmem=_MOST_MEMORY, dklen=_KEY_BYTES)
