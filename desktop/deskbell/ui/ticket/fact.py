"""A line of what is known beside a ticket."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from deskbell.model.rows import CustomerRow
from deskbell.model.time_zones import city
from deskbell.ui.widgets.label import Label


class Fact(QWidget):
    """A name at the left, a value at the right, or below where both don't fit in one line; gone while there is no value."""

    def __init__(self, name: str, room: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = room
        self._name = Label(name, ink="muted", wrap=True, parent=self)
        self._said: str | None = None
        self._value = Label("", parent=self)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 3, 0, 3)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._name, 1)
        self._layout.addWidget(self._value)

    def value(self) -> str:
        """What is shown."""
        return self._said or ""

    def say(self, value: str) -> None:
        """Show a value."""
        if value == self._said:
            return
        self._said = value
        self._value.setText(value)
        width = self._name.fontMetrics().horizontalAdvance
        longest = max(width(line) for line in [*value.split("\n"), ""])
        beside = width(self._name.text()) + longest + 16 <= self._room
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._layout.setSpacing(8 if beside else 1)
        self.setVisible(bool(value))

    def show_ink(self, ink: str) -> None:
        """The value in another colour of the palette, "" for the ordinary one."""
        self._value.set_ink(ink)


def clock_there(customer: CustomerRow) -> str:
    """Where a customer's clock goes, and how far from the one here: "Shanghai, 6 h ahead"; "" where that is not known."""
    if customer.utc_offset is None:
        return city(customer.time_zone)
    here = datetime.now().astimezone().utcoffset()
    minutes = customer.utc_offset - (int(here.total_seconds()) // 60 if here is not None else 0)
    if not minutes:
        words = QCoreApplication.translate("Fact", "%1, as here")
    elif minutes > 0:
        words = QCoreApplication.translate("Fact", "%1, %2 h ahead")
    else:
        words = QCoreApplication.translate("Fact", "%1, %2 h behind")
    hours, rest = divmod(abs(minutes), 60)
    return words.replace("%2", f"{hours}:{rest:02}" if rest else str(hours)).replace("%1", city(customer.time_zone))
