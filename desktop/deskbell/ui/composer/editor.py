"""The text editor: bold, italic, lists, quotes, links. What is pasted is cleaned; nothing pasted is ever loaded."""

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from math import ceil
from typing import Final

from PySide6.QtCore import SIGNAL, QMimeData, QPoint, QPointF, QRectF, QSignalBlocker, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from deskbell.rules.quoting import Written
from deskbell.ui.composer.clean_html import clean_html
from deskbell.ui.composer.code_shapes import dress_code, is_code_block, paint_code_ground, set_block
from deskbell.ui.composer.editor_pictures import EditorPictures
from deskbell.ui.composer.markup import html_of, text_of
from deskbell.ui.composer.shaping_edit import ShapingEdit
from deskbell.ui.composer.text_shapes import colour_links, drop_empty_lines, quote, set_lines, tidy
from deskbell.ui.composer.written_words import end_of_words, words_of
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.qt_html import for_qt
from deskbell.ui.ticket.quote_bars import INDENT, QUOTED, paint_quote_bars
from deskbell.ui.widgets.file_drop import files_in

_LINE_HEIGHT: Final = 21
_LIST_INDENT: Final = 24
_FEWEST_LINES: Final = 4
_MOST_RESTING: Final = 3
_FEWEST_SEEN: Final = 2
"""Lines that are left where addressees and files need the room."""


