"""Which customers with something in common are offered as one person."""

from time import process_time

import pytest

from deskbell.model.customer_list import CustomerLine
from deskbell.model.customers import Like
from deskbell.rules.doubles import Known, in_order, pairs, tells_somebody
from deskbell.rules.same_person import is_like

NAME, PHONE, ADDRESS = Like.NAME, Like.PHONE, Like.ADDRESS


@pytest.mark.parametrize(
    ("local", "one", "other", "alike"),
    [
        ("annesmith", "Anne Smith", "A. Smith", True),
        ("annesmith", "annesmith@a.example", "Somebody Else", True),
        ("annesmith", "Anne Smith", "Bob Brown", False),
        # A first name of which there are many.
        ("thomas", "Thomas Smith", "Thomas Brown", False),
        ("thomas", "Thomas Smith", "Thomas Smith", True),
        ("thomas", "Thomas Smith", "Thomas", True),
        ("thomas", "Thomas", "Thomas", True),
        ("brownies", "Thomas Smith", "Thomas Brown", True),
        ("short", "Anne Smith", "Anne Smith", False),
        ("support", "Anne Smith", "Anne Smith", False),
    ],
)
def test_an_address_like_another_ones_is_theirs_where_their_names_go_together(
    local: str, one: str, other: str, alike: bool
) -> None:
    assert is_like(ADDRESS, (one, ""), (other, ""), local) is alike
    assert is_like(ADDRESS, (other, ""), (one, ""), local) is alike


@pytest.mark.parametrize(
    ("why", "people", "apart", "expected"),
    [
        (NAME, ["Ann Lee/", "Ann Lee/Acme", "Ann Lee/Zoo"], [], [(1, 2), (1, 3)]),
        (NAME, ["Ann Lee/Acme", "Ann Lee/Zoo", "ann lee/ACME"], [], [(1, 3)]),
        (NAME, ["Ann Lee/Acme", "Ann Lee/Zoo", "Ann Lee/"], [], [(1, 3)]),
        (NAME, ["Ann/Acme", "Ann/Acme", "Ann/", "Ann/"], [], [(1, 2)]),
        (NAME, ["Ann Lee/", "Ann Lee/", "Ann Lee/"], [(1, 3)], [(1, 2), (2, 3)]),
        (NAME, ["Ann Lee/", "Ann Lee/", "Ann Lee/"], [(1, 2), (1, 3), (2, 3)], []),
        (PHONE, ["Ann Lee/Acme", "Bob Brown/Zoo", "c@d.example/"], [], [(1, 2), (1, 3)]),
        (ADDRESS, ["Ann Lee/", "Bob Brown/", "a@b.example/", "Lee Ann/"], [], [(1, 3), (1, 4)]),
    ],
)
def test_each_is_offered_with_the_first_who_may_be_the_same(
    why: Like, people: list[str], apart: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    members = [Known(number, *one.split("/")) for number, one in enumerate(people, 1)]
    assert pairs(why, "annlee@", members, set(apart)) == expected
    assert pairs(why, "annlee@", members[::-1], set(apart)) == expected


@pytest.mark.parametrize(
    ("why", "key", "tells"),
    [
        (NAME, "ann lee", True),
        (NAME, "", False),
        (NAME, "ann@lee.example", False),
        (PHONE, "61234567", True),
        (PHONE, "", False),
        (ADDRESS, "annlee", True),
        (ADDRESS, "ann", False),
        (ADDRESS, "invoice", False),
    ],
)
def test_what_tells_somebody_from_others(why: Like, key: str, tells: bool) -> None:
    assert tells_somebody(why, key) is tells


def test_many_who_are_all_somebody_else_are_not_all_held_against_each_other() -> None:
    members = [Known(number, "Ann", f"Company {number}") for number in range(20_000)]
    begun = process_time()
    assert pairs(NAME, "ann", members, set()) == []
    assert process_time() - begun < 3


def test_who_has_asked_more_is_kept_and_else_who_came_first() -> None:
    def line(number: int, tickets: int) -> CustomerLine:
        return CustomerLine(number, "Ann", "", "", False, tickets, None)

    assert [one.id for one in in_order(line(1, 0), line(2, 1))] == [2, 1]
    assert [one.id for one in in_order(line(2, 1), line(1, 1))] == [1, 2]
