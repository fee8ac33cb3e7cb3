"""`deskbell import` beside the window."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from deskbell.model.importing import ImportEnd, ImportFailed, from_line
from deskbell.model.kinds import Status
from deskbell.ui.child_process import ChildProcess
from deskbell.ui.own_program import OwnProgram


class ImportProcess(ChildProcess):
    """One import at a time; cut off, it ends after the mails in hand. It says `ImportWord`s."""

    def __init__(self, program: OwnProgram, parent: QObject | None = None) -> None:
        super().__init__(program, from_line, (ImportEnd, ImportFailed), _died, parent)

    def take_in(self, paths: Sequence[Path], address: str, status: Status, ticket_id: int = 0) -> None:
        """Take in what lies at these paths for the mailbox with this address, into this ticket where one is given. Nothing may run."""
        words = ["import", "auto", "-", "--mailbox", address, "--status", status.name.lower(), "--supervised"]
        words += ["--ticket", str(ticket_id)] if ticket_id else []
        # The paths not as arguments: a few hundred files are more than Windows takes.
        self.start(words, [str(path) for path in paths])


def _died(detail: str) -> ImportFailed:
    return ImportFailed("import.died", {}, detail)
