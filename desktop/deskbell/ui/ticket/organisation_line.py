"""The organisation of the customer beside a ticket."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label, plain_tooltip

# A word button has so many pixels around its letters.
_AROUND = 5
_BETWEEN = 4


class OrganisationLine(QWidget):
    """Its name, which shows its tickets when it is clicked, and a button to choose another one.

    Signals:
        choice_wanted(QWidget): another one is to be chosen; ask below this.
        tickets_wanted(str): the tickets of the organisation of this name are to be shown.
    """

    choice_wanted = Signal(object)
    tickets_wanted = Signal(str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self._label = Label(self.tr("Organisation"), ink="muted", parent=self)
        self.name = LinkButton("", self)
        self.name.clicked.connect(self._press)
        self.button = IconButton(
            theme, Icon.DRAFT, self.tr("Choose the organisation"), side=22, icon_size=14, parent=self
        )
        self.button.clicked.connect(self.ask)
        self.setFixedHeight(theme.px(26))
        self.say("")

    def say(self, name: str) -> None:
        """Show this one; "" for none."""
        self._said = name
        self.button.setVisible(bool(name))
        words = self.tr("Show all tickets of %1").replace("%1", name) if name else self.tr("Choose the organisation")
        self.name.setAccessibleName(words)
        self._fit()

    def ask(self) -> None:
        """Have another one chosen."""
        self.choice_wanted.emit(self.button if self._said else self.name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _press(self) -> None:
        if self._said:
            self.tickets_wanted.emit(self._said)
        else:
            self.ask()

    def _fit(self) -> None:
        """Lay it all: a name that is too long for its place ends in dots, and its tooltip has all of it; where a word is the last, its letters stand in line
        with the other values, which no layout does.
        """
        high, label, side = self.height(), self._label.sizeHint().width(), self.button.sizeHint().width()
        right = self.width() - side - _BETWEEN if self._said else self.width() + _AROUND
        words = self._said or self.tr("Add")
        room = max(0, right - label - _BETWEEN - 2 * _AROUND)
        short = self.name.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.name.setText(short)
        tip = words if short != words else self.tr("Show all its tickets")
        self.name.setToolTip(plain_tooltip(tip) if self._said else "")
        wide = min(self.name.sizeHint().width(), max(1, right - label - _BETWEEN))
        self._label.setGeometry(0, 0, label, high)
        self.name.setGeometry(right - wide, 0, wide, high)
        self.button.setGeometry(self.width() - side, (high - side) // 2, side, side)
