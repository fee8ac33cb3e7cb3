"""Searching for what custom fields hold: the same on both engines, with words and without, whether few tickets hold it or many."""

import pytest

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.fields import FieldChoice, FieldKind, SaveField, SetField
from deskbell.model.kinds import Status
from deskbell.store.desk import Desk
from deskbell.store.search import by_field
from store.test_search_tickets import search

COLOURS = (FieldChoice(0, "Dark red"), FieldChoice(0, "Žalia"), FieldChoice(0, "Blue"))
# A field, and what which ticket holds in it.
HELD = {
    ("Order number", FieldKind.TEXT): {"a": "Ąžuolas 17", "b": "A-17", "solved": "A-17"},
    ("Weight", FieldKind.NUMBER): {"a": "5", "b": "12.5", "solved": "-3"},
    ("Promised for", FieldKind.DATE): {"a": "2026-11-26", "b": "2026-12-01"},
    ("Colour", FieldKind.CHOICE): {"a": "1", "b": "2"},
    ("Parts", FieldKind.CHOICES): {"a": "1 3", "b": "3", "solved": "2"},
    ("Called back", FieldKind.CHECK): {"b": "yes"},
}
MEETING = [
    ("field:order", ""),
    ('field:"Order number"', "a b solved"),
    ('field:"order NUMBER"=a-17', "b solved"),
    ('field:"Order number"="azuolas 17"', "a"),
    ('field:"Order number=azuolas"', ""),
    ('-field:"Order number"', "bare"),
    ('-field:"Order number"=a-17 is:open', "a bare"),
    ("field:weight=12.50", "b"),
    ("field:weight>5", "b"),
    ("field:weight>=5", "a b"),
    ("field:weight<0", "solved"),
    ("field:weight=heavy", ""),
    ('field:"Promised for"=2026-11-26', "a"),
    ('field:"Promised for"<2026-12', "a"),
    ('field:"Promised for">2026-12', ""),
    ("field:colour=dark", "a"),
    ('field:colour="dark red"', "a"),
    ("field:colour=zalia", "b"),
    ("field:colour=pink", ""),
    ("field:colour>dark", ""),
    ("field:parts=blue", "a b"),
    ("field:parts=zalia", "solved"),
    ('field:"Called back"', "b"),
    ('field:"Called back"=yes', "b"),
    ('field:"Called back"=no', "a solved bare"),
    ("field:nosuch=1", ""),
    ("-field:nosuch", "a b solved bare"),
    ("field:weight=5 field:colour=dark", "a"),
]


def test_what_fields_hold_is_found(desk: Desk, build: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    with build.together():
        tickets = {
            name: build.ticket(status=Status.SOLVED if name == "solved" else Status.OPEN)
            for name in ("a", "b", "solved", "bare")
        }
        for number in tickets.values():
            build.message(number, "A lamp")
    for (name, kind), held in HELD.items():
        choices = COLOURS if kind in (FieldKind.CHOICE, FieldKind.CHOICES) else ()
        made = perform(desk, SaveField(agent_id=build.me, id=0, name=name, kind=kind, choices=choices)) or 0
        for ticket, value in held.items():
            perform(desk, SetField(agent_id=build.me, tickets=(tickets[ticket],), field_id=made, value=value))
    perform(desk, SaveField(agent_id=build.me, id=0, name="Order", kind=FieldKind.TEXT))
    names = {number: name for name, number in tickets.items()}
    for words, few in (("", 100), ("", 1), ("lamp ", 100)):
        monkeypatch.setattr(by_field, "_FEW", few)
        found = {query: {names[number] for number in search(desk, build, words + query)} for query, _ in MEETING}
        assert found == {query: set(wanted.split()) for query, wanted in MEETING}, (words, few)
