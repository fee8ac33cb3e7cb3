"""Custom fields in the settings: made, changed, put in order, retired and brought back; nothing before Apply."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SaveAgent
from deskbell.model.fields import CustomField, FieldChoice, FieldKind, SaveField
from deskbell.model.kinds import Role
from deskbell.model.teams import SaveTeam
from deskbell.store.queries import fields
from deskbell.ui.pseudo_language import PseudoLanguage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.field_draft import FieldDraft, field_fault
from deskbell.ui.settings.fields import FieldsPage
from deskbell.ui.settings.page import Who
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.field_line import ChosenLine, FieldLine, TypedLine
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office
from ui.settings.test_people import press
from ui.walk import clipped, forgotten

Apply = Callable[[SettingsDialog], None]

RED = (FieldChoice(1, "Red"),)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (FieldDraft("Size"), None),
        (FieldDraft(" "), "name.empty"),
        (FieldDraft("ORDER number"), "field.exists"),
        (FieldDraft("ORDER number", id=1), None),
        (FieldDraft("Old"), None),
        (FieldDraft("Size", FieldKind.CHOICE), "field.no_choices"),
        (FieldDraft("Size", FieldKind.CHOICE, RED), None),
        (FieldDraft("Size", FieldKind.TEXT, ()), None),
        (FieldDraft("Size", everywhere=False), "field.nowhere"),
        (FieldDraft("Size", everywhere=False, teams=frozenset({1})), None),
    ],
)
def test_what_is_wrong_with_a_field(draft: FieldDraft, code: str | None) -> None:
    known = (CustomField(1, "Order number", FieldKind.TEXT), CustomField(2, "Old", FieldKind.TEXT, retired=True))
    fault = field_fault(draft, known)
    assert (fault.code if fault is not None else None) == code


@pytest.fixture
def order(office: Office) -> int:
    """A field that is there."""
    return office.do(SaveField(agent_id=office.me, id=0, name="Order number", kind=FieldKind.TEXT)) or 0


@pytest.fixture
def page(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> FieldsPage:
    opened = dialog.open_page("fields")
    assert isinstance(opened, FieldsPage)
    qtbot.waitUntil(lambda: opened.now.known)
    return opened


def kept(office: Office) -> dict[str, CustomField]:
    return {row.name: row for row in office.database.read(fields.definitions)}


def words(page: FieldsPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def previewed(page: FieldsPage) -> FieldLine:
    return next(line for line in page.form.preview.findChildren(FieldLine) if line.isVisible())


def choose_kind(page: FieldsPage, kind: FieldKind) -> None:
    number = page.form.kind.findData(kind)
    page.form.kind.setCurrentIndex(number)
    page.form.kind.activated.emit(number)


def test_a_desk_without_any_says_what_they_are_for(page: FieldsPage) -> None:
    assert "No custom fields yet." in words(page)
    assert page.add_button.isVisible()


def test_a_new_one(
    dialog: SettingsDialog, page: FieldsPage, office: Office, order: int, apply: Apply, qtbot: QtBot
) -> None:
    page.now.read_again()
    qtbot.waitUntil(lambda: bool(page.entries))
    page.add()
    assert field(page, "Name").hasFocus()
    type_into(page, "Name", "  Weight   in kg ")
    choose_kind(page, FieldKind.NUMBER)
    page.form.required.click()
    tried = previewed(page)
    assert isinstance(tried, TypedLine)
    tried.control.setFocus()
    qtbot.keyClicks(tried.control, "heavy")
    qtbot.keyClick(tried.control, Qt.Key.Key_Return)
    assert "Weight in kg wants a number" in words(page), "as on a ticket"
    assert kept(office).keys() == {"Order number"}, "nothing before Apply"
    apply(dialog)
    made = kept(office)["Weight in kg"]
    assert (made.kind, made.required, made.mailboxes, list(kept(office))) == (
        FieldKind.NUMBER,
        True,
        frozenset(),
        ["Order number", "Weight in kg"],
    )
    assert page.opened is None
    qtbot.waitUntil(lambda: len(page.entries) == 2)
    assert page.entries[made.id].accessibleName() == "Weight in kg, Number, Every ticket · needed to solve"


def test_choices_by_the_keyboard(
    dialog: SettingsDialog, page: FieldsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    page.add()
    type_into(page, "Name", "Region")
    choose_kind(page, FieldKind.CHOICE)
    assert page.form.choices.rows[0].line.hasFocus()
    for name in ("North", "South"):
        line = page.focusWidget()
        assert isinstance(line, QLineEdit)
        qtbot.keyClicks(line, name)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert isinstance(previewed(page), ChosenLine)
    type_into(page, "Choice 3", "north")
    assert "north is there twice." in words(page)
    type_into(page, "Choice 3", "East")
    page.form.choices.rows[2].up.click()
    assert "is there twice" not in words(page)
    apply(dialog)
    assert kept(office)["Region"].choices == (
        FieldChoice(1, "North"),
        FieldChoice(2, "East"),
        FieldChoice(3, "South"),
    )


def test_a_choice_is_renamed_retired_and_brought_back(
    dialog: SettingsDialog, page: FieldsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    choices = (FieldChoice(0, "North"), FieldChoice(0, "South"))
    made = office.do(SaveField(agent_id=office.me, id=0, name="Region", kind=FieldKind.CHOICE, choices=choices)) or 0
    page.now.read_again()
    qtbot.waitUntil(lambda: bool(page.entries))
    page.open_one(made)
    assert not page.form.kind.isEnabled()
    type_into(page, "Choice 1", "Far north")
    page.form.choices.rows[1].out.click()
    assert page.form.choices.rows[1].out.accessibleName() == "Bring choice 2 back"
    apply(dialog)
    assert kept(office)["Region"].choices == (FieldChoice(1, "Far north"), FieldChoice(2, "South", retired=True))
    qtbot.waitUntil(lambda: page.now.found[0].version == 2)
    page.open_one(made)
    page.form.choices.rows[1].out.click()
    apply(dialog)
    assert kept(office)["Region"].choices[1] == FieldChoice(2, "South")


def test_only_some_tickets_have_it(
    dialog: SettingsDialog, page: FieldsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    office.do(SaveTeam(agent_id=office.me, id=0, name="Care"))
    office.desk.read_again()
    qtbot.waitUntil(lambda: bool(office.desk.teams))
    page.add()
    type_into(page, "Name", "Serial number")
    assert not page.form.mailboxes.isVisible()
    page.form.everywhere.set_value(False)
    page.form.everywhere.chosen.emit(False)
    assert not page.good()
    assert page.first_fault() is page.form.mailboxes
    assert "Tick at least one mailbox or team whose tickets have this field." in words(page)
    page.form.mailboxes.tick(office.desk.mailboxes[0].id)
    page.form.teams.tick(office.desk.teams[0].id)
    apply(dialog)
    made = kept(office)["Serial number"]
    assert (made.mailboxes, made.teams) == ({office.desk.mailboxes[0].id}, {office.desk.teams[0].id})
    qtbot.waitUntil(lambda: bool(page.entries))
    assert page.entries[made.id].accessibleName() == "Serial number, Text, Support, Care"


def test_another_place(dialog: SettingsDialog, page: FieldsPage, office: Office, apply: Apply, qtbot: QtBot) -> None:
    for name in ("A", "B", "C"):
        office.do(SaveField(agent_id=office.me, id=0, name=name, kind=FieldKind.TEXT))
    page.now.read_again()
    qtbot.waitUntil(lambda: len(page.entries) == 3)
    page.open_one(kept(office)["C"].id)
    assert page.form.place.currentText() == "After B"
    assert not page.dirty()
    page.form.place.setCurrentIndex(0)
    page.form.place.activated.emit(0)
    assert page.dirty()
    apply(dialog)
    assert list(kept(office)) == ["C", "A", "B"]


def test_retiring_asks_first_and_it_comes_back(
    page: FieldsPage, office: Office, order: int, answers: Answers, qtbot: QtBot
) -> None:
    page.now.read_again()
    qtbot.waitUntil(lambda: bool(page.entries))
    answers.yes = False
    page.open_one(order)
    page.retire_button.click()
    assert answers.asked == ["Retire the field Order number?"]
    assert not kept(office)["Order number"].retired
    answers.yes = True
    page.retire_button.click()
    qtbot.waitUntil(lambda: page.opened is None and page.now.found[0].retired)
    qtbot.waitUntil(lambda: "RETIRED" in words(page))
    page.open_one(order)
    assert (page.form.isEnabled(), page.retire_button.isVisible()) == (False, False)
    page.back_in_use_button.click()
    qtbot.waitUntil(lambda: page.opened is None and not page.now.found[0].retired)
    assert not kept(office)["Order number"].retired


def test_an_agent_only_looks(office: Office, order: int, dialog: SettingsDialog, qtbot: QtBot) -> None:
    office.do(SaveAgent(agent_id=None, id=0, name="Jonas", email="jonas@example.com", role=Role.ADMIN))
    office.do(SaveAgent(agent_id=None, id=office.me, name="Ona K.", email="ona@example.com", version=1))
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.role is Role.AGENT)
    page = dialog.open_page("fields")
    assert isinstance(page, FieldsPage)
    qtbot.waitUntil(lambda: bool(page.entries))
    page.open_one(order)
    assert not page.form.isEnabled()
    assert not page.add_button.isVisible()
    assert not page.retire_button.isVisible()


def test_of_two_who_change_one_neither_is_lost(
    dialog: SettingsDialog, page: FieldsPage, office: Office, order: int, apply: Apply, qtbot: QtBot
) -> None:
    page.now.read_again()
    qtbot.waitUntil(lambda: bool(page.entries))
    page.open_one(order)
    type_into(page, "Name", "Mine")
    theirs = SaveField(agent_id=office.me, id=order, name="Theirs", kind=FieldKind.TEXT, required=True, version=1)
    office.do(theirs)
    apply(dialog)
    assert list(kept(office)) == ["Theirs"], "what was saved first is not written over unseen"
    assert field(page, "Name").text() == "Mine"
    qtbot.waitUntil(lambda: page.now.found[0].version == 2)
    press(page, "Show what it is now")
    assert (field(page, "Name").text(), page.form.required.isChecked(), page.dirty()) == ("Theirs", True, False)
    press(page, "Show what I entered")
    assert (field(page, "Name").text(), page.form.required.isChecked(), page.dirty()) == ("Mine", False, True)
    apply(dialog)
    assert list(kept(office)) == ["Mine"]


def test_nothing_is_forgotten_or_clipped_in_other_languages(
    office: Office, order: int, theme: ThemeSource, qapp: QApplication, qtbot: QtBot
) -> None:
    language = PseudoLanguage()
    qapp.installTranslator(language)
    page = FieldsPage(theme, office.runner, office.desk, Who.MANAGERS, Answers())
    qtbot.addWidget(page)
    page.resize(652, 1200)
    page.show()
    qtbot.waitUntil(lambda: bool(page.entries))
    page.add()
    choose_kind(page, FieldKind.CHOICE)
    page.first_fault()
    said = str(office.state()).lower() + "order number"
    found = forgotten(page, said), clipped(page)
    qapp.removeTranslator(language)
    assert found == ([], [])
