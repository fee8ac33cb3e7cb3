"""Searching for the tickets of an organisation: the same on both engines, with words and without, whether few tickets are theirs or many."""

import pytest

from building import Builder, plan, statements
from deskbell.actions.dispatch import perform
from deskbell.model.commands import UndoDeed
from deskbell.model.customers import MergeOrganisations, RemoveOrganisation, SaveOrganisation
from deskbell.model.kinds import Status
from deskbell.store.desk import Desk
from deskbell.store.search import by_customer
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
        monkeypatch.setattr(by_customer, "_FEW", few)
        found = {query: {names[number] for number in search(desk, build, words + query)} for query, _ in MEETING}
        assert found == {query: set(wanted.split()) for query, wanted in MEETING}, (words, few)


def test_one_is_found_by_what_it_was_called_before(desk: Desk, build: Builder, names: dict[int, str]) -> None:
    """Saved searches say what it was called then."""

    def found(query: str) -> str:
        return " ".join(sorted(names[number] for number in search(desk, build, query)))

    def rename(number: int, name: str, version: int) -> SaveOrganisation:
        command = SaveOrganisation(agent_id=build.me, id=number, name=name, version=version)
        perform(desk, command)
        return command

    acme, ltd, zalia = 1, 2, 3
    rename(acme, "Bee", 1)
    renamed = rename(acme, "Cee", 2)
    assert (found('org:"Acme"'), found("org:Bee"), found("org:Cee")) == ("ann bea", "ann bea", "ann bea")
    assert found("org:Acm") == "cid", "not by how it began"
    perform(desk, UndoDeed(agent_id=build.me, undo=renamed.deed))
    assert (found("org:Bee"), found("org:Cee")) == ("ann bea", "ann bea")
    perform(desk, MergeOrganisations(agent_id=build.me, id=ltd, into_id=acme, version=1))
    merged = MergeOrganisations(agent_id=build.me, id=acme, into_id=zalia, version=5)
    perform(desk, merged)
    assert {found(f'org:"{name}"') for name in ("Acme Ltd", "Acme", "Bee", "Žalia, UAB")} == {"ann bea cid dan"}
    rename(zalia, "Acme", 2)
    assert found("org:acme") == "ann bea cid dan"
    perform(desk, RemoveOrganisation(agent_id=build.me, id=zalia, version=3))
    assert found("org:acme,bee") == ""


def test_indexes_lead_there(desk: Desk, build: Builder, names: dict[int, str]) -> None:
    if desk.engine.dialect.name != "sqlite":
        pytest.skip("plans are SQLite's here")
    with statements(desk) as sent:
        search(desk, build, "org:acme")
        search(desk, build, "org:ac")
        search(desk, build, "org:nobody")
    for words, values in sent:
        if "organisation" in words:
            steps = plan(desk, words, values)
            assert not [step for step in steps if step.startswith("SCAN") and step.split()[1] in _TABLES], steps


_TABLES = ("organisation", "organisation_journal", "customer", "ticket", "ticket_1")
