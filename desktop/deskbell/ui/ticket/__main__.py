"""`python -m deskbell.ui.ticket`: an open ticket alone, on a sample desk. A number opens that ticket."""

import sys

from PySide6.QtWidgets import QWidget

from deskbell.ui.prompts import DialogPrompts
from deskbell.ui.scenes.stage import Stage, open_alone
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.widgets.toast import Toasts
from deskbell.ui.words import told_error


def screen(stage: Stage, ticket_id: int = 1) -> QWidget:
    """The pane with a ticket in it, toasts over it."""
    asking = QWidget()
    pane = TicketPane(stage.theme, stage.runner, stage.desk, stage.deeds, DialogPrompts(asking), stage.settings)
    toasts = Toasts(pane, 240)
    pane.destroyed.connect(asking.deleteLater)
    stage.feed.changed.connect(pane.refresh)
    stage.deeds.told.connect(lambda done: toasts.say(done.sentence, lambda: stage.deeds.undo(done)))
    stage.deeds.failed.connect(lambda error: toasts.say(told_error(error)))
    pane.told.connect(toasts.say)
    pane.failed.connect(lambda error: toasts.say(told_error(error)))
    pane.open_ticket.connect(pane.show_ticket)
    pane.show_ticket(ticket_id)
    return pane


if __name__ == "__main__":
    number = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 1)
    sys.exit(open_alone(lambda stage: screen(stage, number), 808, 860))
