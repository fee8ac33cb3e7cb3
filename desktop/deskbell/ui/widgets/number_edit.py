"""A field for a number, with its unit and arrows to step."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget

from deskbell.ui.theme.source import ThemeSource

_INSET = 8


class NumberEdit(QSpinBox):
    """Steps by the arrow keys; by the wheel only while it has the focus, so that scrolling a page changes nothing."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._inset()
        theme.changed.connect(self._inset)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _inset(self) -> None:
        # The padding of a style sheet does not reach the text of a spin box.
        self.lineEdit().setTextMargins(self._theme.px(_INSET), 0, 0, 0)
