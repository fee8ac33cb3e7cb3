"""The page of blocked and trusted senders."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import ListSenders
from deskbell.model.kinds import Listed
from deskbell.store.queries import senders
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.senders import SendersPage
from ui.settings.office import Office

Apply = Callable[[SettingsDialog], None]


@pytest.fixture
def page(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> SendersPage:
    perform(
        office.database, ListSenders(agent_id=None, block=("pest@x.example", "evil.example"), allow=("good.example",))
    )
    opened = dialog.open_page("senders")
    assert isinstance(opened, SendersPage)
    qtbot.waitUntil(lambda: "evil.example" in opened.areas[Listed.BLOCKED].toPlainText())
    return opened


def kept(office: Office) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lists = office.database.read(senders.listed)
    return lists[Listed.BLOCKED], lists[Listed.ALLOWED]


def test_lines_are_added_taken_off_and_moved(
    office: Office, page: SendersPage, dialog: SettingsDialog, apply: Apply
) -> None:
    assert not page.dirty()
    page.areas[Listed.BLOCKED].setPlainText("evil.example\n\n  @New.Example \n")
    page.areas[Listed.ALLOWED].setPlainText("pest@x.example")
    # Somebody else lists another one meanwhile.
    perform(office.database, ListSenders(agent_id=None, block=("late.example",)))
    apply(dialog)
    assert kept(office) == (("evil.example", "late.example", "new.example"), ("pest@x.example",))
    assert not page.dirty()


@pytest.mark.parametrize(
    ("blocked", "allowed", "said"),
    [("nonsense", "", "neither a mail address nor a domain"), ("a.example", "@A.example", "both blocked and allowed")],
)
def test_a_bad_line_is_said_and_not_applied(page: SendersPage, blocked: str, allowed: str, said: str) -> None:
    page.areas[Listed.BLOCKED].setPlainText(blocked)
    page.areas[Listed.ALLOWED].setPlainText(allowed)
    assert not page.good()
    wrong = Listed.ALLOWED if allowed else Listed.BLOCKED
    assert said in page.areas[wrong].accessibleDescription()
    assert page.first_fault() is page.areas[wrong]


def test_what_is_not_applied_can_be_thrown_away(page: SendersPage, qtbot: QtBot) -> None:
    page.areas[Listed.BLOCKED].setPlainText("")
    assert page.dirty()
    page.revert()
    qtbot.waitUntil(lambda: not page.dirty())
    assert "evil.example" in page.areas[Listed.BLOCKED].toPlainText()
