"""Where an article is read: selected, copied, searched, and followed to where it links."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QTextBrowser, QTextEdit, QWidget

from deskbell.rules.markdown.html import Page
from deskbell.rules.markdown.reading import Target, target
from deskbell.ui.knowledge.article_document import ArticleDocument
from deskbell.ui.knowledge.marks import words_at
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S20, S24
from deskbell.ui.theme.theme import Theme
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.body_view import BodyView
from deskbell.ui.ticket.quote_bars import paint_quote_bars
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar

_WIDEST: Final = 820
_ZOOMS: Final = (0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
_AS_IT_IS: Final = _ZOOMS.index(1.0)
_NOTHING: Final = Page("")
_MOST_MARKED: Final = 500


class ArticleView(BodyView):
    """Shows one article, and scrolls. What it may and may not do is `BodyDocument`'s affair.

    Signals:
        target_wanted(Target): another article, or a file of this one, is to be opened.
    """

    target_wanted = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._page = _NOTHING
        # Shows the same again, in other colours or sizes.
        self._again: Callable[[], None] | None = None
        self._zoom = _AS_IT_IS
        self._wanted: re.Pattern[str] | None = None
        self._article = ArticleDocument(theme.now, theme.colours.panel, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Article"))
        OverlayScrollBar(self)
        theme.changed.connect(self.wear_theme)

    def show_page(self, page: Page, pictures: Mapping[str, QImage]) -> None:
        """Show an article's HTML from its beginning; `pictures` are its own by file."""
        self._page, self._again = page, partial(self.show_page, page, pictures)
        document = ArticleDocument(self._zoomed(), self._theme.colours.panel, self)
        document.show_page(page, pictures)
        self._take(document)

    def show_source(self, text: str) -> None:
        """Show an article as it is written, word for word."""
        document = ArticleDocument(self._zoomed(), self._theme.colours.panel, self)
        document.show_text(text)
        self._page, self._again = _NOTHING, partial(self.show_source, text)
        self._take(document)

    def go_to_heading(self, number: int) -> None:
        """Scroll so that this heading, counted from 0, is at the top."""
        headings = self._article.headings()
        if number < len(headings):
            top = self._article.documentLayout().blockBoundingRect(headings[number]).top()
            self.verticalScrollBar().setValue(int(top))
            self.setTextCursor(QTextCursor(headings[number]))

    def go_to_anchor(self, anchor: str) -> None:
        """Scroll to the heading that a link names."""
        anchors = [heading.anchor for heading in self._page.headings]
        if anchor in anchors:
            self.go_to_heading(anchors.index(anchor))

    def mark_words(self, wanted: re.Pattern[str] | None) -> None:
        """Mark where this stands, in what is shown next, too; None for nothing."""
        self._wanted = wanted
        self._mark()

    def find_words(self, words: str, *, back: bool = False) -> bool:
        """Mark the next place where these words stand, from the other end where there is none any more; whether there is one."""
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if not words:
            return False
        if self.find(words, flags):
            return True
        before = self.textCursor()
        self.moveCursor(QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start)
        if self.find(words, flags):
            return True
        self.setTextCursor(before)
        return False

    def wear_theme(self) -> None:
        """Show the same in the colours and sizes of now."""
        if self._again is not None:
            bar = self.verticalScrollBar()
            part = bar.value() / max(1, bar.maximum())
            self._again()
            bar.setValue(round(part * bar.maximum()))

    def zoom(self, steps: int) -> None:
        """Show the text larger, or smaller (negative), and the same in what is shown next; 0 for as large as it is."""
        wanted = min(max(self._zoom + steps, 0), len(_ZOOMS) - 1) if steps else _AS_IT_IS
        if wanted != self._zoom:
            self._zoom = wanted
            self._fit_margins()
            self.wear_theme()

    def zoomed_to(self) -> float:
        """How large it is shown, 1.0 as it is."""
        return _ZOOMS[self._zoom]

    def sizeHint(self) -> QSize:
        """It scrolls: its text has no say in it, and is not laid out for that."""
        return QSize(self._theme.px(_WIDEST), self._theme.px(_WIDEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A line of text is no longer than one can read."""
        super().resizeEvent(event)
        self._fit_margins()
        wide = self.viewport().width()
        self._article.fit_pictures(wide)
        if self._article.pageSize().width() != wide:
            # Laid out before the margins were there, where nobody saw it yet.
            self._article.setPageSize(QSizeF(wide, -1))

    def _fit_margins(self) -> None:
        side = max(S24, (self.width() - self._zoomed().px(_WIDEST)) // 2)
        margins = self.viewportMargins()
        if margins.left() != side:
            self.setViewportMargins(side, S20, side, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and turned:
            self.zoom(1 if turned > 0 else -1)
            event.accept()
        else:
            QTextBrowser.wheelEvent(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QTextBrowser.paintEvent(self, event)
        shift = QPointF(0, -self.verticalScrollBar().value())
        line = self._theme.colours.line
        paint_quote_bars(QPainter(self.viewport()), self._article, line, shift, QRectF(event.rect()))

    def _zoomed(self) -> Theme:
        now = self._theme.now
        return replace(now, scale=now.scale * self.zoomed_to())

    def _take(self, document: ArticleDocument) -> None:
        old, self._article, self._document = self._article, document, document
        self.setFont(self._zoomed().font(TextRole.reading))
        self.setDocument(document)
        document.fit_pictures(self.viewport().width())
        self.verticalScrollBar().setValue(0)
        self._mark()
        old.deleteLater()

    def _mark(self) -> None:
        marks = []
        look = QTextCharFormat()
        look.setBackground(QColor(self._theme.colours.warning_ground))
        look.setForeground(QColor(self._theme.colours.ink))
        look.setFontUnderline(True)
        for start, end in islice(words_at(self._article, self._wanted), _MOST_MARKED) if self._wanted else ():
            cursor = QTextCursor(self._article)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.setExtraSelections(marks)

    def _follow(self, url: QUrl) -> None:
        address = url.toString()
        wanted: Target | None = target(address)
        if wanted is not None:
            self.target_wanted.emit(wanted)
        elif address.startswith("#"):
            self.go_to_anchor(address.removeprefix("#"))
        else:
            super()._follow(url)
