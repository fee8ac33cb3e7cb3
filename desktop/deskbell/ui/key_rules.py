"""Which keys an action cannot have, and why."""

import sys
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from deskbell.ui.key_table import KeyAction

_K = Qt.Key
_M = Qt.KeyboardModifier
_MOVING: Final = frozenset(
    {
        _K.Key_Tab,
        _K.Key_Backtab,
        _K.Key_Return,
        _K.Key_Enter,
        _K.Key_Escape,
        _K.Key_Space,
        _K.Key_Backspace,
        _K.Key_Delete,
        _K.Key_Up,
        _K.Key_Down,
        _K.Key_Left,
        _K.Key_Right,
        _K.Key_PageUp,
        _K.Key_PageDown,
        _K.Key_Home,
        _K.Key_End,
    }
)
_COPYING: Final = frozenset({"Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Ins", "Shift+Ins"})
_OF_SYSTEM: Final = frozenset(
    {"Alt+F4", "Alt+Tab", "Alt+Shift+Backtab", "Alt+Esc", "Alt+Space", "Ctrl+Esc", "Ctrl+Shift+Esc", "Ctrl+Alt+Del"}
)
_OF_MACOS: Final = frozenset({"Ctrl+Q", "Ctrl+H", "Ctrl+M", "Ctrl+Tab", "Ctrl+Space", "Ctrl+`"})


class Refusal(Enum):
    """Why keys cannot be had."""

    UNKNOWN = auto()
    """Qt has no words for them."""
    MOVING = auto()
    """One goes about with them wherever one is."""
    COPYING = auto()
    """Copy, cut and paste."""
    SYSTEM = auto()
    """The system takes them before any window does."""
    TYPED = auto()
    """The action is for while one writes, and they would be typed."""


def refusal(words: str, entry: KeyAction, *, platform: str = sys.platform) -> Refusal | None:
    """What speaks against an action's having these keys (in Qt's portable words), None for nothing. `platform` is `sys.platform` of the system."""
    sequence = QKeySequence(words)
    if not words or sequence.toString(QKeySequence.SequenceFormat.PortableText) != words:
        return Refusal.UNKNOWN
    strokes = [sequence[number] for number in range(sequence.count())]  # type: ignore[index]  # the stubs lack it
    for stroke in strokes:
        pressed = stroke.keyboardModifiers()
        one = QKeySequence(stroke).toString(QKeySequence.SequenceFormat.PortableText)
        if (stroke.key() in _MOVING and pressed == _M.NoModifier) or stroke.key() in {_K.Key_Tab, _K.Key_Backtab}:
            return Refusal.MOVING
        if one in _COPYING:
            return Refusal.COPYING
        mac = platform == "darwin"
        if one in (_OF_MACOS if mac else _OF_SYSTEM) or (not mac and pressed & _M.MetaModifier):
            return Refusal.SYSTEM
    if entry.writing and not _is_command(strokes[0].key(), strokes[0].keyboardModifiers()):
        return Refusal.TYPED
    return None


def _is_command(key: Qt.Key, pressed: Qt.KeyboardModifier) -> bool:
    """Whether it is no letter, nor what edits a text."""
    held = _M.ControlModifier | _M.AltModifier | _M.MetaModifier
    return bool(pressed & held) or _K.Key_F1 <= key <= _K.Key_F35
