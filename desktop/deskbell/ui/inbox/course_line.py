"""The line between the list's header and its tickets: how far something is that is done to many of them, or what is to be known of those ticked."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from deskbell.model.views import MOST_SORTED
from deskbell.ui.long_deeds import LongDeeds
from deskbell.ui.theme.spacing import S8, S12
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line, Pane

# What is done sooner than this shows nothing.
_SHOWN_AFTER_MS: Final = 400
_LOOK_MS: Final = 100


class CourseLine(Pane):
    """Hidden until there is something to say; then the sentence, the bar where something is under way, and Cancel."""

    def __init__(self, deeds: LongDeeds, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._deeds = deeds
        self._words = ""
        self._said = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much is done"))
        self.stop_button = GhostButton(self.tr("Cancel"), self)
        self.stop_button.clicked.connect(self._stop)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self._said)
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.setContentsMargins(14, S8, S8, S8)
        row.setSpacing(S12)
        row.addLayout(column, 1)
        row.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(Line(parent=self))
        self._soon = QTimer(self, interval=_SHOWN_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._again = QTimer(self, interval=_LOOK_MS)
        self._again.timeout.connect(self.look)
        self.hide()

    def say(self, words: str) -> None:
        """Say this while nothing is under way; "" for nothing."""
        self._words = words
        if self._deeds.first is None:
            self._rest()

    def say_too_many(self) -> None:
        """The view is larger than what can be sorted whole."""
        words = self.tr(
            "This view has more than %1 tickets: too many to be grouped, or sorted by anything but number, creation, activity, priority and due date."
        )
        self.say(words.replace("%1", number(MOST_SORTED)))

    def say_newest(self, tickets: int) -> None:
        """Of what a search finds only so many are sorted."""
        words = self.tr(
            "More tickets may be found than are shown: the newest %1 are sorted here. Ask more precisely to have all of them."
        )
        self.say(words.replace("%1", number(tickets)))

    def say_selected(self, tickets: int) -> None:
        """The view has more tickets than can be selected."""
        words = self.tr(
            "There are more: the first %1 in this order are selected, which is as many as can be changed at once."
        )
        self.say(words.replace("%1", number(tickets)))

    def follow(self) -> None:
        """Something is under way, or nothing is any more."""
        if self._deeds.first is None:
            self._rest()
        elif not self._again.isActive() and not self._soon.isActive():
            self._soon.start()

    def look(self) -> None:
        """Say how far it is."""
        deed = self._deeds.first
        if deed is None:
            return
        done = min(deed.course.done, deed.many)
        words = self.tr("Undoing: %1 of %2 tickets") if deed.undoing else self.tr("%1 of %2 tickets")
        self._said.setText(words.replace("%1", number(done)).replace("%2", number(deed.many)))
        self._bar.setRange(0, deed.many)
        self._bar.setValue(done)
        self.stop_button.setEnabled(not deed.course.is_stopped)
        for part in (self._bar, self.stop_button, self):
            part.show()
        self._again.start()

    def _rest(self) -> None:
        self._soon.stop()
        self._again.stop()
        self._bar.hide()
        self.stop_button.hide()
        self._said.setText(self._words)
        self.setVisible(bool(self._words))

    def _stop(self) -> None:
        if (deed := self._deeds.first) is not None:
            deed.course.stop()
            self.look()
