"""Where messages belong: to another ticket, to a new one, or nowhere because their sender is blocked. All of it can be taken back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.commands import BlockSender, MergeTickets, MoveMessages, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.rows import CustomerPanel, MessageRow, TicketRow
from deskbell.store.queries import customer
from deskbell.store.queries.following_messages import from_here
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.merging import number_words, title_line, typed_number
from deskbell.ui.widgets.choice_list import ChoiceList


class Moving(QObject):
    """Asks for the ticket and moves.

    Signals:
        failed(Exception): what could not be read or done.
    """

    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, deeds: Deeds, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._host = host

    def ask(self, messages: tuple[int, ...], at: QPoint, row: TicketRow | None) -> None:
        """Offer the linked tickets and those of the same customer; a number can be typed as well."""
        if row is not None:
            done = partial(self._offer, messages, at, row)
            self._runner.ask(customer.panel, row.customer_id, row.id, done=done, failed=self.failed.emit, owner=self)

    def move(self, messages: tuple[int, ...], row: TicketRow | None, to_ticket: int = 0) -> None:
        """Move to this ticket, 0 for a new one."""
        if row is None:
            return
        command = MoveMessages(agent_id=self._desk.me.id, ticket_id=row.id, messages=messages, to_ticket=to_ticket)
        self._runner.do(command, done=partial(self._say_moved, command), failed=self.failed.emit, owner=self)

    def split(self, message: MessageRow, go_on: Callable[[tuple[int, ...]], None]) -> None:
        """Go on with this message and all that came after it on its ticket, which may not all be on the screen."""

        def found(those: tuple[int, ...]) -> None:
            if those:
                go_on(those)
            else:
                self.failed.emit(Mistake("move.gone", number=message.ticket_id))

        asked = (message.ticket_id, message.id)
        self._runner.ask(from_here, *asked, done=found, failed=self.failed.emit, owner=self)

    def merge(self, source: int, goal: int, done: Callable[[], None]) -> None:
        """Merge a ticket into another one, and then do this."""
        command = MergeTickets(agent_id=self._desk.me.id, tickets=(source,), into=goal)
        said = self.tr("#%1 is merged into #%2").replace("%1", str(source)).replace("%2", str(goal))

        def merged(_: object) -> None:
            self._remember(said, command.deed)
            done()

        self._runner.do(command, done=merged, failed=self.failed.emit, owner=self)

    def block(self, address: str, row: TicketRow | None) -> None:
        """Block who wrote; the ticket goes to Spam."""
        if row is None:
            return
        command = BlockSender(agent_id=self._desk.me.id, ticket_id=row.id, pattern=address)
        said = self.tr("{address} is blocked").replace("{address}", address)
        self._runner.do(command, done=lambda _: self._remember(said, command.deed), failed=self.failed.emit, owner=self)

    def _offer(self, messages: tuple[int, ...], at: QPoint, row: TicketRow, panel: CustomerPanel | None) -> None:
        near = (*panel.linked, *panel.others) if panel is not None else ()
        rows = {one.id: one for one in near if one.id != row.id}
        choices = [title_line(one) for one in rows.values()]
        prompt = self.tr("Number of the ticket")
        offered = ChoiceList(self._theme, choices, new=number_words, new_first=True, prompt=prompt, parent=self._host)
        offered.chosen.connect(lambda number: self.move(messages, row, number))
        offered.typed.connect(lambda text: self.move(messages, row, typed_number(text)))
        offered.open_at(at, self._host)

    def _say_moved(self, command: MoveMessages, goal: int | None) -> None:
        said = self.tr("Moved to #{number}") if command.to_ticket else self.tr("Moved to the new ticket #{number}")
        self._remember(said.replace("{number}", str(goal or 0)), command.deed)

    def _remember(self, said: str, deed: str) -> None:
        self._deeds.remember(said, UndoDeed(agent_id=self._desk.me.id, undo=deed))
