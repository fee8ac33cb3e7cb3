"""An article as a document that can only be read: a message's document, with grounds for its code, tables and call-outs."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextBlock, QTextFrame, QTextLength, QTextTable

from deskbell.rules.markdown.html import CODE, Page
from deskbell.ui.ticket.body_document import BodyDocument

_GROUNDS: Final = {
    CODE: "background",
    "note": "accent_ground",
    "tip": "good_ground",
    "important": "violet_ground",
    "warning": "warning_ground",
    "caution": "danger_ground",
}
_PADDING: Final = 10
_APART: Final = 6


class ArticleDocument(BodyDocument):
    """Fill it once with `show_page`."""

    def show_page(self, page: Page, pictures: Mapping[str, QImage]) -> None:
        """Show an article's HTML; `pictures` are its own by file."""
        self.show_html(page.html, pictures)
        for table, kind in zip(self._tables(), page.tables, strict=False):
            self._dress(table, kind)

    def headings(self) -> list[QTextBlock]:
        """The lines that are headings, in order."""
        found = []
        block = self.begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                found.append(block)
            block = block.next()
        return found

    def false_claim(self, address: str) -> str:
        """The host that a link of the web promises though it leads elsewhere; our own links promise none."""
        return super().false_claim(address) if QUrl(address).host() else ""

    def _tables(self) -> Sequence[QTextTable]:
        found: list[QTextTable] = []
        frames: list[QTextFrame] = [self.rootFrame()]
        while frames:
            frame = frames.pop()
            frames += frame.childFrames()
            if isinstance(frame, QTextTable):
                found.append(frame)
        return sorted(found, key=lambda table: table.firstPosition())

    def _dress(self, table: QTextTable, kind: str) -> None:
        theme = self._theme
        look = table.format()
        look.setTopMargin(theme.px(_APART))
        look.setBottomMargin(theme.px(_APART))
        if kind:
            look.setBorder(0)
            look.setCellPadding(theme.px(_PADDING))
            look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(look)
        for column in range(table.columns()):
            cell = table.cellAt(0, column)
            ground = cell.format()
            ground.setBackground(theme.colour(_GROUNDS.get(kind, "background")))
            cell.setFormat(ground)
