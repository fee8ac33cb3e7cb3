"""The page of the organisations, over a real desk."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from building import Builder
from deskbell.model.changes import Change, Changes
from deskbell.model.customers import ChangeOrganisationTags, SaveOrganisation
from deskbell.model.kinds import Entity
from deskbell.model.organisations import OrganisationRow
from deskbell.store.queries import organisations
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.organisation_draft import OrganisationDraft, organisation_faults
from deskbell.ui.settings.organisations import OrganisationsPage
from deskbell.ui.ticket.organisation_popup import OrganisationPopup
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office
from ui.settings.test_people import press

Apply = Callable[[SettingsDialog], None]


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (OrganisationDraft("Acme", "acme.example\n@acme.test"), (None, None)),
        (OrganisationDraft(""), ("name.empty", None)),
        (OrganisationDraft("Acme", "acme"), (None, "organisation.domain")),
        (OrganisationDraft("", "acme.example gmail.com"), ("name.empty", "organisation.free_mail")),
    ],
)
def test_what_is_wrong_with_one(draft: OrganisationDraft, codes: tuple[str | None, str | None]) -> None:
    assert tuple(fault and fault.code for fault in organisation_faults(draft)) == codes


def test_tags_are_changed_each_for_itself() -> None:
    had = OrganisationDraft("Acme", tags=("gold", "press"), had=("gold", "press"))
    mine = replace(had, tags=("gold", "late"))
    command = mine.command(None)
    assert (command.add_tags, command.remove_tags) == (("late",), ("press",))
    assert mine.saved() == replace(mine, version=1, had=("gold", "late"))
    now = OrganisationDraft("Acme Ltd", version=4, tags=("new", "press"), had=("new", "press"))
    upon = mine.upon(now)
    assert (upon.name, upon.version, upon.tags, upon.had) == ("Acme", 4, ("late", "new"), ("new", "press"))


def test_tags_are_put_on_and_taken_off_in_the_form(
    dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    acme = make(office, "Acme")
    office.do(ChangeOrganisationTags(agent_id=None, id=acme, add=("press",)))
    page = opened(office, dialog, qtbot)
    page.open_one(acme)
    assert "press" in [chip.text() for chip in page.form.tags._chips]
    assert not page.dirty()
    page.form.tags._chips[0].removed.emit()
    page.form.tags._typed("Gold ")
    assert page.dirty()
    apply(dialog)
    qtbot.waitUntil(lambda: kept(office)["Acme"].tags == ("gold",))
    press(page, "Undo")
    qtbot.waitUntil(lambda: kept(office)["Acme"].tags == ("press",))


def kept(office: Office) -> dict[str, OrganisationRow]:
    return {row.name: row for row in office.database.read(organisations.page, "")}


def make(office: Office, name: str, *domains: str) -> int:
    return office.do(SaveOrganisation(agent_id=None, id=0, name=name, domains=domains)) or 0


def opened(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> OrganisationsPage:
    page = dialog.open_page("organisations")
    assert isinstance(page, OrganisationsPage)
    qtbot.waitUntil(lambda: len(page.entries) == len(kept(office)) and page._known)
    return page


def shown(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def listed(page: OrganisationsPage) -> list[str]:
    return [entry.accessibleName() for entry in page.entries.values()]


def test_one_is_made_filled_with_customers_and_both_taken_back(
    dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    build = Builder(office.database)
    for name in ("Ann", "Bea"):
        build.customer(name, f"{name.lower()}@acme.example")
    page = opened(office, dialog, qtbot)
    assert "No organisations yet" in shown(page)
    page.add()
    assert field(page, "Name").hasFocus()
    assert not page.deeds.isVisible(), "there is nothing to merge yet"
    type_into(page, "Name", " Acme  Ltd")
    page.form.domains.setFocus()
    QTest.keyClicks(page.form.domains, "acme.example")
    QTest.keyClick(page.form.domains, Qt.Key.Key_Tab)
    apply(dialog)
    qtbot.waitUntil(lambda: listed(page) == ["Acme Ltd, acme.example, Customers: 0"])
    qtbot.waitUntil(lambda: "Customers with the domains of Acme Ltd who are in no organisation: 2" in shown(page))
    press(page, "Put them in")
    qtbot.waitUntil(lambda: listed(page) == ["Acme Ltd, acme.example, Customers: 2"])
    assert "Customers who were put into Acme Ltd: 2" in shown(page)
    press(page, "Undo")
    qtbot.waitUntil(lambda: listed(page) == ["Acme Ltd, acme.example, Customers: 0"])


def test_what_is_no_domain_is_told(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    page = opened(office, dialog, qtbot)
    page.add()
    type_into(page, "Name", "Acme")
    page.form.domains.setFocus()
    QTest.keyClicks(page.form.domains, "gmail.com")
    assert "Anybody" not in shown(page), "not while one types"
    apply(dialog)
    assert "Anybody can have an address at gmail.com" in shown(page)
    assert page.opened == 0
    assert kept(office) == {}


def test_whose_a_domain_is_already_is_told(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    make(office, "Acme", "acme.example")
    other = make(office, "Other")
    page = opened(office, dialog, qtbot)
    page.open_one(other)
    page.form.domains.setPlainText("acme.example")
    apply(dialog)
    assert "acme.example is Acme’s." in shown(dialog)
    assert page.opened == other
    assert page.form.dirty(), "nothing is lost"


def test_a_colleagues_change_is_seen_and_not_written_over(
    dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    acme = make(office, "Acme")
    page = opened(office, dialog, qtbot)
    page.open_one(acme)
    type_into(page, "Name", "ACME")
    assert "Saved views and searches that say Acme go on finding it." in shown(page)
    office.do(SaveOrganisation(agent_id=None, id=acme, name="Acme Ltd", version=1))
    apply(dialog)
    assert "Somebody changed this organisation in the meantime." in shown(dialog)
    assert list(kept(office)) == ["Acme Ltd"]
    page.revert()
    page.go_back()
    office.desk.heard.emit(Changes((Change(1, Entity.ORGANISATION, acme, 0),)))
    qtbot.waitUntil(lambda: listed(page) == ["Acme Ltd, Customers: 0"])


def test_one_is_merged_into_another_one(dialog: SettingsDialog, office: Office, answers: Answers, qtbot: QtBot) -> None:
    acme = make(office, "Acme", "acme.example")
    make(office, "Acme Ltd")
    Builder(office.database).customer("Ann", organisation="Acme")
    page = opened(office, dialog, qtbot)
    page.open_one(acme)
    press(page, "Merge into…")
    popup = page.findChild(OrganisationPopup)
    assert isinstance(popup, OrganisationPopup)
    qtbot.waitUntil(lambda: popup.list.count() == 1)
    assert popup.list.item(0).text() == "Acme Ltd", "none but those that are there, and not itself"
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: listed(page) == ["Acme Ltd, acme.example, Customers: 1"])
    assert answers.asked == ["Merge Acme into Acme Ltd?"]
    press(page, "Undo")
    qtbot.waitUntil(lambda: listed(page) == ["Acme, acme.example, Customers: 1", "Acme Ltd, Customers: 0"])


def test_one_is_removed_and_comes_back(dialog: SettingsDialog, office: Office, answers: Answers, qtbot: QtBot) -> None:
    acme = make(office, "Acme", "acme.example")
    Builder(office.database).customer("Ann", organisation="Acme")
    page = opened(office, dialog, qtbot)
    page.open_one(acme)
    answers.yes = False
    press(page, "Remove this organisation")
    assert answers.explained == ["Its customers stay, and are in no organisation then. It can be undone."]
    assert kept(office)
    answers.yes = True
    press(page, "Remove this organisation")
    qtbot.waitUntil(lambda: listed(page) == [])
    press(page, "Undo")
    qtbot.waitUntil(lambda: listed(page) == ["Acme, acme.example, Customers: 1"])


def test_of_many_some_are_listed_and_others_found(
    dialog: SettingsDialog, office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisations, "PAGE", 2)
    for name, domain in (("Acme", "acme.example"), ("Žalia", "green.example"), ("Bee", "bee.example")):
        make(office, name, domain)
    page = dialog.open_page("organisations")
    assert isinstance(page, OrganisationsPage)
    qtbot.waitUntil(lambda: listed(page) == ["Acme, acme.example, Customers: 0", "Bee, bee.example, Customers: 0"])
    assert "More organisations are found by their names." in shown(page)
    for words in ("zal", "@green"):
        page.search.setText(words)
        page.search.search_now()
        qtbot.waitUntil(lambda: listed(page) == ["Žalia, green.example, Customers: 0"])
        page.search.setText("zzz")
        page.search.search_now()
        qtbot.waitUntil(lambda: "No organisation's name or domain begins so." in shown(page))


def test_one_is_opened_from_elsewhere_though_it_is_not_among_those_listed(
    dialog: SettingsDialog, office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisations, "PAGE", 2)
    ids = [make(office, name) for name in ("Abel", "Bell", "Zeta")]
    dialog.open_organisation(ids[2])
    page = dialog.open_page("organisations")
    assert isinstance(page, OrganisationsPage)
    qtbot.waitUntil(lambda: page.opened == ids[2])
    qtbot.waitUntil(lambda: page._known)
    assert field(page, "Name").text() == "Zeta"
    assert ids[2] not in page.rows
    office.do(SaveOrganisation(agent_id=None, id=ids[2], name="Zeta Ltd", version=1))
    page._hear(Changes((Change(1, Entity.ORGANISATION, ids[2], 2),)))
    qtbot.waitUntil(lambda: field(page, "Name").text() == "Zeta Ltd")
    page.close_form()
    dialog.open_organisation(0)
    assert page.opened is None
