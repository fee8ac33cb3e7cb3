"""One pale line that says who a mail goes to, until somebody wants to change it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskbell.model.errors import Mistake
from deskbell.rules.recipients import read_addresses
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import PaintedButton
from deskbell.ui.widgets.label import plain_tooltip

_HEIGHT = 28


class FoldedLine(PaintedButton):
    """ "To 李娜 · Cc Jonas", names alone; the addresses are in its tooltip."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, to: str, cc: str, bcc: str) -> None:
        """Show these lines of addresses."""
        lines = ((self.tr("To {people}"), to), (self.tr("Cc {people}"), cc), (self.tr("Bcc {people}"), bcc))
        words = [form.format(people=_names(line)) for form, line in lines if line.strip()]
        self.setText(" · ".join(words) or self.tr("To nobody yet"))
        self.setAccessibleName(self.tr("{people}. Change it").format(people=self.text()))
        self.setToolTip(plain_tooltip("\n".join(form.format(people=line) for form, line in lines if line.strip())))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near = self.underMouse() or self.hasFocus()
        if self.hasFocus():
            painter.setPen(theme.now.ring())
            area = QRectF(self.rect()).adjusted(4.5, 3.5, -4.5, -1.5)
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        font = theme.now.font(TextRole.small)
        metrics = QFontMetricsF(font)
        side = theme.px(14)
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 36 - side)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink if near else colours.muted))
        baseline = round((self.height() + metrics.ascent() - metrics.descent()) / 2) + 1
        painter.drawText(QPointF(12, baseline), text)
        area = QRectF(self.width() - 12 - side, 1, side, self.height())
        theme.icons.paint(painter, Icon.CHEVRON_DOWN, colours.ink if near else colours.faint, area, side)


def _names(line: str) -> str:
    try:
        return ", ".join(person.name or person.email for person in read_addresses(line))
    except Mistake:
        return line
