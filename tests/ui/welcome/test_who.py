"""Who is here: one click, or a click and a password; nobody comes in by another name."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent, SetPassword
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Role
from deskbell.store import profiles
from deskbell.store.queries import agents
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.welcome.who import Profiles, WhoWindow
from deskbell.ui.welcome.window import WelcomeWindow
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from ui.welcome.conftest import NewDesk

ONA, TOMAS = 1, 2


@pytest.fixture
def who(
    new_desk: NewDesk, theme: ThemeSource, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., WhoWindow]:
    """Ona, who has a password, and Tomas, who has none. Call it with who was here last for the window."""
    monkeypatch.setattr(profiles, "_COST", 2)
    for name in ("Ona", "Tomas"):
        email = f"{name.lower()}@desk.example"
        perform(new_desk.database, SaveAgent(agent_id=None, id=0, name=name, email=email, role=Role.ADMIN))
    perform(new_desk.database, SetPassword(agent_id=ONA, id=ONA, password="s3same"))

    def make(last: int = 0, only: int = 0) -> WhoWindow:
        there = tuple(one for one in new_desk.database.read(agents.rows) if only in (0, one.id))
        locked = new_desk.database.read(profiles.locked)
        window = WhoWindow(new_desk.runner, theme, Profiles(there, locked, last))
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    return make


def words(window: WhoWindow) -> list[str]:
    return [label.text() for label in window.findChildren(Label) if label.isVisible()]


def fault(window: WhoWindow) -> str:
    return next(one for one in window.findChildren(Field) if one.control is window.password).fault()


def test_who_has_no_password_is_in_with_one_click(who: Callable[..., WhoWindow], qtbot: QtBot) -> None:
    window = who()
    with qtbot.waitSignal(window.finished) as came:
        qtbot.mouseClick(window.entries[TOMAS], Qt.MouseButton.LeftButton)
    assert came.args == [TOMAS]


def test_who_was_here_last_needs_but_enter(who: Callable[..., WhoWindow], qtbot: QtBot) -> None:
    window = who(TOMAS)
    qtbot.waitUntil(window.entries[TOMAS].hasFocus)
    with qtbot.waitSignal(window.finished) as came:
        qtbot.keyClick(window.entries[TOMAS], Qt.Key.Key_Return)
    assert came.args == [TOMAS]


def test_a_password_is_asked_for_until_it_is_right(who: Callable[..., WhoWindow], qtbot: QtBot) -> None:
    window = who(TOMAS)
    came: list[int] = []
    window.finished.connect(came.append)
    qtbot.waitUntil(window.entries[TOMAS].hasFocus)
    qtbot.keyClick(window, Qt.Key.Key_Up)
    qtbot.keyClick(window.entries[ONA], Qt.Key.Key_Return)
    qtbot.waitUntil(window.password.hasFocus)
    for wrong in ("", "S3SAME"):
        window.password.clear()
        qtbot.keyClicks(window.password, wrong)
        qtbot.keyClick(window.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: fault(window) == "That is not the password of this profile.")
        assert window.go_button.isEnabled()
    qtbot.keyClicks(window.password, "s3same")
    assert fault(window) == ""
    qtbot.keyClick(window.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: came == [ONA])


def test_one_can_change_ones_mind(who: Callable[..., WhoWindow], qtbot: QtBot) -> None:
    window = who()
    window.entries[ONA].click()
    assert not window.later_button.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.entries[ONA].hasFocus)
    assert not window.go_button.isVisible()
    with qtbot.waitSignal(window.other):
        window.later_button.click()


def test_the_only_one_is_asked_at_once(who: Callable[..., WhoWindow], qtbot: QtBot) -> None:
    """And somebody new may still come."""
    window = who(only=ONA)
    qtbot.waitUntil(window.password.hasFocus)
    assert not window.back_button.isVisible()
    assert window.later_button.isVisible()
    assert "whoever can open its file owns all that is in it" in " ".join(words(window))


def test_a_database_that_is_away_is_told_and_can_be_asked_again(
    who: Callable[..., WhoWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = who(only=ONA)

    def fail(*_: object) -> bool:
        raise Trouble("db.locked")

    with monkeypatch.context() as away:
        away.setattr(profiles, "knows", fail)
        window.go_on()
        qtbot.waitUntil(lambda: any("is busy" in one for one in words(window)))
    qtbot.keyClicks(window.password, "s3same")
    with qtbot.waitSignal(window.finished):
        window.go_on()


def test_nobody_comes_in_by_an_address_that_has_a_password(
    who: Callable[..., WhoWindow], open_welcome: Callable[[], WelcomeWindow], qtbot: QtBot
) -> None:
    who()
    window = open_welcome()
    window.you.show_person("Ona", "Ona@desk.example")
    with qtbot.waitSignal(window.locked) as asked, qtbot.assertNotEmitted(window.finished):
        window.go_on()
    (found,) = asked.args
    assert ([one.id for one in found.agents], found.locked) == ([ONA], {ONA})
