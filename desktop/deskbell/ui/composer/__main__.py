"""`python -m deskbell.ui.composer`: the window for a new ticket alone, on a sample desk."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskbell.ui.composer.new_ticket import NewTicketWindow
from deskbell.ui.prompts import DialogPrompts
from deskbell.ui.scenes.stage import Stage, open_alone


def screen(stage: Stage) -> QWidget:
    """A new ticket to be written."""
    asking = QWidget()
    window = NewTicketWindow(stage.theme, stage.runner, stage.desk, DialogPrompts(asking))
    # Here the stage throws it away.
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    window.destroyed.connect(asking.deleteLater)
    return window


if __name__ == "__main__":
    sys.exit(open_alone(screen, 640, 520))
