"""Toasts: what was just done, and Undo, floating over the lower edge of the window for some seconds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from deskbell.ui.widgets.announcing import announce
from deskbell.ui.widgets.label import Label

_SECONDS = 6.0
_AT_MOST = 3
# A longer sentence takes more lines, each this wide at most, and leaves this much on both sides together.
_WIDEST = 560
_MARGINS = 48
_NARROWEST = 120


class Toast(QFrame):
    """One sentence, and a button where it can be undone. It waits while the mouse or the keyboard is on it."""

    def __init__(
        self, sentence: str, undo: Callable[[], None] | None, word: str, seconds: float, host: QWidget
    ) -> None:
        super().__init__(host)
        self.setObjectName("toast")
        self.setAccessibleName(sentence)
        self.about: object = None
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 64))
        self.setGraphicsEffect(shadow)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 6)
        layout.setSpacing(10)
        self._label = Label(sentence, ink="toast_ink", parent=self)
        layout.addWidget(self._label)
        self.button: QPushButton | None = None
        if undo is not None:
            layout.setContentsMargins(14, 6, 6, 6)
            self.button = QPushButton(word, self)
            self.button.setCursor(Qt.CursorShape.PointingHandCursor)
            self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.button.clicked.connect(undo)
            self.button.clicked.connect(self.deleteLater)
            self.button.installEventFilter(self)
            layout.addWidget(self.button)
        self._life = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._life.timeout.connect(self.deleteLater)
        self._life.start()

    def fit(self, width: int) -> None:
        """Take no more than `width` pixels: a sentence that is longer goes on in the next line."""
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        button = self.button.sizeHint().width() + layout.spacing() if self.button is not None else 0
        room = max(_NARROWEST, width - margins.left() - margins.right() - button)
        line = self._label.fontMetrics().horizontalAdvance(self._label.text()) + 2
        self._label.setWordWrap(line > room)
        self._label.setFixedWidth(min(line, room))
        self.adjustSize()

    def event(self, event: QEvent) -> bool:
        self._wait_or_go_on(event, QEvent.Type.Enter, QEvent.Type.Leave)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._wait_or_go_on(event, QEvent.Type.FocusIn, QEvent.Type.FocusOut)
        return super().eventFilter(watched, event)

    def _wait_or_go_on(self, event: QEvent, wait: QEvent.Type, go_on: QEvent.Type) -> None:
        # While the toast is taken down its timer may be gone already when the mouse leaves it.
        if event.type() is wait and isValid(self._life):
            self._life.stop()
        elif event.type() is go_on and isValid(self._life):
            self._life.start()


class Toasts(QObject):
    """The stack of toasts over a widget, the newest lowest; at most three are kept.

    `region` gives the part of the host, in its coordinates, at whose lower edge they float; the whole of it where none is given.
    """

    def __init__(self, host: QWidget, lift: int = 24, region: Callable[[], QRect] | None = None) -> None:
        super().__init__(host)
        self._host = host
        self._lift = lift
        self._regions = {host: region or host.rect}
        self._shown: list[Toast] = []
        host.installEventFilter(self)

    def say(
        self,
        sentence: str,
        undo: Callable[[], None] | None = None,
        *,
        word: str = "",
        seconds: float = _SECONDS,
        about: object = None,
    ) -> Toast:
        """Show a sentence, with a button that calls `undo` where there is one; `word` is the button's, "Undo" where not given.

        `about` is what it tells of, for `take_down`.
        """
        for shown in self._shown:
            # What fails again and again is said once.
            if undo is None and isValid(shown) and shown.accessibleName() == sentence:
                shown.hide()
                shown.deleteLater()
        toast = Toast(sentence, undo, word or self.tr("Undo"), seconds, self._host)
        toast.about = about
        toast.destroyed.connect(self._gone)
        self._shown.append(toast)
        while len(self._shown) > _AT_MOST:
            self._shown.pop(0).deleteLater()
        toast.show()
        toast.raise_()
        self._place()
        announce(toast, sentence)
        return toast

    def told(self) -> tuple[object, ...]:
        """What those that are shown tell of."""
        return tuple(toast.about for toast in self._shown if isValid(toast) and not toast.isHidden())

    def take_down(self, about: object) -> None:
        """Take away what tells of this: it holds no longer."""
        for toast in self._shown:
            if isValid(toast) and toast.about == about:
                toast.hide()
                toast.deleteLater()

    def float_over(self, host: QWidget) -> None:
        """Float over another widget from now on, those too that are shown. The region is that of the first one; another has the whole of it."""
        self._host.removeEventFilter(self)
        self._host = host
        host.installEventFilter(self)
        for toast in self._shown:
            if isValid(toast):
                toast.setParent(host)
                toast.show()
                toast.raise_()
        self._place()

    def set_lift(self, lift: int) -> None:
        """How far above the lower edge of the host the lowest one floats, in pixels."""
        self._lift = lift
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _gone(self, gone: QObject) -> None:
        # PySide may hand in another wrapper of the same object, so identity alone would keep the dead one.
        self._shown = [toast for toast in self._shown if toast is not gone and isValid(toast)]
        self._place()

    def _place(self) -> None:
        region = self._regions.get(self._host, self._host.rect)()
        bottom = region.bottom() + 1 - self._lift
        for toast in reversed(self._shown):
            toast.fit(min(_WIDEST, region.width() - _MARGINS))
            bottom -= toast.height()
            toast.move(max(0, region.center().x() - toast.width() // 2), bottom)
            bottom -= 8
