"""Buttons with words. One filled button per place; the others are outlined or mere words. What they say is shown as it is written: names have an & in them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget


def literal(words: str) -> str:
    """`words` for a button or a menu of Qt's own, which would take an & for the mark of a key."""
    return words.replace("&", "&&")


class PaintedButton(QAbstractButton):
    """For buttons that paint their words themselves: an & among these makes no key of the letter behind it."""

    def setText(self, text: str) -> None:
        super().setText(text)
        if "&" in text:
            self.setShortcut(QKeySequence())


class _WordButton(QPushButton):
    _kind = ""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(literal(text), parent)
        self.setProperty("kind", self._kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Focus rings are for the keyboard: a click must not leave one behind, nor take the caret out of what is being written.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setAccessibleName(text)

    def text(self) -> str:
        return super().text().replace("&&", "&")

    def setText(self, text: str) -> None:
        super().setText(literal(text))


class PrimaryButton(_WordButton):
    """The one thing to do here, filled with the accent."""

    _kind = "primary"


class GhostButton(_WordButton):
    """Another thing that can be done here, outlined."""

    _kind = "ghost"


class DangerButton(_WordButton):
    """Something that takes away, outlined, in the colour of danger."""

    _kind = "danger"


class LinkButton(_WordButton):
    """A word in a line of text that does something."""

    _kind = "link"
