"""The list of colleagues and teams over the note that is being written."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QVBoxLayout

from deskbell.model.rows import AgentRow
from deskbell.model.teams import TeamRow
from deskbell.ui.composer.caret_delegate import CaretDelegate
from deskbell.ui.composer.caret_list import EDGE, CaretList
from deskbell.ui.composer.editor import Editor
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.announcing import announce
from deskbell.ui.widgets.avatar import avatar_pixmap

_WIDTH, _ROW, _AVATAR = 360, 36, 24
_MARGIN: Final = 5
_AT_MOST: Final = 40
_SEEN: Final = 6
"""So many rows are seen without scrolling."""


class MentionPopup(CaretList):
    """Colleagues with their pictures and addresses, and teams."""

    def __init__(self, theme: ThemeSource, editor: Editor) -> None:
        super().__init__(theme, editor)
        self.list.setAccessibleName(self.tr("Colleagues"))
        self.list.setItemDelegate(_PersonDelegate(theme, _ROW, self.list))
        self.list.currentItemChanged.connect(lambda *_: self._tell_current())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addWidget(self.list)
        self.hide()

    def show_people(self, people: Sequence[AgentRow | TeamRow]) -> None:
        """Offer these; Enter takes the first, or the one that was gone to if it is still among them."""
        before = self.current() if self.isVisible() else None
        shown = people[:_AT_MOST]
        self.list.blockSignals(True)
        self.fill((one.name, one) for one in shown)
        self.list.blockSignals(False)
        self.list.setCurrentRow(shown.index(before) if before in shown else 0)
        width = min(self._theme.px(_WIDTH), self._host.width() - 2 * EDGE)
        rows = min(len(shown), _SEEN)
        self.place(width, rows * self._theme.px(_ROW) + self.around(_MARGIN))
        self.show()
        self.raise_()

    def current(self) -> AgentRow | TeamRow | None:
        """Whom Enter would mention."""
        one: AgentRow | TeamRow | None = super().current()
        return one

    def _tell_current(self) -> None:
        """The keyboard stays in the text, so that a screen reader would not come by."""
        if (one := self.current()) is not None:
            announce(self, one.name)


class _PersonDelegate(CaretDelegate):
    """Picture, name, and the address, by which two of one name are told apart; of a team that it is one."""

    def draw(self, painter: QPainter, area: QRectF, one: AgentRow | TeamRow, *, selected: bool) -> None:
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        side = px(_AVATAR)
        if isinstance(one, AgentRow):
            said = one.email
            picture = avatar_pixmap(theme.now, one.name, said, side, painter.device().devicePixelRatio())
            painter.drawPixmap(round(area.left()) + px(8), round(area.center().y() - side / 2), picture)
        else:
            said = self.tr("Team")
            place = QRectF(area.left() + px(8), area.top(), side, area.height())
            theme.icons.paint(painter, Icon.TEAM, colours.muted, place, px(18))
        inside = area.adjusted(px(8) + side + px(10), 0, -px(10), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        body, small = theme.now.font(), theme.now.font(TextRole.small)
        name = QFontMetricsF(body).elidedText(one.name, Qt.TextElideMode.ElideRight, inside.width())
        painter.setFont(body)
        painter.setPen(QColor(colours.ink))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | middle, name)
        room = inside.width() - QFontMetricsF(body).horizontalAdvance(name) - px(12)
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        beside = QFontMetricsF(small).elidedText(said, Qt.TextElideMode.ElideRight, max(0.0, room))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | middle, beside if len(beside) > 3 else "")
