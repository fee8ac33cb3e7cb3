"""When a mail is to leave: some times that are likely, or one of one's own."""

from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import time_choices
from deskbell.ui.time_popup import TimePopup
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList


class LaterPopup(QObject):
    """Drops down from a button.

    Signals:
        given(datetime): a time to come (aware, UTC).
    """

    given = Signal(object)

    def __init__(self, theme: ThemeSource, now: datetime, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._theme = theme
        self._now = now
        self._anchor = anchor

    def open(self) -> None:
        """Show the likely times."""
        choices = [replace(choice, icon=Icon.CLOCK) for choice in time_choices(self._now)]
        choices.append(Choice(None, self.tr("Another time…"), Icon.SEND_LATER))
        dropped = ChoiceList(self._theme, choices, parent=self._anchor)
        dropped.chosen.connect(self._choose)
        dropped.open_below(self._anchor)

    def _choose(self, at: datetime | None) -> None:
        if at is not None:
            self.given.emit(at)
            return
        popup = TimePopup(self._theme, self._now, self.tr("Send then"), self._anchor)
        popup.given.connect(self.given)
        popup.open_above(self._anchor)
