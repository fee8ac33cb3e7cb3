"""What is done first in many a scene."""

from PySide6.QtWidgets import QWidget

from deskbell.ui.main_window import MainWindow


def open_ticket(window: QWidget, number: int = 0) -> None:
    """Open the ticket in this row of the list."""
    assert isinstance(window, MainWindow)
    window.inbox.tickets.view.go_to(number)
