"""Which webhooks are in trouble, as the worker notes it for administrators: one row, so that a window that begins need not look for it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import delete, select

from deskbell.model.kinds import Entity
from deskbell.model.troubles import WebhookTrouble
from deskbell.store.queries import webhooks
from deskbell.store.session import Session
from deskbell.store.tables import meta
from deskbell.store.upsert import insert_into

NOTED: Final = "webhooks"
_NOTE: Final = select(meta.c.value).where(meta.c.key == NOTED)


def is_other(session: Session) -> bool:
    """Whether something else is to be noted than is."""
    return _noted(session) != _as_kept(webhooks.troubles(session))


def note(session: Session) -> None:
    """Note what is wrong by now; nothing is written where that is noted already."""
    found = _as_kept(webhooks.troubles(session))
    if found == _noted(session):
        return
    if found:
        row = insert_into(session, meta).values(key=NOTED, value=json.dumps(found, ensure_ascii=False))
        session.connection.execute(
            row.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": row.excluded.value})
        )
    else:
        session.connection.execute(delete(meta).where(meta.c.key == NOTED))
    session.changed(Entity.SETTING, 0)


def troubles_of(noted: str | None) -> tuple[WebhookTrouble, ...]:
    """What `note` wrote, of the value of its row."""
    return tuple(
        WebhookTrouble(name, datetime.fromisoformat(since), code, values)
        for name, since, code, values in json.loads(noted or "[]")
    )


def _noted(session: Session) -> list[Any]:
    found: list[Any] = json.loads(session.connection.execute(_NOTE).scalar() or "[]")
    return found


def _as_kept(troubles: Sequence[WebhookTrouble]) -> list[Any]:
    return [[one.name, one.since.astimezone(UTC).isoformat(), one.code, dict(one.values)] for one in troubles]
