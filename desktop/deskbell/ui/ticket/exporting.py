"""Saving a ticket's mails as files: an mbox file, or a folder of .eml files."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from deskbell.model.rows import TicketRow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner

if TYPE_CHECKING:
    from deskbell.store.session import Session


class Exporting(QObject):
    """Asks for a place and writes there what customers and agents sent each other; notes stay here.

    Signals:
        done(str): a sentence: what was written where.
        failed(Exception): it could not be read or written.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, runner: Runner, prompts: Prompts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._prompts = prompts

    def save_mbox(self, row: TicketRow) -> None:
        """All mails in one file."""
        self._save(row, "mbox", ".mbox")

    def save_folder(self, row: TicketRow) -> None:
        """Each mail in a file of a new folder."""
        self._save(row, "eml", "")

    def _save(self, row: TicketRow, form: str, suffix: str) -> None:
        from deskbell.mail.parse.names import safe_name

        place = self._prompts.place_to_save(f"{safe_name(f'{row.id} {row.subject}') or row.id}{suffix}")
        if place is not None:
            self._runner.ask(_export, row.id, form, place, done=self._tell, failed=self.failed.emit, owner=self)

    def _tell(self, place: Path) -> None:
        self.done.emit(self.tr("Saved as {place}").format(place=place))


def _export(session: "Session", ticket_id: int, form: str, place: Path) -> Path:
    from deskbell.actions.export_ticket import Form, export_ticket

    # Whoever chose a file that is there was asked about it by the dialog.
    export_ticket(session, ticket_id, Form(form), place, notes=False, over=True)
    return place
