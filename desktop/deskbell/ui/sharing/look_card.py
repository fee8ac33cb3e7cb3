"""An answer that is looked over, above the composer: whose it is, who writes it now, its text, and what can be done with it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from deskbell.model.sharing import SharedDraft
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX
from deskbell.ui.widgets.buttons import GhostButton, LinkButton
from deskbell.ui.widgets.label import Label

translate = QCoreApplication.translate
_LINES: Final = 5
_MARGIN: Final = 12
# The gap to the line above belongs to the card, and goes with it.
_ABOVE: Final = 10


class LookState(Struct, frozen=True):
    """What a card says and offers: its sentence, whether the text stands there, and what can be done, the first being what is most likely wanted."""

    sentence: str
    with_text: bool
    deeds: tuple[str, ...]


def state_of(draft: SharedDraft, me: int, name: Callable[[int], str]) -> LookState:
    """What the agent `me` sees of it; `name` knows the agents. Deeds are "take", "back", "end", "changes" and "note"."""
    changes = ("changes",) if any(one.text != draft.text for one in draft.versions) else ()
    mine, held = draft.author_id == me, draft.holder_id == me
    if mine and held and draft.returned_by:
        words = translate("sharing", "%1 has looked over your answer and handed it back.")
        return LookState(words.replace("%1", draft.returned_by), False, (*changes, "end"))
    if mine and held:
        asked = ", ".join(one for one in map(name, draft.readers) if one)
        words = translate("sharing", "Asked to look over your answer: %1")
        return LookState(words.replace("%1", asked), False, ("end", *changes))
    if held:
        words = translate("sharing", "You are changing the answer of %1.")
        return LookState(words.replace("%1", draft.author), False, ("back", *changes))
    if mine:
        words = translate("sharing", "%1 is changing your answer.")
        return LookState(words.replace("%1", draft.holder), True, ("take", *changes))
    if draft.holder_id != draft.author_id:
        words = translate("sharing", "%1 is changing the answer of %2.")
        return LookState(words.replace("%2", draft.author).replace("%1", draft.holder), True, ("note", *changes))
    words = translate("sharing", "%1 asks you to look over this answer.")
    return LookState(words.replace("%1", draft.author), True, ("take", "note", *changes))


class LookCard(QWidget):
    """Shows one such draft.

    Signals:
        wanted(SharedDraft, str): what is to be done with it, as `state_of` names it.
    """

    wanted = Signal(object, str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draft: SharedDraft | None = None
        self._now: object = None
        self._offered: dict[str, QPushButton] = {}
        self.sentence = Label(wrap=True, parent=self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setObjectName("plain")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _ABOVE + 8, _MARGIN, 10)
        layout.setSpacing(6)
        layout.addWidget(self.sentence)
        layout.addWidget(self.text)
        layout.addLayout(self.buttons)

    def show_draft(self, draft: SharedDraft, state: LookState, mine: bool) -> None:
        """Show it so. `mine`: whoever sees it has written it."""
        self._draft = draft
        self.sentence.setText(state.sentence)
        self.text.setVisible(state.with_text)
        if self.text.toPlainText() != draft.text:
            self.text.setPlainText(draft.text)
        self.text.setAccessibleName(state.sentence)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + self._theme.px(12))
        self._offer(state.deeds, mine)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.accent_ground))
        painter.drawRoundedRect(self.rect().adjusted(0, _ABOVE, 0, 0), CORNER_BOX, CORNER_BOX)

    def button(self, deed: str) -> QPushButton:
        """The button of a deed that is offered."""
        return self._offered[deed]

    def _offer(self, deeds: Sequence[str], mine: bool) -> None:
        if (tuple(deeds), mine) == self._now:
            return
        self._now = tuple(deeds), mine
        while (item := self.buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._offered = {}
        words = {
            "take": self.tr("Take it back") if mine else self.tr("Change it"),
            "back": self.tr("Hand it back"),
            "end": self.tr("Show it to nobody any more"),
            "changes": self.tr("What was changed"),
            "note": self.tr("Write a note"),
        }
        for place, deed in enumerate(deeds):
            button: QPushButton = (LinkButton if place else GhostButton)(words[deed], self)
            self._offered[deed] = button
            button.clicked.connect(partial(self._want, deed))
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)

    def _want(self, deed: str) -> None:
        if self._draft is not None:
            self.wanted.emit(self._draft, deed)
