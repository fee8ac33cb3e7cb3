"""Looking at attachments without opening them. The window for it is loaded when somebody first does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from deskbell.model.rows import AttachmentRow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.attachment_deeds import AttachmentDeeds
from deskbell.ui.ticket.file_writing import Content, attachment_bytes

if TYPE_CHECKING:
    from deskbell.ui.look.window import LookWindow
    from deskbell.ui.ticket.attached_messages import AttachedMessages


class AttachmentLooks(QObject):
    """One window at a time. `files` and `mails` do what is wanted of a file there; `content` gives its bytes by its id."""

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        files: AttachmentDeeds,
        mails: "AttachedMessages",
        host: QWidget,
        *,
        content: Content = attachment_bytes,
    ) -> None:
        super().__init__(host)
        self._theme = theme
        self._runner = runner
        self._files = files
        self._mails = mails
        self._host = host
        self._content = content
        self.window: LookWindow | None = None

    def show(self, row: AttachmentRow, rows: Sequence[AttachmentRow]) -> None:
        """Look at one of these; the others are the ones before and after it."""
        from deskbell.ui.look.window import LookFile, LookWays, LookWindow

        self.close()
        by_id = {one.id: one for one in rows}
        shown = [LookFile(one.id, one.name, one.content_type, one.size, one.dangerous) for one in rows]

        def fetch(key: int, owner: QWidget, done: object, failed: object) -> None:
            self._runner.ask(self._content, key, done=done, failed=failed, owner=owner)  # type: ignore[arg-type]

        ways = LookWays(fetch, self._mails.read, self._mails.view)
        window = LookWindow(self._theme, shown, list(by_id).index(row.id), ways, self._host)
        window.open_wanted.connect(lambda key: self._files.open(by_id[key]))
        window.save_wanted.connect(lambda key: self._files.save(by_id[key]))
        self.window = window
        window.show_over(self._host)

    def close(self) -> None:
        """Take the window away."""
        if self.window is not None and isValid(self.window):
            self.window.close()
        self.window = None
