"""What is shown over the main window for a moment: all keys, what was done, and what would become of something."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from deskbell.rules.rights import sees_all
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.keys import Keys
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource

if TYPE_CHECKING:
    from deskbell.ui.main_window import MainWindow


def bind_shown_over(keys: Keys, around: tuple[ThemeSource, Runner, Feed, DeskNow, Deeds], window: "MainWindow") -> None:
    """Let keys show it; both are loaded when somebody does."""

    def show_keys() -> None:
        from deskbell.ui.key_sheet import KeySheet

        KeySheet(around[0], keys, window).show()

    def show_done() -> None:
        from deskbell.ui.history.what_was_done import WhatWasDone

        made = WhatWasDone(*around, window)
        made.open_ticket.connect(window.open_ticket)
        made.failed.connect(window.notices.tell_refusal)
        made.show()

    keys.bind("keys", show_keys)
    keys.bind("done", show_done)
    if window.settings.there:
        _OfWhoMakesRules(keys.bind("try_out", window.settings.try_out), around[3])


class _OfWhoMakesRules(QObject):
    """Lets an action be taken by whoever makes rules, for as long as it is there: the desk may outlive its window."""

    def __init__(self, action: QAction, desk: DeskNow) -> None:
        super().__init__(action)
        self._action, self._desk = action, desk
        desk.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._action.setEnabled(sees_all(self._desk.me.role))
