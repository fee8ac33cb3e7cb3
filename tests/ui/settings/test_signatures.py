"""Signatures in the settings: written by mailbox and language, and seen as a mail takes them."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Role
from deskbell.model.signatures import SaveSignatures, Signature
from deskbell.store.tables import agent
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.signatures import MINE, SignaturesPage
from ui.settings.office import Office
from ui.settings.test_people import press

Apply = Callable[[SettingsDialog], None]


@pytest.fixture
def box(office: Office) -> int:
    return next(iter(office.mailboxes().values())).id


@pytest.fixture
def page(dialog: SettingsDialog) -> SignaturesPage:
    opened = dialog.open_page("signatures")
    assert isinstance(opened, SignaturesPage)
    return opened


def turn(page: SignaturesPage, mailbox_id: int, language: str) -> None:
    form = page.form
    for field, value in ((form.mailbox, mailbox_id), (form.language, language)):
        field.setCurrentIndex(field.findData(value))
        field.activated.emit(field.currentIndex())


def test_each_is_written_by_itself_and_all_are_kept(
    dialog: SettingsDialog, page: SignaturesPage, office: Office, box: int, apply: Apply
) -> None:
    page.open_one(MINE)
    assert page.form.text.hasFocus()
    QTest.keyClicks(page.form.text, "Ona")
    turn(page, box, "lt")
    assert page.form.text.toPlainText() == ""
    QTest.keyClicks(page.form.text, "Pagarbiai, {{agent.name}}, {{mailbox.name}}")
    assert page.preview.text() == "Pagarbiai, Ona K., Support"
    turn(page, box, "ru")
    assert page.preview.text() == "Ona", "in other languages the one for all serves"
    turn(page, 0, "")
    assert page.form.text.toPlainText() == "Ona"
    apply(dialog)
    row = office.agents()["ona@example.com"]
    written = Signature(box, "lt", "Pagarbiai, {{agent.name}}, {{mailbox.name}}")
    assert (row.signature, row.signatures) == ("Ona", (written,))


def test_a_mailboxes_have_no_mailbox_to_choose(
    dialog: SettingsDialog, page: SignaturesPage, office: Office, box: int, apply: Apply
) -> None:
    page.open_one(box)
    assert not page.form.mailbox.isVisible()
    turn(page, 0, "lt")
    QTest.keyClicks(page.form.text, "Pagalba")
    apply(dialog)
    assert office.mailboxes()["support@example.com"].signatures == (Signature(0, "lt", "Pagalba"),)


def test_what_is_emptied_is_none_any_more(
    dialog: SettingsDialog, page: SignaturesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    version = office.desk.me.version
    office.do(
        SaveSignatures(
            agent_id=office.me,
            owner_id=office.me,
            general="Ona",
            others=(Signature(0, "lt", "Pagarbiai"),),
            version=version,
        )
    )
    office.desk.read_again()
    qtbot.waitUntil(lambda: bool(office.desk.me.signatures))
    page.open_one(MINE)
    assert "· written" in page.form.language.itemText(page.form.language.findData("lt"))
    turn(page, 0, "lt")
    page.form.text.clear()
    apply(dialog)
    assert office.agents()["ona@example.com"].signatures == ()


def test_who_saves_second_sees_both(
    dialog: SettingsDialog, page: SignaturesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    page.open_one(MINE)
    QTest.keyClicks(page.form.text, "Mine")
    me = office.desk.me
    office.do(SaveSignatures(agent_id=me.id, owner_id=me.id, general="Theirs", others=(), version=me.version))
    apply(dialog)
    assert office.agents()["ona@example.com"].signature == "Theirs"
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.signature == "Theirs")
    press(page, "Show what it is now")
    assert (page.form.text.toPlainText(), page.dirty()) == ("Theirs", False)
    press(page, "Show what I entered")
    assert (page.form.text.toPlainText(), page.dirty()) == ("Mine", True)
    apply(dialog)
    assert office.agents()["ona@example.com"].signature == "Mine"


def test_what_is_no_placeholder_of_a_signature_is_said(page: SignaturesPage) -> None:
    page.open_one(MINE)
    QTest.keyClicks(page.form.text, "{{agent.shoe}}")
    assert "{{agent.shoe}} is no placeholder" in page.form._text_field.fault()


def test_an_agent_changes_their_own_alone(
    office: Office, open_dialog: Callable[[], SettingsDialog], box: int, qtbot: QtBot
) -> None:
    with office.database.writing() as session:
        session.connection.execute(agent.update().values(role=Role.AGENT.value))
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.role is Role.AGENT)
    dialog = open_dialog()
    page = dialog.open_page("signatures")
    assert isinstance(page, SignaturesPage)
    page.open_one(box)
    assert not page.form.isEnabled()
    page.open_one(MINE)
    assert page.form.isEnabled()
