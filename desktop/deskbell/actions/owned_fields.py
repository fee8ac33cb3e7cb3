"""Filling in the custom fields of customers and of organisations."""

from deskbell.actions import organisations
from deskbell.actions.customer_journal import Line, add_lines
from deskbell.actions.deeds import record
from deskbell.model.customers import Fact
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldOwner, SetCustomerField, SetOrganisationField
from deskbell.model.kinds import Deed, Entity
from deskbell.model.organisations import OrganisationFact
from deskbell.rules import fields as rules
from deskbell.store.queries import fields
from deskbell.store.queries.customer_facts import kept
from deskbell.store.queries.owned_fields import put
from deskbell.store.session import Session


def set_customer_field(session: Session, command: SetCustomerField) -> None:
    """Fill a field of customers in, or empty it; those that hold the same already are left alone.

    Raises `Mistake` customer.missing, and of the field as `actions.fields.set_field`.
    """
    known = kept(session, command.customers)
    if len(known) < len(set(command.customers)):
        raise Mistake("customer.missing")
    field = _field(session, command.field_id, FieldOwner.CUSTOMER)
    lines: list[Line] = []
    after: dict[int, str] = {}
    for number, (_, facts) in known.items():
        text = _with(field, facts[Fact.FIELDS], command.value)
        if text != facts[Fact.FIELDS]:
            after[number] = text
            lines.append((number, Fact.FIELDS, facts[Fact.FIELDS], text))
            session.changed(Entity.CUSTOMER, number)
    put(session, FieldOwner.CUSTOMER, after)
    record(session, command, Deed.CUSTOMER, [])
    add_lines(session, command, lines)


def set_organisation_field(session: Session, command: SetOrganisationField) -> None:
    """The same for an organisation. Raises `Mistake` organisation.missing."""
    row = organisations.locked(session, (command.id,)).get(command.id)
    if row is None:
        raise Mistake("organisation.missing")
    field = _field(session, command.field_id, FieldOwner.ORGANISATION)
    before = organisations.facts(session, row)
    after = {**before, OrganisationFact.FIELDS: _with(field, before[OrganisationFact.FIELDS], command.value)}
    record(session, command, Deed.ORGANISATION, [])
    if after != before:
        put(session, FieldOwner.ORGANISATION, {row.id: after[OrganisationFact.FIELDS]})
        session.changed(Entity.ORGANISATION, row.id)
        organisations.tell(session, command, row.id, before, after)


def _field(session: Session, field_id: int, owner: FieldOwner) -> CustomField:
    field = fields.ask_some(session, {field_id})().get(field_id)
    if field is None or field.retired or field.owner is not owner:
        raise Mistake("field.missing")
    return field


def _with(field: CustomField, held: str, value: str) -> str:
    """What is held with this value of a field. A retired choice stays where it is and comes nowhere else."""
    values = rules.from_lines(held)
    after = rules.kept(field, value)
    fresh = set(rules.chosen(field, after)) - set(rules.chosen(field, values.get(field.id, "")))
    if any(choice.retired for choice in fresh):
        raise Mistake("field.choice", field=field.name)
    return rules.as_lines({**values, field.id: after})
