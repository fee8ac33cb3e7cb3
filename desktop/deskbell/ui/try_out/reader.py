"""`deskbell read` beside the window: one mail at a time, read where it can harm nothing."""

import msgspec
from PySide6.QtCore import QObject

from deskbell.model.reading import MailAsked, MailRead, MailUnread, from_line
from deskbell.ui.child_process import ChildProcess
from deskbell.ui.own_program import OwnProgram


class MailReader(ChildProcess):
    """It says a `MailRead` or a `MailUnread`."""

    def __init__(self, program: OwnProgram, parent: QObject | None = None) -> None:
        super().__init__(program, from_line, (MailRead, MailUnread), _died, parent)

    def read(self, asked: MailAsked) -> None:
        """Read this one. Nothing may run."""
        self.start(["read"], msgspec.to_builtins(asked))


def _died(detail: str) -> MailUnread:
    return MailUnread("parse.died", {}, detail)
