"""Reminders of tickets: each person's own, told once when their time has come, and gone with the ticket or the person."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.actions.reminders import tell_reminders
from deskbell.model.changes import Change
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.model.reminders import Reminder, SetReminders
from deskbell.store.queries import changes, reminders
from deskbell.store.tables import agent, reminder, ticket

HOUR = timedelta(hours=1)


@pytest.fixture
def ids(small: SmallDesk) -> tuple[int, ...]:
    return tuple(placed.ticket_id for placed in small.arrive(mail("1@mail.example"), mail("2@mail.example")))


@pytest.fixture
def now(small: SmallDesk) -> datetime:
    return small.desk.read(lambda session: session.now)


def remind(small: SmallDesk, agent_id: int, *times: tuple[int, datetime | None]) -> None:
    perform(small.desk, SetReminders(agent_id=agent_id, times=times))


def listed(small: SmallDesk, agent_id: int) -> list[tuple[int, datetime, bool]]:
    return [(one.ticket_id, one.at, one.due) for one in small.desk.read(reminders.of_agent, agent_id)]


def tell(small: SmallDesk) -> int:
    return small.desk.transact(tell_reminders)


def heard(small: SmallDesk, after: int) -> list[tuple[int, int]]:
    """Whose reminders are said to be others since that change, and of which ticket."""
    rows: tuple[Change, ...] = small.desk.read(changes.since, after).rows
    return [(row.row_id, row.ticket_id) for row in rows if row.entity is Entity.REMINDER]


def test_each_has_their_own(small: SmallDesk, ids: tuple[int, ...], now: datetime) -> None:
    first, second = ids
    remind(small, small.ona, (second, now + 2 * HOUR), (first, now + HOUR))
    remind(small, small.tomas, (first, now + 3 * HOUR))
    assert listed(small, small.ona) == [(first, now + HOUR, False), (second, now + 2 * HOUR, False)]
    assert listed(small, small.tomas) == [(first, now + 3 * HOUR, False)]
    (kept,) = small.desk.read(reminders.of_agent, small.tomas)
    assert kept == Reminder(first, small.ticket(first).row.subject, now + 3 * HOUR)
    remind(small, small.ona, (first, now + 4 * HOUR), (second, None))
    assert listed(small, small.ona) == [(first, now + 4 * HOUR, False)], "one a ticket, the last"
    assert listed(small, small.tomas) == [(first, now + 3 * HOUR, False)]


def test_it_is_told_once_when_its_time_has_come(small: SmallDesk, ids: tuple[int, ...], now: datetime) -> None:
    first, second = ids
    remind(small, small.ona, (first, now - HOUR), (second, now + HOUR))
    remind(small, small.tomas, (first, now - HOUR))
    seen = small.desk.read(changes.latest)
    assert small.desk.read(reminders.any_due, now)
    assert (tell(small), tell(small)) == (2, 0)
    assert not small.desk.read(reminders.any_due, now)
    assert sorted(heard(small, seen)) == sorted([(small.ona, 0), (small.tomas, 0)])
    assert listed(small, small.ona) == [(first, now - HOUR, True), (second, now + HOUR, False)]
    remind(small, small.ona, (first, now + HOUR))
    assert listed(small, small.ona)[0] == (first, now + HOUR, False), "again in an hour"
    assert tell(small) == 0


def test_nobody_is_reminded_of_what_is_not_there(small: SmallDesk, ids: tuple[int, ...], now: datetime) -> None:
    with pytest.raises(Mistake, match=r"ticket\.missing|9999"):
        remind(small, small.ona, (ids[0], now + HOUR), (9999, now + HOUR))
    assert listed(small, small.ona) == []
    remind(small, small.ona, (9999, None))


@pytest.mark.parametrize("gone", ["agent", "ticket"])
def test_it_goes_with_the_person_and_with_the_ticket(
    small: SmallDesk, ids: tuple[int, ...], now: datetime, gone: str
) -> None:
    rasa = small.desk.transact(
        lambda session: session.connection.execute(
            agent.insert().values(
                name="Rasa", email="rasa@desk.example", role="agent", presence="available", created_at=now
            )
        ).inserted_primary_key[0]
    )
    remind(small, rasa, (ids[0], now + HOUR))
    with small.desk.writing() as session:
        table, number = (agent, rasa) if gone == "agent" else (ticket, ids[0])
        session.connection.execute(delete(table).where(table.c.id == number))
        assert session.connection.execute(select(reminder)).all() == []
