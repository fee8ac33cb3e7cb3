"""An office from the window: somebody is invited on one computer, and joins on another."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.articles import KeptArticle
from deskbell.model.changes import Changes
from deskbell.model.commands import SaveAgent, SaveDraft
from deskbell.model.kinds import ReplyKind, Role
from deskbell.model.places import Places
from deskbell.store.desk import Desk
from deskbell.store.rights.here import logged_in
from deskbell.store.rights.invite import read_invitation
from deskbell.store.secrets import Secrets
from deskbell.store.tables import agent
from deskbell.ui.composer.drafts_here import FOLDER, DraftsHere
from deskbell.ui.desk_now import DeskNow, desk_and_settings
from deskbell.ui.feed import Feed
from deskbell.ui.knowledge.drafts_here import FOLDER as ARTICLES
from deskbell.ui.knowledge.drafts_here import ArticleDraftsHere
from deskbell.ui.runner import Runner
from deskbell.ui.settings.agents import AgentsPage
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.settings.database import DatabasePage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.mailboxes import MailboxesPage
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.banner import Banner
from office import as_login
from servers.postgres import Postgres
from ui.settings.conftest import make_dialog
from ui.settings.office import Answers, Office

SeenBy = Callable[[str], Office]
TOMAS = SaveAgent(agent_id=None, id=0, name="Tomas", email="tomas@desk.example")


@pytest.fixture
def seen_by(empty_office: str, postgres: Postgres, tmp_path: Path, qapp: QApplication) -> Iterator[SeenBy]:
    """Call it with a login for the office as the window of that person has it. Tomas is entered, and not invited."""
    with closing(Desk.open(empty_office)) as whole:
        perform(whole, TOMAS)
    ends: list[Callable[[], None]] = []

    def make(login: str) -> Office:
        address = empty_office.replace("postgres@", f"{login}@")
        database = as_login(empty_office, login)
        found = database.read(logged_in)
        assert found is not None
        runner = Runner(database.read, lambda command: perform(database, command))
        feed = Feed(lambda last_id, seconds, company=False: Changes(()), lambda: 0)
        desk = DeskNow(runner, feed, *database.read(desk_and_settings, found.agent_id))
        computer = ComputerSettings(QSettings(str(tmp_path / f"{login}.ini"), QSettings.Format.IniFormat))
        ends.extend([database.close, runner.close, feed.deleteLater, computer.deleteLater, desk.deleteLater])
        places = Places.at(tmp_path / login, address)
        return Office(database, runner, desk, Secrets(places.data), computer, places, found.agent_id, [])

    yield make
    for end in reversed(ends):
        end()
    with postgres.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS tomas")


def agents_page(dialog: SettingsDialog) -> AgentsPage:
    page = dialog.open_page("agents")
    assert isinstance(page, AgentsPage)
    return page


def database_page(dialog: SettingsDialog) -> DatabasePage:
    page = dialog.open_page("database")
    assert isinstance(page, DatabasePage)
    return page


def tomas(office: Office) -> int:
    return office.agents()["tomas@desk.example"].id


@pytest.mark.servers
def test_invited_here_and_joined_there(
    seen_by: SeenBy,
    dialog: SettingsDialog,
    office: Office,
    theme: ThemeSource,
    answers: Answers,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    """`dialog` is on Tomas' computer, which has a desk of its own so far."""
    chief = seen_by("chief")
    theirs = make_dialog(chief, theme, answers, qtbot)
    page = agents_page(theirs)
    assert "not invited yet" in page.entries[tomas(chief)].accessibleName()
    page.open_one(tomas(chief))
    assert page.invite.button.text() == "Invite…"
    file = answers.file = tmp_path / "tomas.invitation"
    file.write_text("the one of yesterday", "utf-8")
    page.invite.button.click()
    qtbot.waitUntil(page.invite.outcome.isVisible)
    assert answers.asked == ["tomas.invitation"]
    assert page.invite.outcome.sentence().startswith(f"The invitation is in {file}. It lets one computer in, as tomas,")
    assert file.stat().st_mode & 0o077 == 0
    qtbot.waitUntil(lambda: page.invite.button.text() == "Invite again…")
    assert page.invite.outcome.isVisible()
    assert not page.dirty()
    first = read_invitation(file)
    page.invite.button.click()
    qtbot.waitUntil(lambda: page.invite.button.isEnabled() and read_invitation(file) != first)

    with qtbot.waitSignal(dialog.joined) as told:
        database_page(dialog).join_button.click()
    assert answers.asked[-1] == "Join the office as tomas?"
    assert office.places.database.removeprefix("sqlite:///") in answers.explained[-1]
    places = Places.at(office.places.data)
    assert told.args == [places.database]
    with closing(Desk.open(places.database)) as desk:
        found = desk.read(logged_in)
    assert found is not None
    assert found.agent_id == tomas(chief)


