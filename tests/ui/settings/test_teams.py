"""Teams in the settings: who is in one, what its name may be, and what is asked before one is removed."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.articles import ArticleState, Audience, SettleArticle, WriteArticle
from deskbell.model.commands import SaveAgent
from deskbell.model.kinds import Role
from deskbell.model.routing import HandingOut, Level, Match, Way
from deskbell.model.teams import RemoveTeam, SaveTeam, TeamRow
from deskbell.store.queries import teams
from deskbell.store.tables import mailbox
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.mailbox_draft import MailboxDraft
from deskbell.ui.settings.mailbox_team import MailboxTeam
from deskbell.ui.settings.mailboxes import MailboxesPage
from deskbell.ui.settings.team_choice import TeamChoice
from deskbell.ui.settings.team_draft import TeamDraft, team_fault
from deskbell.ui.settings.teams import TeamsPage
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office

Apply = Callable[[SettingsDialog], None]

CARE = TeamRow(1, "Care", frozenset({1}), 1)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (TeamDraft("Orders"), None),
        (TeamDraft(""), "name.empty"),
        (TeamDraft("CARE"), "team.exists"),
        (TeamDraft("CARE", id=1), None),
    ],
)
def test_what_is_wrong_with_a_team(draft: TeamDraft, code: str | None) -> None:
    fault = team_fault(draft, (CARE,))
    assert (fault.code if fault is not None else None) == code


@pytest.fixture
def jonas(office: Office) -> int:
    made = office.do(SaveAgent(agent_id=office.me, id=0, name="Jonas Petrauskas", email="jonas@example.com"))
    assert made is not None
    return made


@pytest.fixture
def care(office: Office, jonas: int) -> int:
    """A team of Ona and Jonas."""
    made = office.do(SaveTeam(agent_id=office.me, id=0, name="Care", members=frozenset({office.me, jonas})))
    assert made is not None
    return made


@pytest.fixture
def page(office: Office, care: int, dialog: SettingsDialog, qtbot: QtBot) -> TeamsPage:
    office.desk.read_again()
    qtbot.waitUntil(lambda: bool(office.desk.teams))
    opened = dialog.open_page("teams")
    assert isinstance(opened, TeamsPage)
    return opened


def kept(office: Office) -> dict[str, TeamRow]:
    return {row.name: row for row in office.database.read(teams.rows)}


def choice(form: QWidget) -> TeamChoice:
    return next(one for one in form.findChildren(TeamChoice) if one.isVisible())


def test_a_new_team(dialog: SettingsDialog, page: TeamsPage, office: Office, apply: Apply, qtbot: QtBot) -> None:
    page.add()
    assert field(page, "Name").hasFocus()
    assert not page.removal.isVisible(), "there is nothing to remove yet"
    type_into(page, "Name", "  Orders   and returns ")
    page.form.members.tick(office.me)
    apply(dialog)
    assert page.opened is None
    assert kept(office)["Orders and returns"].members == {office.me}
    qtbot.waitUntil(lambda: [entry.text() for entry in page.entries.values()] == ["Care", "Orders and returns"])
    assert not page.dirty()


def test_a_member_leaves_the_team(
    dialog: SettingsDialog, page: TeamsPage, office: Office, apply: Apply, care: int, jonas: int
) -> None:
    page.open_one(care)
    page.form.members.tick(jonas, on=False)
    apply(dialog)
    assert kept(office)["Care"].members == {office.me}


def test_somebody_leads_the_team(
    dialog: SettingsDialog, page: TeamsPage, office: Office, apply: Apply, care: int, jonas: int
) -> None:
    page.open_one(care)
    assert page.form.lead.agent_id() is None
    page.form.lead.setCurrentIndex(page.form.lead.findData(jonas))
    page.form.lead.activated.emit(page.form.lead.currentIndex())
    assert page.dirty()
    apply(dialog)
    assert kept(office)["Care"].lead_id == jonas


def test_how_a_team_hands_out(
    dialog: SettingsDialog, page: TeamsPage, office: Office, apply: Apply, care: int, jonas: int, qtbot: QtBot
) -> None:
    page.open_one(care)
    routing = page.form.routing
    assert routing.way() == Way()
    assert not routing.skills.isVisible(), "nothing is asked for where nothing is handed out"
    choose(routing.handing, HandingOut.TURN)
    assert routing.skills.isVisible()
    choose(routing.skills, Match.REQUIRED)
    choose(routing.levels.boxes[jonas], Level.SECOND.value)
    assert page.dirty()
    apply(dialog)
    row = kept(office)["Care"]
    assert (row.handing, row.skills, row.languages, row.levels) == ("turn", "required", "", ((jonas, 2),))
    qtbot.waitUntil(lambda: office.desk.teams[0].levels == ((jonas, 2),))
    page.open_one(care)
    assert routing.levels.boxes[jonas].currentText() == "Second level"
    assert routing.way() == Way(HandingOut.TURN, Match.REQUIRED)
    assert not page.dirty()


def test_levels_follow_who_is_ticked(page: TeamsPage, office: Office, care: int, jonas: int) -> None:
    page.open_one(care)
    levels = page.form.routing.levels
    choose(levels.boxes[office.me], Level.SPECIALIST.value)
    page.form.members.tick(jonas, on=False)
    assert list(levels.boxes) == [office.me]
    assert not levels.isVisible(), "one alone has no levels"
    page.form.members.tick(jonas)
    assert page.form.draft().levels == ((office.me, 3),)


def choose(box: ChoiceBox, value: object) -> None:
    """As if a person chose it."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_a_lead_who_has_left_stays_until_another_is_named(
    page: TeamsPage, office: Office, care: int, jonas: int, qtbot: QtBot
) -> None:
    office.do(SaveTeam(agent_id=None, id=care, name="Care", lead_id=jonas, version=1))
    row = office.agents()["jonas@example.com"]
    office.do(SaveAgent(agent_id=None, id=jonas, name=row.name, email=row.email, active=False, version=row.version))
    office.desk.read_again()
    qtbot.waitUntil(lambda: len(office.desk.agents) == 1 and office.desk.teams[0].lead_id == jonas)
    page.open_one(care)
    assert "does not work here any more" in page.form.lead.currentText()
    assert not page.dirty()
    page.add()
    assert page.form.lead.count() == 2, "nobody, and who works here"


