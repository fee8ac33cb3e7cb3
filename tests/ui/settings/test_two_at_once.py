"""Two administrators in one form: who comes second sees both versions, and neither is lost."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from deskbell.model.commands import Command, SaveAgent
from deskbell.model.teams import SaveTeam
from deskbell.ui.settings.agent_draft import AgentDraft
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.list_page import ListPage
from deskbell.ui.settings.mailbox_draft import MailboxDraft
from deskbell.ui.settings.page import Page
from deskbell.ui.settings.team_draft import TeamDraft
from ui.settings.hands import field, type_into
from ui.settings.office import Office
from ui.settings.test_people import press


@dataclass(frozen=True)
class Case:
    """A page, and how a row of it is found in the database and saved by somebody else."""

    page: str
    rows: Callable[[Office], dict[int, str]]
    theirs: Callable[[Office, int, str], Command]


def _agents(office: Office) -> dict[int, str]:
    return {agent.id: agent.name for agent in office.agents().values()}


def _save_agent(office: Office, row_id: int, name: str) -> Command:
    row = next(agent for agent in office.agents().values() if agent.id == row_id)
    return replace(AgentDraft.of(row), name=name).command(office.me)


def _save_mailbox(office: Office, row_id: int, name: str) -> Command:
    row = next(box for box in office.state().mailboxes if box.id == row_id)
    return replace(MailboxDraft.of(row), name=name).command(office.me)


def _save_team(office: Office, row_id: int, name: str) -> Command:
    row = next(team for team in office.state().teams if team.id == row_id)
    return replace(TeamDraft.of(row), name=name).command(office.me)


CASES = [
    Case("profile", _agents, _save_agent),
    Case("agents", _agents, _save_agent),
    Case("mailboxes", lambda office: {box.id: box.name for box in office.state().mailboxes}, _save_mailbox),
    Case("teams", lambda office: {team.id: team.name for team in office.state().teams}, _save_team),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.page)
@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_both_versions_are_shown_and_neither_is_lost(
    case: Case, keep: str, office: Office, dialog: SettingsDialog, qtbot: QtBot, apply: Callable[[SettingsDialog], None]
) -> None:
    if case.page == "agents":
        office.do(SaveAgent(agent_id=office.me, id=0, name="Jonas", email="jonas@example.com"))
    if case.page == "teams":
        office.do(SaveTeam(agent_id=office.me, id=0, name="Orders"))
    office.desk.read_again()
    row_id = max(case.rows(office))
    qtbot.waitUntil(lambda: office.desk.state == office.state())
    page = dialog.open_page(case.page)
    if isinstance(page, ListPage):
        page.open_one(row_id)
    type_into(page, "Name", "Mine")
    office.do(case.theirs(office, row_id, "Theirs"))

    apply(dialog)
    assert case.rows(office)[row_id] == "Theirs", "what was saved first is not written over unseen"
    assert field(page, "Name").text() == "Mine"
    qtbot.waitUntil(lambda: office.desk.state == office.state())
    _both(page)
    if keep == "mine":
        apply(dialog)
        assert case.rows(office)[row_id] == "Mine"
    else:
        press(page, "Show what it is now")
        assert not page.dirty()
        assert case.rows(office)[row_id] == "Theirs"


def _both(page: Page) -> None:
    press(page, "Show what it is now")
    assert field(page, "Name").text() == "Theirs"
    assert not page.dirty()
    press(page, "Show what I entered")
    assert field(page, "Name").text() == "Mine"
    assert page.dirty()
