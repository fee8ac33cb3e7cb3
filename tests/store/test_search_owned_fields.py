"""Searching by what fields of customers and of organisations hold: the same on both engines, whether few tickets are theirs or many."""

import pytest

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.customers import SaveOrganisation
from deskbell.model.fields import FieldKind, FieldOwner, SaveField, SetCustomerField, SetField, SetOrganisationField
from deskbell.model.kinds import Status
from deskbell.store.desk import Desk
from deskbell.store.search import by_customer
from store.test_search_tickets import search

MEETING = [
    ("customer-field:Region", "ann bea"),
    ("customer-field:Region=north", "ann"),
    ('customer-field:"Region"="Žiemiai 2"', "bea"),
    ("customer-field:seats>5", "ann"),
    ("-customer-field:Region", "cid dan"),
    ("customer-field:Region=north is:closed", ""),
    ("customer-field:seats=2 customer-field:Region", "bea"),
    ("customer-field:nosuch", ""),
    ("customer-field:VIP=no", "bea cid dan"),
    ("org-field:Region=south", "ann bea"),
    ("-org-field:Region", "cid dan"),
    ("field:Region=here", "dan"),
    ("field:seats", ""),
]


def test_what_fields_of_customers_and_organisations_hold_is_found(
    desk: Desk, build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = perform(desk, SaveOrganisation(agent_id=build.me, id=0, name="Acme")) or 0
    tickets, people = {}, {}
    with build.together():
        for name in ("ann", "bea", "cid", "dan"):
            organisation = "Acme" if name in ("ann", "bea") else ""
            people[name] = build.customer(name, organisation=organisation)
            status = Status.SOLVED if name == "bea" else Status.OPEN
            tickets[name] = build.ticket(customer_id=people[name], status=status)
            build.message(tickets[name], "A lamp")

    def made(name: str, owner: FieldOwner, kind: FieldKind = FieldKind.TEXT) -> int:
        return perform(desk, SaveField(agent_id=build.me, id=0, name=name, kind=kind, owner=owner)) or 0

    def fill(name: str, field_id: int, value: str) -> None:
        perform(desk, SetCustomerField(agent_id=build.me, customers=(people[name],), field_id=field_id, value=value))

    region, seats = made("Region", FieldOwner.CUSTOMER), made("Seats", FieldOwner.CUSTOMER, FieldKind.NUMBER)
    vip = made("VIP", FieldOwner.CUSTOMER, FieldKind.CHECK)
    fill("ann", region, "North")
    fill("bea", region, "Žiemiai 2")
    fill("ann", seats, "12")
    fill("bea", seats, "2")
    fill("ann", vip, "yes")
    its = made("Region", FieldOwner.ORGANISATION)
    perform(desk, SetOrganisationField(agent_id=build.me, id=acme, field_id=its, value="South"))
    of_ticket = made("Region", FieldOwner.TICKET)
    perform(desk, SetField(agent_id=build.me, tickets=(tickets["dan"],), field_id=of_ticket, value="here"))
    names = {number: name for name, number in tickets.items()}
    for words, few in (("", 100), ("", 1), ("lamp ", 100)):
        monkeypatch.setattr(by_customer, "_FEW", few)
        found = {query: {names[number] for number in search(desk, build, words + query)} for query, _ in MEETING}
        assert found == {query: set(wanted.split()) for query, wanted in MEETING}, (words, few)
