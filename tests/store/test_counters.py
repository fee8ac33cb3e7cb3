"""The counters and copies that triggers keep: whatever is written, in whatever way, they equal a recount."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import ColumnElement, delete, func, insert, select, update

from building import BEGIN, Builder
from deskbell.model.kinds import Priority, Shelf
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import tag_count, team_count, ticket, ticket_count, ticket_tag


def recount(session: Session) -> dict[str, dict[tuple[int, ...], int]]:
    """What the counters should say."""
    place = (ticket.c.shelf, ticket.c.mailbox_id, func.coalesce(ticket.c.assignee_id, 0))
    tagged = (ticket_tag.c.tag_id, ticket.c.shelf)
    return {
        "ticket": _rows(session, select(*place, func.count()).group_by(*place)),
        "team": _rows(
            session,
            select(ticket.c.team_id, ticket.c.shelf, func.count())
            .where(ticket.c.team_id.is_not(None))
            .group_by(ticket.c.team_id, ticket.c.shelf),
        ),
        "tag": _rows(
            session,
            select(*tagged, func.count()).join(ticket, ticket.c.id == ticket_tag.c.ticket_id).group_by(*tagged),
        ),
    }


def counted(session: Session) -> dict[str, dict[tuple[int, ...], int]]:
    """What they say."""
    places = (ticket_count.c.shelf, ticket_count.c.mailbox_id, ticket_count.c.assignee_id, ticket_count.c.n)
    tags = (tag_count.c.tag_id, tag_count.c.shelf, tag_count.c.n)
    teams = (team_count.c.team_id, team_count.c.shelf, team_count.c.n)
    return {
        "ticket": _rows(session, select(*places)),
        "team": _rows(session, select(*teams)),
        "tag": _rows(session, select(*tags)),
    }


def _rows(session: Session, query: Any) -> dict[tuple[int, ...], int]:
    found = session.connection.execute(query).all()
    assert all(row[-1] >= 0 for row in found)
    return {tuple(row[:-1]): row[-1] for row in found if row[-1]}


def wrong_copies(session: Session) -> int:
    """Tag rows whose copies of the ticket's values are not the ticket's."""
    differs: ColumnElement[bool] = (
        (ticket_tag.c.shelf != ticket.c.shelf)
        | (ticket_tag.c.priority != ticket.c.priority)
        | (ticket_tag.c.activity_at != ticket.c.activity_at)
    )
    query = select(func.count()).select_from(ticket_tag.join(ticket, ticket.c.id == ticket_tag.c.ticket_id))
    return int(session.connection.execute(query.where(differs)).scalar_one())


@pytest.mark.parametrize("seed", range(4))
def test_the_counters_equal_a_recount(desk: Desk, build: Builder, seed: int) -> None:
    random = Random(seed)
    boxes = [build.support, build.mailbox("Billing", "billing@desk.example")]
    people = [None, build.me, build.agent("Petras", "petras@desk.example")]
    tags = [build.tag(name) for name in ("one", "two", "three")]
    who = build.customer()

    def values() -> dict[str, Any]:
        return {
            "mailbox_id": random.choice(boxes),
            "assignee_id": random.choice(people),
            "team_id": random.choice([None, 1, 2]),
            "shelf": int(random.choice(list(Shelf))),
            "priority": int(random.choice(list(Priority))),
            "activity_at": build.at(),
        }

    def some() -> ColumnElement[bool]:
        """A few tickets, or all on a shelf."""
        if random.random() < 0.1:
            return ticket.c.shelf == int(random.choice(list(Shelf)))
        return ticket.c.id.between(low := random.randrange(60), low + random.randrange(6))

    def insert_some() -> Any:
        rows = [
            values() | {"customer_id": who, "subject": "x", "status": 1, "created_at": BEGIN}
            for _ in range(random.randrange(1, 5))
        ]
        return insert(ticket).values(rows)

    def change_some() -> Any:
        chosen = values()
        kept = random.sample(sorted(chosen), random.randrange(1, len(chosen)))
        return update(ticket).where(some()).values({name: chosen[name] for name in kept})

    def tag_some() -> Any:
        tag_id = random.choice(tags)
        has = select(ticket_tag.c.ticket_id).where(ticket_tag.c.tag_id == tag_id)
        chosen = select(ticket.c.id, tag_id, ticket.c.shelf, ticket.c.priority, ticket.c.activity_at).where(
            some(), ticket.c.id.not_in(has)
        )
        return insert(ticket_tag).from_select(["ticket_id", "tag_id", "shelf", "priority", "activity_at"], chosen)

    def untag_some() -> Any:
        return delete(ticket_tag).where(ticket_tag.c.ticket_id.in_(select(ticket.c.id).where(some())))

    def delete_some() -> Any:
        return delete(ticket).where(some())

    for _ in range(120):
        write = random.choices([insert_some, change_some, tag_some, untag_some, delete_some], [5, 6, 6, 1, 1])[0]
        with desk.writing() as session:
            session.connection.execute(write())
    with desk.reading() as session:
        assert counted(session) == recount(session)
        assert sum(counted(session)["ticket"].values()) > 20
        assert sum(counted(session)["team"].values()) > 9
        assert sum(counted(session)["tag"].values()) > 9
        assert wrong_copies(session) == 0


def test_what_is_rolled_back_is_not_counted(desk: Desk, build: Builder) -> None:
    build.ticket(tags=["x"])
    before = desk.read(counted)

    def fails(session: Session) -> None:
        session.connection.execute(update(ticket).values(shelf=int(Shelf.DONE)))
        assert counted(session) != before
        raise LookupError

    with pytest.raises(LookupError):
        desk.transact(fails)
    assert desk.read(counted) == before == desk.read(recount)