def test_who_has_left_the_desk_is_listed_only_as_a_member(
    page: TeamsPage, office: Office, care: int, jonas: int, qtbot: QtBot
) -> None:
    row = office.agents()["jonas@example.com"]
    office.do(SaveAgent(agent_id=None, id=jonas, name=row.name, email=row.email, active=False, version=row.version))
    office.desk.read_again()
    qtbot.waitUntil(lambda: len(office.desk.agents) == 1)
    page.open_one(care)
    assert page.form.members.values() == [jonas, office.me]
    assert "Jonas" not in page.entries[care].accessibleName()
    page.add()
    assert page.form.members.values() == [office.me]


def test_a_name_that_is_taken_is_told_once_it_was_left(page: TeamsPage, office: Office, dialog: SettingsDialog) -> None:
    page.add()
    type_into(page, "Name", "CARE")
    assert "CARE already" in field(page, "Name").accessibleDescription()
    dialog.apply()
    assert office.commands == []


@pytest.mark.parametrize("successor", ["Orders", ""])
def test_a_team_is_removed(
    dialog: SettingsDialog, page: TeamsPage, office: Office, answers: Answers, care: int, successor: str, qtbot: QtBot
) -> None:
    orders = office.do(SaveTeam(agent_id=None, id=0, name="Orders"))
    give_mailbox(office, care)
    give_articles(office, care)
    office.desk.read_again()
    qtbot.waitUntil(lambda: len(office.desk.teams) == 2 and office.desk.mailboxes[0].team_id == care)
    page.open_one(care)
    choice(page).choose(orders if successor else None)
    answers.yes = False
    page.removal.button.click()
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert answers.asked == ["Remove the team Care?"]
    begins = "begin with Orders" if successor else "begin without a team"
    assert f"New tickets of Support will {begins}." in answers.explained[0]
    assert ("2 articles that only this team sees go to Orders" in answers.explained[0]) is bool(successor)
    assert ("Nobody else comes to see them." in answers.explained[0]) is not bool(successor)
    assert office.commands == [], "the answer was no"
    answers.yes = True
    page.removal.button.click()
    qtbot.waitUntil(lambda: page.opened is None)
    assert list(kept(office)) == ["Orders"]
    assert office.mailboxes()["support@example.com"].team_id == (orders if successor else None)
    qtbot.waitUntil(lambda: care not in page.entries)


def give_mailbox(office: Office, team_id: int) -> None:
    draft = MailboxDraft.of(office.mailboxes()["support@example.com"])
    office.do(replace(draft, team_id=team_id).command(None))


def give_articles(office: Office, team_id: int) -> None:
    """Two that the team alone sees, and one that all do."""
    for title, audience in (("Refunds", Audience.TEAM), ("Times", Audience.EVERYONE), ("Limits", Audience.TEAM)):
        number = office.do(WriteArticle(agent_id=office.me, id=0, language="en", title=title, body=""))
        settle = SettleArticle(
            agent_id=office.me,
            id=number,
            version=1,
            category_id=None,
            state=ArticleState.PUBLISHED,
            owner_id=office.me,
            audience=audience,
            team_id=team_id if audience is Audience.TEAM else None,
        )
        office.do(settle)


