"""On a real desk: one is reminded of a ticket, also while it is open, once, and says what becomes of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.actions.reminders import tell_reminders
from deskbell.model.concerns import Concern, Reason
from deskbell.model.reminders import Reminder, SetReminders
from deskbell.store.queries import reminders
from deskbell.ui.concerns.here import ConcernsHere
from deskbell.ui.kept_settings import KeptSettings
from deskbell.ui.loaded_later import tell_concerns
from deskbell.ui.reminders.at_ticket import ReminderAtTicket
from deskbell.ui.reminders.line import ReminderLine
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.toast import Toast
from ui.driven import Driven

ONA, TOMAS = 1, 2
SHIFT = Qt.KeyboardModifier.ShiftModifier
HOUR = timedelta(hours=1)


class At:
    """The window of Ona, with a ticket open in it, and hands on it."""

    def __init__(self, driven: Driven, kept: Path, qtbot: QtBot) -> None:
        self.driven, self.qtbot, self.window = driven, qtbot, driven.window
        self.database, self.desk = driven.stage.database, driven.stage.desk
        self.others = [row.id for number in (0, 2, 3, 4) if (row := driven.list.model.ticket(number)) is not None]
        self.number = driven.open(1).id
        self.store = KeptSettings(kept)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def begin(self) -> None:
        stage, computer = self.driven.stage, ComputerSettings(self.store)
        tell_concerns(stage.theme, self.window, stage.runner, stage.desk, computer, lambda _: None, lambda: None)
        self.qtbot.waitUntil(lambda: not stage.runner.is_busy)

    def remind(self, agent: int, number: int, after: timedelta) -> None:
        perform(self.database, SetReminders(agent_id=agent, times=((number, datetime.now(UTC) + after),)))

    def ring(self) -> None:
        """The worker looks."""
        self.database.transact(tell_reminders)

    def kept(self, agent: int = ONA) -> dict[int, Reminder]:
        return {one.ticket_id: one for one in self.database.read(reminders.of_agent, agent)}

    def line(self) -> ReminderLine:
        lines: list[ReminderLine] = []

        def found() -> bool:
            lines[:] = [one for one in self.window.findChildren(ReminderLine) if one.isVisible()]
            return bool(lines)

        self.qtbot.waitUntil(found)
        return lines[0]

    def has_no_line(self) -> bool:
        return not any(one.isVisible() for one in self.window.findChildren(ReminderLine))

    def toasts(self) -> dict[str, Toast]:
        return {one.accessibleName(): one for one in self.window.findChildren(Toast) if not one.isHidden()}

    def toast(self, beginning: str) -> Toast:
        def there() -> list[Toast]:
            return [toast for words, toast in self.toasts().items() if words.startswith(beginning)]

        self.qtbot.waitUntil(lambda: bool(there()))
        return there()[0]

    def press(self, toast: Toast, word: str) -> None:
        next(button for button in toast.buttons if button.text() == word).click()

    def choose(self, beginning: str) -> None:
        """Something of the list that has dropped down."""
        opened = self.driven.dropped_down()
        row = next(row for row in range(opened._list.count()) if opened._list.item(row).text().startswith(beginning))
        opened._choose(opened._list.item(row))


@pytest.fixture
def at(driven: Driven, tmp_path: Path, qtbot: QtBot) -> Iterator[At]:
    made = At(driven, tmp_path / "kept.ini", qtbot)
    made.begin()
    yield made
    driven.window.findChildren(ConcernsHere)[0].close()
    made.store.sync()


def test_by_key_changed_and_removed(at: At) -> None:
    QTest.keyClick(at.driven.list.view, Qt.Key.Key_R, SHIFT)
    at.choose("In three hours")
    line = at.line()
    assert "You will be reminded" in line.accessibleName()
    at.toast(f"Reminder of #{at.number}: ")
    assert 2.9 * HOUR < at.kept()[at.number].at - datetime.now(UTC) < 3.1 * HOUR
    line.change.click()
    at.choose("In an hour")
    at.qtbot.waitUntil(lambda: at.kept()[at.number].at - datetime.now(UTC) < 1.1 * HOUR)
    at.line().remove.click()
    at.toast(f"No reminder of #{at.number} any more")
    at.qtbot.waitUntil(at.has_no_line)
    at.qtbot.waitUntil(lambda: at.kept() == {})
    at.window.deeds.undo_last()
    at.qtbot.waitUntil(lambda: at.number in at.kept())
    at.line()


def test_by_the_menu(at: At) -> None:
    at.window.pane.header.menu_button.click()
    (menu,) = at.window.findChildren(QMenu)
    next(action for action in menu.actions() if action.text().startswith("Remind me…")).trigger()
    menu.close()
    at.choose("Tomorrow")
    at.qtbot.waitUntil(lambda: at.number in at.kept())


def test_of_the_open_ticket_one_is_told_once(at: At) -> None:
    at.remind(ONA, at.number, -HOUR)
    at.remind(TOMAS, at.number, -HOUR)
    at.ring()
    toast = at.toast(f"Reminder: #{at.number}")
    assert [button.text() for button in toast.buttons] == ["Again in an hour", "Done"], "it is open"
    assert "You wanted to be reminded" in at.line().accessibleName()
    at.ring()
    assert len([words for words in at.toasts() if words.startswith("Reminder: ")]) == 1
    at.press(toast, "Done")
    at.toast(f"Reminder of #{at.number} is done")
    at.qtbot.waitUntil(lambda: at.kept() == {})
    at.qtbot.waitUntil(at.has_no_line)
    assert at.number in at.kept(TOMAS), "each has their own"


def test_of_another_ticket_and_again_in_an_hour(at: At) -> None:
    other = at.others[0]
    at.remind(ONA, other, -HOUR)
    at.ring()
    at.press(at.toast(f"Reminder: #{other}"), "Open")
    at.qtbot.waitUntil(lambda: at.window.pane.ticket_id == other)
    line = at.line()
    at.qtbot.waitUntil(lambda: not any(words.startswith("Reminder: ") for words in at.toasts()))
    line.again.click()
    at.qtbot.waitUntil(lambda: at.kept()[other].at > datetime.now(UTC) and not at.kept()[other].due)
    assert "You will be reminded" in at.line().accessibleName()


def test_what_was_done_elsewhere_is_no_longer_told(at: At) -> None:
    at.remind(ONA, at.number, -HOUR)
    at.ring()
    at.toast("Reminder: ")
    perform(at.database, SetReminders(agent_id=ONA, times=((at.number, None),)))
    at.qtbot.waitUntil(lambda: not any(words.startswith("Reminder: ") for words in at.toasts()))
    at.qtbot.waitUntil(at.has_no_line)


def test_many_are_told_as_one(at: At) -> None:
    for number in at.others[:3]:
        at.remind(ONA, number, -HOUR)
    at.ring()
    toast = at.toast("3 reminders are due.")
    at.press(toast, "Show")
    opened = at.driven.dropped_down()
    assert sorted(int(str(opened._list.item(row).text()).split()[0][1:]) for row in range(3)) == sorted(at.others[:3])
    at.choose(f"#{at.others[1]} ")
    at.qtbot.waitUntil(lambda: at.window.pane.ticket_id == at.others[1])


def test_the_list_of_them(at: At) -> None:
    show = next(action for entry, action in at.window.keys.bound() if entry.id == "reminders")
    show.trigger()
    at.toast("You have no reminders.")
    at.remind(ONA, at.others[1], HOUR)
    at.qtbot.waitUntil(lambda: bool(at.desk.reminders.all))
    show.trigger()
    at.choose(f"#{at.others[1]} ")
    at.qtbot.waitUntil(lambda: at.window.pane.ticket_id == at.others[1])


def test_what_was_due_before_is_told_at_the_start(driven: Driven, tmp_path: Path, qtbot: QtBot) -> None:
    at = At(driven, tmp_path / "kept.ini", qtbot)
    at.remind(ONA, at.number, -HOUR)
    at.ring()
    at.begin()
    at.toast("Reminder: ")
    at.line()
    driven.window.findChildren(ConcernsHere)[0].close()
    at.store.sync()


def test_it_is_unread_until_it_is_seen_or_done_with(at: At) -> None:
    here = at.window.findChildren(ConcernsHere)[0]
    before = here.tickets()
    other = next(one for one in at.others if one not in before)
    at.remind(ONA, other, -HOUR)
    at.ring()
    toast = at.toast(f"Reminder: #{other}")
    at.qtbot.waitUntil(lambda: other in here.tickets())
    told = [one for one in here.unread() if one.ticket_id == other]
    assert told == [Concern(0, Reason.REMINDER, other, at.driven.row(other).subject, "")]
    at.press(toast, "Again in an hour")
    at.qtbot.waitUntil(lambda: here.tickets() == before)


def test_in_its_own_window(at: At) -> None:
    other = at.others[0]
    at.window.open_apart(other)
    assert at.window.apart is not None
    at.qtbot.waitUntil(lambda: bool(at.window.apart and at.window.apart.windows()[0].was_shown))
    own = at.window.apart.windows()[0]
    at.qtbot.waitUntil(own.isActiveWindow)
    assert own.findChildren(ReminderAtTicket)
    QTest.keyClick(own.pane.conversation, Qt.Key.Key_R, SHIFT)
    at.qtbot.waitUntil(lambda: bool(own.findChildren(ChoiceList)))
    QTest.keyClick(own.findChildren(ChoiceList)[-1].focusWidget(), Qt.Key.Key_Return)
    at.qtbot.waitUntil(lambda: other in at.kept())
    at.qtbot.waitUntil(lambda: any(line.isVisible() for line in own.findChildren(ReminderLine)))
    own.activateWindow()
    at.qtbot.waitUntil(own.isActiveWindow)
    at.remind(ONA, other, -HOUR)
    at.ring()
    at.qtbot.waitUntil(lambda: any(one.accessibleName().startswith("Reminder: ") for one in own.findChildren(Toast)))
    own.close()
