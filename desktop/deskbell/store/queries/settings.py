"""The settings of the desk and of one person."""

import json
import logging

from sqlalchemy import bindparam, select

from deskbell.model.errors import Mistake
from deskbell.model.settings import BY_KEY, Scope, Settings
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import setting

DESK = 0

log = logging.getLogger("deskbell.store")

_SETTINGS = select(setting.c.key, setting.c.owner, setting.c.value).where(setting.c.owner.in_(bindparam("owners")))


def read(session: Session, agent_id: int) -> Settings:
    """The desk's settings and those of `agent_id`. What is kept but not declared, or not as declared (a newer Deskbell wrote it), stays at its default."""
    values = {}
    for key, owner, value in plain.rows(session.connection, _SETTINGS, {"owners": {DESK, agent_id}}):
        declaration = BY_KEY.get(key)
        if declaration is None or declaration.scope is not (Scope.DESK if owner == DESK else Scope.PERSON):
            continue
        try:
            values[key] = declaration.check(json.loads(value))
        except Mistake:
            log.warning("setting %s is not as declared; its default serves", key)
    return Settings(values)
