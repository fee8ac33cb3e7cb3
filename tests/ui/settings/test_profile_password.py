"""The password of one's profile in the settings, and that an administrator takes somebody's away."""

from collections.abc import Callable
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent, SetPassword
from deskbell.store import profiles
from deskbell.store.session import Session
from deskbell.ui.settings.agents import AgentsPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.profile import ProfilePage
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from ui.settings.office import Office

Apply = Callable[[SettingsDialog], None]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "_COST", 2)


@pytest.fixture
def page(dialog: SettingsDialog) -> ProfilePage:
    opened = dialog.open_page("profile")
    assert isinstance(opened, ProfilePage)
    return opened


def opens(office: Office, password: str) -> bool:
    return office.database.read(profiles.knows, office.me, password)


def locked(office: Office) -> frozenset[int]:
    return office.database.read(profiles.locked)


def fault(page: ProfilePage) -> str:
    return next(one for one in page.findChildren(Field) if one.control is page.password.known).fault()


def test_it_is_set_changed_and_removed(
    dialog: SettingsDialog, page: ProfilePage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    own = page.password
    assert any("whoever can open its file owns all that is in it" in one.text() for one in own.findChildren(Label))
    assert not own.known.isVisible()
    assert not own.remove.isVisible()
    assert not dialog.apply_button.isEnabled()
    qtbot.keyClicks(own.new, "one")
    apply(dialog)
    assert opens(office, "one")
    assert locked(office) == {office.me}
    assert [type(one) for one in office.commands] == [SetPassword], "what was not changed is not written"
    assert own.new.text() == ""

    qtbot.keyClicks(own.new, "two")
    dialog.apply_button.click()
    assert fault(page) == "To change it, type the present one."
    qtbot.keyClicks(own.known, "three")
    apply(dialog)
    assert fault(page) == "That is not the password of this profile."
    assert opens(office, "one")
    own.known.clear()
    qtbot.keyClicks(own.known, "one")
    apply(dialog)
    assert opens(office, "two")
    assert not dialog.apply_button.isEnabled()

    own.remove.click()
    assert not own.new.isEnabled()
    qtbot.keyClicks(own.known, "two")
    apply(dialog)
    assert locked(office) == frozenset()
    assert not own.known.isVisible()


def test_what_was_asked_before_it_was_set_takes_nothing_back(
    dialog: SettingsDialog,
    page: ProfilePage,
    office: Office,
    apply: Apply,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    qtbot.waitUntil(lambda: not office.runner.is_busy)
    read, was_read, go_on = profiles.locked, Event(), Event()

    def slow(session: Session) -> frozenset[int]:
        found = read(session)
        was_read.set()
        go_on.wait(20)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(profiles, "locked", slow)
        page.revert()
    qtbot.waitUntil(was_read.is_set)
    qtbot.keyClicks(page.password.new, "one")
    apply(dialog)
    go_on.set()
    qtbot.waitUntil(lambda: not office.runner.is_busy)
    assert page.password.known.isVisible()
    page.revert()
    assert page.password.known.isVisible(), "nor is it forgotten until it is asked for again"


def test_who_has_one_is_told_so(open_dialog: Callable[[], SettingsDialog], office: Office, qtbot: QtBot) -> None:
    perform(office.database, SetPassword(agent_id=office.me, id=office.me, password="one"))
    dialog = open_dialog()
    page = dialog.open_page("profile")
    assert isinstance(page, ProfilePage)
    qtbot.waitUntil(page.password.known.isVisible)
    qtbot.keyClicks(page.password.new, "two")
    page.revert()
    assert not page.dirty()
    assert page.password.known.isVisible()


def test_an_administrator_takes_one_away(
    open_dialog: Callable[[], SettingsDialog], office: Office, qtbot: QtBot
) -> None:
    tomas = perform(office.database, SaveAgent(agent_id=None, id=0, name="Tomas", email="tomas@example.com"))
    assert tomas is not None
    for who in (office.me, tomas):
        perform(office.database, SetPassword(agent_id=who, id=who, password="one"))
    with qtbot.waitSignal(office.desk.changed):
        office.desk.read_again()
    dialog = open_dialog()
    page = dialog.open_page("agents")
    assert isinstance(page, AgentsPage)
    page.open_one(office.me)
    qtbot.waitUntil(lambda: not office.runner.is_busy)
    assert not page.removal.isVisible(), "one's own is changed by whoever knows it"
    page.go_back()
    page.open_one(tomas)
    qtbot.waitUntil(page.removal.isVisible)
    page.removal.button.click()
    qtbot.waitUntil(lambda: not page.removal.isVisible())
    assert locked(office) == {office.me}
