"""Looking at the files of what is being written. Nothing of it is made before somebody does."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.rows import AttachmentRow
from deskbell.rules.attachments import dangerous
from deskbell.ui.composer.composed import Composed
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.file_writing import attachment_bytes
from deskbell.ui.ticket.opened_folder import OpenedFolder

if TYPE_CHECKING:
    from deskbell.store.session import Session
    from deskbell.ui.ticket.attachment_looks import AttachmentLooks


class FileLooks(QObject):
    """One window at a time, over `host`, with which it goes, and what was opened from it.

    Signals:
        told(str): what was written where.
        failed(Exception): what could not be read or written.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, prompts: Prompts, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._runner = runner
        self._prompts = prompts
        self._host = host
        self._content: Composed | None = None
        self.looks: AttachmentLooks | None = None

    def show(self, content: Composed, place: int) -> None:
        """Look at the file at this place; those that are listed with it come before and after it."""
        self._content = content
        rows = [
            AttachmentRow(one.place, 0, one.name, one.content_type, one.size, False, "", dangerous(one.name))
            for one in content.listed()
        ]
        if self.looks is None:
            self.looks = self._made()
        self.looks.show(next(row for row in rows if row.id == place), rows)

    def _made(self) -> "AttachmentLooks":
        from deskbell.ui.ticket.attached_messages import AttachedMessages
        from deskbell.ui.ticket.attachment_deeds import AttachmentDeeds
        from deskbell.ui.ticket.attachment_looks import AttachmentLooks

        files = AttachmentDeeds(self._runner, self._prompts, self, content=self._bytes)
        mails = AttachedMessages(self._theme, self._runner, self._prompts, self._host, content=self._bytes)
        for one in (files, mails):
            one.done.connect(self.told)
            one.failed.connect(self.failed)
        # Not its `close`, which would be gone by then, nor a method of the folder, which PySide does not hold.
        self.destroyed.connect(partial(OpenedFolder.close, files.folder))
        return AttachmentLooks(self._theme, self._runner, files, mails, self._host, content=self._bytes)

    def _bytes(self, session: "Session", place: int) -> bytes:
        """The bytes of the file at this place; asked on a thread."""
        content = self._content
        assert content is not None
        if place < len(content.files):
            return content.files[place].content
        kept = (*content.kept, *content.passed_on)
        return attachment_bytes(session, kept[place - len(content.files)].id)
