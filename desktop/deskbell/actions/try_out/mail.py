"""What would become of a mail that came in now, as intake files it."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import bindparam, func, literal_column, select

from deskbell.actions.intake.arrival import Arrival, Policy
from deskbell.actions.intake.memory import Memory
from deskbell.actions.intake.plan import MessagePlan
from deskbell.actions.intake.planner import Planner
from deskbell.actions.intake.second_way import is_known, load_traces
from deskbell.actions.try_out.chooser import Chooser
from deskbell.actions.try_out.outcome import Filed, TriedOut
from deskbell.actions.try_out.promise import promised
from deskbell.actions.try_out.rules import take_turns
from deskbell.actions.try_out.ticket import may_answer
from deskbell.model.automation import Event, What
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, MessageKind, Priority, Status
from deskbell.model.mail import InboundMail
from deskbell.rules import loops
from deskbell.rules.automation import Key
from deskbell.rules.loops import SentLately
from deskbell.rules.organisations import domain_of
from deskbell.rules.warnings import UNPROVEN
from deskbell.store.queries import desk_for_rules, settings
from deskbell.store.queries.as_seen import as_seen, customer_fields
from deskbell.store.queries.identity import identity
from deskbell.store.session import Session
from deskbell.store.tables import customer, message, organisation, organisation_domain

_INBOX: Final = "INBOX"
_EVERYBODY: Final = 0
_NOTHING: Final = frozenset({""})
_KNOWN: Final = (
    select(
        customer.c.name,
        customer.c.language,
        customer.c.organisation_id,
        organisation.c.name.label("organisation"),
        (customer.c.vip | func.coalesce(organisation.c.vip, literal_column("false"))).label("vip"),
    )
    .outerjoin(organisation, organisation.c.id == customer.c.organisation_id)
    .where(customer.c.id == bindparam("id"))
)
_OF_DOMAIN: Final = (
    select(organisation.c.id.label("organisation_id"), organisation.c.name.label("organisation"), organisation.c.vip)
    .join(organisation_domain, organisation_domain.c.organisation_id == organisation.c.id)
    .where(organisation_domain.c.domain == bindparam("domain"))
    .order_by(organisation.c.id.desc())
    .limit(1)
)
_WROTE: Final = (
    select(message.c.id)
    .where(message.c.ticket_id == bindparam("ticket"), message.c.kind == int(MessageKind.IN), ~message.c.is_auto)
    .limit(1)
)


def try_mail(session: Session, mail: InboundMail, mailbox_id: int) -> TriedOut:
    """Where it would go and why, and what rules and policies would make of that. Raises `Mistake` mailbox.gone."""
    policy = Policy.of(settings.read(session, _EVERYBODY))
    arrival = Arrival(0, 0, mailbox_id, session.now, _INBOX, mail)
    memory = Memory.load(session, identity(session), (arrival,), only_looking=True)
    if mailbox_id not in memory.boxes:
        raise Mistake("mailbox.gone")
    seen = is_known(memory, arrival, load_traces(session, memory, (arrival,)))
    plan = Planner(memory, policy, session.now).add(arrival)
    asking = _asking(session, plan)
    if seen is not None:
        filed = _filed(memory, policy, plan, asking)
        return TriedOut(seen.ticket_id, plan.ticket.subject, filed=replace(filed, again=True, ticket_id=seen.ticket_id))
    ticket, filed = plan.ticket, _filed(memory, policy, plan, asking)
    if ticket.status in (Status.SPAM, Status.TRASH):
        return TriedOut(ticket.id, ticket.subject, away=True, filed=filed)
    values, changed = _values(session, plan, asking)
    events = _events(plan)
    turns = take_turns(
        session,
        values,
        events,
        changed,
        Chooser(session, ticket.id, ticket.customer.id),
        snoozed=ticket.snoozed_until is not None,
        may_answer=_may_answer(session, memory, policy, plan),
    )
    # As `store.queries.clocks`: what a machine wrote is nothing that anybody waits for an answer to, but where it began the ticket.
    mail = plan.mail
    written = plan.kind is MessageKind.IN and (plan.first or not (mail.is_auto_reply or mail.is_bounce))
    tried, dues = promised(
        session,
        ticket.id,
        turns.values,
        snoozed=turns.snoozed,
        wrote_at=session.now if written else None,
        begun_at=session.now,
    )
    return TriedOut(ticket.id, ticket.subject, events, False, filed, turns.rules, tried, dues, turns.handed)


class _Nobody:
    """Somebody who is new, of whom only the domain is known."""

    def __init__(self, plan: MessagePlan, found: Any) -> None:
        self.name = plan.ticket.customer.name
        self.language = plan.ticket.customer.language
        self.organisation_id = found.organisation_id if found is not None else None
        self.organisation = found.organisation if found is not None else None
        self.vip = bool(found.vip) if found is not None else False


def _asking(session: Session, plan: MessagePlan) -> Any:
    """Whose ticket it is, as `intake.write` would keep them."""
    person = plan.ticket.customer
    if person.id:
        return session.connection.execute(_KNOWN, {"id": person.id}).one()
    return _Nobody(plan, session.connection.execute(_OF_DOMAIN, {"domain": domain_of(person.email)}).first())


def _filed(memory: Memory, policy: Policy, plan: MessagePlan, asking: Any) -> Filed:
    mail, ticket = plan.mail, plan.ticket
    box = memory.boxes[plan.arrival.mailbox_id]
    spam = ticket.status is Status.SPAM
    wanted = bool(box.acknowledgement) and plan.first and plan.kind is MessageKind.IN and not spam
    silent = _silent(memory, policy, plan) if wanted else None
    return Filed(
        ticket_id=ticket.id,
        why=plan.why,
        sender=mail.sender,
        asking_id=ticket.customer.id,
        asking=asking.name,
        organisation=asking.organisation or "",
        vip=bool(asking.vip),
        spam=spam,
        automatic=plan.rating is None and (mail.is_auto_reply or mail.is_bounce or mail.is_delayed),
        machine=mail.machine,
        kind=plan.kind,
        by_us=plan.by_us,
        links=tuple((other.id, kind) for other, kind in ticket.links),
        warnings=(*mail.problems, *plan.warnings),
        acknowledged=wanted and silent is None and UNPROVEN not in plan.warnings,
        silent=silent,
    )


def _silent(memory: Memory, policy: Policy, plan: MessagePlan) -> loops.Silent | None:
    """Why no machine would answer it. How many answers have gone out to whom only the worker reads: they are not counted."""
    return loops.silent(plan.mail, memory.own_addresses, SentLately(), policy.caps)


def _may_answer(session: Session, memory: Memory, policy: Policy, plan: MessagePlan) -> bool:
    """Whether a rule may send something: it answers what the customer wrote last."""
    if plan.kind is not MessageKind.IN:
        return bool(plan.ticket.id) and may_answer(session, plan.ticket.id)
    return UNPROVEN not in plan.warnings and _silent(memory, policy, plan) is None


def _events(plan: MessagePlan) -> frozenset[Event]:
    """What that is to rules, as `rules.rule_events` hears of it."""
    mail = plan.mail
    changed = frozenset({Event.UPDATED}) if plan.ticket.events and not plan.first else frozenset[Event]()
    if plan.kind is MessageKind.NOTE:
        return changed | {Event.NOTED} if plan.agent_id is not None else changed
    if plan.first:
        return frozenset({Event.CREATED, *((Event.BOUNCED,) if mail.is_bounce else ())})
    if plan.kind is MessageKind.OUT:
        return changed | {Event.REPLIED}
    if mail.is_bounce:
        return changed | {Event.BOUNCED}
    if plan.rating is not None:
        return changed | {Event.RATED}
    return changed if mail.is_auto_reply else changed | {Event.ANSWERED}


def _values(
    session: Session, plan: MessagePlan, asking: Any
) -> tuple[Mapping[Key, frozenset[str]], Mapping[Key, frozenset[str]]]:
    """The ticket as rules would see it with this mail on it, and what that changed."""
    mail, ticket = plan.mail, plan.ticket
    there = as_seen(session, {ticket.id}).get(ticket.id) if ticket.id else None
    values: dict[Key, frozenset[str]] = dict(there.values) if there is not None else {}
    changed: dict[Key, frozenset[str]] = {}
    if there is None:
        found = {
            What.PRIORITY: int(Priority.NORMAL),
            What.MAILBOX: ticket.mailbox_id,
            What.TEAM: ticket.team_id,
            What.ASSIGNEE: ticket.assignee_id,
            What.TYPE: None,
            What.SUBJECT: ticket.subject,
            What.ORGANISATION: asking.organisation_id,
            What.LANGUAGE: asking.language,
            What.TAG: None,
            What.VIP: "1" if asking.vip else "",
            What.ATTACHMENT: "",
            What.ANSWERS: 0,
            What.RATING: None,
        }
        values = {(what, 0): frozenset({"" if value is None else str(value)}) for what, value in found.items()}
        values |= customer_fields(session, ticket.customer.id, asking.organisation_id)
    for kind, before, after in ticket.events:
        what = {Deed.STATUS: What.STATUS, Deed.ASSIGNED: What.ASSIGNEE}.get(kind)
        if what is not None:
            changed[what, 0] = frozenset({before})
            values[what, 0] = frozenset({after})
    values[What.STATUS, 0] = frozenset({str(int(ticket.status))})
    if plan.rating is not None:
        changed[What.RATING, 0] = values.get((What.RATING, 0)) or _NOTHING
        values[What.RATING, 0] = frozenset({plan.rating.value})
    if plan.files:
        values[What.ATTACHMENT, 0] = frozenset({"1"})
    if plan.kind is MessageKind.IN:
        values[What.TEXT, 0] = frozenset({mail.visible_reply})
        values[What.SENDER, 0] = frozenset({mail.sender.email})
        values[What.DOMAIN, 0] = frozenset({mail.sender.email.rpartition("@")[2]})
        if not mail.is_auto_reply and session.connection.execute(_WROTE, {"ticket": ticket.id}).first():
            answers = int(next(iter(values[What.ANSWERS, 0]))) + 1
            values[What.ANSWERS, 0] = frozenset({str(answers)})
    return values | desk_for_rules.read(session).working(values, session.now), changed