@pytest.mark.servers
def test_whose_computer_does_the_workers_work_is_chosen(
    seen_by: SeenBy, theme: ThemeSource, answers: Answers, apply: Callable[[SettingsDialog], None], qtbot: QtBot
) -> None:
    chief = seen_by("chief")
    theirs = make_dialog(chief, theme, answers, qtbot)
    page = agents_page(theirs)
    assert "fetches and sends mail" in page.entries[chief.me].accessibleName()
    page.open_one(tomas(chief))
    assert not page.form.work.isVisible(), "no agent's does"
    admin = next(one for one in page.form.findChildren(QAbstractButton) if one.text() == "Administrator")
    admin.click()
    assert page.form.work.isVisible()
    assert not page.form.work.isChecked()
    page.form.work.click()
    apply(theirs)
    row = chief.agents()["tomas@desk.example"]
    assert (row.role, row.runs_worker) == (Role.ADMIN, True)
    qtbot.waitUntil(lambda: chief.desk.agent(row.id) == row)
    assert not page.invite.isVisible()
    page.open_one(row.id)
    assert page.form.work.isChecked()
    assert not page.form.dirty()


@pytest.mark.servers
def test_mail_is_imported_where_the_workers_work_is_done(
    seen_by: SeenBy, empty_office: str, theme: ThemeSource, answers: Answers, qtbot: QtBot
) -> None:
    with closing(Desk.open(empty_office)) as whole, whole.writing() as session:
        theirs_now = {"login": "of_admin", "role": Role.ADMIN.value}
        session.connection.execute(agent.update().where(agent.c.email == TOMAS.email).values(theirs_now))
    for login, offered in (("chief", True), ("of_admin", False)):
        theirs = make_dialog(seen_by(login), theme, answers, qtbot)
        page = theirs.open_page("mailboxes")
        assert isinstance(page, MailboxesPage)
        assert page.import_button.isVisible() is offered


@pytest.mark.servers
def test_who_may_not_invite_is_not_offered_it(
    seen_by: SeenBy, empty_office: str, theme: ThemeSource, answers: Answers, qtbot: QtBot
) -> None:
    chief = seen_by("chief")
    theirs = make_dialog(chief, theme, answers, qtbot)
    page = agents_page(theirs)
    page.open_one(chief.me)
    assert not page.invite.isVisible()
    page.open_one(tomas(chief))
    assert page.invite.isVisible()
    assert not database_page(theirs).join_button.isVisible()
    database_page(theirs).people_button.click()
    assert page.isVisible()
    page.add()
    assert not page.invite.isVisible()
    with closing(Desk.open(empty_office)) as whole, whole.writing() as session:
        # Of the login's own role: a login follows its agent's, in all databases of the server.
        theirs_now = {"login": "of_manager", "role": Role.MANAGER.value}
        session.connection.execute(agent.update().where(agent.c.id == tomas(chief)).values(theirs_now))
    manager = make_dialog(seen_by("of_manager"), theme, answers, qtbot)
    page = agents_page(manager)
    page.open_one(chief.me)
    assert not page.invite.isVisible()
    assert not database_page(manager).people_button.isVisible()


