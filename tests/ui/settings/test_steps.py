"""The steps of SLA policies in the settings: offered, added, said back, wrong, taken out; nothing before Apply."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from deskbell.model.automation import Hand
from deskbell.model.kinds import Priority
from deskbell.model.sla import Metric, Policy, SavePolicy, Targets
from deskbell.model.sla_steps import OFFERED, Step
from deskbell.model.teams import SaveTeam
from deskbell.store.queries import policies
from deskbell.store.tables import mailbox
from deskbell.ui.pseudo_language import PseudoLanguage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.policies import PoliciesPage
from deskbell.ui.settings.policy_draft import PolicyDraft, policy_faults
from deskbell.ui.settings.step_form import StepForm
from deskbell.ui.settings.step_words import StepNames, step_sentence
from deskbell.ui.theme.source import ThemeSource
from ui.settings.hands import type_into
from ui.settings.office import Answers, Office
from ui.walk import clipped, forgotten

Apply = Callable[[SettingsDialog], None]
FIRST = (Metric.FIRST_REPLY,)


@pytest.fixture
def page(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> PoliciesPage:
    opened = dialog.open_page("sla")
    assert isinstance(opened, PoliciesPage)
    qtbot.waitUntil(lambda: opened.now.known and opened.calendars.known)
    return opened


def kept(office: Office) -> Policy:
    return office.database.read(policies.rows)[0]


def make(office: Office, page: PoliciesPage, qtbot: QtBot, *steps: Step) -> int:
    made = SavePolicy(agent_id=office.me, id=0, name="Gold", targets=(Targets(3600),) * 4, steps=steps)
    number = office.do(made) or 0
    page.now.read_again()
    qtbot.waitUntil(lambda: number in page.entries)
    page.open_one(number)
    return number


def said(page: PoliciesPage) -> list[str]:
    return [card.words.text() for card in page.form.steps.cards]


def opened(page: PoliciesPage) -> StepForm:
    (form,) = [card.form for card in page.form.steps.cards if card.form is not None]
    return form


def test_a_new_policy_begins_with_what_is_usual(
    dialog: SettingsDialog, page: PoliciesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    page.add()
    assert page.form.steps.steps() == OFFERED
    assert said(page)[0] == "75 % of the time used: tell whoever has the ticket"
    type_into(page, "Name", "Gold")
    line = page.form.targets.lines[Priority.NORMAL, 0]
    qtbot.keyClicks(line, "4 h")
    apply(dialog)
    assert [step.rank for step in kept(office).steps] == [(75, 0), (100, 0)]
    assert all(step.id and step.since for step in kept(office).steps)


def test_one_is_added_and_said_back(
    dialog: SettingsDialog, page: PoliciesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    team = office.do(SaveTeam(agent_id=office.me, id=0, name="Escalations", members=frozenset({office.me}))) or 0
    office.desk.read_again()
    qtbot.waitUntil(lambda: page._desk.team(team) is not None)
    make(office, page, qtbot)
    assert said(page) == []
    page.form.steps.add_button.click()
    form = opened(page)
    form.kind.setCurrentIndex(1)
    form.kind.activated.emit(1)
    form.amount.setValue(90)
    form.metrics.click(Metric.NEXT_REPLY)
    form.metrics.click(Metric.RESOLUTION)
    form.told.picked.emit(("followers", office.me))
    form.mail.click()
    for box, value in ((form.priority, Priority.URGENT), (form.team, team), (form.assign, (Hand.LEAST, None))):
        box.setCurrentIndex([box.itemData(place) for place in range(box.count())].index(value))
        box.activated.emit(box.currentIndex())
    form.add.picked.emit((office.me,))
    me = page._desk.me.name
    words = (
        f"First reply, 1 h 30 min late: tell its followers, {me} by notice and mail; raise the priority to Urgent;"
        f" give it to the team Escalations; assign it to whoever of its team has the fewest tickets; have {me} follow it"
    )
    assert said(page) == [words]
    assert kept(office).steps == ()
    apply(dialog)
    (made,) = kept(office).steps
    expected = Step(
        metrics=FIRST, late=5400, followers=True, agents=(office.me,), mail=True, team_id=team,
        assign=Hand.LEAST, priority=Priority.URGENT, add=(office.me,),
    )  # fmt: skip
    assert made == Step(
        **{name: getattr(expected, name) for name in Step.__struct_fields__} | {"id": made.id, "since": made.since}
    )


def test_it_is_said_that_no_mailbox_sends(page: PoliciesPage, office: Office, qtbot: QtBot) -> None:
    make(office, page, qtbot)
    page.form.steps.add_button.click()
    form = opened(page)
    assert form.unsent.isHidden()
    form.mail.click()
    assert form.unsent.isHidden(), "a mailbox can send"
    for host in ("", "mail.desk.example"):
        change = update(mailbox).values(smtp_host=host)
        office.database.transact(lambda session, change=change: session.connection.execute(change))
        office.desk.read_again()
        qtbot.waitUntil(lambda host=host: form.unsent.isHidden() is bool(host))
    form.mail.click()
    assert form.unsent.isHidden()


def test_one_is_changed_and_another_taken_out(
    dialog: SettingsDialog, page: PoliciesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    make(office, page, qtbot, *OFFERED)
    before = kept(office).steps
    first, second = page.form.steps.cards
    first.change.click()
    assert first.change.accessibleName() == "Close step 1"
    second.change.click()
    assert first.form is None
    opened(page).mail.click()
    first.out.click()
    assert [card.out.accessibleName() for card in page.form.steps.cards] == ["Take step 1 out"]
    apply(dialog)
    (left,) = kept(office).steps
    assert (left.id, left.since, left.mail) == (before[1].id, before[1].since, True)


def test_what_is_wrong_with_one(dialog: SettingsDialog, page: PoliciesPage, office: Office, qtbot: QtBot) -> None:
    make(office, page, qtbot, *OFFERED)
    page.form.steps.cards[1].change.click()
    opened(page).told.picked.emit(())
    assert said(page)[1] == "Due: nothing yet"
    assert not page.form.good()
    where = page.form.first_fault()
    assert where is page.form.steps.cards[1]
    assert "Choose whom the step tells" in page.form._steps_field.fault()
    opened(page).told.picked.emit(("assignee",))
    assert page.form._steps_field.fault() == ""


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Step(assignee=True), None),
        (Step(), "policy.step_nothing"),
        (Step(assignee=True, metrics=()), "policy.step_metric"),
    ],
)
def test_the_fault_of_a_draft(step: Step, code: str | None) -> None:
    draft = PolicyDraft("Gold", targets=(("4 h", "", ""),) * 4, steps=(OFFERED[0], step))
    found = policy_faults(draft, ())
    assert (found.steps and found.steps.code, found.any()) == (code, code is not None)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(percent=50, assignee=True), "50 % of the time used: tell whoever has the ticket"),
        (Step(assignee=True, notify=False, mail=True), "Due: tell whoever has the ticket by mail"),
        (Step(metrics=FIRST, assignee=True), "First reply, due: tell whoever has the ticket"),
        (Step(late=1800, priority=Priority.HIGH), "30 min late: raise the priority to High"),
        (Step(assign=Hand.NOBODY), "Due: assign it to nobody"),
        (Step(assign=Hand.PERSON, assignee_id=999), "Due: assign it to somebody who has left"),
        (Step(team_id=999), "Due: give it to a team that was removed"),
        (Step(webhook_id=999), "Due: call a webhook that was removed"),
    ],
)
def test_a_step_in_words(page: PoliciesPage, step: Step, words: str) -> None:
    assert step_sentence(step, StepNames(page._desk, page.now)) == words


def test_nothing_is_forgotten_or_clipped_in_other_languages(
    office: Office, theme: ThemeSource, qapp: QApplication, qtbot: QtBot
) -> None:
    escalating = Step(
        late=1800, agents=(office.me,), mail=True, priority=Priority.HIGH, assign=Hand.LEAST, metrics=FIRST
    )
    language = PseudoLanguage()
    qapp.installTranslator(language)
    page = PoliciesPage(theme, office.runner, office.desk, Who.LOOKING_UP, Answers())
    qtbot.addWidget(page)
    page.resize(652, 1800)
    page.show()
    make(office, page, qtbot, *OFFERED, escalating)
    page.form.steps.cards[-1].change.click()
    page.first_fault()
    qapp.processEvents()
    found = forgotten(page, str(office.state()).lower() + "gold 1 h 30 min 75 %"), clipped(page)
    qapp.removeTranslator(language)
    assert found == ([], [])
