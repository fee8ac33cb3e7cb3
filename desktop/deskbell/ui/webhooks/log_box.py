"""The latest calls of a webhook, the newest first, and what can be done about all that were given up."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.webhooks import Call, Webhook
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.webhooks.call_row import CallRow
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line


class LogBox(QWidget):
    """Hidden for a webhook that is only being made.

    Signals:
        settle_wanted(object, bool): calls (a tuple of ids, () for all that were given up) are to be tried again now, or let be.
        relaid: it takes more or less room.
    """

    settle_wanted = Signal(object, bool)
    relaid = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: dict[int, CallRow] = {}
        self._nothing = Label(
            self.tr("It was not called yet. A rule calls it: Settings, Rules, “Call a webhook”."),
            ink="muted",
            wrap=True,
            parent=self,
        )
        self._card = QFrame(self)
        self._card.setObjectName("card")
        self._cards = QVBoxLayout(self._card)
        self._cards.setContentsMargins(1, 1, 1, 1)
        self._cards.setSpacing(0)
        self.again_button = GhostButton(self.tr("Try all given up again"), self)
        self.leave_button = GhostButton(self.tr("Let all be"), self)
        self.again_button.clicked.connect(lambda: self.settle_wanted.emit((), True))
        self.leave_button.clicked.connect(lambda: self.settle_wanted.emit((), False))
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self.again_button)
        deeds.addWidget(self.leave_button)
        deeds.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Label(self.tr("Latest calls").upper(), TextRole.section, ink="faint", parent=self))
        layout.addWidget(self._nothing)
        layout.addWidget(self._card)
        layout.addLayout(deeds)

    def show_calls(self, row: Webhook | None, calls: Sequence[Call], *, may: bool) -> None:
        """Show these calls of this webhook; `may`: something can be done about them. What is open stays so."""
        self.setVisible(row is not None)
        if row is None:
            calls = ()
        if [call.id for call in calls] != list(self.rows):
            self._place(calls)
        now = utc_now()
        for call in calls:
            self.rows[call.id].show_call(call, now, may=may and row is not None and row.active)
        self._nothing.setVisible(not calls)
        self._card.setVisible(bool(calls))
        several = may and row is not None and row.given_up > 0
        self.again_button.setVisible(several and row is not None and row.active)
        self.leave_button.setVisible(several)

    def _place(self, calls: Sequence[Call]) -> None:
        """Rows for these, keeping those that are there: somebody may be reading one of them."""
        kept, self.rows = self.rows, {}
        while (item := self._cards.takeAt(0)) is not None:
            line = item.widget()
            if isinstance(line, Line):
                line.hide()
                line.deleteLater()
        for call in calls:
            if self.rows:
                self._cards.addWidget(Line(parent=self._card))
            row = self.rows[call.id] = kept.pop(call.id) if call.id in kept else self._row()
            self._cards.addWidget(row)
        for gone in kept.values():
            gone.hide()
            gone.deleteLater()
        self.relaid.emit()

    def _row(self) -> CallRow:
        row = CallRow(self._theme, self._card)
        row.again_wanted.connect(lambda call_id: self.settle_wanted.emit((call_id,), True))
        row.let_be.connect(lambda call_id: self.settle_wanted.emit((call_id,), False))
        row.relaid.connect(self.relaid)
        return row
