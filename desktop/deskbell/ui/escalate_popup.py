"""Asks for the note with which a ticket is handed to the next level of its team."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.errors import Mistake
from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.text_area import TextArea

_WIDTH: Final = 360
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def ask_escalate(theme: ThemeSource, deeds: Deeds, row: TicketRow, anchor: QWidget) -> None:
    """Open it below `anchor` for this ticket, or say why it cannot be escalated."""
    team = deeds.desk.team(row.team_id)
    if team is None:
        deeds.failed.emit(Mistake("escalate.no_team", number=row.id))
    elif not team.levels:
        deeds.failed.emit(Mistake("escalate.highest", number=row.id))
    else:
        popup = EscalatePopup(theme, row.id, deeds.begun.get(row.id, ""), anchor)
        popup.wanted.connect(lambda text: deeds.escalate(row.id, text))
        popup.kept.connect(lambda text: deeds.begun.update({row.id: text}))
        popup.open_below(anchor)


class EscalatePopup(Floating):
    """A field for the note; Ctrl+Enter or the button hands the ticket on, Escape leaves, and what was typed is there the next time.

    Signals:
        wanted(str): hand it on, with this note.
        kept(str): this was typed when it closed.
    """

    wanted = Signal(str)
    kept = Signal(str)

    def __init__(self, theme: ThemeSource, ticket_id: int, begun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(_WIDTH))
        words = self.tr("Escalate #%1 to the next level of its team").replace("%1", str(ticket_id))
        title = Label(words, TextRole.title, wrap=True, parent=self)
        hint = self.tr("They read your note, and the ticket is nobody’s until one of them has it.")
        self.note = TextArea(theme, 96, self)
        self.note.setAccessibleName(self.tr("Why, and what was tried"))
        self.note.setPlaceholderText(self.tr("Why, and what was tried"))
        self.note.set_text(begun)
        self.note.textChanged.connect(self._look)
        self.button = PrimaryButton(self.tr("Escalate"), self)
        self.button.clicked.connect(self._escalate)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(Label(hint, TextRole.small, ink="muted", wrap=True, parent=self))
        layout.addWidget(self.note)
        layout.addLayout(below)
        self.setFocusProxy(self.note)
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._escalate()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.kept.emit(self._text())
        super().closeEvent(event)

    def _text(self) -> str:
        return self.note.toPlainText().strip()

    def _look(self) -> None:
        self.button.setEnabled(bool(self._text()))

    def _escalate(self) -> None:
        text = self._text()
        if text:
            self.close()
            self.wanted.emit(text)
