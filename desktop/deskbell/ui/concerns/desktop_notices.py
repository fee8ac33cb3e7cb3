"""Notices of the desktop: by its notification service where there is one to speak to, else by the icon beside the clock."""

import sys
from collections.abc import Callable, Iterable
from itertools import count
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from deskbell.model.resources import resource
from deskbell.ui.bring_forward import let_come_forward
from deskbell.ui.concerns.notice_service import CLICKED, REFUSED, NoticeService, Shown
from deskbell.ui.concerns.tray import Tray
from deskbell.ui.concerns.words import Notice

# Elsewhere the icon's own notices are the system's.
_WITH_SERVICE: Final = frozenset({"xcb", "wayland"})
_KEPT: Final = 50
"""Of so many notices a click is still understood."""


class _Told(Struct, frozen=True):
    notice: Notice
    tickets: frozenset[int]
    sound: bool
    otherwise: Callable[[], object]


class DesktopNotices(QObject):
    """A notice goes away by itself when all of its tickets were seen: a desktop may keep a list of them.

    Signals:
        clicked(Notice): the person wants what this one is about.
    """

    clicked = Signal(object)
    _heard = Signal(str, int, str)

    def __init__(self, tray: Tray, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray = tray
        self._keys = count(1)
        self._told: dict[int, _Told] = {}
        self._service: NoticeService | None = None
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        tray.told_clicked.connect(self.clicked)

    def tell(self, notice: Notice, tickets: Iterable[int], *, sound: bool, otherwise: Callable[[], object]) -> None:
        """Show it; where the desktop shows nothing `otherwise` is done, now or in a moment. `tickets` are those that it is about."""
        told = _Told(notice, frozenset(tickets), sound, otherwise)
        if not (sys.platform == "linux" and QGuiApplication.platformName() in _WITH_SERVICE):
            self._tell_by_icon(told)
            return
        if self._service is None:
            self._service = NoticeService(self._heard.emit)
        key = next(self._keys)
        self._told[key] = told
        for old in tuple(self._told)[:-_KEPT]:
            del self._told[old]
        does = self.tr("Open") if notice.ticket_id else self.tr("Show")
        picture = resource("icons", "deskbell.svg").as_uri()
        self._service.show(Shown(key, notice.title, notice.text, does, picture, sound))

    def drop_seen(self, unseen: Iterable[int]) -> None:
        """Take away the notices of which no ticket is left to be seen; those that are about none stay."""
        left = frozenset(unseen)
        for key, told in tuple(self._told.items()):
            if self._service is not None and told.tickets and not told.tickets & left:
                del self._told[key]
                self._service.take_down(key)

    def close(self) -> None:
        """Tell no more."""
        if self._service is not None:
            self._service.close()

    def _hear(self, what: str, key: int, token: str) -> None:
        told = self._told.get(key)
        if told is None:
            return
        if what == REFUSED:
            del self._told[key]
            self._tell_by_icon(told)
        elif what == CLICKED:
            let_come_forward(token)
            self.clicked.emit(told.notice)
        else:
            QApplication.beep()

    def _tell_by_icon(self, told: _Told) -> None:
        if not self._tray.tell(told.notice):
            told.otherwise()
        elif told.sound:
            QApplication.beep()
