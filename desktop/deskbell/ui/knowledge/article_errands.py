"""Where an article leads: pages of the web, tickets, and files of its own, opened by the system's own programs."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from deskbell.model.articles import Article
from deskbell.model.errors import Trouble
from deskbell.model.rows import AttachmentRow
from deskbell.rules.asked_addresses import is_asking
from deskbell.rules.attachments import dangerous
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.attachment_deeds import AttachmentDeeds
from deskbell.ui.ticket.link_question import may_follow

if TYPE_CHECKING:
    from deskbell.store.session import Session


def _content(agent_id: int, article_id: int, session: "Session", file_id: int) -> bytes:
    from deskbell.store.queries import articles

    found = articles.contents(session, agent_id, article_id, [file_id])
    if file_id not in found:
        raise Trouble("file.missing", path=f"#{file_id}")
    return found[file_id]


class ArticleErrands(QObject):
    """Follows links and opens files.

    Signals:
        address_wanted(str): an address of the desk's own is to be opened.
        told(str): a sentence: what was written where.
        failed(Exception): a file could not be read or written.
    """

    address_wanted = Signal(str)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, runner: Runner, prompts: Prompts, me: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._prompts = prompts
        self._me = me
        self._deeds: dict[int, AttachmentDeeds] = {}

    def follow(self, url: QUrl, promised: str) -> None:
        """Open a link; first ask where its words promise another host."""
        if not may_follow(self._prompts, url, promised):
            return
        if is_asking(address := url.toString(QUrl.ComponentFormattingOption.FullyEncoded)):
            self.address_wanted.emit(address)
        else:
            QDesktopServices.openUrl(url)

    def open_file(self, article: Article, file_id: int) -> None:
        """Show a file of an article with the system's program; a program is only saved, after a question."""
        file = next((one for one in article.files if one.id == file_id), None)
        if file is None:
            self.failed.emit(Trouble("file.missing", path=f"#{file_id}"))
            return
        row = AttachmentRow(
            id=file.id,
            message_id=0,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            inline=False,
            content_id="",
            dangerous=dangerous(file.name),
        )
        self._deeds_of(article.id).open(row)

    def _deeds_of(self, article_id: int) -> AttachmentDeeds:
        if article_id not in self._deeds:
            content = partial(_content, self._me, article_id)
            made = self._deeds[article_id] = AttachmentDeeds(self._runner, self._prompts, self, content=content)
            made.done.connect(self.told)
            made.failed.connect(self.failed)
        return self._deeds[article_id]
