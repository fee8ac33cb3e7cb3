"""The icon beside the clock: how much is unread, a notice where the desktop has no other place for it, and a short menu."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

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
        told_clicked(Notice): the person wants what the notice is about that it showed last.
        quit_wanted: the program is to end.
    """

    open_wanted = Signal(int)
    new_wanted = Signal()
    told_clicked = Signal(object)
    quit_wanted = Signal()

    def __init__(self, theme: ThemeSource, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._around = around
        self._number = 0
        self._filled: object = None
        self._told: Notice | None = None
        self.menu = QMenu()
        self.menu.aboutToShow.connect(self._fill)
        self._icon: QSystemTrayIcon | None = None
        theme.changed.connect(self._draw)
        self._fill()
        self._draw()

    def is_there(self) -> bool:
        """Whether the desktop has a place for the icon, where it stands then. What shows it may have gone since it came."""
        return self._there() is not None and QSystemTrayIcon.isSystemTrayAvailable()

    def show_number(self, number: int) -> None:
        """So many tickets have something unread, which may be others than before."""
        self._fill()
        if number != self._number:
            self._number = number
            self._draw()

    def tell(self, notice: Notice) -> bool:
        """Show a notice at the icon; False where this desktop has none."""
        icon = self._there()
        if icon is None or not QSystemTrayIcon.supportsMessages():
            return False
        self._told = notice
        icon.showMessage(notice.title, notice.text, badged(0, self._theme.colours), _SHOWN_MS)
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
        """Filled ahead: many a desktop reads the menu before it says that it opens it. What it has read is left alone where it is still so."""
        unread, hushed = tuple(self._around.unread()[:_LISTED]), self._around.is_hushed()
        if self._filled == (unread, hushed):
            return
        self._filled = unread, hushed
        self.menu.clear()
        for one in unread:
            self._offer(f"{sentence(one)} {one.subject}", partial(self.open_wanted.emit, one.ticket_id))
        if unread:
            self.menu.addSeparator()
        self._offer(self.tr("Open Deskbell"), partial(self.open_wanted.emit, 0))
        self._offer(self.tr("New ticket"), self.new_wanted.emit)
        quiet = self.menu.addAction(self.tr("Quiet for an hour"))
        quiet.setCheckable(True)
        quiet.setChecked(hushed)
        quiet.triggered.connect(lambda on: self._around.hush(on=on))
        # Not now: this very entry goes with it.
        quiet.triggered.connect(self._fill, Qt.ConnectionType.QueuedConnection)
        self.menu.addSeparator()
        self._offer(self.tr("Quit"), self.quit_wanted.emit)

    def _offer(self, words: str, do: Callable[[], object]) -> None:
        # An & in a subject is one, and no key.
        self.menu.addAction(literal(words)).triggered.connect(lambda _checked: do())

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_wanted.emit(0)

    def _open_told(self) -> None:
        if self._told is not None:
            self.told_clicked.emit(self._told)
