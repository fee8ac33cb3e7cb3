"""The settings of the desk and of one person."""

import json
import logging
from collections.abc import Callable

from sqlalchemy import bindparam, select

from deskbell.model.declaration import Scope
from deskbell.model.errors import Mistake
from deskbell.model.settings import BY_KEY, Settings
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import setting

DESK = 0

log = logging.getLogger("deskbell.store")

_SETTINGS = select(setting.c.key, setting.c.owner, setting.c.value).where(setting.c.owner.in_(bindparam("owners")))


def read(session: Session, agent_id: int) -> Settings:
    """The desk's settings and those of `agent_id`. What is kept but not declared, or not as declared (a newer Deskbell wrote it), stays at its default."""
    return ask(session, agent_id)()


def ask(session: Session, agent_id: int) -> Callable[[], Settings]:
    """The same, together with what is asked next."""
    answer = plain.ask(session.connection, _SETTINGS, {"owners": {DESK, agent_id}})
    return lambda: _settings(answer())


def _settings(found: list[tuple[str, int, str]]) -> Settings:
    values = {}
    for key, owner, value in found:
        declaration = BY_KEY.get(key)
        if declaration is None or declaration.scope is not (Scope.DESK if owner == DESK else Scope.PERSON):
            continue
        try:
            values[key] = declaration.check(json.loads(value))
        except Mistake:
            log.warning("setting %s is not as declared; its default serves", key)
    return Settings(values)
