"""SLA policies in the settings: typed, put in their place, wrong, previewed, removed; nothing before Apply."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from building import Builder
from deskbell.model.calendars import OFFICE_WEEK, SaveCalendar
from deskbell.model.changes import Change, Changes
from deskbell.model.kinds import Entity, Priority, Status
from deskbell.model.sla import ALWAYS, Conditions, Policy, SavePolicy, Targets
from deskbell.store.bulk import insert_rows
from deskbell.store.queries import policies
from deskbell.store.tables import clock
from deskbell.ui.pseudo_language import PseudoLanguage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.policies import PoliciesPage
from deskbell.ui.settings.policy_draft import EMPTY, PolicyDraft, policy_faults
from deskbell.ui.theme.source import ThemeSource
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office
from ui.settings.test_people import press
from ui.walk import clipped, forgotten

Apply = Callable[[SettingsDialog], None]
HOUR = 3600


@pytest.fixture
def page(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> PoliciesPage:
    opened = dialog.open_page("sla")
    assert isinstance(opened, PoliciesPage)
    qtbot.waitUntil(lambda: opened.now.known and opened.calendars.known)
    return opened


def a_policy(office: Office, name: str, **values: object) -> int:
    made = {"agent_id": office.me, "id": 0, "name": name, "targets": (Targets(HOUR),) * 4}
    return office.do(SavePolicy(**made | values)) or 0  # type: ignore[arg-type]


def kept(office: Office) -> tuple[Policy, ...]:
    return office.database.read(policies.rows)


def words(page: PoliciesPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def open_one(page: PoliciesPage, policy_id: int, qtbot: QtBot) -> None:
    page.now.read_again()
    qtbot.waitUntil(lambda: policy_id in page.entries)
    page.open_one(policy_id)


def write(page: PoliciesPage, priority: Priority, place: int, text: str, qtbot: QtBot) -> None:
    line = page.form.targets.lines[priority, place]
    line.clear()
    qtbot.keyClicks(line, text)
    line.editingFinished.emit()


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (PolicyDraft("House", targets=(("4 h", "", ""), *EMPTY[1:])), (None, None, None)),
        (PolicyDraft("", targets=(("4 h", "", ""), *EMPTY[1:])), ("name.empty", None, None)),
        (PolicyDraft("GOLD", targets=(("4 h", "", ""), *EMPTY[1:])), ("policy.exists", None, None)),
        (PolicyDraft("GOLD", id=1, targets=(("4 h", "", ""), *EMPTY[1:])), (None, None, None)),
        (PolicyDraft("x" * 81, targets=(("4 h", "", ""), *EMPTY[1:])), ("policy.name_long", None, None)),
        (PolicyDraft("House"), (None, "policy.empty", None)),
        (PolicyDraft("House", targets=(*EMPTY[:2], ("", "soon", ""), EMPTY[3])), (None, "duration.unreadable", (2, 1))),
        (PolicyDraft("House", targets=(("0 h", "", ""), *EMPTY[1:])), (None, "policy.short", (0, 0))),
        (PolicyDraft("House", targets=(*EMPTY[:3], ("", "", "9999 h"))), (None, "policy.long", (3, 2))),
    ],
)
def test_what_is_wrong_with_a_policy(draft: PolicyDraft, codes: tuple[object, ...]) -> None:
    found = policy_faults(draft, (Policy(1, "Gold"),))
    assert (found.name and found.name.code, found.targets and found.targets.code, found.at) == codes


def test_a_new_one_is_typed(
    dialog: SettingsDialog, page: PoliciesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    assert "No policies yet." in words(page)
    page.add()
    assert field(page, "Name").hasFocus()
    type_into(page, "Name", " Gold  customers ")
    write(page, Priority.URGENT, 0, "30 min", qtbot)
    write(page, Priority.NORMAL, 2, "1:30", qtbot)
    page.form.conditions.buttons["priorities"].picked.emit((Priority.URGENT, Priority.NORMAL))
    page.form.conditions.vip.click()
    page.form.pausing[Status.PENDING].click()
    page.form.snoozed.click()
    page.form.hours.setCurrentIndex(page.form.hours.findData(ALWAYS))
    page.form.hours.activated.emit(0)
    assert kept(office) == ()
    apply(dialog)
    (made,) = kept(office)
    assert made.name == "Gold customers"
    assert made.targets == (Targets(), Targets(None, None, 5400), Targets(), Targets(1800))
    assert made.conditions == Conditions(priorities=(Priority.URGENT, Priority.NORMAL), vip=True)
    assert (made.calendar_id, made.pauses, made.pauses_snoozed) == (ALWAYS, {Status.ON_HOLD}, True)
    qtbot.waitUntil(lambda: made.id in page.entries)
    assert "Resolution 1 h 30 min" in page.entries[made.id].accessibleName()


def test_it_gets_its_place(
    dialog: SettingsDialog, page: PoliciesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    first, second = a_policy(office, "First"), a_policy(office, "Second")
    open_one(page, second, qtbot)
    assert page.form.place.currentData() == first
    page.form.place.setCurrentIndex(0)
    page.form.place.activated.emit(0)
    apply(dialog)
    assert [one.id for one in kept(office)] == [second, first]
    qtbot.waitUntil(lambda: list(page.entries) == [second, first])
    page.add()
    type_into(page, "Name", "Between")
    write(page, Priority.LOW, 0, "8", qtbot)
    page.form.place.setCurrentIndex(page.form.place.findData(second))
    page.form.place.activated.emit(0)
    apply(dialog)
    assert [one.name for one in kept(office)] == ["Second", "Between", "First"]


def test_what_cannot_be_read_is_said_where_it_is(
    dialog: SettingsDialog, page: PoliciesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    page.add()
    type_into(page, "Name", "Gold")
    write(page, Priority.HIGH, 1, "2 days", qtbot)
    assert "“2 days” is no length of time" in words(page)
    assert page.form.targets.lines[Priority.HIGH, 1].property("wrong") is True
    apply(dialog)
    assert not kept(office)
    write(page, Priority.HIGH, 1, "16 h", qtbot)
    assert "no length of time" not in words(page)
    apply(dialog)
    assert kept(office)[0].targets[Priority.HIGH] == Targets(next_reply=16 * HOUR)


def test_how_many_tickets_it_moves_is_told_before(page: PoliciesPage, office: Office, qtbot: QtBot) -> None:
    build = Builder(office.database)
    build.ticket()
    build.ticket(status=Status.SOLVED)
    everybody = a_policy(office, "Everybody")
    open_one(page, everybody, qtbot)
    page.form.preview.button.click()
    qtbot.waitUntil(lambda: "None of 1 open" in words(page))
    write(page, Priority.NORMAL, 0, "2 h", qtbot)
    assert "None of" not in words(page)
    page.form.preview.button.click()
    qtbot.waitUntil(lambda: "would be promised something else" in words(page))
    page.form.active.click()
    page.form.preview.button.click()
    qtbot.waitUntil(lambda: "nothing would be promised any more" in words(page))
    assert kept(office)[0].targets == (Targets(HOUR),) * 4


def test_how_well_it_was_kept_is_told(page: PoliciesPage, office: Office, qtbot: QtBot) -> None:
    one, other = (
        office.do(SavePolicy(agent_id=office.me, id=0, name=name, targets=(Targets(HOUR),) * 4)) or 0 for name in "AB"
    )
    page.now.read_again()
    qtbot.waitUntil(lambda: other in page.entries)
    assert "met" not in page.entries[one].accessibleName()
    now, begun = datetime.now(UTC), datetime.now(UTC) - timedelta(days=2)
    build = Builder(office.database)
    with build.together():
        ticket = build.ticket()
    whole = {"target": 3600, "spent": 0, "due_at": now, "paused_at": None, "warn_at": None, "ticket_id": ticket}
    ended = [(now, None), (now, None), (now, now), (None, None)]
    rows = [
        {"metric": 1, "policy_id": one, "started_at": begun, "stopped_at": stopped, "breached_at": breached, **whole}
        for stopped, breached in ended
    ]
    office.database.transact(lambda session: insert_rows(session, clock, rows))
    page.open_one(one)
    with qtbot.waitSignal(page.now.counted):
        page.now.count()
    assert page.kept.text() == "In the last 30 days: First reply 66 % met (2 of 3)"
    page.close_form()
    assert "66 % met in 30 days" in page.entries[one].accessibleName()
    page.open_one(other)
    assert page.kept.isHidden()


def test_hours_are_those_of_the_desk(page: PoliciesPage, office: Office, qtbot: QtBot) -> None:
    hours = office.do(SaveCalendar(agent_id=office.me, id=0, name="Office", zone="Europe/Vilnius", week=OFFICE_WEEK))
    page.calendars.read_again()
    qtbot.waitUntil(lambda: page.form.hours.findData(hours) >= 0)
    policy = a_policy(office, "Gold", calendar_id=hours)
    open_one(page, policy, qtbot)
    assert page.form.hours.currentText() == "Office"
    assert not page.dirty()


def test_one_is_removed(page: PoliciesPage, office: Office, answers: Answers, qtbot: QtBot) -> None:
    policy = a_policy(office, "Gold")
    open_one(page, policy, qtbot)
    answers.yes = False
    page.remove_button.click()
    assert kept(office)
    answers.yes = True
    page.remove_button.click()
    qtbot.waitUntil(lambda: page.opened is None)
    assert kept(office) == ()


def test_somebody_else_was_first(
    dialog: SettingsDialog, page: PoliciesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    policy = a_policy(office, "Gold")
    open_one(page, policy, qtbot)
    a_policy(office, "Silver", id=policy, version=1)
    type_into(page, "Name", "Platinum")
    apply(dialog)
    qtbot.waitUntil(lambda: "Somebody changed" in words(page))
    press(page, "Show what it is now")
    qtbot.waitUntil(lambda: field(page, "Name").text() == "Silver")


def test_nothing_is_forgotten_or_clipped_in_other_languages(
    office: Office, theme: ThemeSource, qapp: QApplication, qtbot: QtBot
) -> None:
    made = a_policy(office, "Gold", targets=(Targets(HOUR, HOUR, HOUR),) * 4)
    language = PseudoLanguage()
    qapp.installTranslator(language)
    page = PoliciesPage(theme, office.runner, office.desk, Who.LOOKING_UP, Answers())
    qtbot.addWidget(page)
    page.resize(652, 1200)
    page.show()
    open_one(page, made, qtbot)
    page.first_fault()
    qapp.processEvents()
    found = forgotten(page, str(office.state()).lower() + "gold 1 h"), clipped(page)
    qapp.removeTranslator(language)
    assert found == ([], [])


def test_a_call_of_a_webhook_has_nothing_read_again(page: PoliciesPage, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Entity] = []
    for entity in (Entity.WEBHOOK, Entity.TICKET, Entity.SETTING, Entity.ORGANISATION):
        monkeypatch.setattr(page.now, "read_again", lambda entity=entity: read.append(entity))
        page.now._hear(Changes((Change(1, entity, 0, 0),)))
    assert read == [Entity.SETTING, Entity.ORGANISATION]
