"""The files that go along: one box each, with its size and a cross."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.rows import MailboxRow
from deskbell.rules.mail_size import as_mail, is_beyond, room_within
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.picture_making import is_large
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.ticket.attachment_box import icon_of
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket.sizes import size_word
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label, plain_tooltip

LARGE: Final = 20_000_000
"""Bytes of all files together above which many mail servers refuse a mail."""
_PLAIN: Final = "muted"
_HEIGHT: Final = 28
_WIDEST_NAME: Final = 180


class FileRow(QWidget):
    """Shows the files of what is being written, how large they are together, and a warning where that is more than servers take.

    Signals:
        look_wanted(int): look at the file at this place.
        removed(int): the file at this place was taken off: new ones first, then those in the database, then those passed on.
        smaller_wanted: large pictures among them shall be made smaller.
    """

    look_wanted = Signal(int)
    removed = Signal(int)
    smaller_wanted = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._boxes: list[_FileBox] = []
        self._host = QWidget(self)
        self._flow = FlowLayout(6, 6, self._host)
        self._together = Label("", TextRole.small, wrap=True, parent=self)
        self._smaller = LinkButton(self.tr("Make the pictures smaller"), self)
        self._smaller.clicked.connect(self.smaller_wanted)
        self._mailbox: Callable[[int], MailboxRow | None] = lambda _: None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 10)
        layout.setSpacing(6)
        layout.addWidget(self._host)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._together, 1)
        below.addWidget(self._smaller)
        layout.addLayout(below)
        theme.changed.connect(self._fit)
        self.hide()

    def ask_mailbox(self, mailbox: Callable[[int], MailboxRow | None]) -> None:
        """Where to learn how much the server of a mailbox takes, by the mailbox's id."""
        self._mailbox = mailbox

    def show_files(self, composed: Composed) -> None:
        """Show the files of this."""
        for box in self._boxes:
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        listed = composed.listed()
        self._boxes = [_FileBox(self._theme, one.name, one.content_type, one.size, self._host) for one in listed]
        for one, box in zip(listed, self._boxes, strict=True):
            box.removed.connect(lambda place=one.place: self.removed.emit(place))
            box.clicked.connect(lambda _on, place=one.place: self.look_wanted.emit(place))
            self._flow.addWidget(box)
            box.show()
        said, ink = self._weigh(composed)
        self._together.setText(said)
        self._together.set_ink(ink)
        self._together.setVisible(bool(said))
        forwarded = len(composed.files) + len(composed.kept)
        self._smaller.setVisible(any(one.place < forwarded and is_large(one.content_type, one.size) for one in listed))
        self.setVisible(bool(listed) or ink != _PLAIN)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _weigh(self, composed: Composed) -> tuple[str, str]:
        """What there is to say about all files together, and in which colour: what the sending server takes, as far as it is known."""
        size = composed.size()
        box = self._mailbox(composed.mailbox_id)
        limit = box.smtp_limit if box is not None else 0
        if box is not None and is_beyond(as_mail(size), limit):
            said = self.tr(
                "{size} together: {server} takes about {limit} of files. Take some off, or send a link to them."
            )
            words = said.format(size=size_word(size), server=box.smtp_host, limit=size_word(room_within(limit)))
            return words, "danger"
        if size > LARGE:
            said = self.tr("{size} together: many mail servers refuse more than {limit}.")
            return said.format(size=size_word(size), limit=size_word(LARGE)), "warning"
        several = composed.file_count() > 1
        return self.tr("{size} together").format(size=size_word(size)) if several else "", _PLAIN

    def _fit(self) -> None:
        """Keep room for all rows: the text above gives way first."""
        self._host.setFixedHeight(self._flow.heightForWidth(max(1, self.width() - 24)))


class _FileBox(QAbstractButton):
    """One file; a click or Space looks at it; a click on its cross, Delete or Backspace takes it off."""

    removed = Signal()

    def __init__(self, theme: ThemeSource, name: str, content_type: str, size: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._size = size_word(size)
        self._icon = icon_of(name, content_type)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(
            self.tr("{name}, {size}; Space looks at it, Delete takes it off").format(name=name, size=self._size)
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(plain_tooltip(name))

    def sizeHint(self) -> QSize:
        px = self._theme.px
        metrics, small = self._metrics(Weight.medium), self._metrics(Weight.regular)
        name = min(metrics.horizontalAdvance(self._name), px(_WIDEST_NAME))
        return QSize(round(name + small.horizontalAdvance(self._size)) + px(14) + px(12) + 41, px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.now.ring() if self.hasFocus() else QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.background))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_CONTROL, CORNER_CONTROL)
        side = theme.px(14)
        theme.icons.paint(painter, self._icon, colours.muted, QRectF(9, 0, side, self.height()), side)
        theme.icons.paint(painter, Icon.CLOSE, colours.muted, self._cross(), theme.px(12))
        metrics, small = self._metrics(Weight.medium), self._metrics(Weight.regular)
        size_left = self._cross().left() - 7 - small.horizontalAdvance(self._size)
        left = 9 + side + 7
        baseline = round((self.height() + metrics.ascent() - metrics.descent()) / 2)
        painter.setFont(theme.now.font(TextRole.small, Weight.medium))
        painter.setPen(QColor(colours.ink))
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, size_left - 7 - left + 1)
        painter.drawText(QPointF(left, baseline), name)
        painter.setFont(theme.now.font(TextRole.small))
        painter.setPen(QColor(colours.muted))
        painter.drawText(QPointF(size_left, baseline), self._size)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and event.position().x() >= self._cross().left() - 4:
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _cross(self) -> QRectF:
        side = self._theme.px(12)
        return QRectF(self.width() - 9 - side, 0, side, self.height())

    def _metrics(self, weight: Weight) -> QFontMetricsF:
        return self._theme.now.metrics(TextRole.small, weight)
