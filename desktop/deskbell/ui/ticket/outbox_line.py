"""What became of an outgoing mail, below its card: in words, with an icon, and what a person can do."""

from collections.abc import Callable
from datetime import datetime
from math import ceil
from typing import Final

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.kinds import OutboxState
from deskbell.model.rows import MessageRow
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.words import told

_SIGNS: Final = {
    OutboxState.WAITING: (Icon.CLOCK, "muted"),
    OutboxState.SENDING: (Icon.SEND, "muted"),
    OutboxState.SENT: (Icon.CHECK, "faint"),
    OutboxState.FAILED: (Icon.ERROR, "danger"),
    OutboxState.UNKNOWN: (Icon.WARNING, "warning"),
    OutboxState.HELD: (Icon.INFO, "muted"),
}
_AGAIN: Final = frozenset({OutboxState.FAILED, OutboxState.UNKNOWN})
_UNDOABLE: Final = frozenset({OutboxState.WAITING, OutboxState.HELD})


class OutboxLine(QWidget):
    """Waiting counts down and offers Undo; failed and unknown give the reason and offer to send again.

    Signals:
        undo_wanted: take the mail back.
        again_wanted: send it once more.
    """

    undo_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, theme: ThemeSource, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._message: MessageRow | None = None
        self._words = Label("", TextRole.small, wrap=True, parent=self)
        self._undo = LinkButton(self.tr("Undo"), self)
        self._undo.clicked.connect(self.undo_wanted)
        self._again = LinkButton(self.tr("Send again"), self)
        self._again.clicked.connect(self.again_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(22), 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._undo)
        layout.addWidget(self._again)
        self._tick = QTimer(self, interval=500)
        self._tick.timeout.connect(self._count)

    def show_state(self, message: MessageRow) -> None:
        """Show the state of this message; it must have one."""
        assert message.outbox is not None
        self._message = message
        self._words.set_ink(_SIGNS[message.outbox][1])
        self._undo.setVisible(message.outbox in _UNDOABLE)
        self._again.setVisible(message.outbox in _AGAIN)
        self._count()
        if message.outbox is OutboxState.WAITING and self._seconds() > 0:
            self._tick.start()
        else:
            self._tick.stop()
        self.update()

    def fit(self, width: int) -> int:
        """Its height for this width: a long reason wraps."""
        self.resize(width, max(self._theme.px(24), self.heightForWidth(width)))
        return self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._message is None or self._message.outbox is None:
            return
        icon, ink = _SIGNS[self._message.outbox]
        side = self._theme.px(14)
        area = QRectF(0, self._words.y() + (min(self._words.height(), self._theme.px(24)) - side) / 2, side, side)
        self._theme.icons.paint(QPainter(self), icon, getattr(self._theme.colours, ink), area, side)

    def _count(self) -> None:
        words = self._said()
        if words != self._words.text():
            self._words.setText(words)
            self.setAccessibleName(words)
        if self._tick.isActive() and self._seconds() == 0:
            self._tick.stop()

    def _seconds(self) -> int:
        until = self._message.outbox_not_before if self._message is not None else None
        return max(0, ceil((until - self._now()).total_seconds())) if until is not None else 0

    def _said(self) -> str:
        message = self._message
        if message is None or message.outbox is None:
            return ""
        reason = told(message.outbox_reason, message.outbox_values) if message.outbox_reason else ""
        match message.outbox:
            case OutboxState.WAITING:
                seconds = self._seconds()
                # A reason here is that of an attempt that is made again by itself.
                if seconds and not reason:
                    return self.tr("Leaves in %n s", "", seconds)
                return self.tr("Waits to be sent. {reason}").format(reason=reason).strip()
            case OutboxState.SENDING:
                return self.tr("Is being sent")
            case OutboxState.SENT:
                return self.tr("Sent")
            case OutboxState.FAILED:
                return self.tr("Not sent. {reason}").format(reason=reason).strip()
            case OutboxState.UNKNOWN:
                return reason or self.tr("It may have been sent. Look in Sent before sending again.")
            case OutboxState.HELD:
                return reason or self.tr("Kept here, not sent.")
