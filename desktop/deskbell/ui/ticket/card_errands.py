"""What the cards of a thread ask for beyond the thread itself: pictures, links, the source, the original, paper."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from deskbell.model.commands import ReadAgain, SetPictureSenders
from deskbell.model.customers import EraseTickets
from deskbell.model.kinds import LinkKind
from deskbell.model.rows import MessageRow, TicketRow
from deskbell.rules.asked_addresses import is_asking, ticket_address
from deskbell.rules.rights import may
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.attached_messages import AttachedMessages
from deskbell.ui.ticket.attachment_deeds import AttachmentDeeds
from deskbell.ui.ticket.attachment_looks import AttachmentLooks
from deskbell.ui.ticket.exporting import Exporting
from deskbell.ui.ticket.file_writing import source_bytes
from deskbell.ui.ticket.link_question import may_follow
from deskbell.ui.ticket.merging import Merging
from deskbell.ui.ticket.message_card import MessageCard
from deskbell.ui.ticket.message_pictures import MessagePictures
from deskbell.ui.ticket.moving import Moving
from deskbell.ui.ticket.printing import Printing

if TYPE_CHECKING:
    from deskbell.ui.canned.of_several import MacrosOfSeveral
    from deskbell.ui.erasing.tickets import TicketErasing
    from deskbell.ui.fields_menu import FieldsMenu
    from deskbell.ui.ticket.linking import Linking

Forward = Callable[[MessageRow, bool], None]


class CardErrands(QObject):
    """Connect each new card once; `row` gives the ticket that is open, `forward` begins a forwarded mail.

    Signals:
        told(str): a sentence worth a toast.
        failed(Exception): what could not be read or done.
        article_wanted(int): an article is to be made of this ticket.
        address_wanted(str): a link was followed that is the program's own affair: a mail to be begun, or a ticket.
    """

    told = Signal(str)
    failed = Signal(object)
    article_wanted = Signal(int)
    address_wanted = Signal(str)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        deeds: Deeds,
        prompts: Prompts,
        files: AttachmentDeeds,
        pictures: MessagePictures,
        row: Callable[[], TicketRow | None],
        forward: Forward,
        host: QWidget,
        *,
        open_address: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(host)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._prompts = prompts
        self._files = files
        self._pictures = pictures
        self._row = row
        self._forward = forward
        self._host = host
        self._open_address = open_address
        self.attached = AttachedMessages(theme, runner, prompts, host)
        self.attached.done.connect(self.told)
        self.attached.failed.connect(self.failed)
        self.attached.link_wanted.connect(self.follow)
        self.looks = AttachmentLooks(theme, runner, files, self.attached, host)
        self.printing = Printing(theme, runner, prompts, host)
        self.printing.done.connect(self.told)
        self.printing.failed.connect(self.failed)
        self.exporting = Exporting(runner, prompts, self)
        self.exporting.done.connect(self.told)
        self.exporting.failed.connect(self.failed)
        self.moving = Moving(theme, runner, desk, deeds, host)
        self.moving.failed.connect(self.failed)

    def connect_card(self, card: MessageCard) -> None:
        """Do what this card asks for."""
        card.pictures_wanted.connect(self._pictures.read)
        card.remote_wanted.connect(self._pictures.fetch)
        card.always_wanted.connect(self.always_show)
        card.look_wanted.connect(self.looks.show)
        card.open_wanted.connect(self._files.open)
        card.message_wanted.connect(self.attached.show)
        card.save_wanted.connect(self._files.save)
        card.all_wanted.connect(self._files.save_all)
        card.drag_wanted.connect(self._files.drag)
        card.original_wanted.connect(self.save_original)
        card.original_dragged.connect(self.drag_original)
        card.link_wanted.connect(self.follow)
        card.menu_wanted.connect(self.show_menu)

    @cached_property
    def linking(self) -> "Linking":
        """Linking the ticket to others; made for the first time that somebody does."""
        from deskbell.ui.ticket.linking import Linking

        made = Linking(self._theme, self._runner, self._desk, self._deeds, self._row, self)
        made.failed.connect(self.failed)
        return made

    @cached_property
    def merging(self) -> Merging:
        """Merging tickets; made for the first time that somebody does."""
        made = Merging(self._theme, self._runner, self._desk, self._deeds, self._host)
        made.failed.connect(self.failed)
        return made

    @cached_property
    def macros(self) -> "MacrosOfSeveral":
        """Using macros on several tickets; made for the first time that somebody does."""
        from deskbell.ui.canned.of_several import MacrosOfSeveral

        made = MacrosOfSeveral(self._theme, self._runner, self._desk, self._deeds, self)
        made.told.connect(self.told)
        made.failed.connect(self.failed)
        return made

    @cached_property
    def fields(self) -> "FieldsMenu":
        """Filling in custom fields by key and of several tickets; made for the first time that somebody does."""
        from deskbell.ui.fields_menu import FieldsMenu

        return FieldsMenu(self._theme, self._runner, self._desk, self._deeds)

    @cached_property
    def erasing(self) -> "TicketErasing":
        """Erasing tickets for good; made for the first time that somebody does."""
        from deskbell.ui.erasing.tickets import TicketErasing

        made = TicketErasing(self._runner, self._desk, self._deeds, self._prompts, self)
        made.told.connect(self.told)
        made.failed.connect(self.failed)
        return made

    @property
    def may_erase(self) -> bool:
        """Whether this person may erase tickets for good."""
        return may(self._desk.me.role, EraseTickets)

    def look_at_files(self, cards: Sequence[MessageCard]) -> None:
        """Look at what hangs on the newest of these messages that has anything, and at that of the others."""
        files = [card.files for card in cards if card.files]
        if files:
            self.looks.show(files[-1][0], [row for some in files for row in some])
        elif self._row() is not None:
            self.told.emit(self.tr("Nothing is attached to the messages of this ticket"))

    def ask_merge(self, tickets: tuple[int, ...], anchor: QWidget) -> None:
        """Ask below `anchor` which ticket these are merged into."""
        self.merging.ask(tickets, lambda offered: offered.open_below(anchor))

    def ask_link(self, anchor: QWidget) -> None:
        """Ask below `anchor` what the ticket is to be linked to."""
        self.linking.ask(anchor)

    def set_link(self, other_id: int, kind: LinkKind | None) -> None:
        """Let another ticket be this to the one that is open, None for nothing."""
        self.linking.set_link(other_id, kind)

    def copy_links(self, tickets: Sequence[int]) -> None:
        """Put the addresses that open these tickets on the clipboard, one a line."""
        if tickets:
            QGuiApplication.clipboard().setText("\n".join(ticket_address(number) for number in tickets))
            self.told.emit(self.tr("Link copied") if len(tickets) == 1 else self.tr("Links copied"))

    def close(self) -> None:
        """Take away what was opened; the window closes."""
        self.looks.close()
        self._files.close()
        self.attached.close()

    def always_show(self, message: MessageRow) -> None:
        """Show the pictures of this sender from now on; that can be taken back."""
        self._pictures.fetch(message)
        address = message.author_email.casefold()
        do = SetPictureSenders(agent_id=self._desk.me.id, addresses=(address,), shown=True)
        undo = SetPictureSenders(agent_id=self._desk.me.id, addresses=(address,), shown=False)
        said = self.tr("Pictures of {address} are always shown").format(address=message.author_email)
        self._deeds.remember(said, undo)
        self._runner.do(do, failed=self.failed.emit)

    def follow(self, url: QUrl, promised: str) -> None:
        """Open a link; first ask where its words promise another host."""
        if not may_follow(self._prompts, url, promised):
            return
        if is_asking(address := url.toString(QUrl.ComponentFormattingOption.FullyEncoded)):
            self.address_wanted.emit(address)
        else:
            self._open_address(url)

    def show_menu(self, message: MessageRow, at: QPoint) -> None:
        """The menu of a message."""
        from deskbell.ui.ticket.card_menu import CardDeeds, card_menu

        # Of the ticket that the message is seen on: another may be by the time that an answer comes.
        row = self._row()
        deeds = CardDeeds(
            forward=lambda one: self._forward(one, False),
            forward_as_file=lambda one: self._forward(one, True),
            explain=self.told.emit,
            show_source=self.show_source,
            save_original=self.save_original,
            open_page=lambda one: self._files.open_page(one.id, one.html),
            read_again=self.read_again,
            print_one=lambda one: self.printing.print_message(self._subject(), one),
            save_pdf=lambda one: self.printing.save_message(self._subject(), one),
            move=lambda one: self.moving.ask((one.id,), at, self._row()),
            move_to_new=lambda one: self.moving.move((one.id,), self._row()),
            split=lambda one: self.moving.split(one, lambda those: self.moving.ask(those, at, row)),
            split_to_new=lambda one: self.moving.split(one, lambda those: self.moving.move(those, row)),
            merge=lambda one: self.merging.ask((one.ticket_id,), lambda offered: offered.open_at(at, self._host)),
            block=lambda one: self.moving.block(one.author_email, self._row()),
        )
        card_menu(self._theme, message, deeds, self._host).popup(at)

    def show_source(self, message: MessageRow) -> None:
        """Its bytes as they came, in a window."""
        self._runner.ask(source_bytes, message, done=self._open_source, failed=self.failed.emit)

    def read_again(self, message: MessageRow) -> None:
        """Let the worker read the kept original anew; what it finds is shown when it is there."""
        said = self.tr("The mail is being read again")
        command = ReadAgain(agent_id=self._desk.me.id, message_id=message.id)
        self._runner.do(command, done=lambda _: self.told.emit(said), failed=self.failed.emit, owner=self)

    def save_original(self, message: MessageRow) -> None:
        """The same as a file."""
        self._files.save_source(message, self._subject())

    def drag_original(self, message: MessageRow) -> None:
        """The same, dragged out of the window."""
        self._files.drag_source(message, self._subject())

    def _open_source(self, raw: bytes) -> None:
        from deskbell.ui.ticket.source_window import SourceWindow

        title = self.tr("Source: {subject}").format(subject=self._subject())
        SourceWindow(self._theme, title, raw, self._host).show()

    def _subject(self) -> str:
        row = self._row()
        return row.subject if row is not None else ""
