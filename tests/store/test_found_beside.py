"""What the words of a search for tickets find besides: customers and articles, the first of each."""

import pytest

from building import Builder
from deskbell.store.listing import list_anew
from deskbell.store.queries import customer_list, found_beside
from deskbell.store.queries.found_beside import beside
from store.test_search_articles import Articles

ONA, ONUTE, ONUR = "Ona Petraitė", "Onutė Kazlienė", "Onur"
FOUND = {
    "petraite": ({ONA}, [], (False, False)),
    "ona": ({ONA}, ["Refunds"], (False, False)),
    "acme": ({ONA}, [], (False, False)),
    "refunds abroad": (set(), ["Refunds abroad"], (False, False)),
    "refunds": (set(), ["Refunds", "Refunds abroad"], (False, True)),
    '"14 days"': (set(), ["Refunds"], (False, False)),
    "onu": ({ONUR, ONUTE}, [], (False, False)),
    "on": ({ONUR, ONUTE}, ["Refunds"], (True, False)),
    "nobody": (set(), [], (False, False)),
    " ": (set(), [], (False, False)),
}


def test_the_first_of_each(build: Builder) -> None:
    articles = Articles(build)
    with build.together():
        for name, email in ((ONA, "ona@acme.example"), (ONUTE, "onute@mail.example"), (ONUR, "nur@mail.example")):
            build.customer(name, email)
        articles.write("Refunds", "Within 14 days, says Ona.")
        articles.write("Refunds abroad", "Longer.")
        articles.write("Refunds of vouchers", "Never.")
        articles.write("Refunds to come", "Not yet.", state="draft")
    build.desk.transact(list_anew)
    found = {words: build.desk.read(beside, words, build.me, "en") for words in FOUND}
    assert {
        words: (
            {one.name for one in there.customers},
            [one.title for one in there.articles],
            (there.more_customers, there.more_articles),
        )
        for words, there in found.items()
    } == FOUND


@pytest.mark.parametrize(("tickets", "found"), [(2, ()), (100, (ONA,))])
def test_where_many_have_the_words_few_tickets_are_walked(
    build: Builder, monkeypatch: pytest.MonkeyPatch, tickets: int, found: tuple[str, ...]
) -> None:
    """They run beside the search for tickets, and would keep it waiting; whoever has not written of late is among more."""
    for name in ("_FEW", "_SOME", "_PORTION", "_LARGEST_PORTION"):
        monkeypatch.setattr(customer_list, name, 1)
    monkeypatch.setattr(found_beside, "_TICKETS", tickets)
    with build.together():
        build.ticket(customer_id=build.customer(ONA, "ona@acme.example"))
        for _ in range(4):
            build.ticket()
        # Without a ticket.
        build.customer(ONUTE, "onute@mail.example")
    build.desk.transact(list_anew)
    there = build.desk.read(beside, "on", build.me, "en")
    assert (tuple(one.name for one in there.customers), there.more_customers) == (found, True)
