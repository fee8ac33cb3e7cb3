"""Calling a webhook: the call is written with what it tells of, in one transaction, and the worker makes it afterwards (`jobs.call_webhooks`)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from deskbell.model.automation import Event, Rule
from deskbell.model.kinds import Entity
from deskbell.rules.automation import Key
from deskbell.rules.rule_events import Happened
from deskbell.rules.webhooks import KEPT_TRYING, body
from deskbell.store.bulk import insert_rows
from deskbell.store.queries import webhook_ticket
from deskbell.store.session import Session
from deskbell.store.tables import webhook, webhook_call

_KEY_BYTES: Final = 16


def queue_call(
    session: Session, webhook_id: int, ticket_id: int, type_: str, happened: Mapping[str, Any]
) -> str | None:
    """Have a webhook called about a ticket as it is now; its name, None where it is switched off, or there is no such webhook or ticket any more.

    `type_` is what happened, with a dot in it ("ticket.answered"), and `happened` what there is to say of it: both are sent as they are, and documented in
    docs/webhooks.md. What is rolled back is never called, and what is committed is, once at the least.
    """
    there = select(webhook.c.name).where(webhook.c.id == webhook_id, webhook.c.active)
    # Nobody removes it before this transaction has ended.
    name = session.connection.execute(there.with_for_update(read=True, key_share=True)).scalar()
    told = webhook_ticket.of_ticket(session, ticket_id) if name is not None else None
    if name is None or told is None:
        return None
    write_call(session, webhook_id, ticket_id, type_, {"ticket": told, **happened})
    return str(name)


def queue_rule(session: Session, rule: Rule, one: Happened, values: Mapping[Key, frozenset[str]]) -> str | None:
    """As `queue_call`, for a rule that fired at what happened to a ticket, of which `values` say how it was by then as rules see it."""
    assert rule.actions.webhook_id is not None
    events = [event.value for event in Event if event in one.events & rule.events]
    happened = {
        "events": events,
        "rule": rule.name,
        "changes": webhook_ticket.changes(session, one.changed, values),
        "message": webhook_ticket.written_by(session, one.deed_id, one.ticket_id) if one.deed_id else None,
    }
    return queue_call(session, rule.actions.webhook_id, one.ticket_id, f"ticket.{events[0]}", happened)


def write_call(session: Session, webhook_id: int, ticket_id: int | None, type_: str, data: Mapping[str, Any]) -> None:
    """Write a call that is due at once."""
    now: datetime = session.now
    row = {
        "webhook_id": webhook_id,
        "key": f"msg_{secrets.token_hex(_KEY_BYTES)}",
        "type": type_,
        "ticket_id": ticket_id,
        "body": body(type_, now, data),
        "queued_at": now,
        "due": now,
        "until": now + KEPT_TRYING,
    }
    insert_rows(session, webhook_call, [row])
    session.changed(Entity.WEBHOOK, webhook_id)
