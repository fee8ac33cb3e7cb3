"""Linking tickets by hand: seen from both ends, undone, and beside what the desk itself has linked."""

from itertools import permutations

import pytest

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.commands import MoveMessages, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, LinkKind
from deskbell.model.linking import INVERSE, LinkTickets
from deskbell.store.queries import changes, customer


@pytest.fixture
def ids(small: SmallDesk) -> list[int]:
    return [placed.ticket_id for placed in small.arrive(*(mail(f"{n}@mail.example") for n in range(3)))]


def link(small: SmallDesk, one: int, other: int, kind: LinkKind | None) -> LinkTickets:
    command = LinkTickets(agent_id=small.ona, ticket_id=one, other_id=other, kind=kind)
    perform(small.desk, command)
    return command


def undo(small: SmallDesk, command: LinkTickets) -> None:
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))


def linked(small: SmallDesk, number: int) -> dict[int, LinkKind | None]:
    """What the tickets are that this one is linked to."""
    return {row.id: row.link for row in small.desk.read(customer.linked, number)}


@pytest.mark.parametrize("kind", INVERSE)
@pytest.mark.parametrize("turned", [False, True])
def test_a_link_is_seen_from_both_ends_and_undone(
    small: SmallDesk, ids: list[int], kind: LinkKind, turned: bool
) -> None:
    one, other = sorted(ids[:2], reverse=turned)
    last = small.desk.read(changes.latest)
    made = link(small, one, other, kind)
    assert (linked(small, one), linked(small, other)) == ({other: INVERSE[kind]}, {one: kind})
    assert small.desk.read(changes.since, last).tickets() == {one, other}
    for number, said in ((one, f"{kind.value} {other}"), (other, f"{INVERSE[kind].value} {one}")):
        (event,) = [event for event in small.ticket(number).events if event.kind is Deed.LINKED]
        assert event.after == said
    undo(small, made)
    assert linked(small, one) == linked(small, other) == {}


def test_what_is_said_last_holds_and_is_taken_back_step_by_step(small: SmallDesk, ids: list[int]) -> None:
    one, other, _ = ids
    first = link(small, one, other, LinkKind.RELATED)
    second = link(small, other, one, LinkKind.DUPLICATE)
    gone = link(small, one, other, None)
    assert linked(small, one) == {}
    with pytest.raises(Mistake, match="changed again"):
        undo(small, first)
    for command, left in ((gone, LinkKind.DUPLICATE), (second, LinkKind.RELATED)):
        undo(small, command)
        assert linked(small, one) == {other: left}
    undo(small, first)
    assert linked(small, one) == {}


def test_the_same_once_more_is_nothing_to_undo(small: SmallDesk, ids: list[int]) -> None:
    link(small, ids[0], ids[1], LinkKind.RELATED)
    with pytest.raises(Mistake, match="nothing to undo"):
        undo(small, link(small, ids[1], ids[0], LinkKind.RELATED))


@pytest.mark.parametrize(("child", "parent"), list(permutations(range(3), 2)))
def test_no_ticket_is_above_itself(small: SmallDesk, ids: list[int], child: int, parent: int) -> None:
    link(small, ids[0], ids[1], LinkKind.CHILD)
    link(small, ids[2], ids[1], LinkKind.PARENT)
    # ids[0] is below ids[1], which is below ids[2].
    if (child, parent) == (2, 0):
        with pytest.raises(Mistake) as refused:
            link(small, ids[child], ids[parent], LinkKind.CHILD)
        assert refused.value.code == "link.circle"
        with pytest.raises(Mistake):
            link(small, ids[parent], ids[child], LinkKind.PARENT)
    else:
        # The link of two that are linked already takes the place of the other one.
        link(small, ids[child], ids[parent], LinkKind.CHILD)
        assert linked(small, ids[child])[ids[parent]] is LinkKind.PARENT


def test_what_cannot_be_linked(small: SmallDesk, ids: list[int]) -> None:
    with pytest.raises(Mistake) as itself:
        link(small, ids[0], ids[0], LinkKind.RELATED)
    with pytest.raises(Mistake) as missing:
        link(small, ids[0], 999_999, LinkKind.RELATED)
    assert (itself.value.code, missing.value.code) == ("link.same", "ticket.missing")


@pytest.mark.parametrize("turned", [False, True])
def test_what_the_desk_has_linked_stays(small: SmallDesk, ids: list[int], turned: bool) -> None:
    placed = small.arrive(mail("a@mail.example", "More", in_reply_to=("0@mail.example",)))
    assert placed[0].ticket_id == ids[0]
    newest = max(one.id for one in small.ticket(ids[0]).messages)
    split = MoveMessages(agent_id=small.ona, ticket_id=ids[0], messages=(newest,))
    made = perform(small.desk, split) or 0
    assert linked(small, made) == {ids[0]: None}
    one, other = (ids[0], made) if turned else (made, ids[0])
    command = link(small, one, other, LinkKind.CHILD)
    assert (linked(small, one), linked(small, other)) == ({other: LinkKind.PARENT}, {one: LinkKind.CHILD})
    link(small, one, other, None)
    assert linked(small, made) == {ids[0]: None}
    with pytest.raises(Mistake):
        undo(small, command)
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=split.deed))
    assert linked(small, ids[0]) == {}
