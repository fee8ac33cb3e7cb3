"""The body of one message: read, select, copy, follow a link. As high as its text, without scroll bars."""

import re
from collections.abc import Mapping
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QTextBrowser, QToolTip, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.body_document import BodyDocument
from deskbell.ui.ticket.quote_bars import paint_quote_bars
from deskbell.ui.widgets.label import plain_tooltip

_FOLLOWED: Final = frozenset({"http", "https", "mailto", "deskbell"})
_PICTURE: Final = re.compile(r"<img\b[^>]*>")


class BodyView(QTextBrowser):
    """Shows a text or sanitised HTML that somebody else wrote. What it may and may not do is `BodyDocument`'s affair.

    Signals:
        link_wanted(QUrl, str): an address of the web, of a mail or of a ticket to open, and the other host that its words promise ("" where they are true).
        pointed(str): where the link under the mouse or the caret goes, "" where there is none any more.
    """

    link_wanted = Signal(QUrl, str)
    pointed = Signal(str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._written: tuple[str, str, str] = ("", "", "panel")
        self._pictures: Mapping[str, QImage] = {}
        self._dressed_for = (theme.now, "")
        self._document = BodyDocument(theme.now, theme.colours.panel, self)
        # Qt gives the font of the view to its document whenever a style sheet touches it.
        self.setFont(theme.now.font(TextRole.reading))
        self.setDocument(self._document)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(self.tr("Message text"))
        self.anchorClicked.connect(self._follow)
        self.highlighted.connect(self._tell_reached)

    def show_body(
        self, text: str, html: str = "", *, ground: str = "panel", pictures: Mapping[str, QImage] | None = None
    ) -> None:
        """Show `html`, or `text` where that is empty. `ground` names the card's colour; `pictures` are the message's own, by Content-ID."""
        written = (text, html, ground)
        pictures = pictures or {}
        if written == self._written and pictures is self._pictures and self._dressed_for == (self._theme.now, ground):
            return
        self._written, self._pictures, self._dressed_for = written, pictures, (self._theme.now, ground)
        document = BodyDocument(self._theme.now, getattr(self._theme.colours, ground), self)
        if html:
            document.show_html(html, pictures)
        else:
            document.show_text(text)
        old, self._document = self._document, document
        self.setDocument(document)
        old.deleteLater()

    def wear_theme(self) -> None:
        """Show the same in the colours and sizes of now."""
        text, html, ground = self._written
        self.setFont(self._theme.now.font(TextRole.reading))
        self.show_body(text, html, ground=ground, pictures=self._pictures)

    def fit(self, width: int) -> int:
        """Lay the text out for `width` pixels and say how high it is."""
        # Shown, the document has the width of the view already; its pictures don't know of that.
        self._document.fit_pictures(width)
        if self._document.textWidth() != width:
            self._document.setTextWidth(width)
        return ceil(self._document.size().height())

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.fit(max(1, self.width())))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever loaded by name, whichever document is shown."""
        return self._document.loadResource(kind, name)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        line = self._theme.colours.line
        paint_quote_bars(QPainter(self.viewport()), self._document, line, QPointF(), QRectF(event.rect()))

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied or dragged away: text and HTML without pictures. Qt's own would open their names as files to pack them."""
        selected = self.textCursor().selection()
        copied = QMimeData()
        copied.setText(selected.toPlainText())
        copied.setHtml(_PICTURE.sub("", selected.toHtml()))
        return copied

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling is the thread's."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._tell_address(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_at(event.pos()).popup(event.globalPos())

    def menu_at(self, point: QPoint) -> QMenu:
        """What can be done with the text there: copy, copy a link's address, select all."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self._theme.icon(Icon.COPY), self.tr("Copy"))
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setEnabled(self.textCursor().hasSelection())
        copy.triggered.connect(self.copy)
        if address := self.anchorAt(point):
            link = menu.addAction(self._theme.icon(Icon.LINK), self.tr("Copy link address"))
            link.triggered.connect(lambda: QGuiApplication.clipboard().setText(address.removeprefix("mailto:")))
        menu.addAction(self.tr("Select all")).triggered.connect(self.selectAll)
        return menu

    def _tell_address(self, point: QPoint, at: QPoint) -> None:
        address = shown_address(QUrl(self.anchorAt(point)))
        QToolTip.showText(at, plain_tooltip(address), self) if address else QToolTip.hideText()

    def _tell_reached(self, url: QUrl) -> None:
        """A link was reached, or left: say where it goes. With the keyboard there is no mouse that rests, so its tooltip comes at once."""
        self.pointed.emit(" · ".join(shown_address(url).split("\n")))
        if self.hasFocus() and not self.underMouse() and not url.isEmpty():
            at = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
            QToolTip.showText(at, plain_tooltip(shown_address(url)), self)

    def _follow(self, url: QUrl) -> None:
        if url.scheme().lower() in _FOLLOWED:
            self.link_wanted.emit(url, self._document.false_claim(url.toString()))


def shown_address(url: QUrl) -> str:
    """Where a link really goes, host first, for a tooltip or status line. A host in foreign letters is shown with its ASCII form too."""
    scheme = url.scheme().lower()
    if scheme == "mailto":
        return url.path()
    if scheme == "deskbell":
        return url.toString()
    if scheme not in _FOLLOWED:
        return ""
    host, plain = url.host(), url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    named = host if host == plain else f"{host} ({plain})"
    bare = QUrl(url)
    bare.setUserInfo("")
    whole = bare.toDisplayString().replace("://@", "://", 1)
    return f"{named}\n{whole if len(whole) <= 200 else whole[:200] + '…'}"
