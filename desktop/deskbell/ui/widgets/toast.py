"""Toasts: what was just done, and Undo, floating over the lower edge of the window for some seconds."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QBoxLayout, QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from deskbell.ui.widgets.announcing import announce
from deskbell.ui.widgets.label import Label

_SECONDS = 6.0
_AT_MOST = 3
# A longer sentence takes more lines, each this wide at most, and leaves this much on both sides together.
_WIDEST = 560
_MARGINS = 48
_NARROWEST = 120
_BETWEEN = 10


Offer = tuple[str, Callable[[], object]]
"""What a button of a toast says, and what it does."""


class Toast(QFrame):
    """One sentence, and buttons for what can be done about it: mostly one, to undo it. It waits while the mouse or the keyboard is on it; with None for
    `seconds` it stays until one of them is pressed.
    """

    def __init__(self, sentence: str, offers: Sequence[Offer], seconds: float | None, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("toast")
        self.setAccessibleName(sentence)
        self.about: object = None
        self.lasts = seconds is None
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 64))
        self.setGraphicsEffect(shadow)
        self._label = Label(sentence, ink="toast_ink", parent=self)
        self.buttons = tuple(self._button(*offer) for offer in offers)
        self._offers, self._lines = QHBoxLayout(), QHBoxLayout(self)
        for button in self.buttons:
            self._offers.addWidget(button)
        self._lines.setContentsMargins(14, 6, 6 if self.buttons else 14, 6)
        for layout in (self._offers, self._lines):
            layout.setSpacing(_BETWEEN)
        self._lines.addWidget(self._label)
        self._lines.addLayout(self._offers)
        self._life = QTimer(self, singleShot=True, interval=round((seconds or 0) * 1000))
        self._life.timeout.connect(self.deleteLater)
        if not self.lasts:
            self._life.start()

    @property
    def button(self) -> QPushButton | None:
        """The first of its buttons."""
        return self.buttons[0] if self.buttons else None

    def fit(self, width: int) -> None:
        """Take no more than `width` pixels: a sentence that is longer goes on in the next line, and its buttons stand below it where they leave it little."""
        margins = self._lines.contentsMargins()
        inside = width - margins.left() - margins.right()
        widths = [button.sizeHint().width() + _BETWEEN for button in self.buttons]
        line = self._label.fontMetrics().horizontalAdvance(self._label.text()) + 2
        below = inside - sum(widths) < min(line, _NARROWEST)
        room = max(_NARROWEST, inside if below else inside - sum(widths))
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._lines.setDirection(down if below else across)
        self._offers.setDirection(down if sum(widths) - _BETWEEN > inside else across)
        self._label.setWordWrap(line > room)
        self._label.setFixedWidth(min(line, room))
        self.adjustSize()

    def event(self, event: QEvent) -> bool:
        self._wait_or_go_on(event, QEvent.Type.Enter, QEvent.Type.Leave)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._wait_or_go_on(event, QEvent.Type.FocusIn, QEvent.Type.FocusOut)
        return super().eventFilter(watched, event)

    def _button(self, word: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(word, self)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(do)
        button.clicked.connect(self.deleteLater)
        button.installEventFilter(self)
        return button

    def _wait_or_go_on(self, event: QEvent, wait: QEvent.Type, go_on: QEvent.Type) -> None:
        if self.lasts:
            return
        # While the toast is taken down its timer may be gone already when the mouse leaves it.
        if event.type() is wait and isValid(self._life):
            self._life.stop()
        elif event.type() is go_on and isValid(self._life):
            self._life.start()


class Toasts(QObject):
    """The stack of toasts over a widget, the newest lowest; at most three are kept, those longest that wait for an answer.

    `region` gives the part of the host, in its coordinates, at whose lower edge they float; the whole of it where none is given.
    """

    def __init__(self, host: QWidget, lift: int = 24, region: Callable[[], QRect] | None = None) -> None:
        super().__init__(host)
        self._host = host
        self._lift = lift
        self._regions = {host: region or host.rect}
        self._shown: list[Toast] = []
        host.installEventFilter(self)

    @property
    def host(self) -> QWidget:
        """What they float over."""
        return self._host

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
        offers = () if undo is None else ((word or self.tr("Undo"), undo),)
        return self._show(Toast(sentence, offers, seconds, self._host), about)

    def offer(self, sentence: str, offers: Sequence[Offer], *, about: object = None) -> Toast:
        """Show a sentence that stays until one of these buttons is pressed, or it is taken down."""
        return self._show(Toast(sentence, offers, None, self._host), about)

    def _show(self, toast: Toast, about: object) -> Toast:
        toast.about = about
        toast.destroyed.connect(self._gone)
        self._shown.append(toast)
        while len(self._shown) > _AT_MOST:
            first = next((one for one in self._shown[:-1] if isValid(one) and not one.lasts), self._shown[0])
            self._shown.remove(first)
            first.deleteLater()
        toast.show()
        toast.raise_()
        self._place()
        announce(toast, toast.accessibleName())
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
