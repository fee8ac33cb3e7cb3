"""The icon beside the clock: how much is unread, notices of the desktop, and a short menu."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from deskbell.model.concerns import Concern
from deskbell.ui.concerns.badge import badged
from deskbell.ui.concerns.words import Notice, sentence
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import literal

_SHOWN_MS: Final = 10_000
_LISTED: Final = 6


class Surroundings(Protocol):
    """What the menu offers to do, and what it needs to know of it."""

    def unread(self) -> Sequence[Concern]:
        """What is unread, one a ticket, the newest first; nothing where it is not to be seen on the desktop."""

    def is_hushed(self) -> bool:
        """Whether there is to be quiet for a while."""

    def hush(self, *, on: bool) -> None:
        """Be quiet for an hour, or no longer."""


class Tray(QObject):
    """Shown as long as it lives, where the system has a place for it: also one that comes later, as on a desktop that is still starting.

    Signals:
        open_wanted(int): the window is wanted, with this ticket; 0: as it is.
        new_wanted: a ticket is to be begun.
        overdue_wanted: the tickets that are overdue are wanted.
        quit_wanted: the program is to end.
    """

    open_wanted = Signal(int)
    new_wanted = Signal()
    overdue_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, theme: ThemeSource, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._around = around
        self._number = 0
        self._told: Notice | None = None
        self.menu = QMenu()
        self.menu.aboutToShow.connect(self._fill)
        self._icon: QSystemTrayIcon | None = None
        theme.changed.connect(self._draw)
        self._draw()

    def show_number(self, number: int) -> None:
        """So many tickets have something unread."""
        if number != self._number:
            self._number = number
            self._draw()

    def tell(self, notice: Notice, *, sound: bool) -> bool:
        """Show a notice on the desktop; False where this one shows none."""
        icon = self._there()
        if icon is None or not QSystemTrayIcon.supportsMessages():
            return False
        self._told = notice
        icon.showMessage(notice.title, notice.text, badged(0, self._theme.colours), _SHOWN_MS)
        if sound:
            QApplication.beep()
        return True

    def close(self) -> None:
        """Take it away."""
        if self._icon is not None:
            self._icon.hide()
        self.menu.deleteLater()

    def _there(self) -> QSystemTrayIcon | None:
        """The icon; None where there is no place for it."""
        if self._icon is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(self)
            self._icon.setContextMenu(self.menu)
            self._icon.activated.connect(self._activate)
            self._icon.messageClicked.connect(self._open_told)
            self._dress(self._icon)
            self._icon.show()
        return self._icon

    def _draw(self) -> None:
        if (icon := self._there()) is not None:
            self._dress(icon)

    def _dress(self, icon: QSystemTrayIcon) -> None:
        icon.setIcon(badged(self._number, self._theme.colours))
        words = self.tr("Deskbell, unread tickets: %n", None, self._number) if self._number else "Deskbell"
        icon.setToolTip(words)

    def _fill(self) -> None:
        """Filled when it opens: what is unread is another each time."""
        self.menu.clear()
        unread = self._around.unread()[:_LISTED]
        for one in unread:
            self._offer(f"{sentence(one)} {one.subject}", partial(self.open_wanted.emit, one.ticket_id))
        if unread:
            self.menu.addSeparator()
        self._offer(self.tr("Open Deskbell"), partial(self.open_wanted.emit, 0))
        self._offer(self.tr("New ticket"), self.new_wanted.emit)
        quiet = self.menu.addAction(self.tr("Quiet for an hour"))
        quiet.setCheckable(True)
        quiet.setChecked(self._around.is_hushed())
        quiet.triggered.connect(lambda on: self._around.hush(on=on))
        self.menu.addSeparator()
        self._offer(self.tr("Quit"), self.quit_wanted.emit)

    def _offer(self, words: str, do: Callable[[], object]) -> None:
        # An & in a subject is one, and no key.
        self.menu.addAction(literal(words)).triggered.connect(lambda _checked: do())

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_wanted.emit(0)

    def _open_told(self) -> None:
        if self._told is not None and self._told.ticket_id:
            self.open_wanted.emit(self._told.ticket_id)
        elif self._told is not None:
            self.overdue_wanted.emit()