class Editor(ShapingEdit):
    """Rich text with as few kinds of formatting as a mail needs.

    `pictures` are those that stand in the text; `shown` counts the texts that were shown: by it an answer that comes late is told. `draft_key` tells
    one draft from another, `names` gives those of the people and things that it is about: no misspellings.

    Signals:
        files_given(tuple): paths of files that were pasted or dropped.
        picture_given(QImage): a picture that was pasted or dropped.
        left: Escape: the keyboard wants to go back to the thread.
        keep_wanted: what is written shall become a canned reply.
        slash_typed: a person typed a slash; it stands before the caret.
        at_typed: the same of an @.
        brackets_typed: the same of two opening brackets.
        plain_changed: `plain` is another: the text is plain text now, without HTML, or takes shapes again.
        menu_opened(QMenu, QPoint): the menu for this point of the viewport is about to be shown; who has something for it puts it in.
    """

    files_given = Signal(object)
    picture_given = Signal(object)
    left = Signal()
    keep_wanted = Signal()
    slash_typed = Signal()
    at_typed = Signal()
    brackets_typed = Signal()
    plain_changed = Signal()
    menu_opened = Signal(QMenu, QPoint)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._resting = False
        self._clear = 0
        self._begun: tuple[str, str, bool] | None = None
        self.plain = False
        self.shown = 0
        self.draft_key: Callable[[], Hashable] = lambda: 0
        self.names: Callable[[], Iterable[str]] = tuple
        self.pictures = EditorPictures(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("bare", True)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(True)
        self.setAccessibleName(self.tr("Text"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().contentsChanged.connect(self.updateGeometry)
        theme.changed.connect(self._wear_theme)
        self._wear_theme()
        for keys, deed in (
            (QKeySequence.StandardKey.Find, self.open_find),
            (QKeySequence.StandardKey.Replace, partial(self.open_find, replacing=True)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(deed)

    def html(self) -> str:
        """What was written, as a fragment of HTML; "" where it is plain text."""
        return "" if self.plain else html_of(self.document())

    def text(self) -> str:
        """What was written, as plain text."""
        return text_of(self.document())

    def show_html(self, html: str, text: str = "", *, plain: bool = False) -> None:
        """Begin with this, cleaned; with `text` where there is no HTML that can be taken, or where it is to be plain text."""
        self.shown += 1
        if plain is not self.plain:
            self.plain = plain
            self.setAcceptRichText(not plain)
            self.plain_changed.emit()
        if self._begun == (html, text, plain) and not self.document().isModified() and not self.pictures.names():
            # Tickets of one mailbox begin alike: it stands there already.
            self.document().clearUndoRedoStacks()
            self._caret_to_end_of_words()
            return
        self._begun = (html, text, plain)
        cleaned = clean_html(html, self.pictures.names()) if html and not plain else ""
        self.document().clear()
        if cleaned:
            self.setHtml(for_qt(cleaned))
            self._tidy()
            self._dress_tables()
        else:
            self.setPlainText(text)
        self._set_lines()
        self.document().clearUndoRedoStacks()
        self.document().setModified(False)
        self._caret_to_end_of_words()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """The pictures of the text itself; nothing is ever loaded by name."""
        del kind
        return self.pictures.resource(name if isinstance(name, str) else name.toString())

    def show_resting(self, resting: bool) -> None:
        """Whether nobody writes and there is little room: then it is as high as its first lines, three at most, and shows those."""
        self._resting = resting
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if resting else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        if resting:
            self.verticalScrollBar().setValue(0)
        else:
            self.ensureCursorVisible()
        self.viewport().update()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        line, text = self._theme.px(_LINE_HEIGHT), ceil(self.document().size().height())
        high = min(text, _MOST_RESTING * line) if self._resting else max(_FEWEST_LINES * line, text)
        return QSize(200, high + 2 + self._clear)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, (1 if self._resting else _FEWEST_SEEN) * self._theme.px(_LINE_HEIGHT) + self._clear)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste and drop: files are handed on, HTML is cleaned, everything else is text."""
        files = files_in(source)
        if files:
            self.files_given.emit(files)
        elif source.hasImage() and not source.hasText():
            self.picture_given.emit(QImage(source.imageData()))
        elif source.hasHtml() and (cleaned := self._cleaned(source.html())):
            self._put(self.textCursor(), cleaned, "")
        elif source.hasText():
            self.insertPlainText(source.text())
        self.ensureCursorVisible()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = self.pictures.at(event.pos())
        if picture:
            first = menu.actions()[0]
            own = QMenu(menu)
            self.pictures.fill_menu(own, picture)
            for action in own.actions():
                menu.insertAction(first, action)
            menu.insertSeparator(first)
        if not self.isReadOnly() and self.receivers(SIGNAL("keep_wanted()")):
            menu.addSeparator()
            keep = menu.addAction(self.tr("Save the answer as a canned reply…"))
            keep.triggered.connect(self.keep_wanted)
        self.menu_opened.emit(menu, event.pos())
        menu.popup(event.globalPos())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or source.hasImage() or source.hasUrls()

    def paintEvent(self, event: QPaintEvent) -> None:
        shift = QPointF(0, -self.verticalScrollBar().value())
        painter = QPainter(self.viewport())
        paint_code_ground(painter, self.document(), self._theme.now.colour("chip"), shift)
        painter.end()
        super().paintEvent(event)
        line = self._theme.colours.line
        paint_quote_bars(QPainter(self.viewport()), self.document(), line, shift, QRectF(event.rect()))
        if self._resting and self._begins_empty():
            self._paint_placeholder()

    def _begins_empty(self) -> bool:
        """Whether it begins with an empty line, as above a signature: that alone says nothing of what can be written there."""
        return not self.document().isEmpty() and not self.document().firstBlock().text().strip()

    def _paint_placeholder(self) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        line = QRectF(0, 0, self.viewport().width(), self._theme.px(_LINE_HEIGHT))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.placeholderText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Backspace and self._leave_shape():
            event.accept()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._new_paragraph()
        else:
            super().keyPressEvent(event)
            if event.text() == "/":
                self.slash_typed.emit()
            elif event.text() in {"@", "＠"}:
                self.at_typed.emit()
            elif event.text() == "[" and self._after_two_brackets():
                self.brackets_typed.emit()

    def _after_two_brackets(self) -> bool:
        caret = self.textCursor()
        before = caret.block().text()[: caret.positionInBlock()]
        return before.endswith("[[") and not before.endswith("[[[")

    def put_in(self, cursor: QTextCursor, html: str, text: str) -> None:
        """Put HTML, cleaned, in the place of what `cursor` selects (`text` where there is none that can be taken); one undo takes it out again."""
        self._put(cursor, self._cleaned(html), text)

    def _put(self, cursor: QTextCursor, cleaned: str, text: str) -> None:
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        place = cursor.position() if not cursor.block().text() and cleaned.lstrip().startswith("<table") else 0
        if cleaned:
            cursor.insertHtml(for_qt(cleaned))
        else:
            cursor.insertText(text)
        if place:
            from deskbell.ui.composer.written_tables import drop_empty

            drop_empty(self.document(), place)
        self._tidy()
        self._set_lines()
        cursor.endEditBlock()
        # As a part of the same step, within which the document does not know its tables yet.
        cursor.joinPreviousEditBlock()
        self._dress_tables()
        cursor.endEditBlock()
        cursor.setCharFormat(QTextCharFormat())
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def put_name(self, cursor: QTextCursor, name: str) -> None:
        """Put a name in bold, and a space, in the place of what `cursor` selects; one undo takes it out again."""
        plain = cursor.charFormat()
        bold = QTextCharFormat(plain)
        bold.setFontWeight(QFont.Weight.Bold)
        cursor.beginEditBlock()
        cursor.insertText(name, bold)
        if self.document().characterAt(cursor.position()) != " ":
            cursor.insertText(" ", plain)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
            cursor.setCharFormat(plain)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def words(self) -> Written:
        """What was written above the signature."""
        written = words_of(self.document())
        return Written(written.text) if self.plain else written

    def open_find(self, *, replacing: bool = False) -> None:
        """Look for something in the text: in a bar at its top, with what is selected."""
        from deskbell.ui.composer.find_bar import FindBar

        bar = self.findChild(FindBar) or FindBar(self._theme, self, self.keep_clear)
        bar.begin(replacing=replacing)

    def keep_clear(self, height: int) -> None:
        """Leave so many pixels at the top to something else than the text."""
        self._clear = height
        self.setViewportMargins(0, height, 0, 0)
        self.updateGeometry()

    def _new_paragraph(self) -> None:
        """Enter; on an empty item or in an empty line of a quote it ends the list or the quote. Qt's own swallows every second empty line here."""
        cursor = self.textCursor()
        if not cursor.block().text() and self._leave_shape():
            return
        cursor.insertBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _caret_to_end_of_words(self) -> None:
        """Where one goes on writing: behind the last word above the signature."""
        cursor = end_of_words(self.document())
        now = self.textCursor()
        if cursor != now or now.hasSelection() or cursor.charFormat() != now.charFormat():
            self.setTextCursor(cursor)

    def exchange_signature(self, before: Written, after: Written) -> None:
        """Put `after` in the place of the signature `before`, where that stands at the end as it was put there."""
        old, new = before.text.strip(), after.text.strip()
        if old == new or not self.text().rstrip().endswith(old):
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        if old:
            for _ in range(old.count("\n")):
                cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        # The empty lines above belong to it: one stays below words, two where there is nothing yet.
        drop_empty_lines(cursor)
        if new:
            for _ in range(2):
                cursor.insertBlock()
            if self.plain:
                cursor.insertText(new)
            else:
                cursor.insertHtml(for_qt(clean_html(after.html[after.html.index("<div>--") :])))
        self._tidy()
        self._set_lines()
        cursor.endEditBlock()

    def _leave_shape(self) -> bool:
        """Backspace at the beginning of an item or a quote makes it a plain paragraph first."""
        cursor = self.textCursor()
        if cursor.hasSelection() or not cursor.atBlockStart():
            return False
        if cursor.currentList() is not None:
            self.toggle_list(cursor.currentList().format().style())
            return True
        if is_code_block(cursor.block()):
            set_block(cursor, code=False)
            self.setTextCursor(cursor)
            return True
        if cursor.blockFormat().property(QUOTED):
            quote(cursor, 0, quoted=False)
            return True
        return False

    def _cleaned(self, html: str) -> str:
        """HTML for where the caret is: no table into a table, and none at all into plain text."""
        if self.plain:
            return ""
        return clean_html(html, self.pictures.names(), tables=self.textCursor().currentTable() is None)

    def _tidy(self) -> None:
        tidy(self.document(), self._theme.px(INDENT))
        dress_code(self.document(), self._theme.now.colour("chip"))
        self.pictures.fit()

    def _dress_tables(self) -> None:
        if self.document().rootFrame().childFrames():
            # Loaded for the first of them: most texts have none.
            from deskbell.ui.composer.written_tables import dress

            dress(self.document(), self._theme.now.colour("line"))

    def _set_lines(self) -> None:
        set_lines(self.document(), self._theme.px(_LINE_HEIGHT))

    def _wear_theme(self) -> None:
        self.setFont(self._theme.now.font(TextRole.reading))
        document = self.document()
        modified = document.isModified()
        # Another look is nothing that a person wrote: nobody is told, and nothing is kept as a draft.
        blocker = QSignalBlocker(document)
        document.setDefaultFont(self._theme.now.font(TextRole.reading))
        document.setIndentWidth(self._theme.px(_LIST_INDENT))
        self._set_lines()
        self._dress_tables()
        dress_code(document, self._theme.now.colour("chip"))
        colour_links(document, self._theme.now.colour("accent"))
        document.setModified(modified)
        blocker.unblock()
        self.updateGeometry()
