"""Sends what was written: makes the command, and hands back what became of it."""

from datetime import datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from deskbell.model.canned import ApplyMacro, CannedReply
from deskbell.model.commands import Command, SendReply
from deskbell.model.kinds import ReplyKind, Status
from deskbell.model.rows import TicketDetail
from deskbell.model.settings import Settings
from deskbell.rules.forgotten import speaks_of_attachment
from deskbell.ui.composer.answering import Desk, command_for
from deskbell.ui.composer.composed import Composed
from deskbell.ui.runner import Runner


class Sending(Struct, frozen=True):
    """A command that is ready to go, and what it was made of. `macro` waited for it."""

    command: Command
    ticket_id: int
    content: Composed
    then: Status | None
    forgot_file: bool
    at: datetime | None = None
    macro: CannedReply | None = None

    def with_macro(self, macro: CannedReply, changes: ApplyMacro) -> "Sending":
        """With what a macro does, in one: a note is nothing to be taken back, and what is done besides is a step of its own."""
        command = self.command
        if isinstance(command, SendReply):
            status = changes.status if command.then is None else None
            changes = replace(changes, status=status)
            command = replace(command, macro_id=macro.id, macro=changes)
        return replace(self, command=command, macro=macro)


class Sender(QObject):
    """Signals:
    sent(Sending, int): the message is in the database, with this id, and leaves at its time or at once.
    refused(Sending, Exception): it is not.
    """

    sent = Signal(object, int)
    refused = Signal(object, object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner

    def prepare(
        self,
        content: Composed,
        desk: Desk,
        detail: TicketDetail | None,
        settings: Settings,
        seen_message: int,
        then: Status | None,
        send_at: datetime | None = None,
    ) -> Sending:
        """The command for this text. Raises `Mistake` where it can't be sent as it is."""
        command = command_for(
            content,
            desk,
            detail,
            quoting=settings.flag("reply.quote"),
            quote_above=settings.text("reply.quote_place") == "above",
            undo_seconds=settings.number("reply.undo_seconds"),
            seen_message=seen_message,
            then=then,
            send_at=send_at,
        )
        forgot = content.kind is not ReplyKind.NOTE and not content.file_count() and speaks_of_attachment(content.text)
        return Sending(command, detail.row.id if detail is not None else 0, content, then, forgot, send_at)

    def send(self, sending: Sending) -> None:
        """Hand it to the database."""
        self._runner.do(sending.command, done=partial(self._done, sending), failed=partial(self._failed, sending))

    def _done(self, sending: Sending, message_id: int) -> None:
        if isValid(self):
            self.sent.emit(sending, message_id)

    def _failed(self, sending: Sending, error: Exception) -> None:
        if isValid(self):
            self.refused.emit(sending, error)
