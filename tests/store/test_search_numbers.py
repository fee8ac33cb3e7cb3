"""Searching by the numbers of tickets."""

import pytest

from building import Builder
from deskbell.model.kinds import Status
from deskbell.store.desk import Desk
from store.test_search_tickets import search


@pytest.fixture
def office(build: Builder) -> dict[str, int]:
    """Tickets that lie in different places, with a message each."""
    places = {
        "plain": Status.OPEN,
        "his": Status.OPEN,
        "closed": Status.CLOSED,
        "spam": Status.SPAM,
        "trash": Status.TRASH,
    }
    made = {name: build.ticket(status=status) for name, status in places.items()}
    for number in made.values():
        build.message(number, "A lamp")
    return made


def test_a_number_finds_its_ticket_wherever_it_lies(desk: Desk, build: Builder, office: dict[str, int]) -> None:
    for name in ("plain", "closed", "spam", "trash"):
        assert search(desk, build, f"#{office[name]}") == [office[name]]
    assert search(desk, build, f"number:{office['plain']},{office['his']}") == [office["his"], office["plain"]]
    assert search(desk, build, "#9223372036854775807") == []


def test_a_range_of_numbers_finds_those_between_and_both_ends(
    desk: Desk, build: Builder, office: dict[str, int]
) -> None:
    numbers = sorted(office.values())
    between = search(desk, build, f"number:{numbers[1]}-{numbers[3]}")
    assert sorted(between) == numbers[1:4]
    assert sorted(search(desk, build, f"#{numbers[0]}..{numbers[1]}")) == numbers[:2]
    assert search(desk, build, f"number:{numbers[3]}-{numbers[1]}") == []
    assert numbers[2] not in search(desk, build, f"-number:{numbers[1]}-{numbers[3]}")
