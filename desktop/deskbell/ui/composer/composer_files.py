"""The files and pictures of what is written in the composer: dropped, pasted, chosen, passed on, taken off."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.model.rows import MessageRow
from deskbell.ui.composer.attaching import Attaching
from deskbell.ui.composer.composed import AS_FILE, Composed
from deskbell.ui.composer.composer_face import ComposerFace
from deskbell.ui.composer.draft_keeper import Key
from deskbell.ui.composer.file_reading import FilesRead
from deskbell.ui.composer.picture_making import Picture, Smaller
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.words import told_error


class ComposerFiles(ComposerFace):
    """The composer's face with files that can be added to it; `key` tells whose text is shown.

    Signals:
        files_changed: a file or picture came or went.
        failed(Exception): something that isn't told here already.
    """

    files_changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        keys: MyKeys,
        key: Callable[[], Key],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, keys, parent)
        self._whose = key
        self._content = Composed(ReplyKind.REPLY)
        self._attaching = Attaching(runner, self.editor, self)
        self._attaching.files_read.connect(self._attached)
        self._attaching.made_smaller.connect(self._tell_smaller)
        self._attaching.shrunk.connect(self._exchange_files)
        self._attaching.failed.connect(self.failed)
        self.editor.files_given.connect(self._drop)
        self.editor.picture_given.connect(self._paste)
        self.editor.pictures.smaller_wanted.connect(self._make_smaller)
        self.editor.pictures.attach_wanted.connect(self._picture_to_file)
        self.files.removed.connect(self._take_off)
        self.files.smaller_wanted.connect(lambda: self._attaching.shrink_files(self._whose(), self._content))

    def _pass_on(self, original: MessageRow, subject: str, *, as_file: bool) -> None:
        """Forward this message: in the text, or as a file named after `subject`."""
        if as_file:
            from deskbell.mail.parse.names import safe_name

            self._show_files(replace(self._content, passed_on=(), passed_from=AS_FILE))
            self._attaching.pass_on(self._whose(), original.id, f"{safe_name(subject) or 'message'}.eml")
        elif original.id != self._content.passed_from:
            self._show_files(replace(self._content, passed_on=original.attachments, passed_from=original.id))
            self.files_changed.emit()

    def attach(self, paths: Sequence[Path]) -> None:
        """Read these files and let them go along."""
        if self._may_hold_files():
            self._attaching.attach(self._whose(), paths)

    def _drop(self, paths: Sequence[Path]) -> None:
        if self.editor.plain:
            self.attach(paths)
        elif self._may_hold_files():
            self._attaching.drop(self._whose(), paths)

    def _paste(self, image: QImage) -> None:
        if self.editor.plain:
            said = self.tr(
                "A picture cannot stand in plain text. Attach it as a file, or let the text have formatting."
            )
            self.notice.say(said, Tone.WARNING)
        elif self._may_hold_files():
            name = self.tr("picture {number}").format(number=len(self._content.pictures()) + 1)
            self._attaching.paste(self._whose(), image, name)

    def _may_hold_files(self) -> bool:
        if self._content.kind is ReplyKind.NOTE:
            self.notice.say(told_error(Mistake("note.files")), Tone.WARNING)
        return self._content.kind is not ReplyKind.NOTE

    def _attached(self, read: FilesRead) -> None:
        if read.error is not None:
            self.notice.say(told_error(read.error), Tone.WARNING)
        files = (*read.files, *(picture.file for picture in read.pictures))
        if files and read.key == self._whose():
            self._show_files(self._content.with_files(files))
            self.files_changed.emit()

    def _tell_smaller(self, picture: Picture) -> None:
        """A huge picture was made smaller; the person may want it as it was."""
        assert picture.before is not None
        said = self.smaller_words(picture)
        restore = partial(self._attaching.as_it_was, self._whose(), picture)
        self.notice.say(said, Tone.ACCENT, (self.tr("Keep the original size"), restore))

    def _make_smaller(self, content_id: str, side: int) -> None:
        known = self._content.new_picture(content_id) or self._content.kept_picture(content_id)
        if known is not None:
            self._attaching.make_smaller(self._whose(), content_id, known.name, side)

    def _exchange_files(self, smaller: Smaller) -> None:
        """Pictures that go along were made smaller on demand; the person may want them as they were."""
        if smaller.key != self._whose():
            return
        if not smaller.made:
            self.notice.say(self.tr("The pictures are as small as they can be without looking worse."), Tone.ACCENT)
            return
        self._show_files(self._content.with_other_files(smaller.made))
        self.files_changed.emit()
        back = [(0, after, before) for _, before, after in smaller.made]

        def restore() -> None:
            if smaller.key == self._whose():
                self._show_files(self._content.with_other_files(back))
                self.files_changed.emit()

        self.notice.say(self.shrunk_words(smaller), Tone.ACCENT, (self.tr("Keep the original size"), restore))

    def _picture_to_file(self, content_id: str) -> None:
        self.editor.pictures.take_out(content_id)
        kept = self._content.kept_picture(content_id)
        if kept is not None:
            self._attaching.attach_kept(self._whose(), kept.id)
        self._show_files(self._content.as_file(content_id))
        self.files_changed.emit()

    def _take_off(self, place: int) -> None:
        self._show_files(self._content.without_file(place))
        self.files_changed.emit()

    def _show_files(self, content: Composed) -> None:
        self._content = content
        self.files.show_files(replace(content, html=self.editor.html()))
