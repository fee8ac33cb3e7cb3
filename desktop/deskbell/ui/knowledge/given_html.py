"""Rich text that is pasted into an article: made Markdown on a thread, its pictures kept with the article."""

import binascii
import re
from base64 import b64decode
from functools import partial
from typing import Final
from uuid import uuid4

from msgspec import Struct
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from deskbell.mail.html_markdown import markdown_of
from deskbell.model.articles import AddArticleFile
from deskbell.model.errors import Mistake
from deskbell.model.mail import OutboundAttachment
from deskbell.rules.articles import LARGEST_FILE_MB
from deskbell.rules.markdown.lines import fence_at, put_markdown
from deskbell.rules.markdown.written import Written
from deskbell.ui.knowledge.markdown_field import MarkdownField
from deskbell.ui.runner import Runner

# What a text without any of these looks like, its words say as well; and a program for code writes each of its lines so.
_SHAPED: Final = re.compile(
    r"<(?:h[1-6]|ul|ol|table|b|strong|i|em|s|del|code|pre|blockquote|img)[\s>]|<a\s[^>]*href|mso-list|font-weight|font-style",
    re.IGNORECASE,
)
_OF_CODE: Final = re.compile(r"<div[^>]+white-space:\s*pre;", re.IGNORECASE)
_PICTURE: Final = re.compile(r"data:(image/(?:png|jpeg|gif|webp|bmp));base64,", re.IGNORECASE)
_MOST_PICTURES: Final = 40


def is_shaped(source: QMimeData) -> bool:
    """Whether there is more in it than its words."""
    html = source.html() if source.hasHtml() else ""
    return _SHAPED.search(html) is not None and _OF_CODE.search(html) is None


class Made(Struct, frozen=True):
    """The Markdown, its pictures by the address that they have in it until they are kept; `left_out`: some could not be taken along."""

    markdown: str
    pictures: dict[str, OutboundAttachment]
    left_out: bool = False


class GivenHtml(QObject):
    """Puts it where the caret is.

    Signals:
        failed(Exception): a picture of it could not be kept.
    """

    failed = Signal(object)

    def __init__(self, runner: Runner, me: int, field: MarkdownField) -> None:
        super().__init__(field)
        self._runner = runner
        self._me = me
        self._field = field
        self._turn = 0

    def take(self, article_id: int, html: str, words: str) -> None:
        """Put this in; `words` where there is nothing that can be taken, or where code is written."""
        now = self._field.written()
        if fence_at(now) is not None:
            self._field.insertPlainText(words)
            return
        done = partial(self._put, article_id, words, self._turn)
        self._runner.ask(made_of, html, bool(article_id), done=done, failed=self.failed.emit, owner=self)

    def forget(self) -> None:
        """Another text is written from now on: what is still made belongs to none of it."""
        self._turn += 1

    def _put(self, article_id: int, words: str, turn: int, made: Made) -> None:
        if turn != self._turn:
            return
        if not made.markdown:
            self._field.insertPlainText(words)
            return
        self._field.shape(lambda written: put_markdown(written, made.markdown))
        if made.left_out and not article_id:
            self.failed.emit(Mistake("article.unsaved"))
        for address, file in made.pictures.items():
            command = AddArticleFile(agent_id=self._me, id=article_id, file=file)
            done, failed = partial(self._name, address), partial(self._lose, address)
            self._runner.do(command, done=done, failed=failed, owner=self)

    def _name(self, address: str, file_id: int) -> None:
        self._field.shape(partial(_replaced, wanted=f"({address})", by=f"(picture:{file_id})"))

    def _lose(self, address: str, error: Exception) -> None:
        found = re.search(rf"!\[((?:\\.|[^\\\]])*)\]\({address}\)", self._field.toPlainText())
        if found is not None:
            self._field.shape(partial(_replaced, wanted=found[0], by=f"\\[{found[1]}\\]"))
        self.failed.emit(error)


def made_of(_session: object, html: str, with_pictures: bool) -> Made:
    """HTML as Markdown. A query for the runner; it asks the database nothing."""
    pictures: dict[str, OutboundAttachment] = {}
    left_out: list[str] = []

    def picture(source: str) -> str | None:
        file = _file(source) if with_pictures and len(pictures) < _MOST_PICTURES else None
        if file is None:
            left_out.append(source)
            return None
        address = f"pasted:{uuid4().hex[:12]}"
        pictures[address] = file
        return address

    return Made(markdown_of(html, picture=picture), pictures, bool(left_out))


def _file(source: str) -> OutboundAttachment | None:
    """The picture that an address holds; none is read or fetched from where it leads."""
    found = _PICTURE.match(source)
    if found is None or len(source) > LARGEST_FILE_MB << 20:
        return None
    try:
        content = b64decode(source[found.end() :])
    except (binascii.Error, ValueError):
        return None
    kind = found[1].lower()
    if QImage.fromData(content).isNull():
        return None
    return OutboundAttachment(f"picture.{kind.rpartition('/')[2]}", kind, content)


def _replaced(now: Written, *, wanted: str, by: str) -> Written | None:
    place = now.text.find(wanted)
    return None if place < 0 else now.put(place, place + len(wanted), by)
