"""The slim bar over the conversation while one goes through a view by urgency."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.store.queries.most_urgent import MOST_COUNTED
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.announcing import announce
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.sign import Sign

_HIGH = 36


class PlayBar(Pane):
    """Says which view it is and how many tickets are left.

    Signals:
        skip_wanted: the next one, and not this one.
        end_wanted: enough of it.
    """

    skip_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, theme: ThemeSource, keys: MyKeys, parent: QWidget | None = None) -> None:
        super().__init__("accent_ground", parent)
        self._theme = theme
        self._words = ElidedLabel("", TextRole.small, parent=self)
        self._keys = keys
        self._skip = skip = LinkButton(self.tr("Skip"), self)
        skip.clicked.connect(self.skip_wanted)
        end = LinkButton(self.tr("End"), self)
        end.setToolTip(self.tr("Go on by hand (%1)").replace("%1", self.tr("Esc")))
        end.clicked.connect(self.end_wanted)
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(S8)
        row.addWidget(Sign(theme, Icon.PLAY, "accent", parent=self))
        row.addWidget(self._words, 1)
        row.addWidget(skip)
        row.addWidget(end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Line(parent=self))
        theme.changed.connect(self._take_theme)
        self._take_theme()
        keys.changed.connect(self._show_keys)
        self._show_keys()

    def say(self, view: str, left: int) -> None:
        """So many tickets are left in the view of this name, with the one that is open."""
        if left >= MOST_COUNTED:
            count = self.tr("at least %n left", "", MOST_COUNTED)
        elif left == 1:
            count = self.tr("the last one")
        else:
            count = self.tr("%n left", "", left)
        words = self.tr("By urgency: %1 · %2").replace("%1", count).replace("%2", view)
        self._words.setText(words)
        self.setAccessibleName(words)
        announce(self, words)

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(_HIGH))

    def _show_keys(self) -> None:
        keys = self._keys.shown("play")
        words = self.tr("Go on without this ticket")
        self._skip.setToolTip(f"{words} ({keys})" if keys else words)

    def _take_theme(self) -> None:
        self.setFixedHeight(self._theme.px(_HIGH))
