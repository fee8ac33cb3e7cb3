"""Does what an address asks for, whoever hands it over: the system, a command line, or a click in a message."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from deskbell.model.errors import Mistake
from deskbell.model.rows import TicketRow
from deskbell.rules.asked_addresses import ArticleAsked, MailAsked, TicketAsked, read_asked
from deskbell.store.queries import ticket_list
from deskbell.ui.runner import Runner


class Asked(QObject):
    """`open_ticket` shows a ticket, `open_article` an article, `begin_mail` begins a ticket by mail.

    Signals:
        failed(Exception): why it cannot be done.
    """

    failed = Signal(object)

    def __init__(
        self,
        runner: Runner,
        agent_id: int,
        open_ticket: Callable[[int], None],
        open_article: Callable[[int], None],
        begin_mail: Callable[[MailAsked], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._agent_id = agent_id
        self._open_ticket = open_ticket
        self._open_article = open_article
        self._begin_mail = begin_mail

    def open(self, words: str) -> None:
        """Do what this address asks for."""
        try:
            asked = read_asked(words)
        except Mistake as error:
            self.failed.emit(error)
            return
        if isinstance(asked, TicketAsked):
            found = partial(self._found, asked.number)
            numbers = [asked.number]
            self._runner.ask(ticket_list.rows, numbers, self._agent_id, done=found, failed=self.failed.emit, owner=self)
        elif isinstance(asked, ArticleAsked):
            self._open_article(asked.number)
        else:
            self._begin_mail(asked)

    def _found(self, number: int, rows: tuple[TicketRow, ...]) -> None:
        if rows:
            self._open_ticket(number)
        else:
            self.failed.emit(Mistake("asked.ticket", number=number))
