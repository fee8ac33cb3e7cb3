"""A ticket in a window of its own: all that can be done with it, beside the main window or on a second screen."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.errors import LACKING, Mistake
from deskbell.model.rows import TicketRow
from deskbell.rules.asked_addresses import article_address
from deskbell.ui.apart.home import Home
from deskbell.ui.canned.at_hand import RepliesAtHand
from deskbell.ui.composer.draft_keeper import DraftKeeper
from deskbell.ui.conversation_place import ConversationPlace
from deskbell.ui.deeds import Deeds
from deskbell.ui.deeds_told import DeedsTold
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.importing.added import take_mails
from deskbell.ui.keys import Keys
from deskbell.ui.pane_keys import bind_pane_keys
from deskbell.ui.prompts import Prompts
from deskbell.ui.reminders.at_ticket import ReminderAtTicket
from deskbell.ui.reminders.menu import show_reminders
from deskbell.ui.runner import Runner
from deskbell.ui.sharing.here import SharingHere
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket_keys import TicketKeys
from deskbell.ui.ticket_menus import TicketMenus
from deskbell.ui.viewing import Viewing
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.toast import Toasts

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskbell.ui.palette.palette import Palette

_SIZE = (1040, 780)


class TicketWindow(Pane):
    """Shows one ticket as long as it is open. What was done in it is told and undone in it. `keeper` keeps the drafts of all windows.

    Signals:
        closed: the person closed it, or the ticket is gone; what was typed is on its way to the database.
        failed: something was not done, and its toast says why.
        settled: the ticket is there, is gone, or cannot be read.
        looked(int): the ticket is before somebody's eyes by now.
    """

    closed = Signal()
    failed = Signal()
    settled = Signal()
    looked = Signal(int)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        feed: Feed,
        desk: DeskNow,
        prompts: "Callable[[QWidget], Prompts]",
        kept: QSettings,
        keeper: DraftKeeper,
        home: Home,
        ticket_id: int,
    ) -> None:
        super().__init__("background")
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._home = home
        self.ticket_id = ticket_id
        self.was_shown = False
        self.setWindowTitle(f"#{ticket_id}")
        self.deeds = Deeds(runner, desk, self)
        self.keys = Keys(self, desk.keys)
        self._menus = TicketMenus(theme, desk, self.deeds, self)
        self.pane = TicketPane(theme, runner, desk, self.deeds, prompts(self), kept, keeper=keeper)
        place = ConversationPlace(lambda: self.pane, self)
        place.pane.hide()  # until there is something to be seen
        self.toasts = Toasts(place, region=place.thread_area)
        self.viewing = Viewing(runner, feed, desk, self)
        self.viewing.attend(self.pane)
        self.sharing = SharingHere(theme, runner, desk, self.pane)
        self.reminder = ReminderAtTicket(theme, desk, self.deeds, self.pane)
        if home.importing is not None:
            take_mails(theme, runner, self.pane, home.importing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(place)
        DeedsTold(self.deeds, self.toasts)
        self._connect(feed)
        self._bind_keys(desk)
        self.setMinimumSize(theme.px(480), theme.px(420))
        self.resize(theme.px(_SIZE[0]), theme.px(_SIZE[1]))
        self.pane.show_ticket(ticket_id)

    @cached_property
    def palette_box(self) -> "Palette":
        """The command palette: what can be done to this ticket, and what the main window does and finds."""
        from deskbell.ui.palette.palette import Palette

        offered = partial(self._home.offered, self.keys)
        made = Palette(self._theme, self._runner, self._desk, offered, self._home.recent, self)
        made.ticket_picked.connect(self._open_ticket)
        made.customer_picked.connect(self._home.search)
        made.article_picked.connect(lambda number: self._home.open_address(article_address(number)))
        return made

    def recall(self, geometry: object) -> None:
        """Stand where a window stood that kept this; where no screen is any more, the system finds a place."""
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def is_seen(self) -> bool:
        """Whether somebody works in it, with the ticket before their eyes."""
        return self.was_shown and self.isActiveWindow() and not self.isMinimized()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.is_seen():
            self.looked.emit(self.ticket_id)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pane.flush()
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _connect(self, feed: Feed) -> None:
        pane, home = self.pane, self._home
        feed.changed.connect(pane.refresh)
        pane.shown.connect(self._look)
        pane.row_shown.connect(self._name)
        pane.told.connect(self.toasts.say)
        pane.failed.connect(self._refuse)
        pane.open_ticket.connect(self._open_ticket)
        pane.address_wanted.connect(home.open_address)
        pane.customers.search_wanted.connect(home.search)
        pane.customers.customer_wanted.connect(home.show_customer)
        pane.errands.article_wanted.connect(home.make_article)
        pane.customers.organisations_wanted.connect(home.open_organisations)
        self.deeds.failed.connect(self._refuse)

    def _bind_keys(self, desk: DeskNow) -> None:
        keys = self.keys
        bind_pane_keys(keys, self._own_pane, self._targets, self._anchor, self.pane.begin)
        TicketKeys(self._theme, keys, self.deeds, self._menus, self._targets, self._row, self._anchor, desk)
        keys.bind("field", self._ask_field)
        keys.bind("macro", partial(self.pane.offer_canned, macros=True))
        RepliesAtHand(keys, self._runner, desk, self._own_pane, tuple)
        keys.bind("reminders", partial(show_reminders, self._theme, desk, self.pane, self.pane.header))
        keys.bind("go_inbox", self._home.show)
        keys.bind("keys", self._show_keys)
        keys.bind("palette", lambda: self.palette_box.open_over())  # noqa: PLW0108
        keys.bind("close", self._close)

    def _own_pane(self) -> TicketPane:
        return self.pane

    def _targets(self) -> tuple[int, ...]:
        return (self.ticket_id,)

    def _row(self) -> TicketRow | None:
        return self.pane.row

    def _anchor(self) -> QWidget:
        return self.pane.header

    def _ask_field(self) -> None:
        if self.pane.row is not None:
            self.pane.errands.fields.ask(self._targets(), self._anchor(), self.pane.row)

    def _close(self) -> None:
        self.close()

    def _show_keys(self) -> None:
        from deskbell.ui.key_sheet import KeySheet

        KeySheet(self._theme, self.keys, self).show()

    def _name(self, row: TicketRow) -> None:
        self.setWindowTitle(f"#{row.id} {row.subject}")

    def _look(self, ticket_id: int) -> None:
        """A ticket that was erased, or never was, has no window."""
        if not ticket_id:
            self.close()
            self.settled.emit()
            return
        self.pane.show()
        self.was_shown = True
        if self.focusWidget() is None:
            self.pane.conversation.setFocus()
        if self.is_seen():
            self.looked.emit(ticket_id)
        self.settled.emit()

    def _open_ticket(self, ticket_id: int) -> None:
        """Another ticket is the main window's affair; this one comes back when an answer of it was taken back."""
        if ticket_id == self.ticket_id:
            self.activateWindow()
        else:
            self._home.open_ticket(ticket_id)

    def _refuse(self, error: Exception) -> None:
        self.pane.show()
        self._home.refuse(error, self.toasts)
        if isinstance(error, Mistake) and error.code in LACKING:
            self.pane.filling.ask_for_lacking(self.ticket_id)
        self.failed.emit()
        self.settled.emit()
