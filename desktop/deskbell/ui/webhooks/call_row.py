"""A call of a webhook: a line that opens, and below it what was wrong, what was answered, what was sent, and what can be done about it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.webhooks import Call, CallState
from deskbell.ui.settings.entry import Entry
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.moments import moment
from deskbell.ui.webhooks.words import call_dot, call_line, call_reason, call_title, sent_words
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.text_area import TextArea

_SENT_HIGH = 220


class CallRow(QWidget):
    """One call.

    Signals:
        again_wanted(int): the person wants it tried again now; its id.
        let_be(int): the person lets it be; its id.
        relaid: it takes more or less room.
    """

    again_wanted = Signal(int)
    let_be = Signal(int)
    relaid = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._call: Call | None = None
        self._more: QWidget | None = None
        self.head = Entry(theme, self)
        self.head.clicked.connect(self._toggle)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.head)

    def show_call(self, call: Call, now: datetime, *, may: bool) -> None:
        """Show this one; `may`: it can be tried again."""
        dot, ink = call_dot(call)
        when = moment(call.tried_at or call.queued_at, now)
        self.head.show_state(call_title(call), when, call_line(call, now), dot=dot, ink=ink)
        other = call != self._call
        self._call, self._may = call, may
        if self._more is not None and other:
            self._fill()

    def is_open(self) -> bool:
        """Whether what is below its line is shown."""
        return self._more is not None

    def _toggle(self) -> None:
        if self._more is None:
            self._fill()
        else:
            self._more.hide()
            self._more.deleteLater()
            self._more = None
        self.relaid.emit()

    def _fill(self) -> None:
        call = self._call
        assert call is not None
        if self._more is not None:
            self._more.hide()
            self._more.deleteLater()
        more = self._more = QFrame(self)
        layout = QVBoxLayout(more)
        layout.setContentsMargins(35, 0, 16, 16)
        layout.setSpacing(8)
        reason = call_reason(call)
        if reason:
            layout.addWidget(Label(reason, ink="ink", wrap=True, parent=more))
        if call.answer:
            layout.addWidget(Label(self.tr("Answer"), TextRole.small, ink="muted", parent=more))
            layout.addWidget(self._text(call.answer, self.tr("Answer"), 64))
        layout.addWidget(Label(self.tr("Sent"), TextRole.small, ink="muted", parent=more))
        layout.addWidget(self._text(f"webhook-id: {call.key}\n\n{sent_words(call)}", self.tr("Sent"), _SENT_HIGH))
        deeds = self._deeds(call)
        if deeds is not None:
            layout.addLayout(deeds)
        self._layout.addWidget(more)
        more.show()

    def _text(self, words: str, name: str, high: int) -> TextArea:
        area = TextArea(self._theme, high, self)
        area.setReadOnly(True)
        area.set_text(words)
        area.setAccessibleName(name)
        return area

    def _deeds(self, call: Call) -> QHBoxLayout | None:
        if not self._may or call.state not in (CallState.WAITING, CallState.GIVEN_UP):
            return None
        layout = QHBoxLayout()
        layout.setSpacing(8)
        again = GhostButton(self.tr("Try again now"), self)
        again.clicked.connect(lambda: self.again_wanted.emit(call.id))
        layout.addWidget(again)
        if call.state is CallState.GIVEN_UP:
            leave = GhostButton(self.tr("Let it be"), self)
            leave.clicked.connect(lambda: self.let_be.emit(call.id))
            layout.addWidget(leave)
        layout.addStretch(1)
        return layout
