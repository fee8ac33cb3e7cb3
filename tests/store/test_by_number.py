"""By number and by creation views are read along indexes of their shelf, however many tickets they have."""

from contextlib import closing

import pytest

from building import plan, statements
from deskbell.model.views import BY_CREATION, BY_NUMBER, PageKey, Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import keyset, ticket_list

OF_A_SHELF = [ViewKind.MINE, ViewKind.UNASSIGNED, ViewKind.TEAM, ViewKind.COLLEAGUE, ViewKind.MAILBOX, ViewKind.TAG]


@pytest.mark.parametrize("kind", OF_A_SHELF)
@pytest.mark.parametrize("sort", sorted(BY_NUMBER | BY_CREATION))
def test_sqlite_walks_a_large_view_by_number_and_creation_and_sorts_a_small_one(
    empty_sqlite: str, kind: ViewKind, sort: Sort
) -> None:
    desk = Desk.open(empty_sqlite)
    shelf = "ix_ticket_number" if sort in BY_NUMBER else "ix_ticket_created"
    for walked in (True, False):
        for where in ({}, {"after": PageKey(1, 5, 5, created=5)}):
            with statements(desk) as sent:
                desk.read(keyset.keys, ticket_list.road(View(kind, 1), 1, walked=walked), sort, **where)
            steps = plan(desk, *sent[-1])
            assert (shelf in steps[0]) is walked, steps
            assert ("USE TEMP B-TREE FOR ORDER BY" in steps) is not walked, steps
            assert not any(step.startswith("SCAN") for step in steps), steps
    desk.close()


@pytest.mark.servers
@pytest.mark.parametrize("kind", [ViewKind.OPEN, *OF_A_SHELF])
@pytest.mark.parametrize("sort", sorted(BY_NUMBER | BY_CREATION))
def test_postgresql_walks_a_large_view_by_number_and_creation(
    empty_postgresql: str, kind: ViewKind, sort: Sort
) -> None:
    with closing(Desk.open(empty_postgresql)) as desk:
        with statements(desk) as sent:
            road = ticket_list.road(View(kind, 1), 1, walked=True)
            desk.read(keyset.keys, road, sort, after=PageKey(1, 5, 5, created=5))
        ((words, values),) = sent
        with desk.reading() as session:
            run = session.connection.exec_driver_sql
            for other in ("seqscan", "bitmapscan", "sort"):
                run(f"SET LOCAL enable_{other} = off")
            steps = run(f"EXPLAIN {words}", values).scalars().all()
    index = "ix_ticket_number" if sort in BY_NUMBER else "ix_ticket_created"
    assert any(f"using {index}" in step for step in steps), steps
    assert not any("Sort" in step for step in steps), steps
