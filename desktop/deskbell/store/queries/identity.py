"""What makes this desk this desk: its id, the key that signs its Message-IDs, and whether it is only a sample."""

import secrets
from collections.abc import Callable
from uuid import uuid4

from msgspec import Struct
from sqlalchemy import insert, inspect, select, update

from deskbell.model.hidden import all_but
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import meta

_ALL = select(meta.c.key, meta.c.value)


class Identity(Struct, frozen=True):
    """`desk_id` is part of our Message-IDs, `token_key` (32 bytes) signs them."""

    desk_id: str
    token_key: bytes
    sample: bool

    __repr__ = all_but("token_key")


def identity(session: Session) -> Identity:
    """This desk's identity. Raises `LookupError` where `establish` was never called."""
    return ask_identity(session)()


def ask_identity(session: Session) -> Callable[[], Identity]:
    """The same, together with what is asked next."""
    answer = plain.ask(session.connection, _ALL, {})

    def known() -> Identity:
        values: dict[str, str] = dict(answer())
        if "desk_id" not in values:
            raise LookupError("the desk has no identity yet")
        return Identity(values["desk_id"], bytes.fromhex(values["token_key"]), values.get("sample") == "yes")

    return known


def is_established(session: Session) -> bool:
    """Whether this desk has its identity, which is the last thing that a new one gets; for a schema of any age."""
    if not inspect(session.connection).has_table(meta.name):
        return False
    return session.connection.execute(select(meta.c.key).where(meta.c.key == "desk_id")).first() is not None


def establish(session: Session, *, sample: bool = False) -> Identity:
    """Give a new desk its identity; one that has one keeps it."""
    try:
        return identity(session)
    except LookupError:
        made = Identity(uuid4().hex[:8], secrets.token_bytes(32), sample)
        session.connection.execute(
            insert(meta),
            [
                {"key": "desk_id", "value": made.desk_id},
                {"key": "token_key", "value": made.token_key.hex()},
                {"key": "sample", "value": "yes" if sample else "no"},
            ],
        )
        return made


def become_sample(session: Session) -> None:
    """From now on this desk is a sample: it says so, and no worker is started for it."""
    session.connection.execute(update(meta).where(meta.c.key == "sample").values(value="yes"))
