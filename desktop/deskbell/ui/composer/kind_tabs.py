"""Reply, Reply all, Forward, Note: what the composer writes."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.buttons import PaintedButton

_HEIGHT: Final = 38
_GAP: Final = 18
_UNDERLINE: Final = 18
SHOWN: Final = (ReplyKind.REPLY, ReplyKind.REPLY_ALL, ReplyKind.FORWARD, ReplyKind.NOTE)


class KindTabs(QWidget):
    """Words in a row, the one that is written underlined; Left and Right go through them.

    Signals:
        chosen(ReplyKind): another one was clicked or reached with the keyboard.
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: dict[ReplyKind, _Tab] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        names = {
            ReplyKind.REPLY: self.tr("Reply"),
            ReplyKind.REPLY_ALL: self.tr("Reply all"),
            ReplyKind.FORWARD: self.tr("Forward"),
            ReplyKind.NOTE: self.tr("Note"),
        }
        for kind in SHOWN:
            tab = _Tab(theme, names[kind], self)
            # Clicked and not toggled: what the program shows is no choice of a person.
            tab.clicked.connect(lambda _=False, kind=kind: self.chosen.emit(kind))
            self._tabs[kind] = tab
            self._group.addButton(tab)
            layout.addWidget(tab)
        layout.addStretch(1)

    def show_keys(self, keys: MyKeys) -> None:
        """Name the keys that do the same."""
        for kind, tab in self._tabs.items():
            tab.setToolTip(f"{tab.text()}  {keys.shown(kind)}".rstrip())

    def show_kind(self, kind: ReplyKind) -> None:
        """Underline this one."""
        if kind in self._tabs:
            self._tabs[kind].setChecked(True)
            for one, tab in self._tabs.items():
                tab.setFocusPolicy(Qt.FocusPolicy.TabFocus if one is kind else Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        checked = next((kind for kind, tab in self._tabs.items() if tab.isChecked()), None)
        if step is None or checked is None:
            super().keyPressEvent(event)
            return
        kind = SHOWN[(SHOWN.index(checked) + step) % len(SHOWN)]
        self._tabs[kind].setFocus()
        self._tabs[kind].click()


class _Tab(PaintedButton):
    def __init__(self, theme: ThemeSource, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        # As wide as the heavier weight, so that nothing moves when the choice does.
        width = self._theme.now.metrics(TextRole.body, Weight.strong).horizontalAdvance(self.text())
        return QSize(round(width + 0.5), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        # Where there is no room the word is cut; its tooltip has the whole of it.
        return QSize(self.sizeHint().width() // 2, self._theme.px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        font = theme.now.font(TextRole.body, Weight.strong if on else Weight.regular)
        metrics = QFontMetricsF(font)
        ink = colours.accent if on else colours.ink if self.underMouse() else colours.muted
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        width = metrics.horizontalAdvance(words)
        left = (self.width() - width) / 2
        painter.setFont(font)
        painter.setPen(QColor(ink))
        baseline = round((self.height() + metrics.ascent() - metrics.descent()) / 2)
        painter.drawText(QPointF(left, baseline), words)
        if on or self.hasFocus():
            line = width if self.hasFocus() else float(min(theme.px(_UNDERLINE), round(width)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            bar = QRectF((self.width() - line) / 2, baseline + metrics.descent() + 2, line, 2)
            painter.drawRoundedRect(bar, 1, 1)
