"""The bar above a message whose pictures lie on the internet: how many were left out, and two ways to see them."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket.message_pictures import Remote, RemoteState
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label, plain_tooltip

_ICON = 16
_SIDE = 12
_TOP = 7


class PicturesBar(QWidget):
    """One line where there is room, the words above the buttons where there is not.

    Signals:
        show_wanted: show the pictures of this message.
        always_wanted: show them in all mails of this sender from now on.
    """

    show_wanted = Signal()
    always_wanted = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = Label("", TextRole.small, ink="muted", parent=self)
        self._show = LinkButton(self.tr("Show pictures"), self)
        self._show.clicked.connect(self.show_wanted)
        self._always = LinkButton(self.tr("Always from this sender"), self)
        self._always.clicked.connect(self.always_wanted)
        flow = FlowLayout(8, 2)
        for widget in (self._words, self._show, self._always):
            flow.addWidget(widget)
        flow.setContentsMargins(_SIDE + theme.px(_ICON) + 8, _TOP, 8, _TOP)
        self.setLayout(flow)

    def say(self, state: RemoteState, count: int, sender: str) -> None:
        """Show how `count` pictures of a mail of `sender` (an address, "" where there is none) stand."""
        left_out = state.remote is Remote.LEFT_OUT
        if left_out:
            words = self.tr("Pictures from the internet left out: %n", "", count)
        elif state.remote is Remote.LOADING:
            words = self.tr("Loading pictures: %n…", "", count)
        else:
            words = self.tr("Pictures that could not be loaded: %n", "", state.missing)
        self._words.setText(words)
        self._show.setVisible(left_out)
        self._always.setVisible(left_out and bool(sender))
        self._always.setToolTip(plain_tooltip(sender))
        self.setToolTip(self.tr("Loading a picture tells its sender that the mail was read, when, and where."))
        self.setAccessibleName(words)
        self.setVisible(state.remote is not Remote.SHOWN or state.missing > 0)
        self.updateGeometry()

    def fit(self, width: int) -> int:
        """Its height for this width."""
        self.resize(width, max(self._theme.px(34), self.heightForWidth(width)))
        return self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.colours.line))
        painter.setBrush(QColor(self._theme.colours.background))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_BOX, CORNER_BOX)
        side = self._theme.px(_ICON)
        middle = self._words.y() + self._words.height() / 2
        area = QRectF(_SIDE, middle - side / 2, side, side)
        self._theme.icons.paint(painter, Icon.IMAGE_OFF, self._theme.colours.muted, area, side)
