"""Code in the editor: words of it in a line, and paragraphs that are nothing else. Functions on a document and its cursors."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from deskbell.ui.ticket.quote_bars import QUOTED

CODE: Final = QTextFormat.Property.UserProperty.value + 1
"""What tells of a paragraph that it is code."""

# What Qt makes of <code> and <pre>.
_FAMILY: Final = "monospace"
_CORNER: Final = 4


def is_code(look: QTextCharFormat) -> bool:
    """Whether words look like code."""
    return look.fontFixedPitch() or _FAMILY in (look.fontFamilies() or ())


def is_code_block(block: QTextBlock) -> bool:
    """Whether a paragraph is code; one that is not there is none."""
    return block.isValid() and bool(block.blockFormat().property(CODE))


def set_block(cursor: QTextCursor, *, code: bool) -> None:
    """Make the cursor's paragraph code, and no quote, or neither; its words lose their other looks."""
    shape = cursor.blockFormat()
    if code:
        shape.setProperty(CODE, True)
        shape.clearProperty(QUOTED)
        shape.setLeftMargin(0)
    else:
        shape.clearProperty(CODE)
    cursor.setBlockFormat(shape)
    words = QTextCursor(cursor.block())
    words.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    look = _look(None) if code else QTextCharFormat()
    words.setCharFormat(look)
    cursor.setBlockCharFormat(look)


def set_words(cursor: QTextCursor, ground: QColor, *, code: bool) -> QTextCharFormat:
    """Make what is selected code, or none; the look of what is typed next."""
    look = _look(ground) if code else QTextCharFormat()
    if cursor.hasSelection():
        cursor.setCharFormat(look)
    return look


def dress_code(document: QTextDocument, ground: QColor) -> None:
    """Give code its letters and its ground, also what came as HTML."""
    block = document.begin()
    while block.isValid():
        step, found = block.begin(), []
        while not step.atEnd():
            if is_code(step.fragment().charFormat()):
                found.append((step.fragment().position(), step.fragment().length()))
            step += 1
        look = _look(None if is_code_block(block) else ground) if found else QTextCharFormat()
        for place, length in found:
            cursor = QTextCursor(document)
            cursor.setPosition(place)
            cursor.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)
        block = block.next()


def paint_code_ground(painter: QPainter, document: QTextDocument, colour: QColor, shift: QPointF) -> None:
    """Paint the ground of paragraphs of code, those below each other as one; `shift` is where the document's origin lies."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout = document.documentLayout()
    area, block = QRectF(), document.begin()
    while block.isValid():
        if is_code_block(block):
            area = area.united(layout.blockBoundingRect(block))
        if not area.isNull() and not is_code_block(block.next()):
            # A line stands at the top of its height.
            area.adjust(0, 0, 0, _CORNER)
            area.setRight(document.textWidth())
            painter.drawRoundedRect(area.translated(shift), _CORNER, _CORNER)
            area = QRectF()
        block = block.next()


def _look(ground: QColor | None) -> QTextCharFormat:
    # Loaded for the first code that is written.
    from PySide6.QtGui import QFontDatabase

    look = QTextCharFormat()
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    look.setFontFamilies([fixed, _FAMILY])
    look.setFontFixedPitch(True)
    if ground is not None:
        look.setBackground(QBrush(ground))
    return look
