"""What is said below a list of which some is there and some could not be read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8, S12
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.words import told_error


class Unread(QWidget):
    """Hidden as long as all was read.

    Signals:
        acted: it is to be tried again.
    """

    acted = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.callout = Callout(theme, Tone.WARNING, self)
        self.callout.acted.connect(self.acted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S12, S8, S12, S12)
        layout.addWidget(self.callout)
        self.hide()

    def tell(self, error: Exception) -> None:
        """Say so, and why."""
        words = self.tr("Not all of this list could be read, or read again.")
        self.callout.say(f"{words}\n{told_error(error)}", self.tr("Try again"))
        self.show()

    def put_away(self) -> None:
        """All is there."""
        self.hide()
