"""A scroll bar that lies over what it scrolls and is seen only while it is of use, so that lists keep their whole width."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

_WIDTH = 10
_SEEN_MS = 900


class OverlayScrollBar(QScrollBar):
    """Takes the place of the vertical bar of `area`. It shows while the mouse is over the area or the content moves."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self._real = area.verticalScrollBar()
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rest = QTimer(self, interval=_SEEN_MS, singleShot=True)
        self._rest.timeout.connect(self._withdraw)
        self._real.rangeChanged.connect(self._take_range)
        self._real.valueChanged.connect(self._take_value)
        self.valueChanged.connect(self._real.setValue)
        area.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._take_range()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.Resize | QEvent.Type.Show:
                self._place()
            case QEvent.Type.Enter:
                self._come()
            case QEvent.Type.Leave:
                self._rest.start()
        return super().eventFilter(watched, event)

    def _take_range(self) -> None:
        self.setRange(self._real.minimum(), self._real.maximum())
        self.setPageStep(self._real.pageStep())
        self.setSingleStep(self._real.singleStep())
        self._take_value(self._real.value())
        if self.maximum() <= self.minimum():
            self.hide()

    def _take_value(self, value: int) -> None:
        if value != self.value():
            self.setValue(value)
            self._come()

    def _come(self) -> None:
        if self.maximum() > self.minimum():
            self._place()
            self.show()
            self.raise_()
            self._rest.start()

    def _withdraw(self) -> None:
        if self._area.underMouse() or self.isSliderDown():
            self._rest.start()
        else:
            self.hide()

    def _place(self) -> None:
        area = self._area.viewport().geometry()
        # At the very edge: a margin beside the content is the bar's.
        right = self._area.contentsRect().right()
        self.setGeometry(right + 1 - _WIDTH, area.top(), _WIDTH, area.height())
