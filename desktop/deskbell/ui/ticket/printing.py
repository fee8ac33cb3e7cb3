"""Printing messages and tickets, and keeping them as PDF: read by a query, laid out on a thread, told when done."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPagedPaintDevice
from PySide6.QtWidgets import QWidget

from deskbell.model.errors import Trouble
from deskbell.model.kinds import MessageKind
from deskbell.model.rows import MessageRow, TicketRow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.message_body import Part, pictures_named
from deskbell.ui.ticket.onto_paper import OntoPaper, into_file
from deskbell.ui.ticket.paper import Printed, print_on

if TYPE_CHECKING:
    from deskbell.store.session import Session

_ALL = 1_000_000


class Printing(QObject):
    """One message is printed with all that it quotes, a ticket with what each message added; where there are notes among them the person says whether
    these go along. It is read before anything is asked.

    Signals:
        done(str): a sentence: where it went.
        failed(Exception): it could not be read or written.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, prompts: Prompts, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._runner = runner
        self._prompts = prompts
        self._paper = OntoPaper(runner, prompts, host)
        self._paper.done.connect(self.done)
        self._paper.failed.connect(self.failed)

    def print_message(self, subject: str, message: MessageRow) -> None:
        """One message, on a printer of the person's choice."""
        self._read(self._of_message(subject, message), 0, partial(self._print, subject))

    def save_message(self, subject: str, message: MessageRow) -> None:
        """One message as a PDF."""
        self._read(self._of_message(subject, message), 0, partial(self._save, subject))

    def print_ticket(self, row: TicketRow) -> None:
        """A whole ticket, on a printer of the person's choice."""
        self._read(self._of_ticket(row), row.id, partial(self._choose, partial(self._print, row.subject)))

    def save_ticket(self, row: TicketRow) -> None:
        """A whole ticket as a PDF."""
        save = partial(self._save, f"{row.id} {row.subject}")
        self._read(self._of_ticket(row), row.id, partial(self._choose, save))

    def _of_message(self, subject: str, message: MessageRow) -> Printed:
        return Printed(subject, (message,), Part.WHOLE, families=self._theme.now.families)

    def _of_ticket(self, row: TicketRow) -> Printed:
        return Printed(f"#{row.id} {row.subject}", (), families=self._theme.now.families)

    def _choose(self, then: Callable[[Printed], None], whole: Printed) -> None:
        """What agents wrote to each other is not for whoever gets the paper, unless the person says so."""
        public = _without_notes(whole.messages)
        count = len(whole.messages) - len(public)
        wanted = self._prompts.notes_too(count) if count else True
        if wanted is not None:
            then(whole if wanted else replace(whole, messages=public))

    def _print(self, name: str, whole: Printed) -> None:
        self._paper.print(name, partial(_paint, whole))

    def _save(self, name: str, whole: Printed) -> None:
        from deskbell.mail.parse.names import safe_name

        self._paper.save(safe_name(name) or "ticket", whole.title, partial(_paint, whole))

    def _read(self, printed: Printed, ticket_id: int, then: Callable[[Printed], None]) -> None:
        def go_on(whole: Printed) -> None:
            # A dialog would hold up whatever else is answered meanwhile.
            QTimer.singleShot(0, self, partial(then, whole))

        self._runner.ask(_complete, printed, ticket_id, done=go_on, failed=self.failed.emit, owner=self)


def pdf_of_ticket(session: "Session", ticket_id: int, place: Path, *, notes: bool) -> None:
    """Write a whole ticket as a PDF, without a window; with `notes` what agents wrote to each other, too.

    Raises `Trouble` ticket.missing and file.unwritable.
    """
    from PySide6.QtGui import QGuiApplication

    from deskbell.store.queries import ticket

    detail = ticket.detail(session, ticket_id, newest=_ALL)
    if detail is None:
        raise Trouble("ticket.missing", number=ticket_id)
    # Texts are laid out with an application's fonts. It opens nothing on a screen, and there may be none.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication([]) if QGuiApplication.instance() is None else None
    try:
        shown = detail.messages if notes else _without_notes(detail.messages)
        whole = _complete(session, Printed(f"#{ticket_id} {detail.row.subject}", shown), 0)
        into_file(session, place, whole.title, partial(_paint, whole))
    finally:
        if application is not None:
            application.shutdown()


def _without_notes(messages: tuple[MessageRow, ...]) -> tuple[MessageRow, ...]:
    return tuple(one for one in messages if one.kind is not MessageKind.NOTE)


def _complete(session: "Session", printed: Printed, ticket_id: int) -> Printed:
    """With all messages of the ticket (0: with those that it has), and their pictures."""
    from deskbell.store.queries import ticket
    from deskbell.ui.ticket.pictures import pictures_of

    messages = printed.messages
    if ticket_id:
        detail = ticket.detail(session, ticket_id, newest=_ALL)
        if detail is None:
            raise Trouble("ticket.missing", number=ticket_id)
        messages = detail.messages
    pictures: dict[int, Mapping[str, QImage]] = {}
    for message in messages:
        if pictures_named(message.html):
            pictures[message.id] = pictures_of(session, message.id)[1]
    return replace(printed, messages=messages, pictures=pictures)


def _paint(printed: Printed, device: QPagedPaintDevice) -> int:
    return print_on(device, printed)
