"""Pictures and files that are pasted or dropped into an article, or chosen for it: kept with it, and named in its text."""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtGui import QImage

from deskbell.model.articles import AddArticleFile
from deskbell.model.errors import Mistake
from deskbell.model.mail import OutboundAttachment
from deskbell.rules.articles import LARGEST_FILE_MB
from deskbell.ui.composer.file_reading import read_file
from deskbell.ui.runner import Runner

_MARKS: Final = re.compile(r"([\\\[\]])")
# What is shown in the text; every other file is offered there.
_SHOWN: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})


class GivenFiles(QObject):
    """Reads what is given on a thread and keeps it with the article.

    Signals:
        kept(int, str): with this article; and what is to be written where it is to be seen.
        failed(Exception): it could not be read or kept.
    """

    kept = Signal(int, str)
    failed = Signal(object)

    def __init__(self, runner: Runner, me: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._me = me

    def take_files(self, article_id: int, paths: Sequence[Path]) -> None:
        """Keep files of this computer with an article, which is saved already."""
        if self._may_take(article_id):
            for path in paths:
                done = partial(self._keep, article_id)
                self._runner.ask(_read, path, done=done, failed=self.failed.emit, owner=self)

    def take_picture(self, article_id: int, image: QImage) -> None:
        """Keep a picture from the clipboard."""
        if self._may_take(article_id):
            name = self.tr("picture")
            done = partial(self._keep, article_id)
            self._runner.ask(_packed, image, name, done=done, failed=self.failed.emit, owner=self)

    def _may_take(self, article_id: int) -> bool:
        if not article_id:
            self.failed.emit(Mistake("article.unsaved"))
        return bool(article_id)

    def _keep(self, article_id: int, file: OutboundAttachment) -> None:
        command = AddArticleFile(agent_id=self._me, id=article_id, file=file)
        done = partial(self._tell, article_id, file)
        self._runner.do(command, done=done, failed=self.failed.emit, owner=self)

    def _tell(self, article_id: int, file: OutboundAttachment, file_id: int) -> None:
        name = _MARKS.sub(r"\\\1", " ".join(file.name.split()))
        shown = file.content_type in _SHOWN
        words = f"![{name}](picture:{file_id})" if shown else f"[{name}](attachment:{file_id})"
        self.kept.emit(article_id, words)


def _read(_session: object, path: Path) -> OutboundAttachment:
    """A query for the runner, which knows no other way onto its threads; it asks the database nothing."""
    return read_file(path, LARGEST_FILE_MB << 20)


def _packed(_session: object, image: QImage, name: str) -> OutboundAttachment:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, and Qt does not
    return OutboundAttachment(f"{name}.png", "image/png", bytes(buffer.data().data()))
