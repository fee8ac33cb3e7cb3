"""Following tickets: who does, what that view has, and what becomes of it where tickets are merged or done."""

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.commands import MoveMessages, SetStatus, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.following import Follow
from deskbell.model.kinds import Deed, Status
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list, views
from deskbell.store.tables import follower, ticket

FOLLOWING = View(ViewKind.FOLLOWING)


@pytest.fixture
def ids(small: SmallDesk) -> tuple[int, ...]:
    return tuple(placed.ticket_id for placed in small.arrive(mail("1@mail.example"), mail("2@mail.example")))


def followers(small: SmallDesk, number: int) -> set[int]:
    return set(small.ticket(number).row.followers)


def following(small: SmallDesk, agent_id: int) -> list[int]:
    """What somebody's view has; its count is the same."""
    rows = small.desk.read(ticket_list.page, FOLLOWING, Sort.LATEST, agent_id).rows
    assert small.desk.read(views.count, FOLLOWING, agent_id) == len(rows)
    shown = {row.view: row.count for row in small.desk.read(views.view_rows, agent_id)}
    assert shown.get(FOLLOWING, 0) == len(rows)
    return [row.id for row in rows]


def test_following_several_and_its_undo(small: SmallDesk, ids: tuple[int, ...]) -> None:
    first, second = ids
    perform(small.desk, Follow(agent_id=small.ona, tickets=(first,), add=(small.ona,)))
    both = Follow(agent_id=small.ona, tickets=ids, add=(small.ona, small.tomas))
    perform(small.desk, both)
    assert followers(small, first) == followers(small, second) == {small.ona, small.tomas}
    events = [(one.kind, one.before, one.after) for one in small.ticket(first).events if one.deed_id == both.deed]
    assert events == [(Deed.FOLLOWED, "", "Tomas")], "she followed it before"
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=both.deed))
    assert (followers(small, first), followers(small, second)) == ({small.ona}, set())


def test_who_follows_no_longer_and_does_again(small: SmallDesk, ids: tuple[int, ...]) -> None:
    perform(small.desk, Follow(agent_id=small.ona, tickets=ids, add=(small.ona, small.tomas)))
    off = Follow(agent_id=small.ona, tickets=ids, add=(small.ona,), remove=(small.tomas,))
    perform(small.desk, off)
    assert followers(small, ids[0]) == {small.ona}
    perform(small.desk, Follow(agent_id=small.tomas, tickets=ids[1:], add=(small.tomas,)))
    with pytest.raises(Mistake, match="changed again"):
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=off.deed))
    assert followers(small, ids[0]) == {small.ona}, "nothing was undone"


def test_nobody_follows_who_is_not_there(small: SmallDesk, ids: tuple[int, ...]) -> None:
    with pytest.raises(Mistake) as refused:
        perform(small.desk, Follow(agent_id=small.ona, tickets=ids, add=(small.ona, 999)))
    assert refused.value.code == "agent.missing"
    assert followers(small, ids[0]) == set()


def test_the_view_has_what_is_open_of_what_one_follows(small: SmallDesk, ids: tuple[int, ...]) -> None:
    assert FOLLOWING not in [row.view for row in small.desk.read(views.view_rows, small.ona)]
    perform(small.desk, Follow(agent_id=small.tomas, tickets=ids, add=(small.ona,)))
    assert sorted(following(small, small.ona)) == sorted(ids)
    assert following(small, small.tomas) == []
    perform(small.desk, SetStatus(agent_id=small.tomas, tickets=ids[:1], status=Status.SOLVED))
    assert following(small, small.ona) == [ids[1]]
    perform(small.desk, SetStatus(agent_id=small.tomas, tickets=ids[1:], status=Status.SOLVED))
    assert following(small, small.ona) == []
    assert FOLLOWING in [row.view for row in small.desk.read(views.view_rows, small.ona)], "it stays where it was"
    with small.desk.reading() as session:
        copies = select(follower.c.shelf, ticket.c.shelf.label("true")).join(
            ticket, ticket.c.id == follower.c.ticket_id
        )
        assert all(row.shelf == row.true for row in session.connection.execute(copies))


def test_who_followed_a_ticket_follows_the_one_that_it_is_merged_into(small: SmallDesk, ids: tuple[int, ...]) -> None:
    source, goal = ids
    perform(small.desk, Follow(agent_id=small.ona, tickets=(source,), add=(small.ona, small.tomas)))
    perform(small.desk, Follow(agent_id=small.ona, tickets=(goal,), add=(small.ona,)))
    merged = MoveMessages(agent_id=small.ona, ticket_id=source, to_ticket=goal)
    perform(small.desk, merged)
    assert followers(small, goal) == {small.ona, small.tomas}
    assert following(small, small.tomas) == [goal]
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=merged.deed))
    assert (followers(small, source), followers(small, goal)) == ({small.ona, small.tomas}, {small.ona})
