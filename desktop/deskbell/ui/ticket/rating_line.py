"""What the customer thinks of how a ticket was answered, in the panel beside it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.ui.rating_words import kept_word
from deskbell.ui.ticket.fact import Fact

_ROOM = 240


class RatingLine(QWidget):
    """One line; hidden where nobody has said anything."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.fact = Fact(self.tr("Rating"), _ROOM, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.fact)

    def show_rating(self, kept: str) -> None:
        """Show this one, as the database has it."""
        words = kept_word(kept)
        self.fact.say(words)
        self.setVisible(bool(words))
