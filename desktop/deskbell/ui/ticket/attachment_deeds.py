"""Opening and saving attachments, and raw mails: read and written on a thread, shown by the system's own programs."""

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from deskbell.model.errors import Trouble
from deskbell.model.rows import AttachmentRow
from deskbell.rules.remote_pictures import with_sources
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner

if TYPE_CHECKING:
    from deskbell.store.session import Session


_PAGE: Final = (
    '<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src http: https:; style-src 'unsafe-inline'\">"
    "<style>body {{ font: 14px/1.5 sans-serif; max-width: 50em; margin: 2em auto; }} img {{ max-width: 100% }}</style>"
    "</head><body>{body}</body></html>"
)


class AttachmentDeeds(QObject):
    """What can be done with attachments. Opened ones lie in a folder that only this person can read and that goes with the window.

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
        self._folder: Path | None = None

    def open(self, row: AttachmentRow) -> None:
        """Show it with the system's program; a program itself is never opened."""
        if row.dangerous:
            self.save(row)
            return
        place = self._opened_place(str(row.id), _file_name(row.name))
        self._runner.ask(_write_attachment, row.id, place, True, done=self._show, failed=self._fail)

    def save(self, row: AttachmentRow) -> None:
        """Write it where the person says; a program only after a question."""
        if row.dangerous and not self._prompts.sure(
            self.tr("Save a file that is a program?"),
            self.tr("“{name}” runs when it is opened. Save it only if you know its sender and expected it.").format(
                name=row.name
            ),
            self.tr("Save it"),
        ):
            return
        place = self._prompts.place_to_save(_file_name(row.name))
        if place is not None:
            self._runner.ask(_write_attachment, row.id, place, False, done=self._tell, failed=self._fail)

    def save_source(self, raw_id: int, name: str) -> None:
        """Write a raw mail as an .eml file where the person says."""
        place = self._prompts.place_to_save(_file_name(f"{name}.eml"))
        if place is not None:
            self._runner.ask(_write_source, raw_id, place, done=self._tell, failed=self._fail)

    def open_page(self, message_id: int, html: str) -> None:
        """Show sanitised HTML in the browser, with the pictures that have to be fetched. Scripts and everything else stay forbidden there."""
        place = self._opened_place(f"message-{message_id}", "message.html")
        self._runner.ask(_write_page, html, place, done=self._show, failed=self._fail)

    def close(self) -> None:
        """Take away what was opened; what another program still holds is left to the system."""
        if self._folder is not None:
            import shutil

            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _opened_place(self, folder: str, name: str) -> Path:
        """A place in the folder of opened files; a folder for each, so that two of one name don't meet."""
        from tempfile import mkdtemp

        if self._folder is None:
            self._folder = Path(mkdtemp(prefix="deskbell-"))
        return self._folder / folder / name

    def _show(self, place: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
            self.done.emit(self.tr("No program on this computer opens {name}.").format(name=place.name))

    def _tell(self, place: Path) -> None:
        self.done.emit(self.tr("Saved as {place}").format(place=place))

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)


def _write_attachment(session: "Session", attachment_id: int, place: Path, only_read: bool) -> Path:
    from deskbell.store.queries import ticket

    try:
        _, content = ticket.attachment(session, attachment_id)
    except LookupError as error:
        raise Trouble("file.missing", path=place.name) from error
    return _write(content, place, only_read=only_read)


def _write_page(_session: object, html: str, place: Path) -> Path:
    return _write(_PAGE.format(body=with_sources(html)).encode(), place, only_read=True)


def _write_source(session: "Session", raw_id: int, place: Path) -> Path:
    from deskbell.store.queries import ticket

    try:
        content = ticket.source(session, raw_id)
    except LookupError as error:
        raise Trouble("file.missing", path=place.name) from error
    return _write(content, place, only_read=False)


def _file_name(name: str) -> str:
    from deskbell.mail.parse.names import safe_name

    return safe_name(name) or "attachment"


def _write(content: bytes, place: Path, *, only_read: bool) -> Path:
    try:
        if only_read:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if place.exists():
                return place
        place.write_bytes(content)
        _mark_foreign(place)
        if only_read:
            os.chmod(place, stat.S_IRUSR)
    except OSError as error:
        raise Trouble("file.unwritable", path=str(place), reason=error.strerror or str(error)) from error
    return place


def _mark_foreign(place: Path) -> None:
    """Tell Windows that the file came from elsewhere, so that Office opens it in its protected view ([MS-FSCC] 5.6.1, Zone.Identifier)."""
    if sys.platform == "win32":
        with open(f"{place}:Zone.Identifier", "w", encoding="ascii") as stream:
            stream.write("[ZoneTransfer]\r\nZoneId=3\r\n")
