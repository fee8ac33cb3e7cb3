"""Where Markdown is typed: a list goes on by itself, and what buttons do to the text is one step that can be undone."""

from collections.abc import Callable, Hashable, Iterable
from itertools import takewhile
from typing import Final

from PySide6.QtCore import QKeyCombination, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from deskbell.rules.markdown.lines import indent, new_line
from deskbell.rules.markdown.written import Written
from deskbell.ui.widgets.file_drop import files_in

Deed = Callable[[Written], Written | None]
_AS_WORDS: Final = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_V
)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MarkdownField(QPlainTextEdit):
    """Files and pictures that are pasted or dropped are handed on. For whoever checks the spelling: `shown` counts the texts that were shown, which are in a
    `language`, `draft_key` tells one from another, `names` are no misspellings.

    Signals:
        files_given(tuple): these files of this computer.
        html_given(str, str): text with shapes from the clipboard, and its words.
        picture_given(QImage): a picture from the clipboard.
        brackets_typed: a person typed two opening brackets; they stand before the caret.
        menu_opened(QMenu, QPoint): the menu for this point of the viewport is about to be shown; who has something for it puts it in.
    """

    files_given = Signal(object)
    html_given = Signal(str, str)
    picture_given = Signal(QImage)
    brackets_typed = Signal()
    menu_opened = Signal(QMenu, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = ""
        self.shown = 0
        self.names: Callable[[], Iterable[str]] = tuple
        self.draft_key: Callable[[], Hashable] = lambda: 0

    def show_text(self, text: str, key: Hashable, language: str) -> None:
        """Begin with this text, which is in a language; `key` tells it from others."""
        self.shown += 1
        self.language = language
        self.draft_key = lambda: key
        self.setPlainText(text)

    def written(self) -> Written:
        """The text, and what is selected in it."""
        text, cursor = self.toPlainText(), self.textCursor()
        start, end = (_from_qt(text, place) for place in (cursor.selectionStart(), cursor.selectionEnd()))
        return Written(text, start, end)

    def shape(self, deed: Deed) -> bool:
        """Do this to the text, in one step; whether there was anything to do."""
        before = self.written()
        after = deed(before)
        if after is None:
            return False
        cursor = self.textCursor()
        if after.text != before.text:
            same = _alike(before.text, after.text)
            rest = before.text[same:], after.text[same:]
            tail = _alike(rest[0][::-1], rest[1][::-1])
            cursor.beginEditBlock()
            _select(cursor, before.text, same, len(before.text) - tail)
            cursor.insertText(after.text[same : len(after.text) - tail])
            cursor.endEditBlock()
        _select(cursor, after.text, after.start, after.end)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True

    def keep_clear(self, height: int) -> None:
        """Leave so many pixels at the top to something else than the text."""
        self.setViewportMargins(0, height, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and plain and not self.isReadOnly() and self.shape(new_line):
            event.accept()
        elif event.keyCombination() == _AS_WORDS and not self.isReadOnly():
            self.insertPlainText(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)
            if event.text() == "[" and self._after_two_brackets():
                self.brackets_typed.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab in an item moves that, where it can be moved; else it goes on to what stands beside, as everywhere."""
        moves = self.hasFocus() and not self.isReadOnly()
        return (moves and self.shape(lambda now: indent(now, back=not forward))) or super().focusNextPrevChild(forward)

    @staticmethod
    def _is_shaped(source: QMimeData) -> bool:
        if not source.hasHtml():
            return False
        # Loaded when somebody pastes such a text.
        from deskbell.ui.knowledge.given_html import is_shaped

        return is_shaped(source)

    def _after_two_brackets(self) -> bool:
        caret = self.textCursor()
        before = caret.block().text()[: caret.positionInBlock()]
        return before.endswith("[[") and not before.endswith("[[[")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opened.emit(menu, event.pos())
        menu.popup(event.globalPos())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if files := files_in(source):
            self.files_given.emit(files)
        elif source.hasImage() and not source.hasText():
            self.picture_given.emit(QImage(source.imageData()))
        elif self._is_shaped(source):
            self.html_given.emit(source.html(), source.text())
        else:
            super().insertFromMimeData(source)


def _alike(one: str, other: str) -> int:
    """How many letters they begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _select(cursor: QTextCursor, text: str, start: int, end: int) -> None:
    cursor.setPosition(_to_qt(text, start))
    cursor.setPosition(_to_qt(text, end), QTextCursor.MoveMode.KeepAnchor)


def _to_qt(text: str, place: int) -> int:
    """A place as Qt counts: a sign outside the first plane is two."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def _from_qt(text: str, place: int) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * place].decode("utf-16-le", "surrogatepass"))
