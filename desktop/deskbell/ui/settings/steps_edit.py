"""The steps of an SLA policy: each said in a sentence, one of them open to be changed."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskbell.model.sla_steps import MOST_STEPS, Step
from deskbell.ui.settings.step_form import StepForm
from deskbell.ui.settings.step_words import StepNames, step_sentence
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label

_FIRST: Final = Step(percent=75, assignee=True)
_NEXT: Final = Step(percent=100, assignee=True)


class StepsEdit(QWidget):
    """`cards` are the steps in the order in which they come; one that is being changed stays where it is.

    Signals:
        edited: a person changed something.
        relaid: it takes more or less room.
    """

    edited = Signal()
    relaid = Signal()

    def __init__(self, theme: ThemeSource, names: StepNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names
        self.cards: list[StepCard] = []
        self.add_button = LinkButton(self.tr("Add a step"), self)
        self.add_button.clicked.connect(self._add)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._list)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would come back to that from whatever stands behind it.
        self.add_button.setFocus(event.reason())

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these, without telling."""
        for card in self.cards:
            self._drop(card)
        self.cards = []
        for step in sorted(steps, key=lambda step: (step.rank, step.id)):
            self._append(step)

    def steps(self) -> tuple[Step, ...]:
        """What stands there."""
        return tuple(card.step for card in self.cards)

    def open_card(self, card: "StepCard") -> None:
        """Let this one be changed, and no other."""
        for one in self.cards:
            one.unfold(on=one is card)
        self.relaid.emit()

    def _add(self) -> None:
        card = self._append(replace(_NEXT if self.cards else _FIRST))
        self.open_card(card)
        card.focus()
        self._tell()

    def _append(self, step: Step) -> "StepCard":
        card = StepCard(self._theme, self._names, step, self)
        card.edited.connect(self._tell)
        card.turned.connect(lambda: self.open_card(card) if card.form is None else self._close(card))
        card.out_wanted.connect(lambda: self._take_out(card))
        self.cards.append(card)
        self._list.addWidget(card)
        card.number(len(self.cards))
        self.add_button.setEnabled(len(self.cards) < MOST_STEPS)
        return card

    def _close(self, card: "StepCard") -> None:
        card.unfold(on=False)
        self.relaid.emit()

    def _take_out(self, card: "StepCard") -> None:
        self.cards.remove(card)
        self._drop(card)
        for number, other in enumerate(self.cards, start=1):
            other.number(number)
        self.add_button.setEnabled(True)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _drop(self, card: "StepCard") -> None:
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _tell(self) -> None:
        self.edited.emit()
        self.relaid.emit()


class StepCard(QFrame):
    """A step in a sentence; `form` is there while it is being changed.

    Signals:
        edited: a person changed something.
        turned: it wants to be opened, or closed.
        out_wanted: it wants to be taken out.
    """

    edited = Signal()
    turned = Signal()
    out_wanted = Signal()

    def __init__(self, theme: ThemeSource, names: StepNames, step: Step, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._names = names
        self.step = step
        self._number = 0
        self.form: StepForm | None = None
        self.words = Label("", wrap=True, parent=self)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.change = IconButton(theme, Icon.CHEVRON_DOWN, "", side=28, icon_size=14, parent=self)
        self.out = IconButton(theme, Icon.CLOSE, "", side=28, icon_size=14, parent=self)
        self.change.clicked.connect(self.turned)
        self.out.clicked.connect(self.out_wanted)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.words, 1)
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(self.change, 0, top)
        head.addWidget(self.out, 0, top)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 6, 6, 6)
        self._layout.setSpacing(8)
        self._layout.addLayout(head)
        self._say()

    def number(self, number: int) -> None:
        """It is the one of this number, from 1 on."""
        self._number = number
        self._name()

    def unfold(self, *, on: bool) -> None:
        """Let it be changed, or no longer."""
        if on and self.form is None:
            self.form = StepForm(self._theme, self._names, self.step, self)
            self.form.edited.connect(self._keep)
            self.form.setContentsMargins(0, 0, 6, 6)
            self._layout.addWidget(self.form)
        elif not on and self.form is not None:
            self._layout.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._name()

    def focus(self) -> None:
        """Put the keyboard where one begins."""
        (self.form.amount if self.form is not None else self.change).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        assert self.form is not None
        self.step = self.form.step()
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        self.words.setText(step_sentence(self.step, self._names))

    def _name(self) -> None:
        opened = self.form is not None
        words = self.tr("Close step %1") if opened else self.tr("Change step %1")
        self.change.set_name(words.replace("%1", str(self._number)))
        self.change.set_icon(Icon.CHEVRON_UP if opened else Icon.CHEVRON_DOWN)
        self.out.set_name(self.tr("Take step %1 out").replace("%1", str(self._number)))
