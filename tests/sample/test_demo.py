"""The demo is a desk that is at work: what newcomers look for in the settings is there, and nothing leaves it."""

from pathlib import Path

from sqlalchemy import func, select

from deskbell.model.routing import Level
from deskbell.sample.demo import make_demo
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.opening import open_desk
from deskbell.store.queries import automation, calendars, policies, teams, webhooks
from deskbell.store.tables import agent_work, clock, ticket


def test_it_has_all_that_a_desk_sets_up(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'desk.db'}"
    make_demo(address)
    desk = open_desk(address)
    try:
        assert desk.read(problems) == []
        assert len(desk.read(calendars.rows)) == 2
        kept = desk.read(policies.rows)
        assert [bool(one.steps) for one in kept] == [True, True]
        assert {one.active for one in desk.read(automation.rows)} == {True, False}
        assert [one.active for one in desk.read(webhooks.rows)] == [False]
        assert {level for row in desk.read(teams.rows) for _, level in row.levels} == {Level.SECOND, Level.SPECIALIST}
        assert not any(row.handing for row in desk.read(teams.rows)), "nothing is given to whoever looks at it"
        check(desk)
    finally:
        desk.close()


def check(desk: Desk) -> None:
    """Tickets are in use with it: one was escalated, clocks run, and most of them are in time."""
    with desk.reading() as session:
        ask = session.connection.execute
        assert ask(select(ticket.c.level).where(ticket.c.level.is_not(None))).scalars().all() == [Level.SECOND]
        known, late = ask(select(func.count(), func.count(clock.c.breached_at)).select_from(clock)).one()
        assert 0 < late < known / 2
        skilled = [row.skills for row in ask(select(agent_work))]
        assert len(skilled) == 5
        assert all(skilled)
