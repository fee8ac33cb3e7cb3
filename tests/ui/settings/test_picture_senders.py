"""Those whose pictures are always shown: listed, taken off with Apply, followed when the list changes elsewhere."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SetPictureSenders
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.picture_senders import PictureSendersPage
from ui.settings.office import Office

Apply = Callable[[SettingsDialog], None]


def test_an_address_is_taken_off_once_that_is_applied(
    office: Office, dialog: SettingsDialog, apply: Apply, qtbot: QtBot
) -> None:
    page = dialog.open_page("pictures")
    assert isinstance(page, PictureSendersPage)
    assert page.addresses() == ()
    with qtbot.waitSignal(office.desk.changed):
        office.do(SetPictureSenders(agent_id=office.me, addresses=("li@example.cn", "<b>bo@example.cn"), shown=True))
        office.desk.read_again()
    assert page.addresses() == ("<b>bo@example.cn", "li@example.cn")
    first = next(one for one in page.findChildren(QAbstractButton) if "bo@example" in one.accessibleName())
    assert "<b>" not in first.toolTip()
    first.click()
    assert page.dirty()
    assert page.addresses() == ("li@example.cn",)
    page.revert()
    assert page.addresses() == ("<b>bo@example.cn", "li@example.cn")
    page.take_off("li@example.cn")
    apply(dialog)
    qtbot.waitUntil(lambda: office.desk.state.picture_senders == {"<b>bo@example.cn"})
    assert not page.dirty()
