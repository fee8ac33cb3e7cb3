"""What became of an outgoing mail, below its card: in words, with an icon, and what a person can do."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from math import ceil
from typing import Final

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.commands import SayArrived, SendAgain, SendNow, UndoSend
from deskbell.model.kinds import OutboxState
from deskbell.model.rows import MessageRow
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.ages import until
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
_LONGEST_UNDO: Final = 120
"""Seconds; what waits longer was not sent a moment ago."""
_MOST_BUTTONS: Final = 2

Decision = type[UndoSend] | type[SendAgain] | type[SendNow] | type[SayArrived]


class OutboxLine(QWidget):
    """Says what became of the mail, why, and offers what can be done now: at most two things.

    Signals:
        decided(type): the command that a person chose, of `UndoSend`, `SendAgain`, `SendNow` and `SayArrived`.
    """

    decided = Signal(object)

    def __init__(self, theme: ThemeSource, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._message: MessageRow | None = None
        self._offered: list[tuple[str, Decision]] = []
        self._words = Label("", TextRole.small, wrap=True, parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(22), 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._words, 1)
        self._buttons = [LinkButton("", self) for _ in range(_MOST_BUTTONS)]
        for place, button in enumerate(self._buttons):
            button.clicked.connect(partial(self._decide, place))
            layout.addWidget(button)
        self._tick = QTimer(self, interval=500)
        self._tick.timeout.connect(self._count)

    def show_state(self, message: MessageRow) -> None:
        """Show the state of this message; it must have one."""
        assert message.outbox is not None
        self._message = message
        self._words.set_ink(self._sign()[1])
        self._offer()
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
        icon, ink = self._sign()
        side = self._theme.px(14)
        area = QRectF(0, self._words.y() + (min(self._words.height(), self._theme.px(24)) - side) / 2, side, side)
        self._theme.icons.paint(QPainter(self), icon, getattr(self._theme.colours, ink), area, side)

    def _sign(self) -> tuple[Icon, str]:
        message = self._message
        assert message is not None
        assert message.outbox is not None
        # Sent, but not to all.
        partly = message.outbox is OutboxState.SENT and message.outbox_reason
        return _SIGNS[OutboxState.UNKNOWN if partly else message.outbox]

    def _offer(self) -> None:
        self._offered = self._offers()
        shown = [word for word, _ in self._offered]
        for button, word in zip(self._buttons, shown + [""] * (_MOST_BUTTONS - len(shown)), strict=True):
            button.setText(word)
            button.setAccessibleName(word)
            button.setVisible(bool(word))

    def _offers(self) -> list[tuple[str, Decision]]:
        message = self._message
        if message is None:
            return []
        match message.outbox:
            case OutboxState.WAITING if message.outbox_reason == "mail.partly":
                return [(self.tr("Try now"), SendNow)]
            case OutboxState.WAITING if message.outbox_reason:
                return [(self.tr("Try now"), SendNow), (self.tr("Take back"), UndoSend)]
            case OutboxState.WAITING if self._seconds() > _LONGEST_UNDO:
                return [(self.tr("Send now"), SendNow), (self.tr("Take back"), UndoSend)]
            case OutboxState.WAITING:
                return [(self.tr("Undo"), UndoSend)]
            case OutboxState.FAILED:
                return [(self.tr("Try again"), SendAgain), (self.tr("Edit and send anew"), UndoSend)]
            case OutboxState.UNKNOWN:
                return [(self.tr("It arrived"), SayArrived), (self.tr("Send again"), SendAgain)]
            case OutboxState.HELD:
                return [(self.tr("Send"), SendAgain), (self.tr("Take back"), UndoSend)]
            case OutboxState.SENT if message.outbox_reason and message.outbox_settled:
                return [(self.tr("Try again"), SendAgain)]
            case OutboxState.SENT if message.outbox_reason:
                return [(self.tr("Try again"), SendAgain), (self.tr("Leave it so"), SayArrived)]
            case _:
                return []

    def _decide(self, place: int) -> None:
        if place < len(self._offered):
            self.decided.emit(self._offered[place][1])

    def _count(self) -> None:
        if self._offers() != self._offered:
            self._offer()
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
                if seconds > _LONGEST_UNDO and not reason and message.outbox_not_before is not None:
                    return self.tr("Leaves {time}").format(time=until(message.outbox_not_before, self._now()))
                if seconds and not reason:
                    return self.tr("Leaves in %n s", "", seconds)
                if message.outbox_reason == "mail.partly":
                    return self.tr("Sent to some. {reason}").format(reason=reason)
                return self.tr("Waits to be sent. {reason}").format(reason=reason).strip()
            case OutboxState.SENDING:
                return self.tr("Is being sent")
            case OutboxState.SENT:
                return self.tr("Sent, but not to all. {reason}").format(reason=reason) if reason else self.tr("Sent")
            case OutboxState.FAILED:
                return self.tr("Not sent. {reason}").format(reason=reason).strip()
            case OutboxState.UNKNOWN:
                return reason or self.tr("It may have been sent. Look in Sent before sending again.")
            case OutboxState.HELD:
                return reason or self.tr("Kept here, not sent.")
