"""Rules in the settings, and what they may name."""

from typing import Final

from msgspec import Struct
from sqlalchemy import select

from deskbell.model.automation import Rule
from deskbell.model.canned import CannedReply
from deskbell.model.fields import CustomField
from deskbell.rules.automation_checks import conditions
from deskbell.store.queries import automation, canned, fields, webhooks
from deskbell.store.session import Session
from deskbell.store.tables import organisation

NOBODY: Final = 0
_MOST: Final = 500


class RuleBook(Struct, frozen=True):
    """All rules, and what else they name: the shared canned replies, the custom fields in use, organisations (id and name), of many the first by name and
    those that rules name already, and webhooks (id and name).
    """

    rules: tuple[Rule, ...] = ()
    replies: tuple[CannedReply, ...] = ()
    fields: tuple[CustomField, ...] = ()
    organisations: tuple[tuple[int, str], ...] = ()
    webhooks: tuple[tuple[int, str], ...] = ()


def book(session: Session) -> RuleBook:
    """What the page of the rules shows."""
    rules = automation.rows(session)
    named = {
        int(value)
        for rule in rules
        for condition in conditions(rule.conditions)
        if condition.what == "organisation"
        for value in condition.values
        if value.isdigit()
    }
    asked = select(organisation.c.id, organisation.c.name)
    first = asked.order_by(organisation.c.name).limit(_MOST)
    found = {row.id: row.name for row in session.connection.execute(first)}
    if missing := named - found.keys():
        found |= {row.id: row.name for row in session.connection.execute(asked.where(organisation.c.id.in_(missing)))}
    replies = sorted(canned.replies(session, NOBODY), key=lambda reply: (reply.folder, reply.name))
    used = tuple(field for field in fields.every(session) if not field.retired)
    return RuleBook(rules, tuple(replies), used, tuple(found.items()), webhooks.names(session))
