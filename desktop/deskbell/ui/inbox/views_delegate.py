"""Draws the entries of the list of views: a word, a count, the dot of a mailbox, a colleague or a tag; and the heads of groups."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from deskbell.model.kinds import MailboxState, Presence
from deskbell.model.rows import ViewRow
from deskbell.ui.inbox.views_model import ENTRY, Head
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL, LIST_ENTRY
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.chip import TAG_TONES
from deskbell.ui.widgets.item_state import is_hovered, is_selected
from deskbell.ui.words import count_word, view_word

Index = QModelIndex | QPersistentModelIndex

_PADDING = 8
_DOT = 8
_HEAD = 36
_CHEVRON = 12
_DOTS = {
    MailboxState.GOOD: "good_dot",
    MailboxState.LAPSING: "warning_dot",
    MailboxState.FAILING: "danger_dot",
    MailboxState.NEW: "warning_dot",
    MailboxState.OFF: "scroll_bar",
}
_PRESENCES = {Presence.AVAILABLE: "good_dot", Presence.AWAY: "warning_dot"}


class ViewsDelegate(QStyledItemDelegate):
    """Paints the list of views."""

    def __init__(self, theme: ThemeSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        head = isinstance(index.data(ENTRY), Head)
        return QSize(100, self._theme.px(_HEAD if head else LIST_ENTRY))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, Head):
            self._paint_head(painter, area, entry, hovered=is_hovered(option))
        elif isinstance(entry, ViewRow):
            selected, hovered = is_selected(option, index), is_hovered(option)
            self._paint_view(painter, area, entry, selected=selected, hovered=hovered)
        painter.restore()

    def _paint_head(self, painter: QPainter, area: QRect, head: Head, *, hovered: bool) -> None:
        theme = self._theme
        box = QRectF(area).adjusted(theme.px(_PADDING), 0, -theme.px(_PADDING), -theme.px(4))
        if head.folded or hovered:
            side = theme.px(_CHEVRON)
            place = QRectF(box.right() - side, box.bottom() - side - 1, side, side)
            icon = Icon.CHEVRON_RIGHT if head.folded else Icon.CHEVRON_DOWN
            theme.icons.paint(painter, icon, theme.colours.faint, place, side)
            box.setRight(place.left() - theme.px(4))
        painter.setFont(self._head)
        painter.setPen(theme.now.colour("faint"))
        title = self._head_metrics.elidedText(head.title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, title)

    def _paint_view(self, painter: QPainter, area: QRect, row: ViewRow, *, selected: bool, hovered: bool) -> None:
        theme, now = self._theme, self._theme.now
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent_ground" if selected else "hover"))
            painter.drawRoundedRect(QRectF(area), CORNER_CONTROL, CORNER_CONTROL)
        left = area.left() + theme.px(_PADDING)
        right = area.right() + 1 - theme.px(_PADDING)
        dot = _DOTS[row.state] if row.state is not None else TAG_TONES[row.colour].ink if row.colour is not None else ""
        if row.presence is not None:
            dot = _PRESENCES[row.presence]
        if dot:
            side = theme.px(_DOT)
            place = QRectF(left, area.center().y() + 0.5 - side / 2, side, side)
            self._paint_dot(painter, place, dot, hollow=row.presence is Presence.AWAY)
            left += side + theme.px(8)
        ink = now.colour("accent" if selected else "muted")
        if row.count:
            painter.setFont(self._count)
            painter.setPen(ink if selected else now.colour("faint"))
            metrics = self._count_metrics
            words = count_word(row.count, more=row.more)
            right -= round(metrics.horizontalAdvance(words))
            painter.drawText(QPointF(right, _baseline(area, metrics)), words)
            right -= theme.px(8)
        metrics = self._strong_metrics if selected else self._plain_metrics
        painter.setFont(self._strong if selected else self._plain)
        painter.setPen(ink)
        title = metrics.elidedText(view_word(row.view, row.name), Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QPointF(left, _baseline(area, metrics)), title)

    def _paint_dot(self, painter: QPainter, place: QRectF, ink: str, *, hollow: bool) -> None:
        """Whoever is away is told apart by more than a colour."""
        colour = self._theme.now.colour(ink)
        if hollow:
            line = place.width() / 4
            painter.setPen(QPen(colour, line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            place = place.adjusted(line / 2, line / 2, -line / 2, -line / 2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        painter.drawEllipse(place)

    def _take_theme(self) -> None:
        """Make the fonts once a theme, not once a row."""
        theme = self._theme.now
        self._plain = theme.font()
        self._strong = theme.font(weight=Weight.strong)
        self._count = theme.font(TextRole.small, Weight.medium)
        self._head = theme.font(TextRole.section, Weight.strong)
        self._plain_metrics = QFontMetricsF(self._plain)
        self._strong_metrics = QFontMetricsF(self._strong)
        self._count_metrics = QFontMetricsF(self._count)
        self._head_metrics = QFontMetricsF(self._head)


def _baseline(area: QRect, metrics: QFontMetricsF) -> float:
    return round(area.top() + (area.height() + metrics.ascent() - metrics.descent()) / 2)
