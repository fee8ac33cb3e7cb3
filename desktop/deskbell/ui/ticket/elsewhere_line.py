"""The line in place of the composer while the ticket is written on in a window of its own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.sign import Sign

_SIDE = 20


class ElsewhereLine(Pane):
    """Says where the ticket is answered, and goes there.

    Signals:
        acted: the word was pressed.
    """

    acted = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        words = Label(self.tr("This ticket is answered in its own window."), ink="muted", wrap=True, parent=self)
        go = LinkButton(self.tr("Show it"), self)
        go.setAccessibleName(go.text())
        go.clicked.connect(self.acted)
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, S8, _SIDE, S8)
        row.setSpacing(S8)
        row.addWidget(Sign(theme, Icon.POP_OUT, "muted", parent=self))
        row.addWidget(words, 1)
        row.addWidget(go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line(parent=self))
        column.addLayout(row)
