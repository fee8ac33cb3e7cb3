"""Webhooks and their calls: for the settings, for the worker, and for whoever is told that one of them is in trouble."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, case, func, literal_column, null, or_, select, true

from deskbell.model.troubles import WebhookTrouble
from deskbell.model.webhooks import Call, CallState, Webhook
from deskbell.store.session import Session
from deskbell.store.tables import webhook, webhook_call

LATEST: Final = 100
"""Calls of a webhook that are shown."""
TOLD_AFTER: Final = timedelta(minutes=10)
"""A webhook that is away for longer than this is told of: a server that is started anew is back by then."""

# Written out, so that SQLite sees that the indexes on these will do.
WAITING: Final = webhook_call.c.state == literal_column(f"'{CallState.WAITING.value}'")
_UNDELIVERED: Final = webhook_call.c.state.in_(
    [literal_column(f"'{state.value}'") for state in (CallState.WAITING, CallState.GIVEN_UP)]
)
_COUNTS: Final = (
    select(
        webhook_call.c.webhook_id,
        func.sum(case((WAITING, 1), else_=0)).label("waiting"),
        func.sum(case((WAITING, 0), else_=1)).label("given_up"),
    )
    .where(_UNDELIVERED)
    .group_by(webhook_call.c.webhook_id)
    .subquery()
)
_ALL: Final = (
    select(webhook, _COUNTS.c.waiting, _COUNTS.c.given_up)
    .outerjoin(_COUNTS, _COUNTS.c.webhook_id == webhook.c.id)
    .order_by(func.lower(webhook.c.name), webhook.c.id)
)
_LOG: Final = (
    select(webhook_call)
    .where(webhook_call.c.webhook_id == bindparam("webhook"))
    .order_by(webhook_call.c.id.desc())
    .limit(bindparam("most"))
)
_EARLIER: Final = webhook_call.alias("earlier")
_FIRST: Final = (
    select(webhook_call)
    .where(
        webhook_call.c.webhook_id == bindparam("webhook"),
        WAITING,
        webhook_call.c.due <= bindparam("now"),
        ~select(_EARLIER.c.id)
        .where(
            # Along the calls of the ticket: those of the webhook that wait may be many.
            _EARLIER.c.webhook_id + 0 == webhook_call.c.webhook_id,
            _EARLIER.c.ticket_id == webhook_call.c.ticket_id,
            _EARLIER.c.state == literal_column(f"'{CallState.WAITING.value}'"),
            _EARLIER.c.id < webhook_call.c.id,
        )
        .exists(),
    )
    .order_by(webhook_call.c.id)
    .limit(1)
)
_AWAKE: Final = (
    webhook.c.active == true(),
    or_(webhook.c.rests_until.is_(None), webhook.c.rests_until <= bindparam("now")),
)
# How many of its calls wait is not counted for each of them.
_ONE: Final = select(webhook, null().label("waiting"), null().label("given_up")).where(
    webhook.c.id == bindparam("webhook"), *_AWAKE
)
_UNTIL: Final = select(func.min(webhook_call.c.until)).where(WAITING)
_DUE: Final = select(webhook.c.id).where(
    *_AWAKE,
    select(webhook_call.c.id)
    .where(webhook_call.c.webhook_id == webhook.c.id, WAITING, webhook_call.c.due <= bindparam("now"))
    .exists(),
)


def names(session: Session) -> tuple[tuple[int, str], ...]:
    """All webhooks that are there to be called by rules, by name: their ids and names."""
    asked = select(webhook.c.id, webhook.c.name).order_by(func.lower(webhook.c.name))
    return tuple((row.id, row.name) for row in session.connection.execute(asked))


def rows(session: Session) -> tuple[Webhook, ...]:
    """All of them by name, those that are off too."""
    return tuple(_webhook(row) for row in session.connection.execute(_ALL))


def log(session: Session, webhook_id: int, most: int = LATEST) -> tuple[Call, ...]:
    """Its latest calls, the newest first."""
    asked = {"webhook": webhook_id, "most": most}
    return tuple(_call(row) for row in session.connection.execute(_LOG, asked))


def due(session: Session) -> Sequence[int]:
    """The webhooks that are to be called now."""
    return session.connection.execute(_DUE, {"now": session.now}).scalars().all()


def next_call(session: Session, webhook_id: int) -> tuple[Webhook, Call, datetime] | None:
    """The call of a webhook that is to be made first, and what time it is; none while it rests. Of those about one ticket none goes before an earlier one."""
    asked = {"webhook": webhook_id, "now": session.now}
    of = session.connection.execute(_ONE, asked).first()
    row = session.connection.execute(_FIRST, asked).first() if of is not None else None
    return None if of is None or row is None else (_webhook(of), _call(row), session.now)


def over(session: Session) -> bool:
    """Whether a call waits that was tried for too long."""
    until: datetime | None = session.connection.execute(_UNTIL).scalar()
    return until is not None and until <= session.now


def troubles(session: Session) -> tuple[WebhookTrouble, ...]:
    """What administrators are to be told of: the webhooks that say that they are gone, those of which calls were given up, and those that are away."""
    found: list[WebhookTrouble] = []
    for one in rows(session):
        since = one.failing_since or session.now
        if one.gone:
            found.append(WebhookTrouble(one.name, since, "webhook.told_gone"))
        elif one.active and one.given_up:
            found.append(WebhookTrouble(one.name, _given_up_at(session, one.id) or since, "webhook.told_given_up"))
        elif one.active and one.failing_since is not None and session.now - one.failing_since >= TOLD_AFTER:
            found.append(WebhookTrouble(one.name, since, one.reason, dict(one.reason_values)))
    return tuple(found)


def _given_up_at(session: Session, webhook_id: int) -> datetime | None:
    asked = select(func.min(webhook_call.c.until)).where(
        webhook_call.c.webhook_id == webhook_id, _UNDELIVERED, ~WAITING
    )
    found: datetime | None = session.connection.execute(asked).scalar()
    return found


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        id=row.id,
        name=row.name,
        address=row.address,
        active=row.active,
        version=row.version,
        gone=row.gone,
        failing_since=row.failing_since,
        rests_until=row.rests_until,
        reason=row.reason,
        reason_values=_words(row.reason_values),
        waiting=int(row.waiting or 0),
        given_up=int(row.given_up or 0),
        called_at=row.called_at,
    )


def _call(row: Row[Any]) -> Call:
    values = {name: getattr(row, name) for name in Call.__struct_fields__}
    return Call(**values | {"state": CallState(row.state), "reason_values": _words(row.reason_values)})


def _words(values: Mapping[str, Any]) -> Mapping[str, str]:
    return {name: str(value) for name, value in values.items()}
