"""A field that takes the keys that are pressed in it, one stroke after the other, instead of what they would type or do."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from deskbell.ui.key_table import native

_REST_MS: Final = 900
_MOST: Final = 4
_HELD: Final = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr})
_IDLE: Final = frozenset(
    {Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_unknown, Qt.Key(0)}
)
_M = Qt.KeyboardModifier


def stroke_of(event: QKeyEvent) -> str:
    """One stroke in Qt's portable words, "" while only Shift and the like are held. Shift that a sign is made with ("?") is no part of it."""
    key = Qt.Key(event.key())
    if key in _HELD or key in _IDLE:
        return ""
    text, held = event.text(), event.modifiers() & (_M.ControlModifier | _M.AltModifier | _M.MetaModifier)
    sign = text.isprintable() and bool(text) and not text.isalnum() and not text.isspace()
    if sign and held == _M.ControlModifier | _M.AltModifier:
        held = _M.NoModifier  # AltGr on Windows
    if event.modifiers() & _M.ShiftModifier and not sign:
        held |= _M.ShiftModifier
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    return QKeySequence(held.value | key.value).toString(QKeySequence.SequenceFormat.PortableText)


class KeyRecorder(QLineEdit):
    """Takes up to four strokes; they are over once nothing more is pressed for a moment, with Enter, or where the keyboard goes elsewhere.

    Signals:
        pressed(str): so far these, in Qt's portable words.
        recorded(str): these.
        left: Escape with nothing pressed.
    """

    pressed = Signal(str)
    recorded = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[str] = []
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self.rest.timeout.connect(self.finish)

    def forget(self) -> None:
        """Begin anew."""
        self.rest.stop()
        self._strokes = []
        self.clear()

    def finish(self) -> None:
        """What was pressed is all of it."""
        self.rest.stop()
        if self._strokes:
            words = ", ".join(self._strokes)
            self._strokes = []
            self.recorded.emit(words)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        # Qt would go to the next field before the key is seen here.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not self._goes_on(event):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.isAutoRepeat():
            return
        stroke = stroke_of(event)
        if stroke == "Esc":
            if self._strokes:
                self.forget()
                self.pressed.emit("")
            else:
                self.left.emit()
        elif stroke == "Return" and self._strokes:
            self.finish()
        elif stroke:
            self._strokes.append(stroke)
            words = ", ".join(self._strokes)
            self.setText(native(words))
            self.pressed.emit(words)
            if len(self._strokes) == _MOST:
                self.finish()
            else:
                self.rest.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.finish()
        super().focusOutEvent(event)

    def _goes_on(self, event: QKeyEvent) -> bool:
        """Tab leaves the field."""
        held = event.modifiers() & (_M.ControlModifier | _M.AltModifier | _M.MetaModifier)
        return event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab} and not held
