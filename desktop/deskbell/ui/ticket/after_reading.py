"""What is looked for once a ticket has been on the screen for a moment: whoever goes on before does not want to know."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.card_errands import CardErrands
from deskbell.ui.ticket.customer_side import CustomerSide

if TYPE_CHECKING:
    from deskbell.ui.answering.suggesting import Insert, Suggesting
    from deskbell.ui.ticket.duplicates import Duplicates

# The ticket itself is seen first.
_AFTER_MS: Final = 400


class AfterReading(QObject):
    """Tell it of each ticket that is shown. `row` gives the card of the one that is open, `insert` puts an article into what is written on it.

    Signals:
        open_ticket(int): another ticket is to be shown.
        address_wanted(str): the address of an article that is to be opened.
        failed(Exception): what could not be done.
    """

    open_ticket = Signal(int)
    address_wanted = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        deeds: Deeds,
        errands: CardErrands,
        side: CustomerSide,
        row: Callable[[], TicketRow | None],
        insert: "Insert",
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._errands = errands
        self._side = side
        self._row = row
        self._insert = insert
        deeds.undone.connect(self._look_again)

    @cached_property
    def duplicates(self) -> "Duplicates":
        """What may be the same as the open ticket; made for the first that is read."""
        from deskbell.ui.ticket.duplicates import Duplicates

        made = Duplicates(self._theme, self._runner, self._desk, self._deeds, self._errands.moving, self._side, self)
        made.open_ticket.connect(self.open_ticket)
        made.linked_as.connect(self._errands.set_link)
        made.failed.connect(self.failed)
        return made

    @cached_property
    def suggesting(self) -> "Suggesting":
        """Which articles may answer the open ticket; made for the first that is read."""
        from deskbell.ui.answering.suggesting import Suggesting

        made = Suggesting(self._theme, self._runner, self._desk, self._side, self._insert, self)
        made.address_wanted.connect(self.address_wanted)
        made.failed.connect(self.failed)
        return made

    def begin(self, ticket_id: int) -> None:
        """This ticket is on the screen now; 0 for none."""
        if "duplicates" in self.__dict__:
            self.duplicates.leave()
            self.suggesting.leave()
        if ticket_id:
            QTimer.singleShot(_AFTER_MS, self, partial(self._look, ticket_id))

    def _look_again(self) -> None:
        if "duplicates" in self.__dict__:
            self.duplicates.look_again()

    def _look(self, ticket_id: int) -> None:
        row = self._row()
        if row is not None and row.id == ticket_id:
            self.duplicates.look(row)
            self.suggesting.look(row)
