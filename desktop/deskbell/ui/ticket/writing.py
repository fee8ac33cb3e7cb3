"""What is begun on the open ticket: in its composer, once the ticket is there, or in the other window that the ticket is written on in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.model.rows import DraftRow, MessageRow, TicketDetail
from deskbell.ui.composer.composer import Composer
from deskbell.ui.ticket.typed_ahead import TypedAhead, type_again

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskbell.model.answering import Part
    from deskbell.ui.ticket.pane import TicketPane

Elsewhere = Callable[[int], "TicketPane | None"]


class Writing(QObject):
    """Of a ticket that has a window of its own the text is there and nowhere else, or two windows would overwrite it in turns. `pane` is what the composer
    stands in.

    Signals:
        elsewhere(bool): the ticket that is shown is written on in another window now, or here.
        elsewhere_wanted(int): that window is to come to the front.
    """

    elsewhere = Signal(bool)
    elsewhere_wanted = Signal(int)

    def __init__(self, composer: Composer, pane: QWidget) -> None:
        super().__init__(pane)
        self._composer = composer
        self._other: Elsewhere = _nowhere
        self._ticket_id = 0
        self._wanted: ReplyKind | None = None
        self._ahead = TypedAhead(pane)
        self._ahead.given_up.connect(self._begin_nothing)

    def look_elsewhere(self, other: Elsewhere) -> None:
        """`other` gives the pane of another window that a ticket is written on in, None where there is none."""
        self._other = other

    def look(self) -> None:
        """The ticket that is shown has a window of its own by now: leave the writing to that."""
        if self._other(self._ticket_id) is not None:
            self._composer.let_go()
            self.elsewhere.emit(True)

    def show(self, detail: TicketDetail, drafts: "Sequence[DraftRow]") -> None:
        """Write on this ticket, unless that is done elsewhere."""
        self._ticket_id = detail.row.id
        away = self._other(self._ticket_id) is not None
        if away:
            self._composer.let_go()
        else:
            self._composer.show_ticket(detail, drafts)
        self.elsewhere.emit(away)

    def begin(self, kind: ReplyKind, original: MessageRow | None = None, *, as_file: bool = False) -> None:
        """Begin it now; the arguments are those of `Composer.begin`."""
        other = self._other(self._ticket_id)
        if other is not None:
            self.elsewhere_wanted.emit(self._ticket_id)
            other.writing.begin(kind, original, as_file=as_file)
        else:
            self._composer.begin(kind, original, as_file=as_file)

    def wait(self, kind: ReplyKind) -> None:
        """Begin it as soon as the ticket is there; what is typed meanwhile belongs into it."""
        self._wanted = kind
        self._ahead.wait()

    def begin_wanted(self) -> None:
        """The ticket is there: begin what was waited for."""
        kind, self._wanted = self._wanted, None
        if kind is not None:
            keys = self._ahead.stop()
            self.begin(kind)
            type_again(keys)

    def forget(self) -> None:
        """Another ticket is wanted, or none: nothing is begun on the one that was waited for."""
        self._wanted = None
        self._ahead.stop()

    def clear(self) -> None:
        """No ticket is shown."""
        self.forget()
        self._ticket_id = 0

    def offer_canned(self, *, macros: bool = False) -> None:
        """Show the list of canned replies, or of the macros among them, over what is written."""
        other = self._other(self._ticket_id)
        if other is not None:
            self.elsewhere_wanted.emit(self._ticket_id)
            other.offer_canned(macros=macros)
        else:
            self._composer.offer_canned(macros=macros)

    def use_canned(self, reply_id: int) -> None:
        """Put this canned reply into what is written."""
        other = self._other(self._ticket_id)
        if other is not None:
            self.elsewhere_wanted.emit(self._ticket_id)
        composer = self._composer if other is None else other.composer
        if self._ticket_id:
            composer.use_canned(reply_id)

    def offer_articles(self) -> None:
        """Show the list of articles over what is written."""
        other = self._other(self._ticket_id)
        if other is not None:
            self.elsewhere_wanted.emit(self._ticket_id)
            other.writing.offer_articles()
        elif self._ticket_id:
            self._composer.offer_articles()

    def insert_article(self, article_id: int, language: str, part: "Part") -> None:
        """Put this of an article into what is written."""
        other = self._other(self._ticket_id)
        if other is not None:
            self.elsewhere_wanted.emit(self._ticket_id)
        composer = self._composer if other is None else other.composer
        if self._ticket_id:
            composer.insert_article(article_id, language, part)

    def ask_how_to_send(self) -> None:
        """Offer how the ticket is to leave what is written."""
        other = self._other(self._ticket_id)
        if other is not None:
            self.elsewhere_wanted.emit(self._ticket_id)
            other.writing.ask_how_to_send()
        elif self._ticket_id:
            self._composer.ask_how()

    def save_as_canned(self) -> None:
        """Save what is written as a canned reply."""
        other = self._other(self._ticket_id)
        composer = self._composer if other is None else other.composer
        composer.save_as_canned()

    def switch_plain(self) -> None:
        """Make what is written plain text, or let it take shapes again."""
        other = self._other(self._ticket_id)
        composer = self._composer if other is None else other.composer
        if self._ticket_id:
            composer.switch_plain()

    def _begin_nothing(self) -> None:
        self._wanted = None


def _nowhere(_ticket_id: int) -> None:
    """No ticket is written on in another window."""
