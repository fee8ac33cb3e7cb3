"""How a dialog with one page after another is laid out."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.widgets.pane import Line


def lay_dialog(
    dialog: QDialog, head: QWidget, pages: QWidget, *below: QWidget, left: QWidget, right: tuple[QWidget, ...]
) -> None:
    """The head, the pages in all the room there is, what stands `below` them; and under a line the buttons, some at the `left` and others at the `right`."""
    body = QVBoxLayout()
    body.setContentsMargins(24, 20, 24, 20)
    body.setSpacing(16)
    body.addWidget(head)
    body.addWidget(pages, 1)
    for widget in below:
        body.addWidget(widget)
    buttons = QHBoxLayout()
    buttons.setContentsMargins(24, 12, 24, 12)
    buttons.setSpacing(8)
    buttons.addWidget(left)
    buttons.addStretch(1)
    for widget in right:
        buttons.addWidget(widget)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addLayout(body, 1)
    layout.addWidget(Line(parent=dialog))
    layout.addLayout(buttons)
