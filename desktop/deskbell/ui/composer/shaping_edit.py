"""A text in which words and paragraphs take shapes: bold, italic, lists, quotes, links, code."""

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextList, QTextListFormat
from PySide6.QtWidgets import QTextEdit, QWidget

from deskbell.ui.composer.code_shapes import is_code, is_code_block, set_block, set_words
from deskbell.ui.composer.text_shapes import quote, selected_blocks, unlist
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.quote_bars import INDENT, QUOTED


class ShapingEdit(QTextEdit):
    """What the buttons below an editor do. In a table paragraphs take no shapes."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def toggle_bold(self) -> None:
        """The selection, or what is typed next, becomes bold or not."""
        look = QTextCharFormat()
        bold = self.fontWeight() < QFont.Weight.DemiBold
        look.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        self.mergeCurrentCharFormat(look)

    def toggle_italic(self) -> None:
        """The selection, or what is typed next, becomes italic or not."""
        look = QTextCharFormat()
        look.setFontItalic(not self.fontItalic())
        self.mergeCurrentCharFormat(look)

    def toggle_list(self, style: QTextListFormat.Style = QTextListFormat.Style.ListDisc) -> None:
        """The paragraphs of the selection become a list of this style, or no list where they are one already."""
        cursor = self.textCursor()
        if cursor.currentTable() is not None:
            return
        items: QTextList | None = cursor.currentList()
        if items is None or items.format().style() != style:
            shape = QTextListFormat()
            shape.setStyle(style)
            cursor.createList(shape)
            return
        cursor.beginEditBlock()
        for block in selected_blocks(cursor):
            unlist(block)
        cursor.endEditBlock()

    def toggle_quote(self) -> None:
        """The paragraphs of the selection become a quote, or no quote."""
        cursor = self.textCursor()
        if cursor.currentTable() is not None:
            return
        quoted = not cursor.blockFormat().property(QUOTED)
        cursor.beginEditBlock()
        for block in selected_blocks(cursor):
            if not is_code_block(block.block()):
                quote(block, self._theme.px(INDENT), quoted=quoted)
        cursor.endEditBlock()

    def set_link(self, address: str) -> None:
        """The selection links to `address`; where nothing is selected the address itself is put in. "" takes the link away."""
        cursor = self.textCursor()
        look = QTextCharFormat()
        if not address:
            if not cursor.hasSelection():
                cursor.select(QTextCursor.SelectionType.WordUnderCursor)
            cursor.setCharFormat(QTextCharFormat())
            return
        look.setAnchor(True)
        look.setAnchorHref(address)
        look.setForeground(self._theme.now.colour("accent"))
        if cursor.hasSelection():
            cursor.mergeCharFormat(look)
            cursor.clearSelection()
        else:
            cursor.insertText(address, look)
        cursor.setCharFormat(QTextCharFormat())
        self.setTextCursor(cursor)

    def toggle_code(self) -> None:
        """What is selected becomes code, or no code: whole paragraphs where they are several, or where nothing is written yet."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        several = self.document().findBlock(cursor.selectionEnd()) != first
        ground = self._theme.now.colour("chip")
        if is_code_block(first) or ((several or not first.text()) and cursor.currentTable() is None):
            code = not is_code_block(first)
            cursor.beginEditBlock()
            for block in selected_blocks(cursor):
                if code:
                    unlist(block)
                set_block(block, code=code)
            cursor.endEditBlock()
            self.setTextCursor(cursor)
            return
        self.setCurrentCharFormat(set_words(cursor, ground, code=not is_code(cursor.charFormat())))
