"""Making, changing and removing webhooks, trying one, and deciding about calls that were given up. What their calls are signed with is no part of the desk."""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from deskbell.actions.deeds import record
from deskbell.actions.webhooks import write_call
from deskbell.model.commands import Command
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.model.webhooks import TEST, CallState, RemoveWebhook, SaveWebhook, SettleCalls, TryWebhook
from deskbell.rules import team_names
from deskbell.rules.webhooks import KEPT_TRYING, LONGEST_NAME, clean_address
from deskbell.store.session import Session
from deskbell.store.tables import webhook, webhook_call

_WELL: dict[str, Any] = {
    "failures": 0,
    "failing_since": None,
    "rests_until": None,
    "reason": "",
    "reason_values": {},
    "gone": False,
}


def save_webhook(session: Session, command: SaveWebhook) -> int:
    """Make a webhook (id 0) or change one; its id. What was wrong with it before is looked at anew: it is called again at once.

    Raises `Mistake` name.empty, webhook.name_long, webhook.exists, webhook.missing and as `rules.webhooks.clean_address`, and `Conflict` webhook.changed.
    """
    name = team_names.clean(command.name)
    if not name:
        raise Mistake("name.empty")
    if len(name) > LONGEST_NAME:
        raise Mistake("webhook.name_long", limit=LONGEST_NAME)
    address = clean_address(command.address)
    key = team_names.key(name)
    same = select(webhook.c.id).where(webhook.c.key == key, webhook.c.id != command.id)
    if session.connection.execute(same).first():
        raise Mistake("webhook.exists", name=name)
    values = {"name": name, "key": key, "address": address, "active": command.active}
    if command.id == 0:
        made = insert(webhook).values(**values, agent_id=command.agent_id, created_at=session.now)
        webhook_id = int(session.connection.execute(made.returning(webhook.c.id)).scalar_one())
    else:
        webhook_id = command.id
        there = _there(session, command.id)
        anew = there.address != address or (command.active and not there.active)
        if anew:
            values |= _WELL
        as_read = (webhook.c.id == command.id, webhook.c.version == command.version)
        change = update(webhook).where(*as_read).values(values | {"version": command.version + 1})
        if session.connection.execute(change).rowcount == 0:
            raise Conflict("webhook.changed", name=there.name)
        if anew:
            waiting = (webhook_call.c.webhook_id == command.id, webhook_call.c.state == CallState.WAITING.value)
            session.connection.execute(update(webhook_call).where(*waiting).values(due=session.now))
    _tell(session, command, webhook_id, webhook_id)
    session.changed(Entity.SETTING, 0)
    return webhook_id


def remove_webhook(session: Session, command: RemoveWebhook) -> None:
    """Throw a webhook away, with its calls. Rules that call it do so no more. Raises `Mistake` webhook.missing, `Conflict` webhook.changed."""
    there = _there(session, command.id)
    gone = delete(webhook).where(webhook.c.id == command.id, webhook.c.version == command.version)
    if session.connection.execute(gone).rowcount == 0:
        raise Conflict("webhook.changed", name=there.name)
    _tell(session, command, command.id, 0)
    session.changed(Entity.SETTING, 0)


def try_webhook(session: Session, command: TryWebhook) -> None:
    """Have a webhook called with nothing to tell. Raises `Mistake` webhook.missing, webhook.off where it is switched off."""
    there = _there(session, command.id)
    if not there.active:
        raise Mistake("webhook.off", name=there.name)
    write_call(session, command.id, None, TEST, {"webhook": there.name})
    _wake(session, command.id)
    _tell(session, command, command.id, 0)


def settle_calls(session: Session, command: SettleCalls) -> int:
    """Have calls that wait or were given up tried again now, or let those be that were given up; how many. Raises `Mistake` webhook.missing, and
    webhook.off where one that is switched off is to be called.
    """
    there = _there(session, command.id)
    if command.again and not there.active:
        raise Mistake("webhook.off", name=there.name)
    states = [CallState.GIVEN_UP.value]
    if command.again and command.calls:
        states.append(CallState.WAITING.value)
    its = [webhook_call.c.webhook_id == command.id, webhook_call.c.state.in_(states)]
    if command.calls:
        its.append(webhook_call.c.id.in_(command.calls))
    values: dict[str, Any] = {"state": CallState.LEFT.value}
    if command.again:
        values = {"state": CallState.WAITING.value, "due": session.now, "until": session.now + KEPT_TRYING}
        _wake(session, command.id)
    settled = session.connection.execute(update(webhook_call).where(*its).values(values)).rowcount
    _tell(session, command, command.id, settled)
    return settled


def _wake(session: Session, webhook_id: int) -> None:
    """It rests no more: somebody wants to see whether it is there."""
    session.connection.execute(update(webhook).where(webhook.c.id == webhook_id).values(rests_until=None))


def _there(session: Session, webhook_id: int) -> Row[str, str, bool]:
    asked = select(webhook.c.name, webhook.c.address, webhook.c.active).where(webhook.c.id == webhook_id)
    row = session.connection.execute(asked.with_for_update()).first()
    if row is None:
        raise Mistake("webhook.missing")
    return row


def _tell(session: Session, command: Command, webhook_id: int, answer: int) -> None:
    """As each call does; what webhooks there are is told as a setting besides, to whoever only names them."""
    record(session, command, Deed.SETTINGS, [], answer)
    session.changed(Entity.WEBHOOK, webhook_id)
