"""Blocking who wrote, the lists of senders, and that nobody of the desk gets onto them."""

import pytest

from actions.conftest import SmallDesk, mail
from actions.test_receive import LI
from deskbell.actions.dispatch import perform
from deskbell.model.commands import BlockSender, ListSenders, SetStatus, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Listed, Shelf, Status
from deskbell.store.queries import senders


def lists(small: SmallDesk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = small.desk.read(senders.listed)
    return found[Listed.BLOCKED], found[Listed.ALLOWED]


def write(small: SmallDesk, **lines: tuple[str, ...]) -> None:
    perform(small.desk, ListSenders(agent_id=small.ona, **lines))


@pytest.mark.parametrize("before", [{}, {"allow": (LI,)}])
def test_blocking_from_a_ticket_and_taking_it_back(small: SmallDesk, before: dict[str, tuple[str, ...]]) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    write(small, **before)
    kept = lists(small)
    command = BlockSender(agent_id=small.ona, ticket_id=number, pattern="Li.Na@Mail.example")
    perform(small.desk, command)
    row = small.ticket(number).row
    assert (lists(small), row.status, row.shelf) == (((LI,), ()), Status.SPAM, Shelf.SPAM)
    assert [event.kind for event in small.ticket(number).events] == [Deed.BLOCKED, Deed.STATUS]
    (next_one,) = small.arrive(mail("2@mail.example"))
    assert small.ticket(next_one.ticket_id).row.status is Status.SPAM
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    assert lists(small) == kept
    assert small.ticket(number).row.status is Status.NEW


def test_blocking_is_not_taken_back_where_the_list_has_changed(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    command = BlockSender(agent_id=small.ona, ticket_id=number, pattern=LI)
    perform(small.desk, command)
    write(small, forget=(LI,))
    with pytest.raises(Mistake) as refused:
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    assert refused.value.code == "undo.changed"
    assert small.ticket(number).row.status is Status.SPAM


def test_lists_change_by_what_is_said_of_them(small: SmallDesk) -> None:
    write(small, block=("@evil.example", "Pest@mail.example"), allow=("good.example",))
    write(small, allow=("pest@mail.example",), forget=("good.example",))
    assert lists(small) == (("evil.example",), ("pest@mail.example",))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ({"block": ("nonsense",)}, "pattern.bad"),
        ({"block": ("a@b.example",), "allow": ("A@B.example",)}, "pattern.twice"),
        ({"block": ("support@desk.example",)}, "pattern.own"),
        ({"block": ("desk.example",)}, "pattern.own"),
        ({"block": ("ONA@desk.example",)}, "pattern.own"),
    ],
)
def test_what_goes_on_no_list(small: SmallDesk, lines: dict[str, tuple[str, ...]], code: str) -> None:
    write(small, block=("evil.example",))
    with pytest.raises(Mistake) as refused:
        write(small, **lines)
    assert refused.value.code == code
    assert lists(small) == (("evil.example",), ())
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    if code == "pattern.own":
        with pytest.raises(Mistake) as refused:
            perform(small.desk, BlockSender(agent_id=small.ona, ticket_id=number, pattern=lines["block"][0]))
        assert refused.value.code == code
        perform(small.desk, SetStatus(agent_id=small.ona, tickets=(number,), status=Status.OPEN))
