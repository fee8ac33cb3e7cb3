"""What is done with the files of articles: looked at, opened by the system's own programs, read where they are mails, saved, dragged away."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.articles import Article
from deskbell.model.errors import Trouble
from deskbell.ui.knowledge.article_files import ArticleFiles, row_of
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.attached_messages import AttachedMessages
from deskbell.ui.ticket.attachment_deeds import AttachmentDeeds
from deskbell.ui.ticket.attachment_looks import AttachmentLooks
from deskbell.ui.ticket.opened_folder import OpenedFolder

if TYPE_CHECKING:
    from deskbell.store.session import Session


class FileErrands(QObject):
    """Does what `files` ask for, and what links in a text do. What is opened goes with `host`.

    Signals:
        link_wanted(QUrl, str): as of `BodyView`; in a mail that is among the files.
        told(str): a sentence: what was written where.
        failed(Exception): a file could not be read or written.
    """

    link_wanted = Signal(QUrl, str)
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self, theme: ThemeSource, runner: Runner, prompts: Prompts, me: int, files: ArticleFiles, host: QWidget
    ) -> None:
        super().__init__(host)
        self._me = me
        self._deeds = AttachmentDeeds(runner, prompts, self, content=self._content)
        mails = AttachedMessages(theme, runner, prompts, host, content=self._content)
        looks = AttachmentLooks(theme, runner, self._deeds, mails, host, content=self._content)
        for one in (self._deeds, mails):
            one.done.connect(self.told)
            one.failed.connect(self.failed)
        mails.link_wanted.connect(self.link_wanted)
        files.look_wanted.connect(looks.show)
        files.open_wanted.connect(self._deeds.open)
        files.message_wanted.connect(mails.show)
        files.save_wanted.connect(self._deeds.save)
        files.all_wanted.connect(self._deeds.save_all)
        files.drag_wanted.connect(self._deeds.drag)
        # Not its `close`, which would be gone by then, nor a method of the folder, which PySide does not hold.
        self.destroyed.connect(partial(OpenedFolder.close, self._deeds.folder))

    def open_file(self, article: Article, file_id: int) -> None:
        """Show a file of an article with the system's program; a program is only saved, after a question."""
        file = next((one for one in article.files if one.id == file_id), None)
        if file is None:
            self.failed.emit(Trouble("file.missing", path=f"#{file_id}"))
        else:
            self._deeds.open(row_of(file))

    def _content(self, session: "Session", file_id: int) -> bytes:
        from deskbell.store.queries.articles import file_content

        found = file_content(session, self._me, file_id)
        if found is None:
            raise Trouble("file.missing", path=f"#{file_id}")
        return found
