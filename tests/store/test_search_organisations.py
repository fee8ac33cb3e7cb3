"""Searching for the tickets of an organisation: the same on both engines, with words and without, whether few tickets are theirs or many."""

import pytest

from building import Builder, plan, statements
from deskbell.actions.dispatch import perform
from deskbell.model.kinds import Status
from deskbell.model.organisations import SaveOrganisation
from deskbell.store.desk import Desk
from deskbell.store.search import by_organisation
from store.test_search_tickets import search

MEETING = [
    ("org:acme", "ann bea"),
    ('org:"ACME"', "ann bea"),
    ("org:ac", "ann bea cid"),
    ('org:"Acme L', "cid"),
    ('org:"acme ltd"', "cid"),
    ("org:ltd", ""),
    ("org:zalia", "dan"),
    ("org:ŽALIA,acme is:closed", "bea"),
    ("org:nobody", ""),
    ("org:none", "eva"),
    ("org:none,zalia", "dan eva"),
    ("-org:acme", "cid dan eva"),
    ("-org:none", "ann bea cid dan"),
    ("-org:nobody is:open", "ann cid dan eva"),
    ("org:acme org:zalia", ""),
    ("org:acme after:2027", ""),
]


@pytest.fixture
def names(desk: Desk, build: Builder) -> dict[int, str]:
    """Tickets by who they are of."""
    for name in ("Acme", "Acme Ltd", "Žalia, UAB"):
        perform(desk, SaveOrganisation(agent_id=build.me, id=0, name=name))
    of = {"ann": "Acme", "bea": "Acme", "cid": "Acme Ltd", "dan": "Žalia, UAB", "eva": ""}
    found = {}
    with build.together():
        for name, organisation in of.items():
            who = build.customer(name, organisation=organisation)
            number = build.ticket(customer_id=who, status=Status.SOLVED if name == "bea" else Status.OPEN)
            build.message(number, "A lamp")
            found[number] = name
    return found


def test_the_tickets_of_an_organisation_are_found(
    desk: Desk, build: Builder, names: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, few in (("", 100), ("", 1), ("lamp ", 100)):
        monkeypatch.setattr(by_organisation, "_FEW", few)
        found = {query: {names[number] for number in search(desk, build, words + query)} for query, _ in MEETING}
        assert found == {query: set(wanted.split()) for query, wanted in MEETING}, (words, few)


def test_indexes_lead_there(desk: Desk, build: Builder, names: dict[int, str]) -> None:
    if desk.engine.dialect.name != "sqlite":
        pytest.skip("plans are SQLite's here")
    with statements(desk) as sent:
        search(desk, build, "org:acme")
        search(desk, build, "org:ac")
    for words, values in sent:
        if "organisation" in words:
            steps = plan(desk, words, values)
            assert not [step for step in steps if step.startswith("SCAN") and step.split()[1] in _TABLES], steps


_TABLES = ("organisation", "customer", "ticket", "ticket_1")
