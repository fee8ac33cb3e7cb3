"""Being away: from the picture in the rail, until a time, and what becomes of one's tickets."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import Assign, SetTeam
from deskbell.model.kinds import Leaving, Presence
from deskbell.model.presence import SetPresence
from deskbell.model.rows import AgentRow
from deskbell.store.queries import agents, ticket
from deskbell.ui.me_button import MeButton
from deskbell.ui.presence_menu import PresenceMenu, tomorrow
from ui.driven import Driven


@pytest.fixture
def me(driven: Driven) -> MeButton:
    return driven.window.rail._me


def kept(driven: Driven) -> AgentRow:
    return next(row for row in driven.stage.database.read(agents.rows) if row.id == driven.stage.desk.me.id)


def choose(me: MeButton, words: str) -> None:
    """Open the menu and choose there."""
    me.click()
    menu = me.findChild(PresenceMenu)
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()
    menu.deleteLater()


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Away", None),
        ("Away for an hour", lambda now: now + timedelta(hours=1)),
        ("Away for four hours", lambda now: now + timedelta(hours=4)),
        ("Away until tomorrow morning", tomorrow),
    ],
)
def test_away_until(
    driven: Driven, me: MeButton, qtbot: QtBot, words: str, left: Callable[[datetime], datetime] | None
) -> None:
    now = datetime.now(UTC)
    choose(me, words)
    assert me.is_away(), "at once"
    assert "way" in me.accessibleName()
    qtbot.waitUntil(lambda: kept(driven).presence is Presence.AWAY)
    until = kept(driven).away_until
    if left is None:
        assert until is None
    else:
        assert until is not None
        assert abs(until - left(now)) < timedelta(minutes=1)
    choose(me, "Available")
    assert not me.is_away()
    qtbot.waitUntil(lambda: kept(driven).presence is Presence.AVAILABLE)
    assert kept(driven).away_until is None


@pytest.mark.parametrize(("words", "seconds"), [("Away for an hour", 3600), ("Away for four hours", 4 * 3600)])
def test_a_while_is_by_the_clock_of_the_database(
    driven: Driven, me: MeButton, monkeypatch: pytest.MonkeyPatch, words: str, seconds: int
) -> None:
    said: list[SetPresence] = []
    monkeypatch.setattr(me._runner, "do", lambda command, **_: said.append(command))
    choose(me, words)
    assert [(one.until, one.seconds) for one in said] == [(None, seconds)]
    assert me.is_away()


def test_away_ends_before_ones_eyes(
    driven: Driven, me: MeButton, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without anybody writing anything."""
    hour = timedelta(hours=1)

    class HourLater(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "HourLater":
            return super().now(tz) + hour

    me.be(Presence.AWAY, datetime.now(UTC) + hour, Leaving.KEEP)
    assert me.is_away()
    # So far away a timer is right by a twentieth, and is set once more where it comes too early.
    assert abs(timedelta(milliseconds=me._back.remainingTime()) - hour) < hour / 10
    for module in ("deskbell.ui.me_button", "deskbell.ui.desk_now"):
        monkeypatch.setattr(f"{module}.datetime", HourLater)
    assert "Available" not in me.accessibleName()
    me._back.start(0)
    qtbot.waitUntil(lambda: "Available" in me.accessibleName())


def test_tickets_go_back_with_an_undo(driven: Driven, me: MeButton, qtbot: QtBot) -> None:
    desk, team = driven.stage.database, driven.stage.desk.teams[0]
    number = driven.window.inbox.tickets.model.ticket(0)
    assert number is not None
    perform(desk, SetTeam(agent_id=None, tickets=(number.id,), team_id=team.id))
    perform(desk, Assign(agent_id=None, tickets=(number.id,), assignee_id=driven.stage.desk.me.id))
    choose(me, "Go back to their team at once")
    assert not me.is_away(), "that is but for when one goes"
    with qtbot.waitSignal(driven.window.deeds.told) as told:
        choose(me, "Away")
    assert "back with" in told.args[0].sentence

    def whose() -> int | None:
        detail = desk.read(ticket.detail, number.id)
        assert detail is not None
        return detail.row.assignee_id

    assert whose() is None
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: whose() == driven.stage.desk.me.id)


def test_tomorrow_morning() -> None:
    now = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    found = tomorrow(now).astimezone()
    assert (found.hour, found.minute) == (8, 0)
    assert found.date() == (now.astimezone() + timedelta(days=1)).date()
