"""A meeting that a mail speaks of, as a box in its card."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.mail import Invite
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.ticket.invite_words import lines, what
from deskbell.ui.widgets.label import Label

_ICON = 18
_SIDE = 14


class InviteBox(QWidget):
    """What is asked and what it is about; below, when and where and by whom."""

    def __init__(self, theme: ThemeSource, invite: Invite, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._off = invite.method == "cancel" or invite.answer == "declined"
        summary = " ".join(invite.summary.split())
        head = f"{what(invite)}: {summary}" if summary else what(invite)
        said = [Label(head, wrap=True, parent=self)]
        strong = said[0].font()
        strong.setWeight(Weight.strong.value)
        said[0].setFont(strong)
        said += [Label(line, TextRole.small, ink="muted", wrap=True, parent=self) for line in lines(invite)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE + theme.px(_ICON) + 10, 10, _SIDE, 10)
        layout.setSpacing(2)
        for label in said:
            layout.addWidget(label)
        self._first = said[0]
        self.setAccessibleName(". ".join(label.text() for label in said))

    def fit(self, width: int) -> int:
        """Its height for this width."""
        self.resize(width, self.heightForWidth(width))
        return self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.line))
        painter.setBrush(QColor(colours.background))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_BOX, CORNER_BOX)
        side = self._theme.px(_ICON)
        line = self._first.fontMetrics().height()
        area = QRectF(_SIDE, self._first.y() + (line - side) / 2, side, side)
        self._theme.icons.paint(painter, Icon.CALENDAR, colours.danger if self._off else colours.accent, area, side)