def test_a_team_that_a_colleague_removed_closes(page: TeamsPage, office: Office, care: int, qtbot: QtBot) -> None:
    page.open_one(care)
    office.do(RemoveTeam(agent_id=None, id=care, successor_id=None, version=1))
    office.desk.read_again()
    qtbot.waitUntil(lambda: page.opened is None)
    assert page.entries == {}


def test_a_lost_race_is_told(
    page: TeamsPage, office: Office, answers: Answers, care: int, jonas: int, qtbot: QtBot
) -> None:
    page.open_one(care)
    office.do(SaveTeam(agent_id=None, id=care, name="Carers", members=frozenset({jonas}), version=1))
    page.removal.button.click()
    qtbot.waitUntil(lambda: any("in the meantime" in text for text in shown(page)))
    assert list(kept(office)) == ["Carers"]


def shown(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_managers_change_teams_and_agents_look(
    office: Office, open_dialog: Callable[[], SettingsDialog], care: int, qtbot: QtBot, role: Role
) -> None:
    row = office.agents()["ona@example.com"]
    office.do(SaveAgent(agent_id=None, id=0, name="Tomas", email="tomas@example.com", role=Role.ADMIN))
    office.do(SaveAgent(agent_id=None, id=row.id, name=row.name, email=row.email, role=role, version=row.version))
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.role is role and bool(office.desk.teams))
    dialog = open_dialog()
    page = dialog.open_page("teams")
    assert isinstance(page, TeamsPage)
    may = role is Role.MANAGER
    assert page.add_button.isVisible() == may
    page.open_one(care)
    assert page.form.isEnabled() == may
    assert page.removal.isVisible() == may
    assert not dialog.open_page("agents").add_button.isVisible()


def test_a_mailbox_gets_a_team(
    dialog: SettingsDialog, page: TeamsPage, office: Office, care: int, apply: Apply, qtbot: QtBot
) -> None:
    boxes = dialog.open_page("mailboxes")
    assert isinstance(boxes, MailboxesPage)
    (row,) = office.desk.mailboxes
    boxes.open_one(row.id)
    assert not boxes.dirty()
    team = choice(boxes.form)
    team.choose(care)
    team.activated.emit(team.currentIndex())
    assert boxes.dirty()
    apply(dialog)
    assert office.mailboxes()["support@example.com"].team_id == care
    qtbot.waitUntil(lambda: office.desk.mailboxes[0].team_id == care)
    assert "Support" in page.entries[care].accessibleName()
    boxes.open_one(row.id)
    assert (choice(boxes.form).team_id(), boxes.dirty()) == (care, False)


def test_a_desk_without_teams_has_none_to_choose(dialog: SettingsDialog, office: Office) -> None:
    boxes = dialog.open_page("mailboxes")
    assert isinstance(boxes, MailboxesPage)
    boxes.add()
    assert not any(one.isVisible() for one in boxes.findChildren(TeamChoice))
    page = dialog.open_page("teams")
    assert any("No teams yet" in text for text in shown(page))


@pytest.mark.parametrize(
    ("office", "kept", "shown"), [(True, False, True), (False, False, False), (False, True, True)], ids=str
)
def test_who_sees_a_mailbox_is_chosen_where_a_database_keeps_it(
    theme: ThemeSource, qtbot: QtBot, office: bool, kept: bool, shown: bool
) -> None:
    part = MailboxTeam(theme)
    qtbot.addWidget(part)
    part.show()
    draft = MailboxDraft("Board", "board@desk.example", restricted=kept)
    part.show_draft(draft)
    part.show_teams((), office=office)
    assert part.into(draft) == draft
    assert part.restricted.isVisible() is shown
    assert ("without effect" in part.restricted.accessibleDescription().casefold()) is (not office)
    if shown:
        with qtbot.waitSignal(part.edited):
            part.restricted.click()
        assert part.into(draft) == replace(draft, restricted=not kept)
        # Also once it is unticked: one may think again.
        assert part.restricted.isVisible()
    assert draft.command(1).restricted is kept


def test_a_mailbox_that_is_its_teams_stays_so(
    dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    (row,) = office.mailboxes().values()
    with office.database.writing() as session:
        session.connection.execute(mailbox.update().values(restricted=True))
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.mailboxes[0].restricted)
    boxes = dialog.open_page("mailboxes")
    assert isinstance(boxes, MailboxesPage)
    boxes.open_one(row.id)
    assert not boxes.dirty()
    type_into(boxes.form, "Name", "Board")
    apply(dialog)
    now = office.mailboxes()["support@example.com"]
    assert (now.name, now.restricted) == ("Board", True)
    qtbot.waitUntil(lambda: office.desk.mailboxes[0].name == "Board")
    boxes.open_one(row.id)
    boxes.form.team.restricted.click()
    apply(dialog)
    assert not office.mailboxes()["support@example.com"].restricted
