"""What is due soon: by a promise or by its own date, the sooner of the two first."""

from datetime import datetime, timedelta

import pytest

from building import Builder
from deskbell.model.kinds import Priority, Status
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import most_urgent, ticket_list, views

SOON = View(ViewKind.SOON)


@pytest.fixture
def now(desk: Desk) -> datetime:
    return desk.read(lambda session: session.now)


def listed(desk: Desk, build: Builder, sort: Sort = Sort.DUE) -> list[int]:
    return [row.id for row in desk.read(ticket_list.page, SOON, sort, build.me).rows]


def shown(desk: Desk, build: Builder) -> int | None:
    """How many the list of views says there are, None where it has no such view."""
    found = {row.view: row.count for row in desk.read(views.view_rows, build.me)}
    assert found.get(SOON, 0) == desk.read(ticket_list.count, SOON, build.me)
    return found.get(SOON)


def test_what_is_due_soon(desk: Desk, build: Builder, now: datetime) -> None:
    def hours(count: int) -> datetime:
        return now + timedelta(hours=count)

    assert (listed(desk, build), shown(desk, build)) == ([], None)
    promised = build.ticket(sla_due_at=hours(3))
    both = build.ticket(sla_due_at=hours(5), due_at=hours(2))
    late = build.ticket(due_at=hours(-30))
    broken = build.ticket(sla_due_at=hours(-1), due_at=hours(300))
    build.ticket(sla_due_at=hours(25), due_at=hours(40))
    build.ticket()
    build.ticket(status=Status.SOLVED, due_at=hours(1))
    build.ticket(snoozed_until=hours(9), sla_due_at=hours(1))
    assert listed(desk, build) == [late, broken, both, promised]
    assert sorted(listed(desk, build, Sort.LATEST)) == sorted([late, broken, both, promised])
    assert shown(desk, build) == 4


@pytest.mark.parametrize("sort", [Sort.DUE, Sort.LATEST, Sort.URGENT, Sort.OLDEST])
def test_its_pages_are_one_list(desk: Desk, build: Builder, now: datetime, sort: Sort) -> None:
    with build.together():
        for place in range(30):
            due = now + timedelta(minutes=place * 7 % 30)
            build.ticket(**{("sla_due_at", "due_at")[place % 2]: due, "priority": Priority(place % 4)})
    whole = desk.read(ticket_list.page, SOON, sort, build.me, limit=50)
    assert len(whole.rows) == 30
    found, after = [], None
    while True:
        page = desk.read(ticket_list.page, SOON, sort, build.me, after=after, limit=7)
        if not page.rows:
            break
        assert after is None or desk.read(ticket_list.rank, SOON, sort, build.me, after) == len(found)
        found += page.rows
        after = page.last
    assert found == list(whole.rows)
    before = desk.read(ticket_list.page, SOON, sort, build.me, before=whole.last, limit=5)
    assert list(before.rows) == list(whole.rows[-6:-1])


def test_what_was_promised_is_taken_next(desk: Desk, build: Builder, now: datetime) -> None:
    urgent = build.ticket(priority=Priority.URGENT)
    dated = build.ticket(due_at=now - timedelta(hours=2))
    promised = build.ticket(sla_due_at=now + timedelta(hours=3))
    sooner = build.ticket(sla_due_at=now + timedelta(hours=1))
    build.ticket(sla_due_at=now + timedelta(hours=30))
    for view in (View(ViewKind.OPEN), SOON):
        gone: list[int] = []
        for expected in (sooner, promised, dated):
            found = desk.read(most_urgent.find, view, build.me, left_out=gone)
            assert found.ticket_id == expected
            gone.append(found.ticket_id)
    found = desk.read(most_urgent.find, View(ViewKind.OPEN), build.me, left_out=gone)
    assert found.ticket_id == urgent
