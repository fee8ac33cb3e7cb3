"""Profile and agents: who is changed, who may not be, and that nobody locks the desk."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.calendars import OFFICE_WEEK, SaveCalendar
from deskbell.model.commands import SaveAgent, SaveTag
from deskbell.model.kinds import Presence, Role
from deskbell.model.routing import AgentWork
from deskbell.model.rows import AgentRow
from deskbell.store.queries import routing
from deskbell.ui.settings.agent_draft import AgentDraft, AgentPart, agent_faults
from deskbell.ui.settings.agent_work_edit import AgentWorkEdit
from deskbell.ui.settings.agents import AgentsPage
from deskbell.ui.settings.dialog import SettingsDialog
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office

Apply = Callable[[SettingsDialog], None]


def agent(row_id: int, email: str, role: Role = Role.AGENT, *, active: bool = True) -> AgentRow:
    return AgentRow(row_id, "Somebody", email, role, Presence.AVAILABLE, "", active, 1)


ONA, JONAS = agent(1, "ona@example.com", Role.ADMIN), agent(2, "jonas@example.com")
GONE = agent(3, "rasa@example.com", Role.ADMIN, active=False)


@pytest.mark.parametrize(
    ("draft", "faults"),
    [
        (AgentDraft("New", "new@example.com"), {}),
        (AgentDraft("", "new@example.com"), {AgentPart.NAME: "name.empty"}),
        (AgentDraft("New", ""), {AgentPart.EMAIL: "address.empty"}),
        (AgentDraft("New", "new"), {AgentPart.EMAIL: "address.bad"}),
        (AgentDraft("New", "Ona@Example.com"), {AgentPart.EMAIL: "agent.exists"}),
        (AgentDraft("Ona", "ona@example.com", Role.ADMIN, id=1), {}),
        (AgentDraft("Ona", "ona@example.com", Role.AGENT, id=1), {AgentPart.ROLE: "agent.last_admin"}),
        (AgentDraft("Ona", "ona@example.com", Role.ADMIN, id=1, active=False), {AgentPart.ROLE: "agent.last_admin"}),
        (AgentDraft("Jonas", "jonas@example.com", Role.AGENT, id=2, active=False), {}),
    ],
)
def test_what_is_wrong_with_an_agent(draft: AgentDraft, faults: dict[AgentPart, str]) -> None:
    found = agent_faults(draft, (ONA, JONAS, GONE))
    assert {part: fault.code for part, fault in found.items()} == faults


@pytest.mark.parametrize(("hours", "presence"), [(-1, Presence.AVAILABLE), (1, Presence.AWAY), (None, Presence.AWAY)])
def test_being_away_that_is_over(hours: int | None, presence: Presence) -> None:
    until = datetime.now(UTC) + timedelta(hours=hours) if hours is not None else None
    assert AgentDraft.of(replace(ONA, presence=Presence.AWAY, away_until=until)).presence is presence


def press(page: QWidget, words: str) -> None:
    button = next(one for one in page.findChildren(QAbstractButton) if one.text() == words and one.isVisible())
    button.click()


@pytest.fixture
def page(dialog: SettingsDialog) -> AgentsPage:
    opened = dialog.open_page("agents")
    assert isinstance(opened, AgentsPage)
    return opened


def test_profile_keeps_all_of_it(dialog: SettingsDialog, office: Office, apply: Apply) -> None:
    page = dialog.open_page("profile")
    type_into(page, "Name", "  Ona   Kazlauskas ")
    press(page, "Away")
    signature = page.findChild(QPlainTextEdit)
    assert isinstance(signature, QPlainTextEdit)
    signature.setPlainText("Ona\nAmberline\n\n")
    apply(dialog)
    kept = office.agents()["ona@example.com"]
    assert (kept.name, kept.presence, kept.signature) == ("Ona Kazlauskas", Presence.AWAY, "Ona\nAmberline")
    assert kept.role is Role.ADMIN
    press(page, "Available")
    apply(dialog)
    assert office.agents()["ona@example.com"].presence is Presence.AVAILABLE


def test_a_new_agent(dialog: SettingsDialog, page: AgentsPage, office: Office, apply: Apply, qtbot: QtBot) -> None:
    page.add()
    assert field(page, "Name").hasFocus()
    type_into(page, "Name", "Jonas P.")
    type_into(page, "Mail address", "jonas@example.com")
    press(page, "Administrator")
    apply(dialog)
    assert page.opened is None
    assert office.agents()["jonas@example.com"].role is Role.ADMIN
    qtbot.waitUntil(lambda: len(page.entries) == 2)
    assert {entry.text() for entry in page.entries.values()} == {"Jonas P.", "Ona K."}
    assert not page.dirty()


def test_an_agent_who_leaves_stays_in_the_list(
    dialog: SettingsDialog, page: AgentsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    jonas = office.do(SaveAgent(agent_id=office.me, id=0, name="Jonas", email="jonas@example.com"))
    assert jonas is not None
    office.desk.read_again()
    qtbot.waitUntil(lambda: jonas in page.entries)
    page.open_one(jonas)
    press(page, "Works here: can be given tickets")
    apply(dialog)
    assert not office.agents()["jonas@example.com"].active
    qtbot.waitUntil(lambda: "any more" in page.entries[jonas].accessibleName())
    assert list(page.entries) == [office.me, jonas]


def test_nobody_locks_the_desk(dialog: SettingsDialog, page: AgentsPage, office: Office) -> None:
    page.open_one(office.me)
    works = next(one for one in page.findChildren(QAbstractButton) if one.text().startswith("Works here"))
    assert not works.isEnabled()
    press(page, "Agent")
    dialog.apply()
    assert office.commands == []
    assert page.opened == office.me


def test_the_list_can_be_used_by_keys(dialog: SettingsDialog, page: AgentsPage, office: Office) -> None:
    entry = page.entries[office.me]
    entry.setFocus()
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert page.opened == office.me
    QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Escape)
    assert page.opened is None
    assert dialog.isVisible()
    assert page.entries[office.me].hasFocus()


def test_going_back_asks_before_anything_is_lost(page: AgentsPage, office: Office, answers: Answers) -> None:
    page.add()
    type_into(page, "Name", "Jonas")
    answers.yes = False
    page.back_button.click()
    assert page.opened == 0
    assert field(page, "Name").text() == "Jonas"
    answers.yes = True
    page.back_button.click()
    assert page.opened is None
    page.add()
    assert field(page, "Name").text() == ""
    assert len(answers.asked) == 2


def test_what_can_be_given_to_an_agent(
    dialog: SettingsDialog, page: AgentsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    returns = office.do(SaveTag(agent_id=office.me, id=0, name="returns"))
    hours = office.do(SaveCalendar(agent_id=office.me, id=0, name="Office", zone="UTC", week=OFFICE_WEEK))
    office.desk.read_again()
    qtbot.waitUntil(lambda: bool(office.desk.tags))
    page.calendars.read_again()
    given = page.form.given
    assert given is not None
    qtbot.waitUntil(lambda: given.hours.count() == 2)
    page.open_one(office.me)
    qtbot.waitUntil(given.isEnabled)
    assert (given.capacity.text(), page.dirty()) == ("Any number", False)
    given.skills.tick(returns)
    given.languages.tick("lt")
    given.capacity.setValue(7)
    given.hours.setCurrentIndex(1)
    given.hours.activated.emit(1)
    assert page.dirty()
    apply(dialog)
    work = AgentWork(frozenset({returns or 0}), frozenset({"lt"}), 7, hours)
    assert office.database.read(routing.work_of) == {office.me: work}
    qtbot.waitUntil(lambda: page._works.of(office.me) == work)
    page.open_one(office.me)
    assert given.work() == work
    assert not page.dirty()
    type_into(page, "Name", "Ona Kazlauskas")
    apply(dialog)
    assert office.database.read(routing.work_of) == {office.me: work}, "another change leaves it as it is"


def test_nobody_says_themselves_what_they_are_given(dialog: SettingsDialog, office: Office, apply: Apply) -> None:
    page = dialog.open_page("profile")
    assert page.findChild(AgentWorkEdit) is None
    type_into(page, "Name", "Ona Kazlauskas")
    apply(dialog)
    (command,) = office.commands
    assert isinstance(command, SaveAgent)
    assert command.work is None
