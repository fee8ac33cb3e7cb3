"""An organisation that is a VIP: its customers are, on cards, in the panel and in searches, and it can be told which way."""

import pytest
from msgspec.structs import replace

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.commands import UndoDeed
from deskbell.model.customers import MergeOrganisations, SaveOrganisation
from deskbell.model.organisations import OrganisationRow
from deskbell.rules.customers import saving
from deskbell.store.desk import Desk
from deskbell.store.queries import customer as customers
from deskbell.store.queries.cards import cards
from deskbell.store.queries.organisations import page
from deskbell.store.search import by_customer
from store.test_search_tickets import search


class Vips:
    """Ann of Acme, who is a VIP herself, Bea of Acme, Cid of Bee, and Dan of nowhere."""

    def __init__(self, desk: Desk, build: Builder) -> None:
        self.desk, self.build = desk, build
        for name in ("Acme", "Bee"):
            self.save(name)
        of = {"ann": "Acme", "bea": "Acme", "cid": "Bee", "dan": ""}
        with build.together():
            self.people = {name: build.customer(name, organisation=there) for name, there in of.items()}
            self.tickets = {name: build.ticket(customer_id=who) for name, who in self.people.items()}
            for number in self.tickets.values():
                build.message(number, "A lamp")
        panel = self.desk.read(customers.panel, self.people["ann"], 0)
        assert panel is not None
        perform(desk, replace(saving(panel.customer), agent_id=build.me, vip=True))

    def row(self, name: str) -> OrganisationRow:
        return next(one for one in self.desk.read(page, "") if one.name == name)

    def save(self, name: str, *, vip: bool = False) -> str:
        there = next((one for one in self.desk.read(page, "") if one.name == name), None)
        number, version = (there.id, there.version) if there is not None else (0, 0)
        command = SaveOrganisation(agent_id=self.build.me, id=number, name=name, vip=vip, version=version)
        perform(self.desk, command)
        return command.deed

    def cards(self) -> dict[str, tuple[bool, str]]:
        found = self.desk.read(cards, list(self.tickets.values()))
        return {one.customer: (one.vip, one.vip_through) for one in found}

    def found(self, query: str) -> str:
        names = {number: name for name, number in self.tickets.items()}
        return " ".join(sorted(names[number] for number in search(self.desk, self.build, query)))


@pytest.fixture
def vips(desk: Desk, build: Builder) -> Vips:
    return Vips(desk, build)


def test_its_customers_are_until_it_is_none(vips: Vips, monkeypatch: pytest.MonkeyPatch) -> None:
    assert vips.cards() == {"ann": (True, ""), "bea": (False, ""), "cid": (False, ""), "dan": (False, "")}
    deed = vips.save("Acme", vip=True)
    assert vips.row("Acme").vip
    assert vips.cards() == {"ann": (True, ""), "bea": (True, "Acme"), "cid": (False, ""), "dan": (False, "")}
    panel = vips.desk.read(customers.panel, vips.people["bea"], 0)
    assert panel is not None
    assert (panel.customer.vip, panel.customer.organisation_vip) == (False, True)
    for words, few in (("", 100), ("", 1), ("lamp ", 100)):
        monkeypatch.setattr(by_customer, "_FEW", few)
        assert vips.found(f"{words}vip:yes") == vips.found(f"{words}-vip:no") == "ann bea"
        assert vips.found(f"{words}vip:no") == vips.found(f"{words}-vip:yes") == "cid dan"
    perform(vips.desk, UndoDeed(agent_id=vips.build.me, undo=deed))
    assert vips.found("vip:yes") == "ann"


def test_one_that_takes_another_in_is_what_either_was(vips: Vips) -> None:
    vips.save("Acme", vip=True)
    acme, bee = vips.row("Acme"), vips.row("Bee")
    merge = MergeOrganisations(agent_id=vips.build.me, id=acme.id, into_id=bee.id, version=acme.version)
    perform(vips.desk, merge)
    assert vips.row("Bee").vip
    assert vips.found("vip:yes") == "ann bea cid"
    perform(vips.desk, UndoDeed(agent_id=vips.build.me, undo=merge.deed))
    assert (vips.row("Acme").vip, vips.row("Bee").vip) == (True, False)
    assert vips.found("vip:yes") == "ann bea"


def test_a_change_that_says_nothing_of_it_takes_it_back(vips: Vips) -> None:
    """A command says all that is known of an organisation."""
    vips.save("Acme", vip=True)
    vips.save("Acme")
    assert not vips.row("Acme").vip
