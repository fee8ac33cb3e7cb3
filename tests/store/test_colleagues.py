"""The colleagues among the views: who stands there, how they are, and how many open tickets are theirs."""

from datetime import timedelta

import pytest

from building import BEGIN, Builder, plan, statements
from deskbell.model.kinds import Presence, Status
from deskbell.model.rows import ViewRow
from deskbell.model.views import ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import views


def colleagues(desk: Desk, me: int) -> list[ViewRow]:
    return [row for row in desk.read(views.view_rows, me) if row.view.kind is ViewKind.COLLEAGUE]


def test_whoever_works_alone_has_none(desk: Desk, build: Builder) -> None:
    build.ticket(assignee_id=build.me)
    build.agent("Left", "left@desk.example", active=False)
    assert colleagues(desk, build.me) == []


def test_the_others_who_work_here_by_name_with_what_is_open_of_theirs(desk: Desk, build: Builder) -> None:
    petras, egle = build.agent("petras", "p@desk.example"), build.agent("Eglė", "e@desk.example")
    left = build.agent("Left", "left@desk.example", active=False)
    billing = build.mailbox("Billing", "billing@desk.example")
    for box in (build.support, billing):
        build.ticket(assignee_id=petras, mailbox_id=box)
        build.ticket(assignee_id=left, mailbox_id=box)
    build.ticket(assignee_id=petras, status=Status.SOLVED)
    build.ticket(assignee_id=petras, snoozed_until=BEGIN + timedelta(days=9))
    found = [(row.view.of, row.name, row.count) for row in colleagues(desk, build.me)]
    assert found == [(egle, "Eglė", 0), (petras, "petras", 2)]
    assert [row.view.of for row in colleagues(desk, petras)] == [egle, build.me]
    for row in colleagues(desk, build.me):
        assert desk.read(views.count, row.view, build.me) == row.count


@pytest.mark.parametrize(
    ("presence", "hours", "away"),
    [("available", None, False), ("away", None, True), ("away", 1, True), ("away", -1, False), ("available", 1, False)],
)
def test_who_is_away_is_so_until_it_is_over(
    desk: Desk, build: Builder, presence: str, hours: int | None, away: bool
) -> None:
    with desk.reading() as session:
        until = None if hours is None else session.now + timedelta(hours=hours)
    build.agent("Petras", "p@desk.example", presence=presence, away_until=until)
    (row,) = colleagues(desk, build.me)
    assert row.presence is (Presence.AWAY if away else Presence.AVAILABLE)
    assert row.away_until == (until if away else None)


def test_they_are_counted_without_a_look_at_tickets(empty_sqlite: str) -> None:
    desk = Desk.open(empty_sqlite)
    with statements(desk) as sent:
        desk.read(views.view_rows, 1)
    ((words, values),) = sent
    assert "agent" in words
    steps = plan(desk, words, values)
    assert any("ticket_count" in step for step in steps)
    assert not any(step.startswith("SCAN ticket") and "ticket_count" not in step for step in steps), steps
    desk.close()
