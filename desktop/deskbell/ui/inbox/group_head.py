"""The head of a group of tickets: what it is called, said, and how it is drawn."""

from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from deskbell.model.grouping import Group, GroupRow
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.time_left import number
from deskbell.ui.widgets.announcing import announce
from deskbell.ui.words import priority_word, status_word, tickets_word, type_word

_T = QT_TRANSLATE_NOOP
_LEFT: Final = 14
_CHEVRON: Final = 12
_GAP: Final = 8

_BY: Final = {
    Group.STATUS: _T("groups", "Status"),
    Group.PRIORITY: _T("groups", "Priority"),
    Group.ASSIGNEE: _T("groups", "Assignee"),
    Group.TEAM: _T("groups", "Team"),
    Group.MAILBOX: _T("groups", "Mailbox"),
    Group.TYPE: _T("groups", "Type"),
    Group.CUSTOMER: _T("groups", "Customer"),
    Group.ORGANISATION: _T("groups", "Organisation"),
}
_NONE: Final = {
    Group.ASSIGNEE: _T("groups", "Unassigned"),
    Group.TEAM: _T("groups", "No team"),
    Group.TYPE: _T("groups", "No type"),
    Group.ORGANISATION: _T("groups", "No organisation"),
}


def group_word(by: Group) -> str:
    """By what a list is grouped."""
    return QCoreApplication.translate("groups", _BY[by])


def head_word(head: GroupRow) -> str:
    """What the tickets of a group have in common."""
    if head.of is None:
        return QCoreApplication.translate("groups", _NONE[head.by])
    match head.by:
        case Group.STATUS:
            return status_word(Status(head.of))
        case Group.PRIORITY:
            return priority_word(Priority(head.of))
        case Group.TYPE:
            return type_word(TicketType(head.of))
    return head.name


def head_sentence(head: GroupRow) -> str:
    """A head for the ear."""
    folded = QCoreApplication.translate("groups", "Group %1, %2, folded")
    words = folded if head.folded else QCoreApplication.translate("groups", "Group %1, %2")
    return words.replace("%2", tickets_word(head.tickets)).replace("%1", head_word(head))


def announce_fold(view: QWidget, head: GroupRow, folded: bool) -> None:
    """Have a group's head read out that a key folds or unfolds: keys pass over it."""
    announce(view, head_sentence(replace(head, folded=folded)))


class HeadPainter:
    """Draws heads, over cards and over lines."""

    def __init__(self, theme: ThemeSource) -> None:
        self._theme = theme

    def paint(self, painter: QPainter, area: QRect, head: GroupRow, *, hovered: bool) -> None:
        """A chevron, the words, and how many tickets there are."""
        theme, now = self._theme, self._theme.now
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("hover" if hovered else "background"))
        painter.drawRect(area)
        painter.setBrush(now.colour("line"))
        painter.drawRect(area.left(), area.bottom(), area.width(), 1)
        side, left = theme.px(_CHEVRON), area.left() + theme.px(_LEFT)
        icon = Icon.CHEVRON_RIGHT if head.folded else Icon.CHEVRON_DOWN
        theme.icons.paint(painter, icon, theme.colours.muted, QRectF(left, area.top(), side, area.height() - 1), side)
        left += side + theme.px(_GAP)
        many = number(head.tickets)
        metrics = now.metrics(TextRole.small, Weight.strong)
        counted = now.metrics(TextRole.small, Weight.regular).horizontalAdvance(many)
        room = area.right() - theme.px(_LEFT) - counted - theme.px(_GAP) - left
        words = metrics.elidedText(head_word(head), Qt.TextElideMode.ElideRight, room)
        box = QRectF(left, area.top(), max(0, room), area.height() - 1)
        painter.setFont(now.font(TextRole.small, Weight.strong))
        painter.setPen(now.colour("ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        box.moveLeft(left + metrics.horizontalAdvance(words) + theme.px(_GAP))
        painter.setFont(now.font(TextRole.small, Weight.regular))
        painter.setPen(now.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, many)
