"""An open ticket: header, thread and composer, and beside them the customer."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QSettings, QSize, QTimer, Signal
from PySide6.QtWidgets import QLayout, QStackedLayout, QWidget

from deskbell.model.changes import Changes
from deskbell.model.commands import UndoSend
from deskbell.model.errors import PASSING, Trouble
from deskbell.model.kinds import ReplyKind, Shelf
from deskbell.model.rows import DraftRow, MessageRow, TicketRow
from deskbell.rules.picture_trust import is_trusted
from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.draft_keeper import DraftKeeper
from deskbell.ui.deeds import Deeds, RowChange
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.history.history_place import HistoryPlace
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.after_reading import AfterReading
from deskbell.ui.ticket.attachment_deeds import AttachmentDeeds
from deskbell.ui.ticket.card_errands import CardErrands
from deskbell.ui.ticket.customer_deeds import CustomerDeeds
from deskbell.ui.ticket.customer_side import CustomerSide
from deskbell.ui.ticket.filling import Filling
from deskbell.ui.ticket.header import TicketHeader
from deskbell.ui.ticket.message_card import CardSurroundings, MessageCard
from deskbell.ui.ticket.message_head import HeadStyle
from deskbell.ui.ticket.message_pictures import MessagePictures
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.ticket.outbox_line import Decision
from deskbell.ui.ticket.page import TicketPage
from deskbell.ui.ticket.read_ahead import ReadAhead
from deskbell.ui.ticket.reader import Reader
from deskbell.ui.ticket.reading import NEWEST, Opened, open_ticket
from deskbell.ui.ticket.thread import Thread
from deskbell.ui.ticket.writing import Writing
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.words import told_error

_NARROWEST = 380
_LOWEST = 420


class TicketPane(Pane):
    """Shows one ticket after another and keeps it in step with the database. Tell it of changes with `refresh`.

    Signals:
        open_ticket(int): another ticket of the customer was clicked, or is the one whose answer was taken back.
        told(str): a sentence worth a toast: what was written where, why a mail is here.
        failed(Exception): what could not be read or done.
        shown(int): this ticket is on the screen now; 0 for none.
        left: Escape in the composer: the keyboard wants to go back to the list.
        address_wanted(str): as of `CardErrands`.
        row_shown(TicketRow): the open ticket's card, whenever it is another.
        window_wanted(int): this ticket is to have a window of its own, or the one that it has is wanted.
    """

    open_ticket = Signal(int)
    told = Signal(str)
    failed = Signal(object)
    shown = Signal(int)
    left = Signal()
    address_wanted = Signal(str)
    row_shown = Signal(object)
    window_wanted = Signal(int)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        deeds: Deeds,
        prompts: Prompts,
        settings: QSettings,
        parent: QWidget | None = None,
        *,
        keeper: DraftKeeper | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__("background", parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._settings = settings
        self._ticket_id = 0
        self._newest = NEWEST
        self._opened: Opened | None = None
        self._looking = False
        self.pictures = MessagePictures(runner, self._trusts, self)
        around = CardSurroundings(
            theme, HeadStyle(theme), now, desk.mailbox_at, self.pictures.of, self.pictures.state, desk.me.id, desk.agent
        )
        self.header = TicketHeader(theme, desk, deeds, self)
        self.conversation = Thread(around, self)
        self._has_own_window = keeper is not None
        self.keeper = keeper or DraftKeeper(runner, self)
        taken = self.keeper.taken
        self._reader = Reader(runner, desk.me.id, taken, self._show, self._show_drafts, self._not_read, self)
        self.composer = Composer(theme, runner, desk, self.keeper, prompts, self.conversation.seen_message, self)
        self.writing = Writing(self.composer, self)
        self.side = CustomerSide(theme, self)
        self.customers = CustomerDeeds(theme, self.side, runner, deeds, prompts, desk, self)
        self.filling = Filling(self.side, deeds, lambda: desk.me.id, self)
        self.files = AttachmentDeeds(runner, prompts, self)
        self.errands = CardErrands(
            theme, runner, desk, deeds, prompts, self.files, self.pictures, lambda: self.row, self._forward, self
        )
        around_side = (self.errands, self.side, lambda: self.row, self.writing.insert_article)
        self._later = AfterReading(theme, runner, desk, deeds, *around_side, self)
        self._empty = EmptyState(theme, self)
        self._next = ReadAhead(runner, desk.me.id, taken, self._prepare_next, self)
        self._lay()
        self._connect()
        self.clear()

    @property
    def ticket_id(self) -> int:
        """The ticket that is shown or being read, 0 for none."""
        return self._ticket_id

    @property
    def row(self) -> TicketRow | None:
        """The open ticket's card, as it is shown."""
        return self._opened.detail.row if self._opened is not None else None

    def show_ticket(self, ticket_id: int) -> None:
        """Open this ticket; what is on the screen stays until it has been read."""
        if ticket_id == self._ticket_id:
            return
        self.composer.leave()
        self.page.end_rehearsal()
        # What is still to come of the one before would be shown in the place of this one.
        self._reader.forget()
        self._ticket_id = ticket_id
        self._looking = False
        self.writing.forget()
        self._newest = NEWEST
        if self._next.has(ticket_id):
            # Keys that are still to be heard come first: whoever holds one down goes past this ticket.
            QTimer.singleShot(0, self, partial(self._show_known, ticket_id))
        else:
            self._read()

    def read_ahead(self, ticket_id: int) -> None:
        """Read the ticket that will probably be opened next; 0 for none."""
        self._next.want(ticket_id)

    def prepare(self, ticket_id: int) -> None:
        """Read a ticket and show it where nobody sees it, so that the first one that is opened finds everything made."""
        self._runner.ask(
            open_ticket, ticket_id, self._desk.me.id, self._newest, done=self._rehearse, failed=lambda _: None
        )

    def _rehearse(self, opened: Opened | None) -> None:
        if opened is not None and not self._ticket_id:
            self.page.rehearse(opened)

    def clear(self) -> None:
        """Show no ticket."""
        self.composer.leave()
        self._reader.forget()
        self._ticket_id = 0
        self._opened = None
        self.writing.clear()
        self.conversation.clear()
        self._empty.say(
            Icon.MAIL, self.tr("No ticket is open"), self.tr("Choose one in the list to read and answer it here.")
        )
        self._stack.setCurrentIndex(0)
        self.shown.emit(0)

    def refresh(self, changes: Changes) -> None:
        """Read again what these changes touch."""
        self._next.hear(changes)
        if self._ticket_id:
            self._reader.hear(changes, self._ticket_id, self._newest, self._opened)

    def offer_canned(self, *, macros: bool = False) -> None:
        """Show the list of canned replies, or of the macros among them, over what is written on the open ticket."""
        if self._opened is not None:
            self.writing.offer_canned(macros=macros)

    def save_as_canned(self) -> None:
        """Save what is written on the open ticket as a canned reply."""
        if self._opened is not None:
            self.writing.save_as_canned()

    def begin(self, kind: ReplyKind) -> None:
        """Write: the keys r, a, f and n. On a ticket that is still being read, as soon as it is there."""
        if self.row is not None and self.row.id == self._ticket_id:
            self.writing.begin(kind)
        elif self._ticket_id:
            self.writing.wait(kind)

    def read_again(self, _answer: object = None) -> None:
        """Read the open ticket once more."""
        if self._ticket_id:
            self._read()

    def flush(self) -> None:
        """Keep what is being typed at once; the window closes."""
        self.composer.leave()
        self.errands.close()

    def print_ticket(self) -> None:
        """Put the open ticket on paper."""
        if self.row is not None:
            self.errands.printing.print_ticket(self.row)

    def undo_send(self, message_id: int) -> None:
        """Take a mail back; its text is in the composer again."""
        self._decide(message_id, UndoSend)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(_NARROWEST), self._theme.px(_LOWEST))

    def _lay(self) -> None:
        self.page = TicketPage(
            self._theme, self._settings, self.header, self.conversation, self.composer, self.side, self
        )
        self.history = HistoryPlace(self._theme, self._runner, self._desk, self._deeds, self.header, self.page)
        self._stack = QStackedLayout(self)
        # The panel goes where there is no room for it, so it may not hold the window wide.
        self._stack.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.page)

    def _connect(self) -> None:
        self.header.subject_changed.connect(lambda subject: self._deeds.set_subject(self._ticket_id, subject))
        self.header.menu_wanted.connect(self._show_menu)
        self.conversation.card_made.connect(self._connect_card)
        self.pictures.come.connect(self.conversation.show_pictures)
        self.pictures.failed.connect(self.failed)
        self.errands.told.connect(self.told)
        self.errands.failed.connect(self.failed)
        self.errands.address_wanted.connect(self.address_wanted)
        self.conversation.earlier_wanted.connect(self._read_earlier)
        self.composer.dealt_with.connect(self._deal_with)
        self.composer.sent.connect(self._remember_sent)
        self.composer.macro_due.connect(lambda ticket_id, reply: self._deeds.apply_macro((ticket_id,), reply))
        self.composer.noted.connect(self.read_again)
        self.composer.failed.connect(self.failed)
        self.composer.look_wanted.connect(self._look)
        self.composer.fields_wanted.connect(lambda: self.filling.ask_for_lacking(self._ticket_id))
        self.filling.panel_wanted.connect(self.page.show_side)
        self.writing.elsewhere.connect(self.page.show_elsewhere)
        self.writing.elsewhere_wanted.connect(self.window_wanted)
        self.page.elsewhere_wanted.connect(lambda: self.window_wanted.emit(self._ticket_id))
        self.composer.left.connect(self._leave_composer)
        self.side.open_ticket.connect(self.open_ticket)
        self.customers.failed.connect(self._not_done)
        self.customers.told.connect(self.told)
        self.shown.connect(self._later.begin)
        self.shown.connect(self.history.show_ticket)
        self.history.message_wanted.connect(self.customers.show_message)
        self.history.failed.connect(self.failed)
        self._later.open_ticket.connect(self.open_ticket)
        self._later.address_wanted.connect(self.address_wanted)
        self._later.failed.connect(self.failed)
        self.side.link_wanted.connect(self.errands.ask_link)
        self.side.linked_as.connect(self.errands.set_link)
        self._empty.acted.connect(self.read_again)
        self.files.done.connect(self.told)
        self.files.failed.connect(self.failed)
        self._deeds.shown.connect(lambda tickets, _change: self._next.deal(tickets))
        self._deeds.shown.connect(self._show_at_once)
        self._deeds.refused.connect(self._refused)
        self._deeds.came_back.connect(self.open_ticket)

    def _connect_card(self, card: MessageCard) -> None:
        self.errands.connect_card(card)
        card.decided.connect(self._decide)

    def _read(self) -> None:
        self._reader.read(self._ticket_id, self._newest)

    def _show_drafts(self, ticket_id: int, drafts: tuple[DraftRow, ...]) -> None:
        opened = self._opened
        if opened is not None and opened.detail.row.id == ticket_id == self._ticket_id:
            self._opened = replace(opened, drafts=drafts)
            self.writing.show(opened.detail, drafts)

    def _show_known(self, ticket_id: int) -> None:
        if ticket_id != self._ticket_id:
            return
        known = self._next.take(ticket_id)
        if known is None:
            self._read()
        else:
            self._show(known)

    def _prepare_next(self, opened: Opened) -> None:
        self.conversation.prepare(opened.detail)

    def _not_read(self, error: Exception) -> None:
        """What was on the screen of this ticket stays; where nothing of it was, its place says why."""
        self.writing.forget()
        if self._opened is None or self._opened.detail.row.id != self._ticket_id:
            self._opened = None
            self.conversation.clear()
            title = self.tr("Ticket #{number} cannot be read").format(number=self._ticket_id)
            self._empty.say(Icon.ERROR, title, told_error(error), self.tr("Try again"))
            self._stack.setCurrentIndex(0)
            if isinstance(error, Trouble) and error.code in PASSING:
                return
        self.failed.emit(error)

    def _look(self) -> None:
        """Show what somebody else wrote meanwhile: this window may not have heard of it yet."""
        self.conversation.show_news()
        self._looking = True
        self.read_again()

    def _read_earlier(self) -> None:
        self._newest += NEWEST
        self._read()

    def _show(self, opened: Opened | None) -> None:
        if opened is None:
            self.clear()
            return
        fresh = self._opened is None or self._opened.detail.row.id != opened.detail.row.id
        self._opened = opened
        if fresh:
            self.pictures.forget()
            self.page.fold_side()
        self._stack.setCurrentIndex(1)
        self._show_row(opened.detail.row)
        self.writing.show(opened.detail, opened.drafts)
        self.conversation.show_detail(opened.detail, self._desk.me.id)
        if self._looking:
            self._looking = False
            self.conversation.show_news()
        self.side.show_panel(opened.panel, opened.newest_why())
        self.filling.show(opened.detail)
        self.page.settle()
        self.history.read_again()
        self.customers.reach(self.conversation, opened.detail)
        if fresh:
            self.shown.emit(opened.detail.row.id)
        self.writing.begin_wanted()

    def _show_row(self, row: TicketRow) -> None:
        self.header.show_row(row)
        self.row_shown.emit(row)

    def _show_at_once(self, tickets: tuple[int, ...], change: RowChange) -> None:
        if self._opened is not None and self._opened.detail.row.id in tickets:
            row = change(self._opened.detail.row)
            self._opened = replace(self._opened, detail=replace(self._opened.detail, row=row))
            self._show_row(row)

    def _refused(self, tickets: tuple[int, ...]) -> None:
        if self._ticket_id in tickets:
            self._read()

    def _not_done(self, error: Exception) -> None:
        self.failed.emit(error)
        self.read_again()

    def _deal_with(self, ticket_id: int) -> None:
        self._deeds.deal_with((ticket_id,))
        self._leave_composer()

    def _remember_sent(self, message_id: int, sentence: str, ticket_id: int) -> None:
        self._deeds.remember(sentence, UndoSend(agent_id=self._desk.me.id, message_id=message_id), ticket_id)
        self.read_again()

    def _decide(self, message_id: int, decision: Decision) -> None:
        command = decision(agent_id=self._desk.me.id, message_id=message_id)
        self._runner.do(command, done=self.read_again, failed=self.failed.emit)

    def _show_menu(self, at: QPoint) -> None:
        from deskbell.ui.ticket.ticket_menu import ticket_menu

        if self.row is not None:
            apart = None if self._has_own_window else partial(self.window_wanted.emit, self.row.id)
            parts = (self.errands, self.header, self.filling, self._desk.keys)
            ticket_menu(self._theme, self.row, *parts, self, apart=apart).popup(at)

    def _trusts(self, message: MessageRow) -> bool:
        """Whether this person sees the pictures of its sender without being asked; of spam nobody does."""
        spam = self.row is not None and self.row.shelf in {Shelf.SPAM, Shelf.TRASH}
        return not spam and is_trusted(message, self._desk.state.picture_senders)

    def _forward(self, message: MessageRow, as_file: bool) -> None:
        self.writing.begin(ReplyKind.FORWARD, message, as_file=as_file)

    def _leave_composer(self) -> None:
        self.conversation.setFocus()
        self.left.emit()
