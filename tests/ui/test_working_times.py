"""Working hours where a time to come is chosen: those of the ticket's team, else the desk's, and nothing else where there are none."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.calendars import Calendar, RemoveCalendar, SaveCalendar, Week
from deskbell.model.commands import SetTeam
from deskbell.model.teams import SaveTeam
from deskbell.model.views import View, ViewKind
from deskbell.rules.calendars import hours
from deskbell.ui.inbox.dropping import drop_on
from deskbell.ui.loaded_later import know_hours
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.driven import Driven


def only_in(days: int) -> Week:
    """Open from nine to five, so many days from now and on that weekday alone: tomorrow it is closed."""
    weekday = (datetime.now(UTC).weekday() + days) % 7
    return tuple(((540, 1020),) if day == weekday else () for day in range(7))


@pytest.fixture
def knowing(driven: Driven) -> Iterator[Driven]:
    """It knows of working hours, as some time after its start."""
    know_hours(driven.stage.runner, driven.stage.desk)
    yield driven
    driven.stage.desk.working = None


def save(driven: Driven, week: Week, name: str = "Office") -> int:
    command = SaveCalendar(agent_id=driven.stage.desk.me.id, id=0, name=name, zone="UTC", week=week)
    return perform(driven.stage.database, command) or 0


def offered(driven: Driven, key: str) -> dict[str, object]:
    driven.press(key)
    dropped = driven.dropped_down()
    lines = dropped.findChild(QListWidget)
    assert isinstance(lines, QListWidget)
    items = [lines.item(row) for row in range(lines.count())]
    found = {item.text().partition(" · ")[0]: item.data(Qt.ItemDataRole.UserRole) for item in items}
    dropped.close()
    driven.qtbot.waitUntil(lambda: not driven.window.findChildren(ChoiceList))
    return found


def test_without_any_hours_everything_is_as_it_was(knowing: Driven) -> None:
    knowing.open(0)
    assert "Tomorrow" in offered(knowing, "s")
    assert knowing.stage.desk.offer(None, datetime.now(UTC)) is None


@pytest.mark.parametrize(("key", "hour"), [("s", 9), ("d", 17)])
def test_the_desks_first_hours_are_offered_as_soon_as_they_are_known(
    knowing: Driven, qtbot: QtBot, key: str, hour: int
) -> None:
    desk, week = knowing.stage.desk, only_in(3)
    save(knowing, week)
    save(knowing, only_in(4), "Another")
    qtbot.waitUntil(lambda: desk.offer(None, datetime.now(UTC)) is not None)
    knowing.open(0)
    found = offered(knowing, key)
    begins = hours(Calendar(0, "", "UTC", week)).next_day(datetime.now(UTC))
    assert begins is not None
    assert "Tomorrow" not in found
    assert found["Next working day"] == begins.replace(hour=hour)
    assert found["In four working hours"] == begins.replace(hour=13)


def test_hours_that_are_removed_are_offered_no_more(knowing: Driven, qtbot: QtBot) -> None:
    desk, database = knowing.stage.desk, knowing.stage.database
    made = save(knowing, only_in(3))
    qtbot.waitUntil(lambda: desk.offer(None, datetime.now(UTC)) is not None)
    perform(database, RemoveCalendar(agent_id=desk.me.id, id=made, version=1))
    qtbot.waitUntil(lambda: desk.offer(None, datetime.now(UTC)) is None)


def test_a_team_goes_by_its_own(knowing: Driven, qtbot: QtBot) -> None:
    desk, now = knowing.stage.desk, datetime.now(UTC)
    save(knowing, only_in(3))
    own = save(knowing, only_in(5), "Own")
    team = perform(knowing.stage.database, SaveTeam(agent_id=desk.me.id, id=0, name="Night watch", calendar_id=own))
    other = perform(knowing.stage.database, SaveTeam(agent_id=desk.me.id, id=0, name="Day watch"))
    assert team
    assert other
    qtbot.waitUntil(lambda: desk.team(team) is not None and desk.offer(team, now) is not None)
    qtbot.waitUntil(lambda: desk.offer(team, now) != desk.offer(None, now))
    assert desk.offer(other, now) == desk.offer(None, now)
    row = knowing.open(0)
    perform(knowing.stage.database, SetTeam(agent_id=desk.me.id, tickets=(row.id,), team_id=team))
    pane = knowing.window.pane
    qtbot.waitUntil(lambda: pane.row is not None and pane.row.team_id == team)
    expected = desk.offer(team, now)
    assert expected is not None
    assert offered(knowing, "s")["Next working day"] == expected.begins


def test_dropped_on_snoozed_a_ticket_comes_back_when_somebody_works(knowing: Driven, qtbot: QtBot) -> None:
    desk = knowing.stage.desk
    save(knowing, only_in(3))
    qtbot.waitUntil(lambda: desk.offer(None, datetime.now(UTC)) is not None)
    row = knowing.open(0)
    drop_on(knowing.window.deeds, desk, View(ViewKind.SNOOZED), (row.id,))
    qtbot.waitUntil(lambda: knowing.row(row.id).snoozed_until is not None)
    offer = desk.offer(None, datetime.now(UTC))
    assert offer is not None
    assert knowing.row(row.id).snoozed_until == offer.begins
