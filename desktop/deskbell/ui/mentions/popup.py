"""The list of colleagues over the note that is being written."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout

from deskbell.model.rows import AgentRow
from deskbell.ui.composer.caret_list import EDGE, ITEM, CaretList
from deskbell.ui.composer.editor import Editor
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.announcing import announce
from deskbell.ui.widgets.avatar import avatar_pixmap

_WIDTH, _ROW, _AVATAR = 340, 36, 24
_MARGIN: Final = 5
_AT_MOST: Final = 40
_SEEN: Final = 6
"""So many rows are seen without scrolling."""


class MentionPopup(CaretList):
    """Colleagues with their pictures and addresses."""

    def __init__(self, theme: ThemeSource, editor: Editor) -> None:
        super().__init__(theme, editor)
        self.list.setAccessibleName(self.tr("Colleagues"))
        self.list.setItemDelegate(_PersonDelegate(theme, self.list))
        self.list.currentItemChanged.connect(lambda *_: self._tell_current())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addWidget(self.list)
        self.hide()

    def show_people(self, people: Sequence[AgentRow]) -> None:
        """Offer these; Enter takes the first, or the one that was gone to if it is still among them."""
        before = self.current() if self.isVisible() else None
        ids = [agent.id for agent in people[:_AT_MOST]]
        self.list.blockSignals(True)
        self.fill((agent.name, agent) for agent in people[:_AT_MOST])
        self.list.blockSignals(False)
        chosen = ids.index(before.id) if before is not None and before.id in ids else 0
        self.list.setCurrentRow(chosen)
        width = min(self._theme.px(_WIDTH), self._host.width() - 2 * EDGE)
        rows = min(len(ids), _SEEN)
        self.place(width, rows * self._theme.px(_ROW) + 2 * (_MARGIN + self.list.frameWidth()))
        self.show()
        self.raise_()

    def current(self) -> AgentRow | None:
        """Whom Enter would mention."""
        agent: AgentRow | None = super().current()
        return agent

    def _tell_current(self) -> None:
        """The keyboard stays in the text, so that a screen reader would not come by."""
        if (agent := self.current()) is not None:
            announce(self, agent.name)


class _PersonDelegate(QStyledItemDelegate):
    """Picture, name, and the address, by which two of one name are told apart."""

    def __init__(self, theme: ThemeSource, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        agent = index.data(ITEM)
        if not isinstance(agent, AgentRow):
            return
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground))
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        side = px(_AVATAR)
        picture = avatar_pixmap(theme.now, agent.name, agent.email, side, painter.device().devicePixelRatio())
        painter.drawPixmap(round(area.left()) + px(8), round(area.center().y() - side / 2), picture)
        inside = area.adjusted(px(8) + side + px(10), 0, -px(10), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        body, small = theme.now.font(), theme.now.font(TextRole.small)
        name = QFontMetricsF(body).elidedText(agent.name, Qt.TextElideMode.ElideRight, inside.width())
        painter.setFont(body)
        painter.setPen(QColor(colours.ink))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | middle, name)
        room = inside.width() - QFontMetricsF(body).horizontalAdvance(name) - px(12)
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        email = QFontMetricsF(small).elidedText(agent.email, Qt.TextElideMode.ElideRight, max(0.0, room))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | middle, email if len(email) > 3 else "")
        painter.restore()
