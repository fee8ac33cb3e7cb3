"""The shapes that paragraphs take in the editor: lists, quotes, lines, links. Functions on a document and its cursors."""

from collections.abc import Iterator

from PySide6.QtGui import QColor, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from deskbell.ui.composer.code_shapes import CODE
from deskbell.ui.ticket.quote_bars import QUOTED


def blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    """The paragraphs of a document in their order."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def selected_blocks(cursor: QTextCursor) -> list[QTextCursor]:
    """A cursor for each paragraph that the selection touches."""
    block = cursor.document().findBlock(cursor.selectionStart())
    found = []
    while block.isValid() and block.position() <= cursor.selectionEnd():
        found.append(QTextCursor(block))
        block = block.next()
    return found


def quote(cursor: QTextCursor, indent: int, *, quoted: bool) -> None:
    """Make the cursor's paragraph a quote, or none. `indent` is how far it stands in, in pixels."""
    shape = cursor.blockFormat()
    if quoted:
        shape.setProperty(QUOTED, 1)
    else:
        shape.clearProperty(QUOTED)
    shape.setLeftMargin(indent if quoted else 0)
    shape.setRightMargin(0)
    cursor.setBlockFormat(shape)


def drop_empty_lines(cursor: QTextCursor) -> None:
    """Take out the empty paragraphs above and where the cursor stands, to the last one with words or a table."""
    while cursor.block().previous().isValid() and not cursor.block().text().strip():
        if QTextCursor(cursor.block().previous()).currentTable() is not None:
            return
        cursor.deletePreviousChar()


def unlist(cursor: QTextCursor) -> None:
    """Make the cursor's paragraph no item of a list any more."""
    items = cursor.block().textList()
    if items is not None:
        items.remove(cursor.block())
        plain = cursor.block().blockFormat()
        plain.setIndent(0)
        cursor.setBlockFormat(plain)


def tidy(document: QTextDocument, indent: int) -> None:
    """Give what came as HTML the shapes of our own buttons: Qt indents a quote by 40 pixels on both sides, and spaces paragraphs."""
    for block in blocks(document):
        shape = block.blockFormat()
        level = int(shape.property(QUOTED) or 0)
        shape.setTopMargin(0)
        shape.setBottomMargin(0)
        shape.setLeftMargin(indent if level else 0)
        shape.setRightMargin(0)
        if level:
            shape.setProperty(QUOTED, 1)
        if shape.nonBreakableLines():
            # Code, which is to be wrapped here all the same.
            shape.setProperty(CODE, True)
        shape.setNonBreakableLines(False)
        QTextCursor(block).setBlockFormat(shape)


def set_lines(document: QTextDocument, height: int) -> None:
    """Let all lines be at least so high, in pixels."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    lines = QTextBlockFormat()
    lines.setLineHeight(height, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    cursor.mergeBlockFormat(lines)


def colour_links(document: QTextDocument, colour: QColor) -> None:
    """Give all links this colour."""
    accent = QTextCharFormat()
    accent.setForeground(colour)
    for block in blocks(document):
        step = block.begin()
        links = []
        while not step.atEnd():
            if step.fragment().charFormat().isAnchor():
                links.append(step.fragment())
            step += 1
        for fragment in links:
            cursor = QTextCursor(document)
            cursor.setPosition(fragment.position())
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(accent)
