"""Brings files and pictures into what is written: they are read, and pictures made smaller, on a thread, and come back by a signal."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QTextCursor

from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.draft_keeper import Key
from deskbell.ui.composer.editor import Editor
from deskbell.ui.composer.file_reading import FilesRead, file_of_message, kept_as_file, read_files
from deskbell.ui.composer.picture_making import (
    Picture,
    is_large,
    pictures_of_draft,
    smaller_files,
    take_files,
    take_image,
    take_smaller,
)
from deskbell.ui.runner import Runner

LARGEST: Final = 35_000_000
"""Bytes above which hardly any server takes a mail; such a file isn't attached."""


class Attaching(QObject):
    """Asks for files and pictures, and puts pictures in their place in the text.

    Signals:
        files_read(FilesRead): files that go along; those of its pictures too, which stand in the text by now.
        made_smaller(Picture): a picture was huge and is smaller now.
        shrunk(Smaller): pictures that go along as files were made smaller.
        failed(Exception): something that nobody expects.
    """

    files_read = Signal(object)
    made_smaller = Signal(object)
    shrunk = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: Runner, editor: Editor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._editor = editor

    def attach(self, key: Key, paths: Sequence[Path]) -> None:
        """Files that were chosen: they go along."""
        if paths:
            self._runner.ask(
                read_files, key, tuple(paths), LARGEST, done=self.files_read.emit, failed=self.failed.emit, owner=self
            )

    def drop(self, key: Key, paths: Sequence[Path]) -> None:
        """Files that were dropped or pasted: pictures go into the text."""
        self._ask(take_files, key, tuple(paths), LARGEST)

    def paste(self, key: Key, image: QImage, name: str) -> None:
        """A picture from the clipboard."""
        self._ask(take_image, key, image, name)

    def pass_on(self, key: Key, message_id: int, name: str) -> None:
        """A whole message goes along as a file."""
        self._runner.ask(
            file_of_message, key, message_id, name, done=self.files_read.emit, failed=self.failed.emit, owner=self
        )

    def attach_kept(self, key: Key, attachment_id: int) -> None:
        """A picture of the draft goes along as a file."""
        self._runner.ask(
            kept_as_file, key, attachment_id, done=self.files_read.emit, failed=self.failed.emit, owner=self
        )

    def make_smaller(self, key: Key, content_id: str, name: str, side: int) -> None:
        """A picture of the text becomes smaller."""
        done = partial(self._exchange, content_id, self._editor.shown)
        image = self._editor.pictures.image(content_id)
        self._runner.ask(take_smaller, key, image, name, side, done=done, failed=self.failed.emit, owner=self)

    def shrink_files(self, key: Key, content: Composed) -> None:
        """All large pictures that go along as files become smaller."""
        files = [one for one in content.files if not one.content_id and is_large(one.content_type, len(one.content))]
        kept = [row.id for row in content.kept if not row.content_id and is_large(row.content_type, row.size)]
        self._runner.ask(smaller_files, key, files, kept, done=self.shrunk.emit, failed=self.failed.emit, owner=self)

    def as_it_was(self, key: Key, picture: Picture) -> None:
        """A picture that was made smaller by itself takes its first size again."""
        if picture.before is not None:
            before = Picture(picture.before, QImage.fromData(picture.before.content))
            self._exchange(picture.content_id, self._editor.shown, FilesRead(key, (), None, (before,)))

    def read_pictures(self, key: Key, content: Composed) -> None:
        """The pictures of a text that comes from the database."""
        ids = [row.id for row in content.kept if row.content_id]
        if ids and self._editor.pictures.missing():
            self._runner.ask(pictures_of_draft, key, ids, done=self._give, failed=self.failed.emit, owner=self)

    def _ask(self, query: Callable[..., FilesRead], key: Key, *args: object) -> None:
        # Where the caret is now; a cursor of the document moves along with what is typed meanwhile.
        done = partial(self._put_in, self._editor.textCursor(), self._editor.shown)
        self._runner.ask(query, key, *args, done=done, failed=self.failed.emit, owner=self)

    def _put_in(self, cursor: QTextCursor, shown: int, read: FilesRead) -> None:
        if shown != self._editor.shown:
            return
        # First the files: the text names only pictures that go along.
        self.files_read.emit(read)
        for picture in read.pictures:
            self._editor.pictures.insert(picture, cursor)
            if picture.before is not None:
                self.made_smaller.emit(picture)
        self._editor.ensureCursorVisible()

    def _exchange(self, content_id: str, shown: int, read: FilesRead) -> None:
        if shown == self._editor.shown and content_id in self._editor.pictures.names():
            self.files_read.emit(read)
            self._editor.pictures.exchange(content_id, read.pictures[0])

    def _give(self, read: tuple[Key, dict[str, QImage]]) -> None:
        self._editor.pictures.give(read[1])
