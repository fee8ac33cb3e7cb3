"""What a window does without until its first list is on the screen: it opens quicker for that."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskbell.model.commands import Command
    from deskbell.store.course import Course
    from deskbell.store.desk import Desk
    from deskbell.ui.concerns.here import ConcernsHere
    from deskbell.ui.desk_now import DeskNow
    from deskbell.ui.main_window import MainWindow
    from deskbell.ui.runner import Runner
    from deskbell.ui.settings.computer import ComputerSettings
    from deskbell.ui.theme.source import ThemeSource


def perform(desk: "Desk", command: "Command", course: "Course | None" = None) -> object:
    """Carry a command out; the verbs are loaded when the first one is."""
    from deskbell.actions.dispatch import perform as carry_out

    return carry_out(desk, command, course)


def load_verbs() -> None:
    """Load what commands are done with while nobody waits: else the first one, that a ticket is looked at, does so beside the next tickets."""
    import deskbell.actions.dispatch  # noqa: F401


def load_conversation() -> None:
    """The list is on the screen: load what the first conversation and the first search need, before anybody asks for them."""
    import deskbell.store.for_conversation  # noqa: F401


def know_hours(runner: "Runner", desk: "DeskNow") -> None:
    """Begin to offer working times (`ui.working_times`), and to tell that somebody is here (`ui.telling_open`)."""
    from deskbell.ui.telling_open import TellingOpen
    from deskbell.ui.working_times import WorkingTimes

    desk.working = WorkingTimes(runner, desk, desk)
    TellingOpen(runner, desk, desk)


def tell_concerns(
    theme: "ThemeSource",
    window: "MainWindow",
    runner: "Runner",
    desk: "DeskNow",
    computer: "ComputerSettings",
    badge: Callable[[int], object],
    forward: Callable[[], object],
) -> None:
    """Begin to tell what concerns the person (`ui.concerns`). `badge` shows a number at the program's icon, `forward` brings a window to the front."""
    from PySide6.QtWidgets import QApplication

    from deskbell.model.views import View, ViewKind
    from deskbell.ui.application import application_ends, before_application_ends
    from deskbell.ui.asks_first import AsksFirst
    from deskbell.ui.concerns.here import ConcernsHere
    from deskbell.ui.concerns.staying import StaysBesideClock
    from deskbell.ui.ticket_menus import TicketMenus

    pane = window.pane
    assert window.mentions is not None
    here = ConcernsHere(
        theme, runner, desk, computer, pane, window.mentions.now, window.toasts, window.open_ticket, window
    )
    if window.apart is not None:
        here.attend_apart(window.apart)
    tell_reminders(theme, window, desk)
    here.counted.connect(badge)
    here.forward.connect(forward)
    menus = TicketMenus(theme, desk, window.deeds, window)
    here.snooze_wanted.connect(lambda number: menus.snooze((number,), pane.header, pane.row))
    here.overdue_wanted.connect(lambda: window.inbox.go_to_view(View(ViewKind.SOON)))
    here.tray.new_wanted.connect(window.new_ticket)
    here.tray.quit_wanted.connect(QApplication.quit)
    window.closed.connect(here.close)
    # Before that puts the window away, which ends nothing: of two who attend to one thing Qt asks the later first.
    AsksFirst(window, window.prompts_over(window), application_ends)
    before_application_ends(StaysBesideClock(window, computer, here.tray.is_there, application_ends).end)
    here.begin()
    desk.warnings.begin()
    tell_articles_due(window, desk, here)


def tell_articles_due(window: "MainWindow", desk: "DeskNow", here: "ConcernsHere") -> None:
    """Begin to tell of the articles that the person is to verify (`ui.knowledge.due_here`)."""
    from deskbell.ui.knowledge.due_here import ArticlesDueHere

    ArticlesDueHere(desk, window.toasts, here, window.places.show_to_verify, window)
    desk.articles_due.begin()


def tell_reminders(theme: "ThemeSource", window: "MainWindow", desk: "DeskNow") -> None:
    """Begin to tell what the person wants to be reminded of (`ui.reminders`)."""
    from deskbell.ui.reminders.at_ticket import ReminderAtTicket
    from deskbell.ui.reminders.here import RemindersHere

    here = RemindersHere(theme, desk, window.deeds, window.pane, window.toasts)
    ReminderAtTicket(theme, desk, window.deeds, window.pane)
    if window.apart is not None:
        here.attend_apart(window.apart)
    desk.reminders.begin()
