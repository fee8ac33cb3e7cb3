"""Searching for the tickets of customers with a tag: the same on both engines, with words and without, whether few tickets are theirs or many."""

import pytest

from building import Builder, plan, statements
from deskbell.actions.dispatch import perform
from deskbell.model.commands import ChangeTags
from deskbell.model.customers import ChangeCustomerTags
from deskbell.model.kinds import Status
from deskbell.store.desk import Desk
from deskbell.store.search import by_customer
from store.test_search_tickets import search

OF = {"ann": ("gold", "press"), "bea": ("gold",), "cid": ("gold ring",), "dan": ()}
MEETING = [
    ("customer-tag:gold", "ann bea"),
    ("Customer-Tag:GOLD", "ann bea"),
    ('customer-tag:"gold ring"', "cid"),
    ("customer-tag:ring", "cid"),
    ("customer-tag:press,ring", "ann cid"),
    ("customer-tag:gold is:closed", "bea"),
    ("-customer-tag:gold", "cid dan"),
    ("customer-tag:gold -customer-tag:press", "bea"),
    ("customer-tag:nosuch", ""),
    ("-customer-tag:nosuch is:open", "ann cid dan"),
    ("tag:gold", "dan"),
]


@pytest.fixture
def names(desk: Desk, build: Builder) -> dict[int, str]:
    found = {}
    with build.together():
        people = {name: build.customer(name) for name in OF}
        for name, who in people.items():
            number = build.ticket(customer_id=who, status=Status.SOLVED if name == "bea" else Status.OPEN)
            build.message(number, "A lamp")
            found[number] = name
    for name, tags in OF.items():
        perform(desk, ChangeCustomerTags(agent_id=build.me, customers=(people[name],), add=tags))
    numbers = {name: number for number, name in found.items()}
    perform(desk, ChangeTags(agent_id=build.me, tickets=(numbers["dan"],), add=("gold",)))
    return found


def test_the_tickets_of_tagged_customers_are_found(
    desk: Desk, build: Builder, names: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, few in (("", 100), ("", 1), ("lamp ", 100)):
        monkeypatch.setattr(by_customer, "_FEW", few)
        found = {query: {names[number] for number in search(desk, build, words + query)} for query, _ in MEETING}
        assert found == {query: set(wanted.split()) for query, wanted in MEETING}, (words, few)


def test_indexes_lead_there(desk: Desk, build: Builder, names: dict[int, str]) -> None:
    if desk.engine.dialect.name != "sqlite":
        pytest.skip("plans are SQLite's here")
    with statements(desk) as sent:
        search(desk, build, "customer-tag:gold")
    asked = [(words, values) for words, values in sent if "customer_tag" in words]
    assert asked
    for words, values in asked:
        steps = plan(desk, words, values)
        assert not [step for step in steps if step.startswith("SCAN") and "customer" in step.split()[1]], steps
