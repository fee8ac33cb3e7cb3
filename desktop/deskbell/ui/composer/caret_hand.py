"""Follows what is typed behind a sign, such as / or @, and takes what it asks for out of a list."""

from abc import abstractmethod
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from deskbell.ui.composer.caret_list import CaretList
from deskbell.ui.composer.editor import Editor

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}
_TAKES: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class CaretHand(QObject):
    """Nothing of it keeps anybody from typing on. What is to be offered is said by `_show`, what becomes of one that is chosen by `_take`."""

    _editor: Editor | QPlainTextEdit

    def __init__(self, editor: Editor | QPlainTextEdit, popup: CaretList, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._sign: QTextCursor | None = None
        self.popup = popup
        popup.chosen.connect(self._take)
        editor.cursorPositionChanged.connect(self._follow)
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._editor and self._sign is not None and self.popup.isVisible():
            if event.type() is QEvent.Type.FocusOut:
                self._end()
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    @abstractmethod
    def _show(self) -> None:
        """Offer what is asked for now."""

    @abstractmethod
    def _take(self, one: Any) -> None:
        """This one was chosen."""

    def _before_sign(self) -> str:
        """The words of the line before the sign that was typed just now."""
        caret = self._editor.textCursor()
        return caret.block().text()[: caret.positionInBlock() - 1]

    def _begin_at_sign(self) -> None:
        """From now on what is typed behind that sign asks for something."""
        self._sign = QTextCursor(self._editor.document())
        self._sign.setPosition(self._editor.textCursor().position() - 1)
        # It stays before the sign, whatever is typed there.
        self._sign.setKeepPositionOnInsert(True)
        self.popup.hold_on_to(self._sign)

    def _typed(self) -> str | None:
        """What stands from the sign up to the caret; None where the caret is elsewhere."""
        caret = self._editor.textCursor()
        if self._sign is None or caret.hasSelection() or caret.block() != self._sign.block():
            return None
        return caret.block().text()[self._sign.positionInBlock() : caret.positionInBlock()]

    def _cursor(self) -> QTextCursor:
        """The caret, which selects what was typed from the sign on."""
        cursor = self._editor.textCursor()
        if self._sign is not None:
            end = cursor.position()
            cursor.setPosition(self._sign.position())
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _end(self) -> None:
        self._let_go()
        self.popup.end()

    def _let_go(self) -> None:
        """There is no sign any more: what is offered, is offered at the caret."""
        self._sign = None
        self.popup.hold_on_to(None)

    def _leave(self) -> None:
        self._end()
        self._editor.setFocus(Qt.FocusReason.PopupFocusReason)

    def _follow(self) -> None:
        if self._sign is not None:
            self._show()

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_Escape:
            self._end()
            return True
        if key in _STEPS:
            self.popup.step(_STEPS[key])
            return True
        if key in _TAKES:
            one = self.popup.current()
            self._end() if one is None else self._take(one)
            return one is not None
        return False
