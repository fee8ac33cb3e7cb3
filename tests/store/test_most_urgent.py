"""Which ticket of a view is to be taken next."""

from datetime import datetime, timedelta

import pytest

from building import Builder, plan, statements
from deskbell.actions.dispatch import perform
from deskbell.model.commands import TellViewing
from deskbell.model.kinds import Activity, Priority, Status
from deskbell.model.views import View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import most_urgent
from deskbell.store.queries.most_urgent import MostUrgent
from deskbell.store.session import Session

OPEN = View(ViewKind.OPEN)
MINE = View(ViewKind.MINE)


def next_of(desk: Desk, build: Builder, view: View = OPEN, *left_out: int) -> MostUrgent:
    return desk.read(most_urgent.find, view, build.me, left_out=left_out)


def in_order(desk: Desk, build: Builder, view: View = OPEN) -> list[int]:
    """All of a view, one after the other."""
    done: list[int] = []
    while (found := next_of(desk, build, view, *done)).ticket_id:
        assert found.ticket_id not in done
        done.append(found.ticket_id)
    return done


@pytest.fixture
def now(desk: Desk) -> datetime:
    def time(session: Session) -> datetime:
        return session.now

    return desk.read(time)


def test_overdue_then_due_soon_then_priority_then_the_longest_waiting(
    desk: Desk, build: Builder, now: datetime
) -> None:
    hours = timedelta(hours=1)
    low_first = build.ticket(priority=Priority.LOW)
    high_later = build.ticket(priority=Priority.HIGH, at=now - hours)
    high_earlier = build.ticket(priority=Priority.HIGH, at=now - 2 * hours)
    urgent = build.ticket(priority=Priority.URGENT)
    due_far = build.ticket(due_at=now + 48 * hours, at=now)
    due_soon = build.ticket(due_at=now + 3 * hours, priority=Priority.LOW)
    overdue = build.ticket(due_at=now - hours, priority=Priority.LOW)
    long_overdue = build.ticket(due_at=now - 20 * hours, priority=Priority.LOW)
    assert in_order(desk, build) == [
        long_overdue, overdue, due_soon, urgent, high_earlier, high_later, due_far, low_first
    ]  # fmt: skip


@pytest.mark.parametrize("status", [one for one in Status if one not in (Status.NEW, Status.OPEN)])
def test_what_does_not_wait_for_us_is_passed_over(desk: Desk, build: Builder, now: datetime, status: Status) -> None:
    build.ticket(status=status, priority=Priority.URGENT)
    build.ticket(status=status, due_at=now - timedelta(hours=1))
    build.ticket(snoozed_until=now + timedelta(days=1))
    new = build.ticket(status=Status.NEW, priority=Priority.LOW)
    assert next_of(desk, build) == MostUrgent(new, 1)


def test_where_nothing_waits(desk: Desk, build: Builder) -> None:
    assert next_of(desk, build) == MostUrgent(0, 0)
    build.ticket(status=Status.SOLVED)
    assert next_of(desk, build, View(ViewKind.DONE)) == MostUrgent(0, 0)
    assert not most_urgent.has_waiting(ViewKind.DONE)


def test_what_a_colleague_is_at_is_left_to_them(desk: Desk, build: Builder) -> None:
    first, second = build.ticket(priority=Priority.URGENT), build.ticket()
    tomas = build.agent("Tomas", "tomas@desk.example")
    perform(desk, TellViewing(agent_id=tomas, window="a", ticket_id=first, activity=Activity.LOOKING))
    assert next_of(desk, build) == MostUrgent(second, 1)
    # One's own other window is nobody else.
    perform(desk, TellViewing(agent_id=build.me, window="b", ticket_id=second, activity=Activity.LOOKING))
    assert next_of(desk, build) == MostUrgent(second, 1)
    perform(desk, TellViewing(agent_id=tomas, window="a", ticket_id=0, activity=Activity.LOOKING))
    assert next_of(desk, build) == MostUrgent(first, 2)


def test_each_view_has_its_own(desk: Desk, build: Builder, now: datetime) -> None:
    team = build.team("Sales")
    billing = build.mailbox("Billing", "billing@desk.example")
    due = now - timedelta(hours=1)
    mine = [build.ticket(assignee_id=build.me, due_at=at) for at in (due, None)]
    tomas = build.agent("Tomas", "tomas@desk.example")
    of_tomas = [build.ticket(assignee_id=tomas, due_at=at) for at in (due, None)]
    of_team = [build.ticket(team_id=team, due_at=at) for at in (due, None)]
    of_billing = [build.ticket(mailbox_id=billing, due_at=at) for at in (due, None)]
    tagged = [build.ticket(tags=["vip"], due_at=at) for at in (due, None)]
    followed = [build.ticket(due_at=at) for at in (due, None)]
    drafted = [build.ticket(due_at=at) for at in (due, None)]
    mentioned = [build.ticket(due_at=at) for at in (due, None)]
    found = [build.ticket("Umbrella", due_at=at) for at in (due, None)]
    for ticket in followed:
        build.follows(ticket, build.me)
    for ticket in drafted:
        build.draft(ticket, agent_id=build.me)
    for ticket in mentioned:
        build.mention(ticket, build.me)
    for ticket in found:
        build.message(ticket, "An umbrella in the rain", subject="Umbrella")
    expected = {
        MINE: mine,
        View(ViewKind.TEAM, team): of_team,
        View(ViewKind.COLLEAGUE, tomas): of_tomas,
        View(ViewKind.MAILBOX, billing): of_billing,
        View(ViewKind.TAG, build.tag("vip")): tagged,
        View(ViewKind.FOLLOWING): followed,
        View(ViewKind.DRAFTS): drafted,
        View(ViewKind.MENTIONS): mentioned,
        View(ViewKind.SEARCH, query="umbrella"): found,
        View(ViewKind.SEARCH, query="nowhere"): [],
        View(ViewKind.IMPORTED, build.support, first=followed[0], last=followed[1]): followed,
    }
    assert {view: in_order(desk, build, view) for view in expected} == expected
    assert mine[0] not in in_order(desk, build, View(ViewKind.UNASSIGNED))


def test_it_is_counted_no_further_than_one_reads(desk: Desk, build: Builder) -> None:
    with build.together():
        customer = build.customer()
        for _ in range(most_urgent.MOST_COUNTED + 2):
            build.ticket(customer_id=customer, assignee_id=build.me)
    assert next_of(desk, build, MINE).left == most_urgent.MOST_COUNTED
    assert next_of(desk, build, MINE, 1, 2, 3).left == most_urgent.MOST_COUNTED - 1


@pytest.mark.parametrize(
    ("view", "index"),
    [(OPEN, "ix_ticket_urgent"), (MINE, "ix_ticket_assignee"), (View(ViewKind.TEAM, 1), "ix_ticket_team")],
)
def test_it_is_one_statement_along_indexes(desk: Desk, build: Builder, view: View, index: str) -> None:
    with build.together():
        for _ in range(5):
            build.ticket(assignee_id=build.me)
    with statements(desk) as sent:
        next_of(desk, build, view)
    asked = [one for one in sent if "ticket" in one[0]]
    assert len(asked) == 1
    if desk.engine.dialect.name == "sqlite":
        steps = plan(desk, *asked[0])
        assert any("ix_ticket_due" in step for step in steps)
        assert any(index in step for step in steps)
        assert not any(step.startswith("SCAN ticket") for step in steps)
