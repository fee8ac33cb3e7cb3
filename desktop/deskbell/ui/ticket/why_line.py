"""Why the newest mail is on the ticket, beside it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.why_words import why_sentence, why_word
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label

_IN = 6


class WhyLine(QWidget):
    """A word, which shows its sentence when it is clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = LinkButton("", self)
        self._word.clicked.connect(self._explain)
        self._sentence = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self._sentence.setContentsMargins(_IN, 0, _IN, 0)
        line = QHBoxLayout()
        # A word button has five pixels around its letters, which stand in line with the other values so.
        line.setContentsMargins(_IN, 0, 1, 0)
        line.addWidget(Label(self.tr("Why is it here?"), ink="muted", wrap=True, parent=self), 1)
        line.addWidget(self._word)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self._sentence)

    def show_why(self, why: str) -> None:
        """Show this reason, by its code; gone where there is none ("")."""
        self.setVisible(bool(why))
        self._word.setText(why_word(why))
        self._word.setAccessibleName(self.tr("Why is it here? {reason}").format(reason=why_word(why)))
        self._sentence.setText(why_sentence(why))
        self._sentence.hide()

    def _explain(self) -> None:
        self._sentence.setVisible(self._sentence.isHidden())
