"""Opens the mails that hang on mails: their bytes by a query, their reading on a thread, a window for each."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.rows import AttachmentRow
from deskbell.ui.errand import Errand
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.attached_message import Attached, AttachedView, AttachedWindow, read_attached
from deskbell.ui.ticket.attachment_deeds import AttachmentDeeds
from deskbell.ui.ticket.attachment_looks import AttachmentLooks
from deskbell.ui.ticket.file_writing import Content, attachment_bytes
from deskbell.ui.ticket.message_pictures import MessagePictures


class AttachedMessages(QObject):
    """`content` gives the bytes of an attachment by its id; by itself they are the desk's. What hangs on such a mail is opened the same way.

    Signals:
        done(str): a sentence: what was written where.
        failed(Exception): what could not be read or written.
        link_wanted(QUrl, str): as of `BodyView`.
        shown(AttachedWindow): a window was opened.
    """

    done = Signal(str)
    failed = Signal(object)
    link_wanted = Signal(QUrl, str)
    shown = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        prompts: Prompts,
        host: QWidget,
        *,
        content: Content = attachment_bytes,
    ) -> None:
        super().__init__(host)
        self._theme = theme
        self._runner = runner
        self._prompts = prompts
        self._host = host
        self._content = content
        self._files: list[AttachmentDeeds] = []
        self._deeper: list[AttachedMessages] = []

    def close(self) -> None:
        """Take away what was opened from such mails."""
        for files in self._files:
            files.close()
        for deeper in self._deeper:
            deeper.close()

    def show(self, row: AttachmentRow) -> None:
        """Read it and show it in a window."""
        self._runner.ask(
            self._content,
            row.id,
            done=lambda raw: self.read(raw, self, self._open, self.failed.emit),
            failed=self.failed.emit,
            owner=self,
        )

    def read(
        self, raw: bytes, owner: QObject, done: Callable[[Attached], None], failed: Callable[[Exception], None]
    ) -> None:
        """Read a mail in a process of its own; neither `done` nor `failed` is called once `owner` is gone."""
        errand = Errand(lambda _tell: read_attached(raw), may_be_cut=True, parent=owner)
        errand.done.connect(done)
        errand.failed.connect(failed)
        errand.start()

    def view(self, attached: Attached, host: QWidget) -> AttachedView:
        """A mail that was read, with all that can be done with it. Whoever shows it says when it is `closed`."""
        parts = attached.mail.attachments

        def inside(_session: object, number: int) -> bytes:
            return parts[number].content

        # All of it belongs to the view and goes with it.
        pictures = MessagePictures(self._runner, lambda _: False)
        view = AttachedView(self._theme, attached, pictures, host)
        pictures.setParent(view)
        files = AttachmentDeeds(self._runner, self._prompts, view, content=inside)
        deeper = AttachedMessages(self._theme, self._runner, self._prompts, view, content=inside)
        self._files.append(files)
        self._deeper.append(deeper)
        view.closed.connect(files.close)
        view.closed.connect(deeper.close)
        for told, tells in ((files.done, self.done), (files.failed, self.failed), (pictures.failed, self.failed)):
            told.connect(tells)
        for told, tells in ((deeper.done, self.done), (deeper.failed, self.failed), (deeper.shown, self.shown)):
            told.connect(tells)
        deeper.link_wanted.connect(self.link_wanted)
        card = view.card
        card.remote_wanted.connect(pictures.fetch)
        looks = AttachmentLooks(self._theme, self._runner, files, deeper, view, content=inside)
        view.closed.connect(looks.close)
        card.look_wanted.connect(looks.show)
        card.open_wanted.connect(files.open)
        card.message_wanted.connect(deeper.show)
        card.save_wanted.connect(files.save)
        card.all_wanted.connect(files.save_all)
        card.drag_wanted.connect(files.drag)
        card.link_wanted.connect(self.link_wanted)
        return view

    def _open(self, attached: Attached) -> None:
        window = AttachedWindow(self._theme, self._host)
        window.show_view(self.view(attached, window))
        window.show()
        self.shown.emit(window)