@pytest.mark.servers
def test_a_name_that_the_server_has_already_is_said(
    seen_by: SeenBy, theme: ThemeSource, answers: Answers, qtbot: QtBot, postgres: Postgres, tmp_path: Path
) -> None:
    with postgres.connect() as connection:
        connection.execute("CREATE ROLE tomas")
    chief = seen_by("chief")
    theirs = make_dialog(chief, theme, answers, qtbot)
    page = agents_page(theirs)
    page.open_one(tomas(chief))
    answers.file = tmp_path / "tomas.invitation"
    page.invite.button.click()
    qtbot.waitUntil(page.invite.outcome.isVisible)
    assert page.invite.outcome.sentence() == "The server has a login tomas already. Choose another name."
    assert not answers.file.exists()
    assert page.invite.button.isEnabled()


def test_a_desk_in_a_file_has_nobody_to_invite(dialog: SettingsDialog, office: Office) -> None:
    page = agents_page(dialog)
    page.open_one(office.me)
    assert not page.invite.isVisible()
    assert not database_page(dialog).people_button.isVisible()


def test_what_is_no_invitation_is_said(dialog: SettingsDialog, office: Office, answers: Answers, qtbot: QtBot) -> None:
    page = database_page(dialog)
    page.join_button.click()
    assert page.findChildren(Banner) == []
    answers.file = office.places.data / "window.ini"
    answers.file.write_text("[General]", "utf-8")
    page.join_button.click()
    qtbot.waitUntil(lambda: page.findChildren(Banner) != [])
    (banner,) = page.findChildren(Banner)
    assert f"{answers.file} is not an invitation to an office." in banner.accessibleName()
    assert page.join_button.isEnabled()
    assert not (office.places.data / "office.json").exists()


def test_a_desk_on_a_server_that_is_no_office(
    office: Office, theme: ThemeSource, answers: Answers, qtbot: QtBot
) -> None:
    office.places = Places.at(office.places.data, "postgresql://ona:sesame@desk.example:5433/desk")
    dialog = make_dialog(office, theme, answers, qtbot)
    page = database_page(dialog)
    said = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    for words in ("desk.example:5433", "on a server, but no office", "whoever may log in there may do everything"):
        assert words in said
    assert "sesame" not in said
    buttons = (page.join_button, page.people_button, page.leave_button)
    assert not any(button.isVisible() for button in buttons)
    assert page.office_button.text() == "Make an office of it…"
    with qtbot.waitSignal(dialog.office_wanted):
        page.office_button.click()


def test_only_an_administrator_makes_an_office_of_it(
    office: Office, theme: ThemeSource, answers: Answers, qtbot: QtBot
) -> None:
    office.places = Places.at(office.places.data, "postgresql://ona@desk.example/desk")
    state = office.desk.state
    office.desk.state = replace(state, me=replace(state.me, role=Role.MANAGER))
    page = database_page(make_dialog(office, theme, answers, qtbot))
    assert not page.office_button.isVisible()
    said = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "An administrator of this desk can make it one." in said


@pytest.mark.parametrize("drafts", [0, 2])
def test_leaving_the_office_says_what_is_forgotten_and_what_is_kept(
    office: Office, theme: ThemeSource, answers: Answers, qtbot: QtBot, drafts: int
) -> None:
    data = office.places.data
    office.places = Places.at(data, f"postgresql://ona@desk.example/desk?deskbell_secrets={data}")
    office.desk.state = replace(office.desk.state, office=True)
    for number in range(drafts):
        draft = SaveDraft(agent_id=office.me, ticket_id=number + 1, kind=ReplyKind.NOTE, mailbox_id=1, text="Typed.")
        DraftsHere(data / FOLDER / f"desk-{office.me}").put(draft)
        here = ArticleDraftsHere(data / ARTICLES / f"desk-{office.me}")
        here.put(KeptArticle(number + 1, "en", "Times", "Typed.", 0))
        here.throw_away(KeptArticle(number + 9, "en", "", "", 0))
    dialog = make_dialog(office, theme, answers, qtbot)
    page = database_page(dialog)
    assert not page.join_button.isVisible()
    answers.yes = False
    with qtbot.assertNotEmitted(dialog.leave_wanted):
        page.leave_button.click()
        qtbot.waitUntil(lambda: answers.asked != [])
    assert answers.asked == ["Leave the office?"]
    (said,) = answers.explained
    assert f"({data / 'desk.db'})" in said
    assert ("4 draft" in said) is bool(drafts)
    answers.yes = True
    with qtbot.waitSignal(dialog.leave_wanted):
        page.leave_button.click()
