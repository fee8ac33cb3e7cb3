"""The rules in the settings: written, wrong, put in order, switched, tried; nothing before Apply."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from deskbell.model.automation import (
    Check,
    Condition,
    Event,
    Group,
    Hand,
    How,
    Rule,
    RuleActions,
    SaveRule,
    Since,
    Timer,
    What,
)
from deskbell.model.canned import CannedText, SaveCannedReply
from deskbell.model.commands import SaveAgent
from deskbell.model.fields import FieldKind, SaveField
from deskbell.model.kinds import Priority, Role, Status
from deskbell.model.teams import SaveTeam
from deskbell.store.queries import automation
from deskbell.ui.pseudo_language import PseudoLanguage
from deskbell.ui.rules.condition_row import ConditionRow
from deskbell.ui.rules.draft import RuleDraft, rule_faults
from deskbell.ui.rules.group_edit import GroupEdit
from deskbell.ui.rules.page import RulesPage
from deskbell.ui.rules.recipes import recipes
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.page import Who
from deskbell.ui.theme.source import ThemeSource
from ui.settings.hands import type_into
from ui.settings.office import Answers, Office
from ui.walk import clipped, forgotten

Apply = Callable[[SettingsDialog], None]

TAGGED = RuleActions(add_tags=("refund",))
ABOUT = Group(
    How.ALL,
    (
        Condition(What.SUBJECT, Check.CONTAINS, ("refund", "money back")),
        Group(How.NONE, (Condition(What.VIP, Check.IS, ("1",)), Condition(What.TEAM, Check.EMPTY))),
    ),
)


@pytest.fixture
def page(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> RulesPage:
    opened = dialog.open_page("rules")
    assert isinstance(opened, RulesPage)
    qtbot.waitUntil(lambda: opened.now.known)
    return opened


def a_rule(office: Office, name: str, **values: object) -> int:
    made = {"agent_id": office.me, "id": 0, "name": name, "actions": TAGGED}
    return office.do(SaveRule(**made | values)) or 0  # type: ignore[arg-type]


def kept(office: Office) -> dict[str, Rule]:
    return {rule.name: rule for rule in office.database.read(automation.rows)}


def words(page: RulesPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def open_one(page: RulesPage, rule_id: int, qtbot: QtBot) -> None:
    page.now.read_again()
    qtbot.waitUntil(lambda: rule_id in page.entries)
    page.open_one(rule_id)


def row(group: GroupEdit, place: int) -> ConditionRow:
    found = group.parts[place]
    assert isinstance(found, ConditionRow)
    return found


def choose(row: ConditionRow, what: What, check: Check, field_id: int = 0) -> None:
    """As a person does, in both boxes."""
    keys = [tuple(row.what.itemData(index)) for index in range(row.what.count())]
    row.what.setCurrentIndex(keys.index((what, field_id)))
    row.what.activated.emit(row.what.currentIndex())
    row.check.setCurrentIndex(row.check.findData(check))
    row.check.activated.emit(row.check.currentIndex())


def write(row: ConditionRow, text: str, qtbot: QtBot) -> None:
    row.line.clear()
    qtbot.keyClicks(row.line, text)


def test_a_new_rule_is_written(
    dialog: SettingsDialog, page: RulesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    """With conditions in a group, and read back in a sentence; the list has it when it is applied."""
    assert "No rules yet." in words(page)
    page.add()
    type_into(page, "Name", " Money  back ")
    page.form.group.add_button.click()
    choose(row(page.form.group, 0), What.STATUS, Check.IS)
    row(page.form.group, 0).take_picked((str(int(Status.NEW)), str(int(Status.OPEN))))
    page.form.group.group_button.click()
    inner = page.form.group.parts[1]
    assert isinstance(inner, GroupEdit)
    write(row(inner, 0), "refund, money back", qtbot)
    inner.add_button.click()
    choose(row(inner, 1), What.TEXT, Check.MATCHES)
    write(row(inner, 1), "order [a-z], \\d+", qtbot)
    page.form.events.tick(Event.ANSWERED)
    page.form.deeds.priority.setCurrentIndex(page.form.deeds.priority.findData(Priority.HIGH))
    page.form.deeds.priority.activated.emit(1)
    said = "If: Status is “New” or “Open” and (Subject contains “refund” or “money back” or Message text matches"
    assert said in page.form.sentence.text()
    assert "Then: set the priority to “High”." in page.form.sentence.text()
    apply(dialog)
    rule = kept(office)["Money back"]
    assert rule.events == {Event.CREATED, Event.ANSWERED}
    assert rule.actions == RuleActions(priority=Priority.HIGH)
    assert rule.conditions == Group(
        How.ALL,
        (
            Condition(What.STATUS, Check.IS, ("0", "1")),
            Group(
                How.ANY,
                (
                    Condition(What.SUBJECT, Check.CONTAINS, ("refund", "money back")),
                    Condition(What.TEXT, Check.MATCHES, ("order [a-z], \\d+",)),
                ),
            ),
        ),
    )
    qtbot.waitUntil(lambda: rule.id in page.entries)
    assert "Has done nothing yet" in page.entries[rule.id].accessibleName()


def test_a_rule_is_shown_as_it_is_kept(
    dialog: SettingsDialog, page: RulesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    """All that it may hold: opened and left it is no change, and with another name it is the same."""
    team = office.do(SaveTeam(agent_id=office.me, id=0, name="Refunds", members=frozenset({office.me}))) or 0
    field_id = office.do(SaveField(agent_id=office.me, id=0, name="Order", kind=FieldKind.TEXT)) or 0
    reply = SaveCannedReply(
        agent_id=office.me, id=0, owner_id=None, name="Thanks", texts=(CannedText("", "", "Thanks"),)
    )
    reply_id = office.do(reply)
    actions = RuleActions(
        status=Status.OPEN,
        team_id=team,
        assign=Hand.PERSON,
        assignee_id=office.me,
        add_tags=("refund",),
        remove_tags=("new",),
        fields=((field_id, "A-17"),),
        note="Look",
        notify=(office.me, 99),
        notify_teams=(team,),
        reply_id=reply_id,
        snooze_hours=5,
        macro_id=reply_id,
    )
    parts = (
        *ABOUT.parts,
        Condition(What.FIELD, Check.MORE, ("5",), field_id),
        Condition(What.TEAM, Check.IS, (str(team),)),
    )
    made = a_rule(
        office,
        "All",
        actions=actions,
        conditions=Group(How.ALL, parts),
        stop=True,
        events=frozenset({Event.TIME}),
        timer=Timer(50, Since.STATUS, True),
    )
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.team(team) is not None)
    open_one(page, made, qtbot)
    assert not page.dirty()
    type_into(page, "Name", "Everything")
    assert page.dirty()
    apply(dialog)
    rule = kept(office)["Everything"]
    assert (rule.events, rule.timer) == ({Event.TIME}, Timer(50, Since.STATUS, working=True))
    assert (rule.events, rule.timer) == ({Event.TIME}, Timer(50, Since.STATUS, working=True))
    assert (rule.actions, rule.conditions, rule.stop, rule.version) == (actions, Group(How.ALL, parts), True, 2)


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (RuleDraft("A", actions=TAGGED), (None, None)),
        (RuleDraft("", actions=TAGGED), ("name.empty", None)),
        (RuleDraft("REFUNDS", actions=TAGGED), ("rule.exists", None)),
        (RuleDraft("REFUNDS", actions=TAGGED, id=1), (None, None)),
        (RuleDraft("x" * 81, actions=TAGGED), ("rule.name_long", None)),
        (RuleDraft("A"), (None, "rule.no_action")),
        (RuleDraft("A", events=frozenset(), actions=TAGGED), (None, "rule.no_event")),
    ],
)
def test_what_is_wrong_with_a_draft(draft: RuleDraft, codes: tuple[object, ...]) -> None:
    """Beside the rules that there are."""
    found = rule_faults(draft, (Rule(1, "Refunds"),))
    assert (found.name and found.name.code, found.rest and found.rest.code) == codes


def test_what_is_wrong_is_said(
    dialog: SettingsDialog, page: RulesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    """A bad expression at once; what is only still missing when one wants to apply it."""
    page.add()
    type_into(page, "Name", "Refunds")
    page.form.group.add_button.click()
    choose(row(page.form.group, 0), What.TEXT, Check.MATCHES)
    assert "A condition says nothing yet" not in words(page)
    write(row(page.form.group, 0), "refund(", qtbot)
    assert "“refund(” cannot be read as a regular expression: missing ): refund(." in words(page)
    write(row(page.form.group, 0), "refund", qtbot)
    assert "cannot be read" not in words(page)
    apply(dialog)
    assert "Choose what the rule is to do." in words(page)
    assert kept(office) == {}


def test_a_rule_may_wait(dialog: SettingsDialog, page: RulesPage, office: Office, apply: Apply, qtbot: QtBot) -> None:
    """How long is asked where time is what it is looked at for, and nowhere else."""
    page.add()
    type_into(page, "Name", "Late")
    assert not page.form.timer.isVisible()
    page.form.events.tick(Event.CREATED, on=False)
    page.form.events.tick(Event.TIME)
    assert page.form.timer.isVisible()
    page.form.timer.hours.setValue(5)
    page.form.timer.kind.setCurrentIndex(1)
    page.form.timer.kind.activated.emit(1)
    page.form.deeds.add.setText("late")
    page.form.deeds.add.textEdited.emit("late")
    assert "When: 5 working hours have passed since an agent answered last." in page.form.sentence.text()
    apply(dialog)
    assert kept(office)["Late"].timer == Timer(5, Since.AGENT, working=True)


def test_rules_are_put_in_order_switched_and_removed(
    dialog: SettingsDialog, page: RulesPage, office: Office, answers: Answers, qtbot: QtBot
) -> None:
    """At once, while the form is open."""
    first, second = a_rule(office, "First"), a_rule(office, "Second")
    open_one(page, second, qtbot)
    assert (page.up_button.isEnabled(), page.down_button.isEnabled()) == (True, False)
    page.up_button.click()
    qtbot.waitUntil(lambda: [rule.id for rule in page.now.found.rules] == [second, first])
    assert list(kept(office)) == ["Second", "First"]
    qtbot.waitUntil(lambda: not page.up_button.isEnabled())
    assert page.switch_button.text() == "Switch off"
    page.switch_button.click()
    qtbot.waitUntil(lambda: page.switch_button.text() == "Switch on")
    assert not kept(office)["Second"].active
    answers.yes = False
    page.remove_button.click()
    assert "Second" in kept(office)
    answers.yes = True
    page.remove_button.click()
    qtbot.waitUntil(lambda: page.opened is None)
    assert list(kept(office)) == ["First"]


def test_ready_rules_are_begun_with(page: RulesPage, qtbot: QtBot) -> None:
    """Each opens as something that is not applied yet; what answers lacks its reply alone."""
    for draft in recipes():
        page.begin_with(draft)
        assert page.dirty()
        assert page.form.draft().conditions == draft.conditions
        fault = rule_faults(page.form.draft(), ()).rest
        assert fault is None or fault.code == "rule.no_action"
        page.form.show_draft(RuleDraft(), page.form.names)
        page.go_back()


def test_an_agent_only_looks(office: Office, theme: ThemeSource, answers: Answers, qtbot: QtBot) -> None:
    """At all of it."""
    made = a_rule(office, "Refunds")
    office.do(SaveAgent(agent_id=None, id=0, name="Rasa", email="rasa@example.com", role=Role.AGENT))
    page = RulesPage(theme, office.runner, office.desk, Who.LOOKING_UP, answers)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: made in page.entries)
    page.open_one(made)
    assert not page.form.isEnabled()
    assert not page.add_button.isVisibleTo(page)
    assert not page.remove_button.isVisibleTo(page)


def test_nothing_is_forgotten_or_clipped_in_other_languages(
    office: Office, theme: ThemeSource, qapp: QApplication, qtbot: QtBot
) -> None:
    """The list with a rule that did nothing yet, and its form."""
    made = a_rule(office, "Refunds", conditions=ABOUT)
    language = PseudoLanguage()
    qapp.installTranslator(language)
    page = RulesPage(theme, office.runner, office.desk, Who.MANAGERS, Answers())
    qtbot.addWidget(page)
    page.resize(652, 2100)
    page.show()
    open_one(page, made, qtbot)
    page.first_fault()
    qapp.processEvents()
    found = forgotten(page, str(office.state()).lower() + " refund refunds money back re2"), clipped(page)
    qapp.removeTranslator(language)
    assert found == ([], [])
