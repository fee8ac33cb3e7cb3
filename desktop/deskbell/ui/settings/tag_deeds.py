"""The part of a tag's form that does something with the whole tag: merges, retires or removes it; and how far a merging is."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from deskbell.model.rows import TagRow
from deskbell.model.tag_use import TagUse
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket_choices import tag_choices
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import DangerButton, GhostButton
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line


class TagDeeds(QWidget):
    """For one tag at a time.

    Signals:
        merge_wanted(TagRow): the tag is to be merged into this one; it was asked for once more.
        retirement_wanted(bool): the tag is to be retired, or brought back.
        removal_wanted: the tag is to be no more.
        stop_wanted: a merging is to go no further.
    """

    merge_wanted = Signal(object)
    retirement_wanted = Signal(bool)
    removal_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: ThemeSource, desk: DeskNow, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._prompts = prompts
        self._tag: TagRow | None = None
        self._use: TagUse | None = None
        self.merge_button = GhostButton(self.tr("Merge into…"), self)
        self.merge_button.clicked.connect(self._choose)
        self.retire_button = GhostButton("", self)
        self.retire_button.clicked.connect(self._retire)
        self.remove_button = DangerButton(self.tr("Remove this tag"), self)
        self.remove_button.clicked.connect(self._remove)
        self._said = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self._course = Label("", TextRole.small, ink="muted", parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much is done"))
        self.stop_button = GhostButton(self.tr("Cancel"), self)
        self.stop_button.clicked.connect(self.stop_wanted)
        self._lay()
        self.show_buttons()

    def show_tag(self, tag: TagRow | None, use: TagUse | None) -> None:
        """For this tag, used like this (None while nobody knows); None hides it all."""
        self._tag, self._use = tag, use
        self.setVisible(tag is not None)
        if tag is None:
            return
        word = self.tr("Bring back") if tag.retired else self.tr("Retire")
        self.retire_button.setText(word)
        self.retire_button.setAccessibleName(word)
        self.merge_button.setEnabled(any(other.id != tag.id and not other.retired for other in self._desk.tags))
        self.remove_button.setEnabled(use is not None and not use.everywhere)
        said = self.tr("A retired tag stays on its tickets and is found there, but is offered for no others.")
        if use is not None and use.everywhere:
            said += " " + self.tr("It can be removed once it is on no ticket, also none in spam or trash.")
        self._said.setText(said)

    def show_course(self, done: int, total: int) -> None:
        """A merging is under way: so many of so many tickets are done."""
        self._buttons.setVisible(False)
        self._progress.setVisible(True)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._said.setText(
            self.tr("Others work on meanwhile. What is done when you cancel stays done, and can be undone.")
        )
        self._course.setText(self.tr("%1 of %2 tickets").replace("%1", number(done)).replace("%2", number(total)))

    def show_buttons(self) -> None:
        """Nothing is under way."""
        self._buttons.setVisible(True)
        self._progress.setVisible(False)

    def _choose(self) -> None:
        tag = self._tag
        if tag is not None:
            choices = [choice for choice in tag_choices(self._desk) if choice.value != tag.name]
            dropped = ChoiceList(self._theme, choices, prompt=self.tr("Merge into"), parent=self)
            dropped.chosen.connect(partial(self._ask, tag))
            dropped.open_below(self.merge_button)

    def _ask(self, tag: TagRow, name: object) -> None:
        other = next((one for one in self._desk.tags if one.name == name), None)
        if other is None:
            return
        question = self.tr("Merge %1 into %2?").replace("%1", tag.name).replace("%2", other.name)
        many = self._use.everywhere if self._use is not None else 0
        said = [self.tr("%n tickets get %2 instead of %1.", "", many)] if many else []
        said.append(self.tr("Saved views, macros and searches that say %1 find %2 from then on. It can be undone."))
        words = " ".join(said).replace("%1", tag.name).replace("%2", other.name)
        if self._prompts.sure(question, words, self.tr("Merge")):
            self.merge_wanted.emit(other)

    def _retire(self) -> None:
        if self._tag is not None:
            self.retirement_wanted.emit(not self._tag.retired)

    def _remove(self) -> None:
        tag = self._tag
        if tag is not None:
            question = self.tr("Remove the tag %1?").replace("%1", tag.name)
            if self._prompts.sure(question, self.tr("It is on no ticket. It can be undone."), self.tr("Remove")):
                self.removal_wanted.emit()

    def _lay(self) -> None:
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.merge_button)
        row.addWidget(self.retire_button)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        self._progress = QWidget(self)
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self._bar, 1)
        bar.addWidget(self.stop_button)
        progress = QVBoxLayout(self._progress)
        progress.setContentsMargins(0, 0, 0, 0)
        progress.setSpacing(6)
        progress.addWidget(self._course)
        progress.addLayout(bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(Line(parent=self))
        layout.addWidget(self._buttons)
        layout.addWidget(self._progress)
        layout.addWidget(self._said)
