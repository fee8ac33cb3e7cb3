"""How an open ticket is laid out: header, thread and composer in the middle, the customer beside them where there is room."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QSignalBlocker, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.composer.composer import Composer
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.customer_side import CustomerSide
from deskbell.ui.ticket.header import TicketHeader
from deskbell.ui.ticket.reading import Opened
from deskbell.ui.ticket.rehearsal import Rehearsal
from deskbell.ui.ticket.thread import Thread
from deskbell.ui.widgets.pane import Line

if TYPE_CHECKING:
    from deskbell.ui.ticket.elsewhere_line import ElsewhereLine
    from deskbell.ui.ticket.mail_drop import MailDrop

_SIDE_KEY = "ticket/customer_side"
_ROOM_FOR_SIDE = 700
_TIGHT = 700
"""Below this height the composer gives way to what is read, while the caret is not in it."""
_LAYOUT_ROUNDS = 3
"""How often a layout that has found its size asks the one around it, from a tag in the header to the thread below it."""


class TicketPage(QWidget):
    """Places the four parts of a ticket, which others fill, and divides the room between them.

    Signals:
        elsewhere_wanted: the person wants to go to the window where the ticket is written on.
    """

    elsewhere_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        settings: QSettings,
        header: TicketHeader,
        conversation: Thread,
        composer: Composer,
        side: CustomerSide,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self._header = header
        self._conversation = conversation
        self._composer = composer
        self._side = side
        self._rehearsal: Rehearsal | None = None
        self._elsewhere: ElsewhereLine | None = None
        self._narrow = self._over = False
        self._instead: QWidget | None = None
        self._lay()
        header.panel_button.setChecked(bool(settings.value(_SIDE_KEY, True, bool)))
        header.panel_wanted.connect(self._side_wanted)
        composer.grown.connect(self._limit_composer)

    def settle(self) -> None:
        """Let everything find its place before any of it is painted, or most of it would be painted twice.

        What a layout asks of the one around it waits for the next round.
        """
        for _ in range(_LAYOUT_ROUNDS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def rehearse(self, opened: Opened) -> None:
        """Show a ticket once where nobody sees it, so that the first one that is opened finds everything made."""
        detail, thread = opened.detail, self._conversation
        self._rehearsal = Rehearsal(
            self,
            (
                (partial(self._header.show_row, detail.row), self._header),
                (partial(self._side.show_panel, opened.panel, opened.newest_why()), self._side),
                (self._composer.update, self._composer),
                (partial(thread.show_detail, detail), thread),
                (thread.clear, thread),
            ),
        )

    def take_mails(self, make: "Callable[[], MailDrop]") -> None:
        """Let mails be dropped here; what takes them is made when something is first carried over."""
        self._make_mails = make
        self.setAcceptDrops(True)

    @cached_property
    def _mails(self) -> "MailDrop":
        return self._make_mails()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._mails.come(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mails.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self._mails.let_go(event)

    def show_side(self) -> None:
        """Show the panel beside the ticket: something in it is asked for."""
        self._header.panel_button.setChecked(True)

    def show_instead(self, other: QWidget | None) -> None:
        """Show something else where the thread is, or (None) the thread again."""
        if self._instead is not None:
            self._instead.hide()
        self._instead = other
        if other is not None:
            self._middle.insertWidget(self._middle.indexOf(self._conversation), other, 1)
            other.show()
        self._conversation.setVisible(other is None)

    def show_elsewhere(self, elsewhere: bool) -> None:
        """Show a line in place of the composer where the ticket is written on in another window."""
        if elsewhere and self._elsewhere is None:
            from deskbell.ui.ticket.elsewhere_line import ElsewhereLine

            self._elsewhere = ElsewhereLine(self._theme, self)
            self._elsewhere.acted.connect(self.elsewhere_wanted)
            self._middle.addWidget(self._elsewhere)
        if self._elsewhere is not None:
            self._elsewhere.setVisible(elsewhere)
            self._composer.setVisible(not elsewhere)

    def fold_side(self) -> None:
        """Another ticket is shown: where the panel stands over the thread, it goes."""
        if self._over:
            self._header.panel_button.setChecked(False)

    def end_rehearsal(self) -> None:
        """Somebody opens a ticket."""
        if self._rehearsal is not None:
            self._rehearsal.stop()
            self._rehearsal.deleteLater()
            self._rehearsal = None
            self._conversation.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._composer.give_way(tight=self.height() < self._theme.px(_TIGHT))
        self._limit_composer()
        self._show_side()

    def _lay(self) -> None:
        middle = QWidget(self)
        column = self._middle = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(Line(parent=middle))
        column.addWidget(self._conversation, 1)
        column.addWidget(self._composer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(middle, 1)
        self._panel = QWidget(self)
        beside = QHBoxLayout(self._panel)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(Line(vertical=True, parent=self._panel))
        beside.addWidget(self._side)
        row.addWidget(self._panel)
        self._row = row

    def _limit_composer(self) -> None:
        """However long an answer gets, some of what it answers stays in view."""
        composer = self._composer
        composer.setMaximumHeight(max(composer.minimumSizeHint().height(), self.height() * 55 // 100))

    def _side_wanted(self, wanted: bool) -> None:
        if self._narrow:
            self._over = wanted
        else:
            self._settings.setValue(_SIDE_KEY, wanted)
        self._show_side()

    def _show_side(self) -> None:
        """Beside the thread where there is room; else, when it is asked for, over it."""
        button = self._header.panel_button
        narrow = self.width() < self._theme.px(_ROOM_FOR_SIDE)
        if narrow is not self._narrow:
            self._narrow, self._over = narrow, False
            with QSignalBlocker(button):
                button.setChecked(not narrow and bool(self._settings.value(_SIDE_KEY, True, bool)))
            if narrow:
                self._row.removeWidget(self._panel)
            else:
                self._row.addWidget(self._panel)
        self._panel.setVisible(button.isChecked())
        if narrow and button.isChecked():
            top, wide = self._header.height() + 1, self._panel.sizeHint().width()
            self._panel.setGeometry(self.width() - wide, top, wide, self.height() - top)
            self._panel.raise_()
