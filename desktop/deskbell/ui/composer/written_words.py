"""What a person wrote of a text: all above the signature."""

from PySide6.QtGui import QTextCursor, QTextDocument

from deskbell.rules.quoting import SIGNATURE_LINE, Written
from deskbell.ui.composer.markup import html_of, text_of
from deskbell.ui.composer.text_shapes import drop_empty_lines


def words_of(document: QTextDocument) -> Written:
    """What was written above the signature."""
    document = document.clone()
    block = document.begin()
    while block.isValid() and not _begins_signature(block.text()):
        block = block.next()
    if block.isValid():
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        drop_empty_lines(cursor)
    return Written(text_of(document).strip("\n"), html_of(document))


def end_of_words(document: QTextDocument) -> QTextCursor:
    """Behind the last word above the signature."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid() and not _begins_signature(block.text()):
        if block.text().strip():
            cursor.setPosition(block.position() + block.length() - 1)
        block = block.next()
    return cursor


def _begins_signature(line: str) -> bool:
    return line.rstrip("\u00a0 ") == SIGNATURE_LINE.rstrip()
