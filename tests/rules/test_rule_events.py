"""What rules hear of a deed, and who of a team gets a ticket."""

import pytest
from msgspec.structs import replace

from deskbell.model.automation import Event, Hand, RuleActions, What
from deskbell.model.canned import Actions, Handing
from deskbell.model.kinds import Deed, Priority, Status
from deskbell.rules.rule_effects import SOMEBODY, after, changes
from deskbell.rules.rule_events import Line, Wrote, happened


def line(kind: Deed, *, step: Deed | None = None, wrote: Wrote | None = None, **more: object) -> Line:
    """A line of one deed on one ticket, which an agent did."""
    return replace(Line(1, "d", step or kind, False, 7, 1, kind, "", wrote), **more)


FIRST, LATER = Wrote(first=True), Wrote()


@pytest.mark.parametrize(
    ("lines", "events"),
    [
        ([line(Deed.RECEIVED, wrote=FIRST)], {Event.CREATED}),
        ([line(Deed.RECEIVED, wrote=LATER)], {Event.ANSWERED}),
        ([line(Deed.RECEIVED, wrote=LATER), line(Deed.STATUS)], {Event.ANSWERED, Event.UPDATED}),
        ([line(Deed.RECEIVED, wrote=FIRST), line(Deed.TEAM)], {Event.CREATED}),
        ([line(Deed.RECEIVED, wrote=Wrote(auto=True))], None),
        ([line(Deed.RECEIVED, wrote=Wrote(first=True, auto=True))], {Event.CREATED}),
        ([line(Deed.RECEIVED, wrote=Wrote(bounce=True, auto=True))], {Event.BOUNCED}),
        ([line(Deed.RECEIVED, wrote=Wrote(first=True, bounce=True))], {Event.CREATED, Event.BOUNCED}),
        ([line(Deed.RECEIVED, wrote=Wrote(first=True, imported=True))], None),
        ([line(Deed.REPLIED, wrote=LATER)], {Event.REPLIED}),
        ([line(Deed.REPLIED, step=Deed.CREATED, wrote=FIRST), line(Deed.ASSIGNED)], {Event.CREATED}),
        ([line(Deed.REPLIED, wrote=Wrote(auto=True))], None),
        ([line(Deed.NOTED, wrote=LATER)], {Event.NOTED}),
        ([line(Deed.NOTED, wrote=LATER, agent_id=None)], None),
        ([line(Deed.SNOOZED)], {Event.UPDATED}),
        ([line(Deed.WOKEN)], None),
        ([line(Deed.RECEIVED, wrote=LATER), line(Deed.WOKEN, step=Deed.RECEIVED)], {Event.ANSWERED, Event.UPDATED}),
        ([line(Deed.STATUS, undoes=True)], None),
        ([line(Deed.STATUS, step=Deed.UNDONE)], None),
        ([line(Deed.FOLLOWED)], None),
        ([line(Deed.LEFT), line(Deed.MERGED)], None),
    ],
)
def test_what_a_deed_is(lines: list[Line], events: set[Event] | None) -> None:
    """What machines wrote, imports and what was taken back start nothing."""
    found = happened(lines)
    assert [one.events for one in found] == ([] if events is None else [frozenset(events)])


def test_what_was_before_is_known() -> None:
    """Of each property that it changed, the tags one by one."""
    lines = [
        line(Deed.STATUS, before="1"),
        line(Deed.ASSIGNED, before=""),
        line(Deed.TAGGED, before="parcel\nvip"),
        line(Deed.FIELD, before="3:A-17 B"),
        line(Deed.FIELD, before="4:1 5", several=True),
        line(Deed.DUE, before="17"),
    ]
    (one,) = happened(lines)
    assert one.changed == {
        (What.STATUS, 0): {"1"},
        (What.ASSIGNEE, 0): {""},
        (What.TAG, 0): {"parcel", "vip"},
        (What.FIELD, 3): {"A-17 B"},
        (What.FIELD, 4): {"1", "5"},
    }


def test_tickets_and_deeds_are_told_apart() -> None:
    """Each in the order of its last line."""
    lines = [
        line(Deed.STATUS, id=1, ticket_id=5),
        line(Deed.STATUS, id=2, ticket_id=6),
        line(Deed.TEAM, id=3, ticket_id=5),
        line(Deed.STATUS, id=4, ticket_id=6, deed_id="e"),
    ]
    assert [(one.line_id, one.deed_id, one.ticket_id) for one in happened(lines)] == [
        (2, "d", 6),
        (3, "d", 5),
        (4, "e", 6),
    ]


def test_what_a_rule_makes_of_a_ticket() -> None:
    """Its macro first, then what it says itself."""
    values = {(What.TAG, 0): frozenset({"new", "vip"}), (What.STATUS, 0): frozenset({"0"})}
    actions = RuleActions(
        priority=Priority.HIGH,
        assign=Hand.TURN,
        add_tags=("late",),
        remove_tags=("new",),
        fields=((3, "x"),),
        macro_id=9,
    )
    macro = Actions(status=Status.PENDING, priority=Priority.LOW, assign=Handing.NOBODY, add_tags=("macro",))
    assert after(values, actions, {9: macro}) == {
        (What.STATUS, 0): {"2"},
        (What.PRIORITY, 0): {"2"},
        (What.ASSIGNEE, 0): {SOMEBODY},
        (What.TAG, 0): {"vip", "late", "macro"},
        (What.FIELD, 3): {"x"},
    }


@pytest.mark.parametrize("now", ["", "1", "5"])
def test_a_macro_gives_a_ticket_by_name(now: str) -> None:
    """And changes nothing where they have it already: two rules that give it to each other are told from two that are content."""
    values = {(What.ASSIGNEE, 0): frozenset({now})}
    actions, macros = RuleActions(macro_id=9), {9: Actions(assignee_id=5)}
    assert after(values, actions, macros) == {(What.ASSIGNEE, 0): {"5"}}
    assert changes(values, actions, macros) is (now != "5")


def test_several_choices_are_several() -> None:
    """As the ticket will be seen then; a text with spaces is one value."""
    found = after({}, RuleActions(fields=((3, "1 5"), (4, "a b"))), {}, {3})
    assert (found[What.FIELD, 3], found[What.FIELD, 4]) == ({"1", "5"}, {"a b"})
