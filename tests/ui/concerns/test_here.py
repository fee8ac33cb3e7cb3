"""Being told of what concerns one: together, in the right place, at the right time, and never of what one did or sees."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.actions.dispatch import perform
from deskbell.model.commands import Assign
from deskbell.model.kinds import Deed
from deskbell.model.settings import Settings
from deskbell.store.queries import mentions
from deskbell.ui.concerns import here as here_module
from deskbell.ui.concerns.desktop_notices import DesktopNotices
from deskbell.ui.concerns.here import ConcernsHere
from deskbell.ui.concerns.tray import Tray
from deskbell.ui.concerns.words import Notice
from deskbell.ui.customer_files.dialog import CustomersDialog
from deskbell.ui.kept_settings import KeptSettings
from deskbell.ui.loaded_later import tell_concerns
from deskbell.ui.mentions.now import MentionsNow
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.taking_in.state import TakingState
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.toast import Toast, Toasts
from ui.concerns.journal import MAIL, Journal, changed
from ui.driven import Driven
from ui.ticket.rows import ONA, TOMAS
from ui.ticket.stand import Answers, Stand


class Pane(QObject):
    """As much of the conversation as is looked at."""

    shown = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.ticket_id = 0

    def show_ticket(self, ticket_id: int) -> None:
        self.ticket_id = ticket_id
        self.shown.emit(ticket_id)


class Office:
    """A window in which somebody works, or not, and what they are told."""

    def __init__(self, stand: Stand, journal: Journal, theme: ThemeSource, kept: Path, qtbot: QtBot) -> None:
        self.stand, self.journal, self.qtbot = stand, journal, qtbot
        self.window = QWidget()
        self.window.resize(600, 400)
        self.activate()
        self.pane = Pane()
        self.time = datetime(2026, 5, 4, 9, 0)  # noqa: DTZ001  where the person is
        self.store = KeptSettings(kept)
        self.computer = ComputerSettings(self.store)
        stand.answers[mentions.unseen] = ()
        self.mentions = MentionsNow(stand.runner, stand.desk, self.window)
        self.opened: list[int] = []
        self.counted: list[int] = []
        self.here = ConcernsHere(
            theme, stand.runner, stand.desk, self.computer, self.pane, self.mentions, Toasts(self.window),  # type: ignore[arg-type]
            self.opened.append, self.window, now=lambda: self.time,
        )  # fmt: skip
        self.here.counted.connect(self.counted.append)
        self.here.begin()
        stand.settle(qtbot)
        self.line = 10

    def activate(self) -> None:
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def come_back(self) -> None:
        """By way of another window: without a screen one that was hidden is else not given the focus again."""
        self.window.show()
        other = QWidget()
        self.qtbot.addWidget(other)
        with self.qtbot.waitActive(other):
            other.show()
            other.activateWindow()
        self.activate()

    def leave(self) -> None:
        self.window.hide()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is None)

    def happens(self, *tickets: int, **changes: Any) -> None:
        for ticket in tickets:
            self.line += 1
            subject = f"Subject {ticket}"
            self.journal.lines.append(replace(MAIL, id=self.line, ticket_id=ticket, subject=subject, **changes))
        self.journal.hear(changed(*tickets))

    def wait(self) -> None:
        """Until what was gathered is told: the time for it is over now, however long the test took."""
        if self.here._gather.isActive():
            self.here._gather.start(0)
        self.qtbot.waitUntil(lambda: not self.here._gather.isActive())

    def toasts(self) -> list[str]:
        return [toast.accessibleName() for toast in self.window.findChildren(Toast)]

    def close(self) -> None:
        self.here.close()
        delete(self.window)
        self.store.sync()


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Notice, bool]]:
    """What the desktop was given to show."""
    shown: list[tuple[Notice, bool]] = []

    def tell(_: DesktopNotices, one: Notice, tickets: set[int], *, sound: bool, otherwise: object) -> None:
        assert one.ticket_id in tickets or not one.ticket_id
        shown.append((one, sound))

    monkeypatch.setattr(DesktopNotices, "tell", tell)
    # Until the test waits for it.
    monkeypatch.setattr(here_module, "_GATHER_MS", 600_000)
    return shown


@pytest.fixture
def office(
    stand: Stand, kept_journal: Journal, theme: ThemeSource, tmp_path: Path, qtbot: QtBot, desktop: object
) -> Iterator[Office]:
    made = Office(stand, kept_journal, theme, tmp_path / "window.ini", qtbot)
    yield made
    made.close()


def test_on_the_desktop_while_one_works_elsewhere(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    office.leave()
    office.happens(7)
    office.wait()
    assert desktop == [(Notice("Jonas answered #7.", "Subject 7", 7), False)]
    assert office.counted == [1]


BACK: dict[str, Any] = {"kind": Deed.WOKEN, "who": "", "after": "", "written_at": None}


def test_a_snoozed_ticket_that_is_back(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    office.leave()
    office.happens(7, **BACK)
    office.wait()
    assert desktop == [(Notice("#7 is back from its snooze.", "Subject 7", 7), False)]


def test_one_that_is_before_ones_eyes_can_be_snoozed_again(
    office: Office, desktop: list[tuple[Notice, bool]], qtbot: QtBot
) -> None:
    office.pane.show_ticket(7)
    office.happens(7, **BACK)
    qtbot.waitUntil(lambda: office.toasts() == ["#7 is back from its snooze."])
    with qtbot.waitSignal(office.here.snooze_wanted) as wanted:
        office.window.findChildren(Toast)[0].button.click()  # type: ignore[union-attr]
    assert (wanted.args, desktop, office.counted) == ([7], [], [])


def test_several_come_as_one(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    office.leave()
    office.happens(7, 8)
    office.happens(9)
    office.wait()
    assert [one.title for one, _ in desktop] == ["3 tickets were answered."]
    assert desktop[0][0].text == "#9 Subject 9\n#8 Subject 8\n#7 Subject 7"
    assert office.counted == [2, 3]


def test_names_and_subjects_can_be_hidden(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    office.computer.write({"desktop.hidden": True, "desktop.sound": True})
    office.leave()
    office.happens(7, 8)
    office.wait()
    assert desktop == [(Notice("Deskbell", "2 tickets were answered.", 8), True)]
    assert office.here.unread() == ()


def test_in_the_window_while_one_works_there(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    office.happens(7)
    office.wait()
    assert (desktop, office.toasts()) == ([], ["Jonas answered #7."])
    office.window.findChildren(Toast)[0].button.click()  # type: ignore[union-attr]
    assert office.opened == [7]


def test_a_mention_is_the_window_s_to_tell(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    note = {"kind": Deed.NOTED, "by": TOMAS.id, "who": "Tomas", "mentions": True}
    office.happens(7, **note)
    office.wait()
    assert (desktop, office.toasts()) == ([], [])
    office.leave()
    office.happens(8, **note)
    office.wait()
    assert [one.title for one, _ in desktop] == ["Tomas mentioned you in #8."]


def test_where_the_desktop_is_not_to_be_used(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    office.computer.write({"desktop.notices": False})
    office.leave()
    office.happens(7)
    office.wait()
    assert (desktop, office.counted) == ([], [1])


def test_the_ticket_before_one_s_eyes_is_not_told(
    office: Office, desktop: list[tuple[Notice, bool]], qtbot: QtBot
) -> None:
    office.pane.show_ticket(7)
    office.happens(7)
    assert not office.here._gather.isActive()
    assert (desktop, office.toasts(), office.counted) == ([], [], [])
    office.leave()
    office.happens(7)
    office.wait()
    assert [one.ticket_id for one, _ in desktop] == [7]
    assert office.counted == [1]
    office.come_back()
    qtbot.waitUntil(lambda: office.counted == [1, 0])


def test_what_is_looked_at_meanwhile_is_not_told(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    office.happens(7, 8)
    office.pane.show_ticket(8)
    office.wait()
    assert office.toasts() == ["Jonas answered #7."]
    assert office.counted == [2, 1]
    office.happens(7, kind=Deed.REPLIED, by=ONA.id)
    assert office.counted == [2, 1, 0]


@pytest.mark.parametrize(
    ("settings", "hour", "told"),
    [
        ({}, 20, 1),
        ({"quiet.hours": True}, 17, 1),
        ({"quiet.hours": True}, 18, 0),
        ({"quiet.hours": True, "quiet.from": "12:00", "quiet.to": "13:00"}, 18, 1),
        ({"quiet.days": "1"}, 12, 0),
        ({"quiet.days": "67"}, 12, 1),
    ],
)
def test_at_quiet_times_it_is_only_counted(
    office: Office, desktop: list[tuple[Notice, bool]], settings: dict[str, bool | str], hour: int, told: int
) -> None:
    office.stand.desk.settings = Settings(settings)
    office.time = office.time.replace(hour=hour)
    office.leave()
    office.happens(7)
    office.wait()
    assert (len(desktop), office.counted) == (told, [1])


def test_quiet_for_an_hour(office: Office, desktop: list[tuple[Notice, bool]]) -> None:
    office.leave()
    office.here.hush(on=True)
    office.happens(7)
    office.wait()
    assert (desktop, office.here.is_hushed()) == ([], True)
    office.time += timedelta(hours=1)
    assert not office.here.is_hushed()
    office.happens(8)
    office.wait()
    assert [one.ticket_id for one, _ in desktop] == [8]


def quiet_of(tray: Tray) -> QAction:
    return next(action for action in tray.menu.actions() if action.isCheckable())


def test_the_menu_has_what_is_unread_and_four_things_to_do(office: Office, qtbot: QtBot) -> None:
    office.happens(7)
    tray = office.here.tray
    # Before it opens: desktops with menus of their own ask for it ahead.
    words = [action.text() for action in tray.menu.actions() if not action.isSeparator()]
    assert words == [
        "Jonas answered #7. Subject 7", "Open Deskbell", "New ticket", "Quiet for an hour", "Quit"
    ]  # fmt: skip
    by_words = {action.text(): action for action in tray.menu.actions()}
    with qtbot.waitSignal(office.here.forward):
        by_words["Jonas answered #7. Subject 7"].trigger()
    assert office.opened == [7]
    with qtbot.waitSignal(office.here.forward):
        by_words["Open Deskbell"].trigger()
    assert office.opened == [7]
    with qtbot.waitSignal(tray.new_wanted):
        by_words["New ticket"].trigger()
    with qtbot.waitSignal(tray.quit_wanted):
        by_words["Quit"].trigger()
    by_words["Quiet for an hour"].trigger()
    assert office.here.is_hushed()
    qtbot.waitUntil(lambda: quiet_of(tray) is not by_words["Quiet for an hour"])
    quiet = quiet_of(tray)
    assert quiet.isChecked()
    tray.menu.aboutToShow.emit()
    assert quiet_of(tray) is quiet, "what a desktop has read stays as it is"
    office.time += timedelta(hours=1)
    tray.menu.aboutToShow.emit()
    assert not quiet_of(tray).isChecked()
    quiet_of(tray).trigger()
    quiet_of(tray).trigger()
    assert not office.here.is_hushed()


def test_the_program_tells_what_a_colleague_did(
    driven: Driven, qtbot: QtBot, desktop: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the colleague's command to the window, over a desk."""
    monkeypatch.setattr(here_module, "_GATHER_MS", 0)
    stage, window = driven.stage, driven.window
    row = driven.open(0)
    given = driven.list.model.ticket(3)
    assert given is not None
    counted: list[int] = []
    computer = ComputerSettings(stage.settings)
    tell_concerns(stage.theme, window, stage.runner, stage.desk, computer, counted.append, lambda: None)
    before = len(window.mentions.now.tickets) if window.mentions is not None else 0
    qtbot.waitUntil(lambda: not stage.runner.is_busy)
    tomas = next(agent for agent in stage.desk.agents if agent.id != stage.desk.me.id)
    perform(stage.database, Assign(agent_id=tomas.id, tickets=(given.id,), assignee_id=None))
    perform(stage.database, Assign(agent_id=tomas.id, tickets=(given.id,), assignee_id=stage.desk.me.id))
    qtbot.waitUntil(lambda: any(f"assigned #{given.id} to you" in one for one in driven.toasts()))
    assert counted[-1] == before + 1
    assert row.id != given.id
    window.open_ticket(given.id)
    qtbot.waitUntil(lambda: counted[-1] == before)


def test_an_import_is_not_cut_off_by_a_click_on_the_cross(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, window = driven.stage, driven.window
    answers = Answers(yes=False)
    monkeypatch.setattr(window, "prompts_over", lambda _: answers)
    tell_concerns(
        stage.theme, window, stage.runner, stage.desk, ComputerSettings(stage.settings), lambda _: None, lambda: None
    )
    dialog = CustomersDialog(stage.theme, stage.runner, stage.desk.me.id, parent=window)
    dialog.taking.state = TakingState.TAKING
    assert not window.close()
    assert answers.asked == ["End “Import customers” and close?"]
    dialog.taking.state = TakingState.OVER
    assert window.close()
    assert len(answers.asked) == 1
