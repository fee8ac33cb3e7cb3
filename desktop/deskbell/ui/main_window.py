"""The main window: places the screens, and carries word from one to another."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.commands import UndoSend
from deskbell.model.errors import LACKING, Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.model.views import View
from deskbell.ui.conversation_keys import ConversationKeys
from deskbell.ui.conversation_place import ConversationPlace
from deskbell.ui.deeds import Deeds
from deskbell.ui.deeds_told import DeedsTold
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.health import WorkerWatch
from deskbell.ui.inbox.inbox import Inbox
from deskbell.ui.kept_geometry import keep_geometry, recall_geometry
from deskbell.ui.keys import Keys
from deskbell.ui.loaded_later import load_verbs
from deskbell.ui.new_tickets import NewTickets
from deskbell.ui.notices import Notices
from deskbell.ui.places import Places
from deskbell.ui.prompts import DialogPrompts, Prompts
from deskbell.ui.rail import Rail
from deskbell.ui.runner import Runner
from deskbell.ui.settings_opener import SettingsOpener
from deskbell.ui.shown_over import bind_shown_over
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_menus import TicketMenus
from deskbell.ui.unsaved import Unsaved
from deskbell.ui.widgets.banner import Banners
from deskbell.ui.widgets.toast import Toasts

if TYPE_CHECKING:
    from deskbell.rules.asked_addresses import MailAsked

    # Built after the first paint, and so loaded then.
    from deskbell.ui.apart.ticket_windows import TicketWindows
    from deskbell.ui.asked import Asked
    from deskbell.ui.composer.drafts_here import DraftsHere
    from deskbell.ui.importing.importing import Importing
    from deskbell.ui.importing.imports import Imports
    from deskbell.ui.last_time import LastTime
    from deskbell.ui.mentions.here import MentionsHere
    from deskbell.ui.palette.palette import Palette
    from deskbell.ui.palette.recent import Recent
    from deskbell.ui.playing.playing import Playing
    from deskbell.ui.ticket.pane import TicketPane
    from deskbell.ui.viewing import Viewing


class MainWindow(QWidget):
    """Rail, views, tickets, conversation. `settings_dialog` makes the settings' window over this one, `imports` makes what takes
    in mail from files, `drafts_here` where drafts lie while the database is away; None leaves them out.

    Signals:
        closed: the window was closed; everything typed is in the database.
    """

    closed = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        feed: Feed,
        desk: DeskNow,
        kept: QSettings,
        *,
        prompts: Prompts | None = None,
        settings_dialog: Callable[[QWidget], QWidget] | None = None,
        imports: "Callable[[], Imports] | None" = None,
        drafts_here: "DraftsHere | None" = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self.runner = runner
        self._feed = feed
        self._prompts = prompts or DialogPrompts(self)
        self.prompts_over = DialogPrompts if prompts is None else lambda _window: prompts
        self._desk = desk
        self._kept = kept
        self.settings = SettingsOpener(settings_dialog, self)
        self.viewing: Viewing | None = None
        self.mentions: MentionsHere | None = None
        self.apart: TicketWindows | None = None
        self._last_time: LastTime | None = None
        self.setWindowTitle("Deskbell")
        self.setMinimumSize(960, 560)
        self.deeds = Deeds(runner, desk, self)
        self._menus = TicketMenus(theme, desk, self.deeds, self)
        self.keys = Keys(self, desk.keys)
        worker = WorkerWatch(desk, self)
        self.rail = Rail(theme, runner, feed, desk, self.deeds, worker, self)
        self.banners = Banners(theme, self)
        self.inbox = Inbox(theme, runner, feed, desk, self.deeds, self._menus, kept, self)
        self._drafts_here = drafts_here
        self.unsaved = Unsaved(self.banners, self, here=drafts_here)
        self.unsaved.settled.connect(self.close)
        self._new_tickets = NewTickets(theme, runner, desk, self._prompts, self.unsaved, self.banners, self)
        self._place = ConversationPlace(self._make_pane, self)
        self.inbox.set_conversation(self._place)
        self.toasts = Toasts(self._place, region=self._place.thread_area)
        self.places = Places((theme, runner, desk, self.deeds, self._prompts, kept), feed, self)
        self.notices = Notices(
            self.banners, self.toasts, desk, feed, runner, worker, self.settings, self.open_ticket, self
        )
        self.make_imports = imports
        self._importing: Importing | None = None
        self._lay()
        self._connect()
        self._bind_keys()
        recall_geometry(self, kept)

    @property
    def pane(self) -> "TicketPane":
        """The conversation."""
        return self._place.pane

    @cached_property
    def palette_box(self) -> "Palette":
        """The command palette."""
        from deskbell.ui.palette.offered import offered
        from deskbell.ui.palette.orders import with_orders
        from deskbell.ui.palette.palette import Palette

        offers = lambda: offered(self.keys, self.inbox.views.model.rows(), self.go_to, self.settings)  # noqa: E731
        entries = with_orders(offers, self.inbox.tickets.header)
        made = Palette(self._theme, self.runner, self._desk, entries, self.recent, self)
        made.ticket_picked.connect(self.open_ticket)
        made.customer_picked.connect(self.places.show_customer)
        made.article_picked.connect(self.places.show_article)
        return made

    @cached_property
    def recent(self) -> "Recent":
        """What the palette offers first."""
        from deskbell.ui.palette.recent import Recent

        return Recent(self._kept, self._desk.me.id)

    @cached_property
    def asked(self) -> "Asked":
        """What addresses ask for; made for the first of them."""
        from deskbell.ui.asked import Asked

        made = Asked(self.runner, self._desk.me.id, self.open_ticket, self.places.show_article, self.new_ticket, self)
        made.failed.connect(self.notices.tell_refusal)
        return made

    @cached_property
    def playing(self) -> "Playing":
        """Going through a view by urgency; made when somebody first does."""
        from deskbell.ui.playing.playing import Playing

        shows = (self.inbox, self._place, self.toasts, self._play_ticket)
        made = Playing(self._theme, self.runner, self._desk, self.deeds, *shows, self)
        made.failed.connect(self.notices.tell_refusal)
        return made

    @property
    def importing(self) -> "Importing":
        """The import of mail from files, with its sign in the rail."""
        if self._importing is None:
            from deskbell.ui.importing.importing import Importing

            assert self.make_imports is not None
            self._importing = Importing(self._theme, self.make_imports(), self._desk, self.rail, self.toasts, self)
            self._importing.view_wanted.connect(self.go_to)
        return self._importing

    def begin(self) -> None:
        """Read the first screen; the list comes first, the conversation right after it."""
        model = self.inbox.tickets.model
        for there in (model.shown, model.unread):
            there.connect(self._place.make_soon, Qt.ConnectionType.SingleShotConnection)
        self.inbox.begin()
        self.inbox.tickets.view.setFocus()

    def open_ticket(self, ticket_id: int) -> None:
        """Show this ticket, wherever it lies."""
        self.places.show_inbox()
        self._show(ticket_id)
        self.inbox.tickets.view.set_current(ticket_id)

    def search(self, words: str) -> None:
        """Show what a search finds."""
        self.places.show_inbox()
        self.inbox.search(words)

    def open_apart(self, ticket_id: int) -> None:
        """Show this ticket in a window of its own."""
        self.pane.window_wanted.emit(ticket_id)

    def new_ticket(self, asked: "MailAsked | None" = None) -> None:
        """Begin a ticket by mail, in a window of its own."""
        self._new_tickets.open(asked)

    def open_address(self, words: str) -> None:
        """Do what an address asks for that a click or another program hands over."""
        self.asked.open(words)

    def import_mail(self) -> None:
        """Show the import of mail from files: to choose them, or how far it is."""
        if self.make_imports is not None:
            self.importing.open()

    def tell_error(self, error: Exception) -> None:
        """Say in a banner what failed: also a bug, from the hook of the program."""
        self.notices.tell_error(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._place.is_made:
            self.pane.flush()
        if self.apart is not None:
            self.apart.flush()
        # Whoever ends the program has decided already; a click on the cross may not have thought of it.
        unasked = self._importing is None or not event.spontaneous() or self._importing.may_close(self._prompts)
        if unasked:
            # It would stay behind alone, and what was typed there is kept a moment later only.
            self._new_tickets.close()
        if not unasked or self.unsaved.holds():
            event.ignore()
            return
        if self._importing is not None:
            self._importing.cut_off()
        if self.viewing is not None:
            self.viewing.close()
        if self._last_time is not None and self.apart is not None:
            self._last_time.end()
            self.apart.close()
        keep_geometry(self, self._kept)
        super().closeEvent(event)
        self.closed.emit()

    def _lay(self) -> None:
        column = self._column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self.inbox, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.places.left.connect(self.back)
        self.places.add_to(self.rail, self.keys)

    def _connect(self) -> None:
        self.inbox.opened.connect(self._open)
        self.inbox.entered.connect(self._enter)
        self.inbox.turned.connect(self.toasts.float_over)
        self.inbox.tickets.view.marked.connect(lambda ticket_id: self.pane.read_ahead(ticket_id))  # noqa: PLW0108
        self.inbox.tickets.view.window_wanted.connect(self.open_apart)
        self.inbox.tickets.header.new_wanted.connect(self.new_ticket)
        self.inbox.tickets.header.play_wanted.connect(lambda: self.playing.step())  # noqa: PLW0108
        self.rail.health_clicked.connect(self.settings.open)
        self._new_tickets.sent.connect(self._remember_sent)
        self._new_tickets.failed.connect(self.notices.tell_refusal)
        self.notices.damaged.connect(self.rail.tell_damaged)
        DeedsTold(self.deeds, self.toasts)
        self.deeds.failed.connect(self.notices.tell_refusal)
        self.deeds.failed.connect(self._go_to_lacking)

    def _go_to_lacking(self, error: Exception) -> None:
        """Where a ticket could not be solved, to what must be filled in."""
        if isinstance(error, Mistake) and error.code in LACKING:
            number = int(str(error.values["number"]))
            self.open_ticket(number)
            self.pane.filling.ask_for_lacking(number)

    def _make_pane(self) -> "TicketPane":
        from deskbell.ui.apart.home import home_of
        from deskbell.ui.apart.ticket_windows import TicketWindows
        from deskbell.ui.importing.added import take_mails
        from deskbell.ui.last_time import LastTime
        from deskbell.ui.mentions.here import MentionsHere
        from deskbell.ui.sharing.here import SharingHere
        from deskbell.ui.ticket.pane import TicketPane
        from deskbell.ui.viewing import Viewing

        pane = TicketPane(self._theme, self.runner, self._desk, self.deeds, self._prompts, self._kept, self._place)
        self._feed.changed.connect(pane.refresh)
        pane.open_ticket.connect(self.open_ticket)
        pane.shown.connect(self._look_ahead)
        pane.shown.connect(self.recent.open)
        pane.shown.connect(self.inbox.follow)
        # From a ticket that lies over the table it is one more step back to that.
        pane.left.connect(lambda: None if self.inbox.is_covered else self.back())
        pane.address_wanted.connect(self.open_address)
        pane.told.connect(self.toasts.say)
        pane.customers.search_wanted.connect(self.search)
        self.places.attend(pane)
        pane.customers.organisations_wanted.connect(partial(self.settings.open_page, "organisations"))
        pane.failed.connect(self.notices.tell_refusal)
        self.unsaved.watch(pane.keeper)
        if self._drafts_here is not None:
            pane.keeper.take_over([one for one in self._drafts_here.left if one.kind is not ReplyKind.NEW])
            self._new_tickets.take_over(self._drafts_here)
        self.viewing = Viewing(self.runner, self._feed, self._desk, self)
        self.viewing.attend(pane)
        self.viewing.changed.connect(self._show_badges)
        self.sharing = SharingHere(self._theme, self.runner, self._desk, pane)
        shows = (self.inbox, self.toasts, self.keys, self.open_ticket)
        self.mentions = MentionsHere(self.runner, self._desk, pane, *shows, self)
        around = (self._theme, self.runner, self._feed, self._desk, self.prompts_over, self._kept)
        self.apart = TicketWindows(*around, pane, home_of(self), self)
        self.mentions.now.attend_apart(self.apart)
        if self.make_imports is not None:
            self.inbox.take_files()
            self.inbox.files_dropped.connect(lambda view, files: self.importing.take(view, files))  # noqa: PLW0108
            take_mails(self._theme, self.runner, pane, lambda: self.importing)
        self._last_time = LastTime(self._kept, pane, self.apart, self.places, self)
        if (first := self.inbox.tickets.model.ticket(0)) is not None:
            pane.prepare(first.id)
        self.runner.aside(load_verbs)
        return pane

    def _look_ahead(self) -> None:
        """Prepare the next step through the list."""
        view = self.inbox.tickets.view
        self.pane.read_ahead(view.next_id())
        view.draw_ahead()

    def _show_badges(self) -> None:
        if self.viewing is not None:
            self.inbox.tickets.show_badges(self.viewing.badges())

    def _bind_keys(self) -> None:
        keys, desk, tickets = self.keys, self._desk, self.inbox.tickets
        self.inbox.bind(keys)
        # Made when it is first wanted.
        keys.bind("play", lambda: self.playing.step())  # noqa: PLW0108
        keys.list_only("end_play")
        keys.bind("back", self.back)
        keys.bind("palette", lambda: self.palette_box.open_over())  # noqa: PLW0108
        self.settings.bind(keys, self.rail)
        if self.make_imports is not None:
            self._import_action = keys.bind("import_mail", self.import_mail)
            self._desk.changed.connect(self._look_for_worker)
            self._look_for_worker()
        bind_shown_over(keys, (self._theme, self.runner, self._feed, self._desk, self.deeds), self)
        keys.bind("new_ticket", self.new_ticket)
        keys.bind("new_from_template", self._new_tickets.open_from_template)
        ConversationKeys(self._theme, self.runner, keys, self.deeds, self._menus, self._place, tickets, desk)

    def _look_for_worker(self) -> None:
        self._import_action.setEnabled(self._desk.runs_worker)

    def _remember_sent(self, message_id: int, sentence: str) -> None:
        self.deeds.remember(sentence, UndoSend(agent_id=self._desk.me.id, message_id=message_id))

    def _show(self, ticket_id: int) -> None:
        self.inbox.expect()
        self.pane.show_ticket(ticket_id)

    def _open(self, ticket_id: int) -> None:
        if ticket_id:
            self._show(ticket_id)
        elif self._place.is_made:
            self.pane.clear()

    def put_beside_inbox(self, screen: QWidget) -> None:
        """Have another screen in the inbox's room."""
        self._column.addWidget(screen, 1)

    def enter_ticket(self, ticket_id: int) -> None:
        """Show this ticket, with the keyboard in it."""
        self.open_ticket(ticket_id)
        self.pane.conversation.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _enter(self, ticket_id: int) -> None:
        self._show(ticket_id)
        self.pane.conversation.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _play_ticket(self, ticket_id: int) -> None:
        self._enter(ticket_id)
        self.inbox.tickets.view.set_current(ticket_id)

    def back(self) -> None:
        """To the list, from the ticket that lies over it or stands beside it."""
        if not self.inbox.uncover():
            self.inbox.tickets.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.inbox.uncover():
            super().keyPressEvent(event)

    def go_to(self, view: View) -> None:
        """Show this view."""
        self.places.show_inbox()
        self.inbox.go_to_view(view)
        self.back()
