"""The servers that vouch for senders in a mailbox's latest mails, each to be taken with a click."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.proof_servers import ProofServers
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label


class SuggestedServers(QWidget):
    """One line; hidden while there is nothing to suggest.

    Signals:
        chosen(str): a person took this server.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("", TextRole.small, ink="muted", parent=self)
        self.buttons: list[LinkButton] = []
        self._flow = FlowLayout(8, 2)
        self._flow.addWidget(self._words)
        self.setLayout(self._flow)
        self.hide()

    def show_servers(self, found: ProofServers) -> None:
        """Offer these."""
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        self._words.setText(self.tr("Seen in the latest mails (%n):", None, found.looked_at))
        for name, count in found.servers:
            button = LinkButton(f"{name} ({count})", self)
            button.clicked.connect(partial(self.chosen.emit, name))
            self._flow.addWidget(button)
            self.buttons.append(button)
        self.setVisible(bool(self.buttons))
