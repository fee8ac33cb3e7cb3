"""What is typed between "reply" and the moment the ticket has been read: it belongs into the reply, not to the window's keys."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class TypedAhead(QWidget):
    """Has the keyboard while a ticket is being read, keeps the keys and hands them on in order.

    Without it a person who goes to the next ticket and writes at once would solve and tag the ticket before with the
    letters of the answer.

    Signals:
        given_up: Escape, or the keyboard went somewhere else; the keys are forgotten.
    """

    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._kept: list[QKeyEvent] = []
        self._waiting = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("The ticket is being read"))
        self.setFixedSize(1, 1)
        self.lower()

    def wait(self) -> None:
        """Take the keyboard, and keep what is typed from now on."""
        self._kept.clear()
        self._waiting = True
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def stop(self) -> tuple[QKeyEvent, ...]:
        """What was typed; nothing is kept any more."""
        kept = tuple(self._kept)
        self._kept.clear()
        self._waiting = False
        return kept

    def event(self, event: QEvent) -> bool:
        # Accepting this is how a text field says that a letter is a letter and no shortcut.
        if self._waiting and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
        elif self._waiting:
            self._kept.append(event.clone())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._give_up()

    def _give_up(self) -> None:
        if self._waiting:
            self.stop()
            self.given_up.emit()


def type_again(keys: tuple[QKeyEvent, ...]) -> None:
    """Type these where the caret is now."""
    for key in keys:
        target = QApplication.focusWidget()
        if target is not None:
            QApplication.sendEvent(target, key)
