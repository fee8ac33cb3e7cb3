"""The dialog: nothing changes before Apply, Escape cancels, Enter applies, and nothing typed is lost without a question."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SaveAgent, SaveSettings
from deskbell.model.kinds import Presence, Role
from deskbell.ui.settings.agents import AgentsPage
from deskbell.ui.settings.declared import DeclaredPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.mailboxes import MailboxesPage
from deskbell.ui.settings.page import Page, PageName
from deskbell.ui.settings.profile import ProfilePage
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.banner import Banner
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office

Apply = Callable[[SettingsDialog], None]


def declared(dialog: SettingsDialog, name: PageName) -> DeclaredPage:
    page = dialog.open_page(name)
    assert isinstance(page, DeclaredPage)
    return page


def change(page: DeclaredPage, key: str, value: bool | int | str) -> None:
    """As a person does: the control tells."""
    row = page.rows[key]
    row.set_value(value)
    row.changed.emit()


def banners(widget: QWidget) -> list[str]:
    return [banner.accessibleName() for banner in widget.findChildren(Banner) if banner.isVisible()]


@pytest.mark.parametrize("name", list(PageName))
def test_every_page_opens_as_it_is_kept(dialog: SettingsDialog, name: PageName) -> None:
    page = dialog.open_page(name.value)
    assert page.isVisible()
    assert not page.dirty()
    assert page.accessibleName()
    assert not dialog.apply_button.isEnabled()


def test_nothing_changes_before_apply(dialog: SettingsDialog, office: Office, theme: ThemeSource, apply: Apply) -> None:
    change(declared(dialog, PageName.APPEARANCE), "appearance.theme", "dark")
    change(declared(dialog, PageName.REPLIES), "reply.undo_seconds", 30)
    change(declared(dialog, PageName.DESK), "mail.poll_seconds", 60)
    assert office.commands == []
    assert not theme.colours.dark
    assert office.computer.settings.text("appearance.theme") == "system"
    apply(dialog)
    assert theme.colours.dark
    assert [(type(one), one.values, one.owner) for one in office.commands if isinstance(one, SaveSettings)] == [
        (SaveSettings, (("reply.undo_seconds", 30),), office.me),
        (SaveSettings, (("mail.poll_seconds", 60),), 0),
    ]
    assert not dialog.apply_button.isEnabled()


def test_appearance_is_told_and_taken_at_once(
    dialog: SettingsDialog, office: Office, theme: ThemeSource, qtbot: QtBot
) -> None:
    page = declared(dialog, PageName.APPEARANCE)
    change(page, "appearance.text_size", 150)
    with qtbot.waitSignal(dialog.appearance_changed) as told:
        dialog.apply()
    assert told.args is not None
    assert told.args[0].number("appearance.text_size") == 150
    assert theme.now.scale == 1.5
    assert not page.dirty()


def test_a_value_that_is_put_back_is_no_change(dialog: SettingsDialog) -> None:
    page = declared(dialog, PageName.REPLIES)
    change(page, "reply.quote", False)
    assert dialog.apply_button.isEnabled()
    change(page, "reply.quote", True)
    assert not dialog.apply_button.isEnabled()


def test_enter_applies(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    page = dialog.open_page("profile")
    type_into(page, "Name", "Ona Kazlauskas", leave=False)
    QTest.keyClick(field(page, "Name"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(office.commands) and not dialog.applying())
    assert office.agents()["ona@example.com"].name == "Ona Kazlauskas"
    assert dialog.isVisible()


def test_enter_on_a_button_presses_that_button(dialog: SettingsDialog) -> None:
    page = dialog.open_page("agents")
    assert isinstance(page, AgentsPage)
    page.add_button.setFocus()
    QTest.keyClick(page.add_button, Qt.Key.Key_Return)
    assert page.opened == 0


def test_escape_asks_before_anything_is_lost(dialog: SettingsDialog, office: Office, answers: Answers) -> None:
    page = declared(dialog, PageName.REPLIES)
    change(page, "reply.quote", False)
    answers.yes = False
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert page.dirty()
    answers.yes = True
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not page.dirty()
    assert len(answers.asked) == 2
    assert office.commands == []


def test_escape_asks_nothing_where_nothing_would_be_lost(dialog: SettingsDialog, answers: Answers) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert answers.asked == []


def test_it_opens_on_the_first_page(dialog: SettingsDialog) -> None:
    shown = [page for page in dialog.findChildren(Page) if page.isVisible()]
    assert [type(page) for page in shown] == [ProfilePage]
    assert dialog.page_list.currentItem().text() == "Profile"


def test_the_cross_closes_from_within_a_form(dialog: SettingsDialog, answers: Answers) -> None:
    dialog.open_mailbox(1)
    assert dialog.close()
    assert not dialog.isVisible()
    assert answers.asked == []


def test_it_stays_while_it_is_applying(dialog: SettingsDialog, qtbot: QtBot) -> None:
    change(declared(dialog, PageName.REPLIES), "reply.quote", False)
    dialog.apply()
    assert dialog.applying()
    assert not dialog.close()
    qtbot.waitUntil(lambda: not dialog.applying())
    assert dialog.close()


def test_the_cross_asks_too(dialog: SettingsDialog, answers: Answers) -> None:
    change(declared(dialog, PageName.REPLIES), "reply.quote", False)
    answers.yes = False
    assert not dialog.close()
    assert dialog.isVisible()
    answers.yes = True
    assert dialog.close()


def test_apply_leads_to_what_must_be_mended(dialog: SettingsDialog, office: Office) -> None:
    page = dialog.open_page("profile")
    type_into(page, "Mail address", "ona@")
    dialog.open_page("replies")
    dialog.apply()
    assert page.isVisible()
    assert field(page, "Mail address").hasFocus()
    assert "is not a mail address" in field(page, "Mail address").accessibleDescription()
    assert office.commands == []


def test_what_a_colleague_changed_first_is_not_overwritten(
    dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    page = dialog.open_page("profile")
    assert isinstance(page, ProfilePage)
    type_into(page, "Name", "Mine")
    office.do(
        SaveAgent(agent_id=office.me, id=office.me, name="Theirs", email="ona@example.com", role=Role.ADMIN, version=1)
    )
    apply(dialog)
    assert office.agents()["ona@example.com"].name == "Theirs"
    assert any("Somebody changed" in words for words in banners(page))
    assert page.dirty()
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.name == "Theirs")
    banner = next(one for one in page.findChildren(Banner) if one.isVisible())
    banner.acted.emit()
    assert field(page, "Name").text() == "Theirs"
    assert not page.dirty()
    assert banners(page) == ["This is what it is now. What you entered is not lost."]


def test_news_from_elsewhere_are_shown_but_not_over_what_is_typed(
    dialog: SettingsDialog, office: Office, qtbot: QtBot
) -> None:
    page = dialog.open_page("profile")

    def from_elsewhere(name: str, version: int) -> None:
        office.do(
            SaveAgent(
                agent_id=office.me,
                id=office.me,
                name=name,
                email="ona@example.com",
                role=Role.ADMIN,
                presence=Presence.AWAY,
                version=version,
            )
        )
        office.desk.read_again()
        qtbot.waitUntil(lambda: office.desk.me.name == name)

    from_elsewhere("Ona II", 1)
    assert field(page, "Name").text() == "Ona II"
    type_into(page, "Name", "Mine")
    from_elsewhere("Ona III", 2)
    assert field(page, "Name").text() == "Mine"


def test_who_is_no_administrator_may_look(
    office: Office, open_dialog: Callable[[], SettingsDialog], qtbot: QtBot
) -> None:
    office.do(SaveAgent(agent_id=None, id=0, name="Tomas", email="tomas@example.com", role=Role.ADMIN))
    office.do(
        SaveAgent(agent_id=office.me, id=office.me, name="Ona", email="ona@example.com", role=Role.AGENT, version=1)
    )
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.role is Role.AGENT)
    dialog = open_dialog()
    desk = declared(dialog, PageName.DESK)
    assert not any(row.isEnabled() for row in desk.rows.values())
    boxes = dialog.open_page("mailboxes")
    assert isinstance(boxes, MailboxesPage)
    assert not boxes.add_button.isVisible()
    boxes.open_one(1)
    assert not boxes.form.isEnabled()
    assert not boxes.test_button.isEnabled()
    assert all(row.isEnabled() for row in declared(dialog, PageName.REPLIES).rows.values())


def test_the_list_marks_what_is_not_applied_and_goes_by_keys(dialog: SettingsDialog) -> None:
    page = declared(dialog, PageName.REPLIES)
    change(page, "reply.quote", False)
    spoken = [
        dialog.page_list.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(dialog.page_list.count())
    ]
    assert "Replies, not applied yet" in spoken
    dialog.page_list.setFocus()
    QTest.keyClick(dialog.page_list, Qt.Key.Key_Down)
    assert dialog.open_page("keys").isVisible()


def tabbed(dialog: SettingsDialog) -> list[str]:
    """What Tab comes by, from the list of pages once around."""
    dialog.page_list.setFocus()
    names: list[str] = []
    while "Pages" not in names[1:]:
        focused = QApplication.focusWidget()
        assert focused is not None
        assert len(names) < 60, names
        names.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return names[1:-1]


def test_tab_goes_as_one_reads(dialog: SettingsDialog) -> None:
    dialog.open_page("agents")
    dialog.open_page("profile")
    assert tabbed(dialog) == ["Name", "Mail address", "Available", "Signature", "Password at the start", "Close"]
    change(declared(dialog, PageName.REPLIES), "reply.quote", False)
    undo, quote, _, signature, plain = (
        row.control.accessibleName() for row in declared(dialog, PageName.REPLIES).rows.values()
    )
    assert tabbed(dialog) == [undo, quote, "Below the answer", signature, plain, "Cancel", "Apply"]
    page = dialog.open_page("mailboxes")
    assert isinstance(page, MailboxesPage)
    entry = page.entries[1].accessibleName()
    assert tabbed(dialog) == [entry, "Add a mailbox", "Import mail…", "Cancel", "Apply"]
    dialog.add_mailbox()
    page.form.fold.open()
    reached = tabbed(dialog)
    assert reached[:6] == ["Back to the list", "Mail address", "Password", "Password", "Name", "30 days"]
    assert reached.index("Servers") < reached.index("Mail in (IMAP): Server") < reached.index("Mail out (SMTP): Port")
    assert reached[-3:] == ["Test", "Cancel", "Apply"]


def test_every_control_has_a_name_and_can_be_reached(dialog: SettingsDialog) -> None:
    for name in PageName:
        page = dialog.open_page(name)
        for widget in page.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                said = widget.accessibleName() or getattr(widget, "text", str)()
                assert said, f"{name}: {widget}"
    QApplication.processEvents()
