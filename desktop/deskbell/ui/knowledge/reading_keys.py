"""The fixed keys of reading: back, forward, and finding words."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_reading(host: QWidget, go: Callable[[int], None], find: Callable[[], None]) -> None:
    """Let them work wherever in `host` the keyboard is; `go` goes back (-1) or forward (1), `find` asks for words."""
    fixed: tuple[tuple[str | QKeySequence.StandardKey, Callable[[], None]], ...] = (
        ("Alt+Left", partial(go, -1)),
        ("Alt+Right", partial(go, 1)),
        (QKeySequence.StandardKey.Find, find),
    )
    for sequence, do in fixed:
        shortcut = QShortcut(QKeySequence(sequence), host)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(do)
