"""The slim bar over a ticket that lies over the table: back to it, and to the tickets before and after."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S4, S8
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.pane import Line, Pane

_HIGH = 36


class BackBar(Pane):
    """Names the view that the ticket was opened from. `step` goes to the next ticket (1) or the one before (-1).

    Signals:
        back_wanted: the ticket shall be closed.
    """

    back_wanted = Signal()

    def __init__(
        self, theme: ThemeSource, keys: MyKeys, step: Callable[[int], None], parent: QWidget | None = None
    ) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        back = IconButton(theme, Icon.BACK, "", parent=self)
        back.set_name(self.tr("Back to the list"), self.tr("Esc"))
        back.clicked.connect(self.back_wanted)
        self._title = ElidedLabel("", TextRole.small, ink="muted", parent=self)
        before = IconButton(theme, Icon.CHEVRON_UP, "", parent=self)
        keys.name(before, self.tr("Previous ticket"), "previous")
        before.clicked.connect(lambda: step(-1))
        after = IconButton(theme, Icon.CHEVRON_DOWN, "", parent=self)
        keys.name(after, self.tr("Next ticket"), "next")
        after.clicked.connect(lambda: step(1))
        row = QHBoxLayout()
        row.setContentsMargins(S8, 0, S8, 0)
        row.setSpacing(S4)
        row.addWidget(back)
        row.addWidget(self._title, 1)
        row.addWidget(before)
        row.addWidget(after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Line(parent=self))
        theme.changed.connect(self._take_theme)
        self._take_theme()

    def say(self, title: str) -> None:
        """Name the view."""
        self._title.setText(title)

    def _take_theme(self) -> None:
        self.setFixedHeight(self._theme.px(_HIGH))
