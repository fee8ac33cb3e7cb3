"""A dialog that is at something for long, and what leaving it means."""

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog

from deskbell.ui.application import application_ends


class LongDialog(QDialog):
    """Left while it is at something, it ends that first, and stays until it has ended. Where the program ends it goes at once: whoever carries out what is in hand finishes it."""

    def is_under_way(self) -> bool:
        """Whether it is at something."""
        return False

    def end_early(self) -> None:
        """End it with what is in hand, where it is at something."""

    def if_ended(self) -> str:
        """What ending it now means, for whoever may not have thought of it; "" where nothing is lost by that."""
        return ""

    def reject(self) -> None:
        """Leave, or end first what is under way."""
        if self.is_under_way():
            self.end_early()
            if not application_ends():
                return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_under_way() and not application_ends():
            self.reject()
            event.ignore()
        else:
            super().closeEvent(event)
