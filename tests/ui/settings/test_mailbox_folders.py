"""The folders of a mailbox in its form: which are watched, in which order, and where filed mail goes."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QListWidget
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import AfterFiling
from deskbell.ui.settings.folder_list import FolderList
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part
from deskbell.ui.settings.mailbox_form import MailboxForm
from deskbell.ui.settings.registrations import Registrations
from deskbell.ui.theme.source import ThemeSource
from ui.settings.office import Office, nobody_knows
from ui.settings.test_mailbox_form import KEPT

SERVER = ("Sent", "INBOX", "Заказы", "archive")


@pytest.fixture
def form(office: Office, theme: ThemeSource, qtbot: QtBot) -> MailboxForm:
    made = MailboxForm(theme, Registrations(office.runner, office.secrets, lambda: None), nobody_knows, full=True)
    qtbot.addWidget(made)
    made.show_draft(KEPT)
    made.more_fold.open()
    with qtbot.waitExposed(made):
        made.show()
    return made


def folders(form: MailboxForm) -> FolderList:
    found = form.findChild(FolderList)
    assert found is not None
    return found


def box(form: MailboxForm, name: str) -> QComboBox:
    return next(one for one in form.findChildren(QComboBox) if one.accessibleName() == name)


def choose(form: MailboxForm, name: str, words: str) -> None:
    of = box(form, name)
    of.setCurrentIndex(of.findText(words))
    of.activated.emit(of.currentIndex())


def test_the_server_tells_what_there_is_to_watch(form: MailboxForm, qtbot: QtBot) -> None:
    assert folders(form).names() == ["INBOX"]
    with qtbot.waitSignal(form.folders_asked):
        next(
            one for one in form.findChildren(type(form._more.folders.ask_button)) if one.text() == "Ask the server"
        ).click()
    form.show_folders(SERVER)
    assert folders(form).names() == ["INBOX", "archive", "Sent", "Заказы"]
    assert form.draft() == KEPT
    with qtbot.waitSignal(form.edited):
        folders(form).tick("Заказы")
    assert form.draft().folders == ("INBOX", "Заказы")
    assert folders(form).accessibleName() == "Watched folders"


def test_the_keyboard_ticks_too(form: MailboxForm) -> None:
    form.show_folders(SERVER)
    inner = folders(form).findChild(QListWidget)
    assert inner is not None
    inner.setFocus()
    inner.setCurrentRow(1)
    QTest.keyClick(inner, Qt.Key.Key_Space)
    assert form.draft().folders == ("INBOX", "archive")


def test_what_was_first_stays_first(form: MailboxForm) -> None:
    form.show_draft(replace(KEPT, folders=("Orders", "INBOX", "Forms")))
    form.show_folders(("Billing", "Forms", "INBOX", "Orders"))
    assert form.draft().folders == ("Orders", "INBOX", "Forms")
    folders(form).tick("Billing")
    folders(form).tick("INBOX", on=False)
    assert form.draft().folders == ("Orders", "Forms", "Billing")


def test_the_last_tick_stays(form: MailboxForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        folders(form).tick("INBOX", on=False)
    assert form.draft().folders == ("INBOX",)


def test_moving_needs_another_folder(form: MailboxForm) -> None:
    form.show_folders(SERVER)
    assert not box(form, "To the folder").isVisible()
    choose(form, "On the server, a filed mail is", "Moved")
    assert box(form, "To the folder").isVisible()
    assert form.first_fault() is box(form, "To the folder")
    assert form.shown_faults() == {(Part.AFTER_FOLDER, None): "Choose the folder that filed mail is moved to."}
    choose(form, "To the folder", "INBOX")
    assert "is watched for new mail itself" in form.shown_faults()[Part.AFTER_FOLDER, None]
    choose(form, "To the folder", "archive")
    assert form.shown_faults() == {}
    assert (form.draft().after, form.draft().after_folder) == (AfterFiling.MOVE, "archive")
    choose(form, "On the server, a filed mail is", "Left as it is")
    assert form.draft() == KEPT


def test_a_mailbox_comes_back_with_its_folders(form: MailboxForm) -> None:
    draft = replace(KEPT, folders=("INBOX", "Forms"), after=AfterFiling.MOVE, after_folder="Done", language="lt")
    form.show_draft(draft)
    assert form.draft() == draft
    assert form.draft() != MailboxDraft()
