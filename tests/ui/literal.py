"""Finds what would read the words of a stranger as markup, or as a key of the keyboard."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


def astray(root: QWidget) -> Iterator[str]:
    """The labels that would read markup, and the tooltips that are markup which `plain_tooltip` did not make. And what an & in a name gave a key of the
    keyboard, instead of showing it: no button and no action of ours has one so.
    """
    for action in root.findChildren(QAction):
        if not QKeySequence.mnemonic(action.text()).isEmpty():
            yield f"action: {action.text()!r}"
    for widget in [root, *root.findChildren(QWidget)]:
        key = widget.shortcut() if isinstance(widget, QAbstractButton) else QKeySequence()
        if isinstance(widget, QLabel) and widget.buddy() is not None:
            key = QKeySequence.mnemonic(widget.text())
        if not key.isEmpty():
            yield f"{type(widget).__name__}: {key.toString()!r}"
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
            yield f"{type(widget.parent()).__name__}/{widget.objectName() or type(widget).__name__}: {widget.text()!r}"
        tip = widget.toolTip()
        inside = tip.removeprefix("<span>").removesuffix("</span>")
        if "<" in tip and (inside == tip or "<" in inside):
            yield f"{type(widget).__name__}: {tip!r}"
