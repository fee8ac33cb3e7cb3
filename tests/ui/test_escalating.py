"""A ticket is escalated from its menu or by key, and what was typed is there again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SetTeam
from deskbell.model.rows import TicketDetail
from deskbell.model.teams import SaveTeam
from deskbell.store.queries import teams, ticket
from deskbell.ui.escalate_popup import EscalatePopup
from ui.driven import Driven


@pytest.fixture
def number(driven: Driven, qtbot: QtBot) -> int:
    """The open ticket, of a team with two levels."""
    desk = driven.stage.database
    row = desk.read(teams.rows)[0]
    first, second, *_ = sorted(row.members)
    values = {"members": frozenset({first, second}), "levels": ((second, 2),), "version": row.version}
    perform(desk, SaveTeam(agent_id=None, id=row.id, name=row.name, **values))  # type: ignore[arg-type]
    shown = driven.open(0).id
    perform(desk, SetTeam(agent_id=None, tickets=(shown,), team_id=row.id))
    driven.stage.desk.read_again()
    qtbot.waitUntil(lambda: any(team.levels for team in driven.stage.desk.teams))
    qtbot.waitUntil(lambda: driven.window.pane.header.can_escalate)
    return shown


def detail(driven: Driven, number: int) -> TicketDetail:
    found = driven.stage.database.read(ticket.detail, number)
    assert found is not None
    return found


def opened(driven: Driven) -> EscalatePopup:
    driven.window.pane.header.ask_escalate()
    return driven.window.findChildren(EscalatePopup)[-1]


def test_with_a_note_and_an_undo(driven: Driven, number: int, qtbot: QtBot) -> None:
    assert driven.window.pane.header.level is not None
    assert driven.window.pane.header.level.text() == "First level"
    popup = opened(driven)
    assert not popup.button.isEnabled()
    QTest.keyClicks(popup.note, "It is the firmware.")
    with qtbot.waitSignal(driven.window.deeds.told) as told:
        QTest.keyClick(popup.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args[0].sentence == f"#{number} escalated"
    now = detail(driven, number)
    assert (now.messages[-1].text, now.row.assignee_id, now.row.level) == ("It is the firmware.", None, 2)
    header = driven.window.pane.header
    assert header.level is not None
    qtbot.waitUntil(lambda: header.level is not None and header.level.text() == "Second level")
    assert header.level.accessibleName().startswith("For the second level of ")
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: detail(driven, number).row.assignee_id is not None)
    assert driven.window.deeds.begun == {}


def test_what_was_typed_is_there_again(driven: Driven, number: int) -> None:
    popup = opened(driven)
    QTest.keyClicks(popup.note, "Half a ")
    popup.close()
    assert opened(driven).note.toPlainText() == "Half a"
    assert driven.window.deeds.begun == {number: "Half a"}


def test_without_levels_it_is_said_why_not(driven: Driven, number: int, qtbot: QtBot) -> None:
    perform(driven.stage.database, SetTeam(agent_id=None, tickets=(number,), team_id=None))
    driven.window.pane.read_again()
    qtbot.waitUntil(lambda: not driven.window.pane.header.can_escalate)
    assert driven.window.pane.header.level is not None
    assert driven.window.pane.header.level.isHidden()
    with qtbot.waitSignal(driven.window.deeds.failed) as failed:
        driven.window.pane.header.ask_escalate()
    assert "has no team" in str(failed.args[0])
