"""What is saved as a whole, one of each: whoever saves a version that is not the last is told so."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Table, select

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.model.articles import SaveCategory
from deskbell.model.automation import RuleActions, SaveRule
from deskbell.model.calendars import OFFICE_WEEK, SaveCalendar
from deskbell.model.canned import CannedText, SaveCannedReply
from deskbell.model.commands import (
    Command,
    SaveAgent,
    SaveMailbox,
    SaveTag,
)
from deskbell.model.fields import FieldKind, SaveField
from deskbell.model.saved_views import SaveView
from deskbell.model.sla import SavePolicy, Targets
from deskbell.model.teams import SaveTeam
from deskbell.store.tables import (
    agent,
    article_category,
    automation,
    calendar,
    canned_reply,
    custom_field,
    customer,
    mailbox,
    policy,
    saved_view,
    tag,
    team,
)
from noting import noting


@dataclass(frozen=True)
class Versioned:
    """A row that is saved as a whole: `save` says one of its texts, for the version that was read."""

    code: str
    table: Table
    save: Callable[[int, str, int], Command]
    row_id: Callable[[SmallDesk], int]
    text: str = "name"


def _customer_of_a_mail(small: SmallDesk) -> int:
    with small.desk.reading() as session:
        return session.connection.execute(select(customer.c.id).order_by(customer.c.id)).scalars().first() or 0


def _a_team(small: SmallDesk) -> int:
    return perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name="Orders")) or 0


def _canned(row: int, name: str, version: int = 0) -> SaveCannedReply:
    text = CannedText("", "<div>Thanks!</div>", "Thanks!")
    return SaveCannedReply(agent_id=None, id=row, owner_id=None, name=name, texts=(text,), version=version)


def _view(row: int, name: str, version: int = 0) -> SaveView:
    return SaveView(agent_id=None, id=row, owner_id=None, name=name, query="is:open", version=version)


def _field(row: int, name: str, version: int = 0) -> SaveField:
    return SaveField(agent_id=None, id=row, name=name, kind=FieldKind.TEXT, version=version)


def _policy(row: int, name: str, version: int = 0) -> SavePolicy:
    return SavePolicy(agent_id=None, id=row, name=name, targets=(Targets(3600),) * 4, version=version)


def _rule(row: int, name: str, version: int = 0) -> SaveRule:
    return SaveRule(agent_id=None, id=row, name=name, actions=RuleActions(add_tags=("refund",)), version=version)


def _calendar(row: int, name: str, version: int = 0) -> SaveCalendar:
    return SaveCalendar(agent_id=None, id=row, name=name, zone="Europe/Vilnius", week=OFFICE_WEEK, version=version)


def _tag(row: int, name: str, version: int = 0) -> SaveTag:
    return SaveTag(agent_id=None, id=row, name=name, version=version)


VERSIONED = [
    Versioned(
        "customer.changed",
        customer,
        lambda row, words, version: noting(row, "li.na@mail.example", words, version),
        _customer_of_a_mail,
        "note",
    ),
    Versioned(
        "agent.changed",
        agent,
        lambda row, words, version: SaveAgent(
            agent_id=None, id=row, name="Ona", email="ona@desk.example", signature=words, version=version
        ),
        lambda small: small.ona,
        "signature",
    ),
    Versioned(
        "mailbox.changed",
        mailbox,
        lambda row, words, version: SaveMailbox(
            agent_id=None, id=row, name="Support", address="support@desk.example", signature=words, version=version
        ),
        lambda small: small.support,
        "signature",
    ),
    Versioned(
        "team.changed",
        team,
        lambda row, words, version: SaveTeam(agent_id=None, id=row, name=words, version=version),
        _a_team,
    ),
    Versioned(
        "category.changed",
        article_category,
        lambda row, name, version: SaveCategory(agent_id=None, id=row, name=name, version=version),
        lambda small: perform(small.desk, SaveCategory(agent_id=small.ona, id=0, name="Parcels")) or 0,
    ),
    Versioned(
        "canned.changed",
        canned_reply,
        _canned,
        lambda small: perform(small.desk, _canned(0, "Thanks")) or 0,
    ),
    Versioned(
        "view.changed",
        saved_view,
        _view,
        lambda small: perform(small.desk, _view(0, "Late")) or 0,
    ),
    Versioned(
        "field.changed",
        custom_field,
        _field,
        lambda small: perform(small.desk, _field(0, "Order number")) or 0,
    ),
    Versioned(
        "calendar.changed",
        calendar,
        _calendar,
        lambda small: perform(small.desk, _calendar(0, "Office")) or 0,
    ),
    Versioned(
        "policy.changed",
        policy,
        _policy,
        lambda small: perform(small.desk, _policy(0, "Everybody")) or 0,
    ),
    Versioned(
        "rule.changed",
        automation,
        _rule,
        lambda small: perform(small.desk, _rule(0, "Refunds")) or 0,
    ),
    Versioned(
        "tag.changed",
        tag,
        _tag,
        lambda small: perform(small.desk, _tag(0, "late")) or 0,
    ),
]
