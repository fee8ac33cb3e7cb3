"""An attachment as a box: what it is, its name, its size."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from deskbell.model.rows import AttachmentRow
from deskbell.rules.attachments import Wrapping, wrapping
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.ticket.attachment_words import is_message, wrapping_word
from deskbell.ui.ticket.sizes import size_word
from deskbell.ui.widgets.label import plain_tooltip

_PADDING: Final = 10
_GAP: Final = 8
_ICON: Final = 15
_HEIGHT: Final = 32
_WIDEST_NAME: Final = 220
_KEYS: Final = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})
_BY_FAMILY: Final = {"image": Icon.FILE_IMAGE, "audio": Icon.FILE_AUDIO, "video": Icon.FILE_VIDEO, "text": Icon.FILE}
_BY_ENDING: Final = {
    **dict.fromkeys(("xls", "xlsx", "ods", "csv", "tsv"), Icon.FILE_SHEET),
    **dict.fromkeys(("zip", "7z", "rar", "gz", "tgz", "tar", "xz"), Icon.FILE_ARCHIVE),
    **dict.fromkeys(("pdf", "doc", "docx", "odt", "rtf", "txt", "md"), Icon.FILE),
    **dict.fromkeys(("eml", "msg"), Icon.MAIL),
}


_BY_WRAPPING: Final = {
    Wrapping.SMIME_SIGNATURE: Icon.SHIELD,
    Wrapping.PGP_SIGNATURE: Icon.SHIELD,
    Wrapping.PGP_KEY: Icon.KEY,
    Wrapping.SMIME_SEALED: Icon.LOCK,
    Wrapping.PGP_SEALED: Icon.LOCK,
    Wrapping.PGP_VERSION: Icon.LOCK,
}


def icon_of(name: str, content_type: str, *, dangerous: bool = False) -> Icon:
    """What a file looks like in a list, by what it says it is."""
    if dangerous:
        return Icon.FILE_WARNING
    what = wrapping(name, content_type)
    if what is not Wrapping.NONE:
        return _BY_WRAPPING[what]
    if content_type == "message/rfc822":
        return Icon.MAIL
    if content_type == "text/calendar":
        return Icon.CALENDAR
    ending = name.rpartition(".")[2].casefold()
    return _BY_ENDING.get(ending) or _BY_FAMILY.get(content_type.partition("/")[0]) or Icon.FILE_PLAIN


class AttachmentBox(QAbstractButton):
    """One attachment of a message. A click or Enter asks what to do, Space or a click on its icon looks at it; one can also drag it out.
    A program can only be saved.

    `several`: the message has more of them, so that saving all is offered too.

    Signals:
        look_wanted(AttachmentRow): show it here.
        open_wanted(AttachmentRow): show it with the system's program for it.
        message_wanted(AttachmentRow): it is a message: show it as one.
        save_wanted(AttachmentRow): write it to a place of the person's choice.
        all_wanted: write all attachments of the message.
        drag_wanted(AttachmentRow): it is being dragged away.
    """

    look_wanted = Signal(object)
    open_wanted = Signal(object)
    message_wanted = Signal(object)
    save_wanted = Signal(object)
    all_wanted = Signal()
    drag_wanted = Signal(object)

    def __init__(
        self, theme: ThemeSource, row: AttachmentRow, parent: QWidget | None = None, *, several: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = row
        self._several = several
        self._shown = wrapping_word(wrapping(row.name, row.content_type)) or row.name
        self._pressed_at: QPoint | None = None
        self._icon = icon_of(row.name, row.content_type, dangerous=row.dangerous)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        name = self.tr("Attachment {name}, {size}").format(name=self._shown, size=size_word(row.size))
        warning = self.tr("This file can do harm when it is opened: it can be saved, not opened from here.")
        self.setAccessibleName(f"{name}. {warning}" if row.dangerous else name)
        self.setToolTip(plain_tooltip(f"{row.name}\n{warning}" if row.dangerous else row.name))
        self.clicked.connect(self._ask)
        theme.changed.connect(self.update)

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = menu.addAction(self._theme.icon(Icon.EYE), self.tr("Quick look"))
        # Shown only: the box itself hears the key.
        look.setShortcut(Qt.Key.Key_Space)
        look.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        look.triggered.connect(lambda: self.look_wanted.emit(self._row))
        if is_message(self._row):
            read = menu.addAction(self._theme.icon(Icon.MAIL), self.tr("Read it here"))
            read.triggered.connect(lambda: self.message_wanted.emit(self._row))
        elif not self._row.dangerous:
            show = menu.addAction(self._theme.icon(Icon.EXTERNAL), self.tr("Open"))
            show.triggered.connect(lambda: self.open_wanted.emit(self._row))
        save = menu.addAction(self._theme.icon(Icon.DOWNLOAD), self.tr("Save as…"))
        save.triggered.connect(lambda: self.save_wanted.emit(self._row))
        if self._several:
            menu.addAction(self._theme.icon(Icon.SAVE), self.tr("Save all…")).triggered.connect(self.all_wanted)
        return menu

    def event(self, event: QEvent) -> bool:
        """The window's own Enter leads into the ticket; here it is the box's."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.look_wanted.emit(self._row)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isDown() and self._eye().contains(event.position()):
            self.setDown(False)
            self.look_wanted.emit(self._row)
        else:
            super().mouseReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            super().mouseMoveEvent(event)
        elif (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            # No click any more: letting go over the box must not open its menu.
            self._pressed_at = None
            self.setDown(False)
            self.drag_wanted.emit(self._row)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        name = min(self._name_metrics().horizontalAdvance(self._shown), px(_WIDEST_NAME))
        size = self._size_metrics().horizontalAdvance(size_word(self._row.size))
        return QSize(round(2 * px(_PADDING) + px(_ICON) + 2 * _GAP + name + size + 1), px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.warning if self._row.dangerous else colours.line
        painter.setPen(theme.now.ring() if self.hasFocus() else QPen(QColor(edge), 1))
        painter.setBrush(QColor(colours.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_BOX, CORNER_BOX)
        padding, side = theme.px(_PADDING), theme.px(_ICON)
        ink = colours.warning if self._row.dangerous else colours.muted
        looks = (self.underMouse() or self.hasFocus()) and not self._row.dangerous
        icon = Icon.EYE if looks else self._icon
        theme.icons.paint(painter, icon, ink, QRectF(padding, 0, side, self.height()), side)
        size, size_metrics = size_word(self._row.size), self._size_metrics()
        right = self.width() - padding - size_metrics.horizontalAdvance(size)
        name_metrics = self._name_metrics()
        left = padding + side + _GAP
        # The middle goes, so that the ending of a name is always seen.
        name = name_metrics.elidedText(self._shown, Qt.TextElideMode.ElideMiddle, max(0.0, right - _GAP - left + 1))
        painter.setFont(theme.now.font(TextRole.small, Weight.strong))
        painter.setPen(QColor(colours.ink))
        baseline = round((self.height() + name_metrics.ascent() - name_metrics.descent()) / 2)
        painter.drawText(QPointF(left, baseline), name)
        painter.setFont(theme.now.font(TextRole.small))
        painter.setPen(QColor(colours.muted))
        painter.drawText(QPointF(right, baseline), size)

    def _eye(self) -> QRectF:
        """Where a click looks at it."""
        return QRectF(0, 0, self._theme.px(_PADDING) + self._theme.px(_ICON) + _GAP / 2, self.height())

    def _ask(self) -> None:
        self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _name_metrics(self) -> QFontMetricsF:
        return self._theme.now.metrics(TextRole.small, Weight.strong)

    def _size_metrics(self) -> QFontMetricsF:
        return self._theme.now.metrics(TextRole.small)
