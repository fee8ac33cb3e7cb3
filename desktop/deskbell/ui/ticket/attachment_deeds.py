"""Opening, saving and dragging out attachments and raw mails: read and written on a thread, shown by the system's own programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from deskbell.model.rows import AttachmentRow, MessageRow
from deskbell.rules.attachments import runs
from deskbell.rules.remote_pictures import with_sources
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.dragged_file import drag_of
from deskbell.ui.ticket.file_writing import (
    COPIED,
    Content,
    attachment_bytes,
    file_name,
    source_bytes,
    write_all,
    write_private,
    write_saved,
    write_to_drag,
    write_to_open,
)
from deskbell.ui.ticket.opened_folder import OpenedFolder

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

    `content` gives the bytes of an attachment by its id; by itself they are the desk's.

    Signals:
        done(str): a sentence: what was written where.
        failed(Exception): it could not be read or written.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(
        self, runner: Runner, prompts: Prompts, parent: QObject | None = None, *, content: Content = attachment_bytes
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._prompts = prompts
        self._content = content
        self.folder = OpenedFolder()

    def open(self, row: AttachmentRow) -> None:
        """Show it with the system's program; a program itself is never opened."""
        if row.dangerous:
            self.save(row)
            return
        place = self.folder.place(str(row.id), file_name(row.name))
        self._runner.ask(_to_open, self._content, row.id, place, done=self._show, failed=self._fail)

    def save(self, row: AttachmentRow) -> None:
        """Write it where the person says; a program only after a question."""
        if row.dangerous and not self._prompts.sure(
            self.tr("Save a file that can do harm?"),
            self.tr(
                "“{name}” does something when it is opened. Save it only if you know its sender and expected it."
            ).format(name=row.name),
            self.tr("Save it"),
        ):
            return
        place = self._prompts.place_to_save(file_name(row.name))
        if place is not None:
            self._runner.ask(_saved, self._content, row.id, place, done=self._tell, failed=self._fail)

    def save_all(self, rows: Sequence[AttachmentRow]) -> None:
        """Write them all into one folder, over nothing that is there; with a program among them only after a question."""
        harmful = [row.name for row in rows if row.dangerous]
        if harmful and not self._prompts.sure(
            self.tr("Save files that can do harm?"),
            self.tr(
                "Some do something when they are opened: {names}. Save them only if you know their sender and expected them."
            ).format(names=", ".join(harmful)),
            self.tr("Save all"),
        ):
            return
        folder = self._prompts.folder_to_save()
        if folder is not None:
            files = [(row.id, row.name) for row in rows]
            self._runner.ask(
                write_all,
                files,
                folder,
                self._content,
                done=lambda count: self._tell_all(count, folder),
                failed=self._fail,
                owner=self,
            )

    def save_source(self, message: MessageRow, name: str) -> None:
        """Write a mail as an .eml file where the person says."""
        place = self._prompts.place_to_save(file_name(f"{name}.eml"))
        if place is not None:
            self._runner.ask(_source_saved, message, place, done=self._tell, failed=self._fail)

    def open_page(self, message_id: int, html: str) -> None:
        """Show sanitised HTML in the browser, with the pictures that have to be fetched. Scripts and everything else stay forbidden there."""
        place = self.folder.place(f"message-{message_id}", "message.html")
        self._runner.ask(_page, html, place, done=self._show, failed=self._fail)

    def drag(self, row: AttachmentRow) -> None:
        """Let it be dragged out of the window: its bytes are read now, and the drag begins when they are there. A program stays here."""
        if not row.dangerous:
            place = self.folder.place(f"drag-{row.id}", file_name(row.name))
            self._runner.ask(_to_drag, self._content, row.id, place, done=self.drag_file, failed=self._fail)

    def drag_source(self, message: MessageRow, name: str) -> None:
        """The same with a mail as it came or went."""
        place = self.folder.place(f"mail-{message.id}", file_name(f"{name}.eml"))
        self._runner.ask(_source_to_drag, message, place, done=self.drag_file, failed=self._fail)

    def drag_file(self, place: Path) -> None:
        """Begin the drag, unless the button has been let go meanwhile. What takes it makes a copy: ours goes with the window."""
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            drag_of(place, self).exec(Qt.DropAction.CopyAction)

    def close(self) -> None:
        """Take away what was opened."""
        self.folder.close()

    def _show(self, place: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
            self.done.emit(self.tr("No program on this computer opens {name}.").format(name=place.name))

    def _tell(self, saved: tuple[Path, bool]) -> None:
        place, harmful = saved
        if harmful:
            self.done.emit(
                self.tr("Saved as {place}. Careful: it does something when it is opened.").format(place=place)
            )
        else:
            self.done.emit(self.tr("Saved as {place}").format(place=place))

    def _tell_all(self, count: int, folder: Path) -> None:
        self.done.emit(self.tr("Files saved in {folder}: %n", "", count).format(folder=folder))

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)


def _to_open(session: "Session", content: Content, row_id: int, place: Path) -> Path:
    return write_to_open(content(session, row_id), place)


def _to_drag(session: "Session", content: Content, row_id: int, place: Path) -> Path:
    return write_to_drag(content(session, row_id), place)


def _saved(session: "Session", content: Content, row_id: int, place: Path) -> tuple[Path, bool]:
    found = content(session, row_id)
    return write_saved(found, place), runs(found)


def _page(_session: object, html: str, place: Path) -> Path:
    return write_private(_PAGE.format(body=with_sources(html)).encode(), place)


def _source_saved(session: "Session", message: MessageRow, place: Path) -> tuple[Path, bool]:
    return write_saved(source_bytes(session, message), place), False


def _source_to_drag(session: "Session", message: MessageRow, place: Path) -> Path:
    return write_private(source_bytes(session, message), place, mode=COPIED)
