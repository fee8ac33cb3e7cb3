"""A step of a history as a row: who and what and when above; the ticket, through what it was done and what has become of it below."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskbell.model.history import Standing, Step
from deskbell.model.kinds import Deed
from deskbell.ui.history.step_words import done_words, standing_words, through_words, who
from deskbell.ui.history.steps_model import STEP
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.ticket.moments import moment, utc_now

ROW: Final = 48
_ICONS: Final = {
    Deed.STATUS: Icon.STATUS,
    Deed.ASSIGNED: Icon.PERSON_ASSIGNED,
    Deed.TEAM: Icon.TEAM,
    Deed.PRIORITY: Icon.PRIORITY,
    Deed.TAGGED: Icon.TAG,
    Deed.MOVED: Icon.MOVE,
    Deed.SNOOZED: Icon.SNOOZE,
    Deed.WOKEN: Icon.SNOOZE,
    Deed.SUBJECT: Icon.DRAFT,
    Deed.DUE: Icon.CALENDAR,
    Deed.TYPE: Icon.TYPE,
    Deed.FOLLOWED: Icon.EYE,
    Deed.FIELD: Icon.FIELDS,
    Deed.CHECKLIST: Icon.CHECKBOX,
    Deed.LINKED: Icon.LINK,
    Deed.RECEIVED: Icon.MAIL,
    Deed.CREATED: Icon.PLUS,
    Deed.REPLIED: Icon.REPLY,
    Deed.NOTED: Icon.NOTE,
    Deed.SEND_UNDONE: Icon.UNDO,
    Deed.SENT_AGAIN: Icon.SEND,
    Deed.SENT_NOW: Icon.SEND,
    Deed.MESSAGES_MOVED: Icon.MERGE,
    Deed.BLOCKED: Icon.BLOCK,
    Deed.UNDONE: Icon.UNDO,
    Deed.READ_AGAIN: Icon.REFRESH,
    Deed.CUSTOMER: Icon.CUSTOMER,
    Deed.CUSTOMERS_MERGED: Icon.CUSTOMERS,
    Deed.CUSTOMER_BLOCKED: Icon.BLOCK,
    Deed.ORGANISATION: Icon.ORGANISATION,
    Deed.ARTICLE: Icon.KNOWLEDGE,
    Deed.CATEGORY: Icon.FOLDER,
    Deed.PROMISED: Icon.CLOCK,
    Deed.BREACHED: Icon.CLOCK,
    Deed.CALLED: Icon.WEBHOOK,
    Deed.RATED: Icon.STAR,
    Deed.WARNED: Icon.BELL,
    Deed.LEVEL: Icon.TEAM,
}


class StepDelegate(QStyledItemDelegate):
    """Paints `Step`s; those that hold no longer are muted, and say so."""

    def __init__(self, theme: ThemeSource, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._theme.px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        step = index.data(STEP)
        if not isinstance(step, Step):
            return
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground if selected else colours.hover))
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        icon = Icon.MACRO if step.macro else _ICONS.get(step.kind, Icon.HISTORY)
        place = QRectF(area.left() + px(8), area.top(), px(16), area.height())
        theme.icons.paint(painter, icon, colours.accent if selected else colours.muted, place, px(16))
        inside = area.adjusted(px(34), px(5), -px(10), -px(5))
        upper = QRectF(inside.left(), inside.top(), inside.width(), inside.height() / 2)
        lower = upper.translated(0, inside.height() / 2)
        gone = step.standing in (Standing.TAKEN_BACK, Standing.OVERTAKEN)
        now = utc_now()
        taken = self._write(painter, upper, moment(step.at, now), TextRole.small, colours.muted, right=True)
        room = upper.adjusted(0, 0, -taken - px(12), 0)
        name = self._write(painter, room, who(step), TextRole.body, colours.ink, bold=True, most=0.4)
        room.setLeft(room.left() + name + px(8))
        self._write(painter, room, done_words(step, now), TextRole.body, colours.muted if gone else colours.ink)
        became = standing_words(step)
        if became:
            taken = self._write(painter, lower, became, TextRole.small, colours.warning, right=True)
            lower.setRight(lower.right() - taken - px(12))
        number = f"#{step.ticket_id} " if step.ticket_id else ""
        about = f"{number}{step.subject}" if step.subject else ""
        below = " · ".join(word for word in (about, through_words(step)) if word)
        self._write(painter, lower, below, TextRole.small, colours.muted)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        room: QRectF,
        words: str,
        role: TextRole,
        ink: str,
        *,
        right: bool = False,
        bold: bool = False,
        most: float = 1,
    ) -> float:
        """How wide it became; it takes `most` of the room."""
        font = self._theme.now.font(role, Weight.medium if bold else Weight.regular)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() * most)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
