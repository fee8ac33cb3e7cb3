"""The tags of a ticket as chips, each with a cross, and "+ tag" with completion."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket_choices import new_tag, tag_choices
from deskbell.ui.widgets.chip import TAG_TONES, Tone
from deskbell.ui.widgets.chip_button import ChipButton
from deskbell.ui.widgets.choice_list import ChoiceList


class TagRowEditor(QObject):
    """Puts chips into a flow among other widgets, and keeps them in step with the ticket.

    Signals:
        added(str): a tag was chosen or typed.
        removed(str): a tag's cross was clicked.
    """

    added = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: ThemeSource, desk: DeskNow, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._host = parent
        self._flow: FlowLayout | None = None
        self._chips: list[ChipButton] = []
        self._names: tuple[str, ...] = ()
        self._add = ChipButton(theme, self.tr("+ tag"), clickable=True, parent=parent)
        self._add.setAccessibleName(self.tr("Add a tag"))
        self._add.setToolTip(self.tr("Add a tag"))
        self._add.clicked.connect(self.open_list)
        desk.changed.connect(self._show_colours)

    def join(self, flow: FlowLayout) -> None:
        """Stand at the end of this flow."""
        self._flow = flow
        flow.addWidget(self._add)

    def show_tags(self, names: Sequence[str]) -> None:
        """Show these tags, in this order."""
        if self._names == tuple(names):
            return
        self._names = tuple(names)
        while len(self._chips) < len(names):
            self._chips.append(self._new_chip())
        for number, chip in enumerate(self._chips):
            if number < len(names) and chip.text() != names[number]:
                # Delete would take off a tag that nobody went to.
                chip.clearFocus()
                chip.set_text(names[number], self._tone(names[number]))
                chip.setAccessibleName(self.tr("Tag {name}; Delete takes it off").format(name=names[number]))
            chip.setVisible(number < len(names))

    def open_list(self) -> None:
        """Offer the tags that the ticket hasn't yet; a new word makes a new tag."""
        choices = [choice for choice in tag_choices(self._desk, self._names) if not choice.checked]
        dropped = ChoiceList(self._theme, choices, new=new_tag, parent=self._host)
        dropped.chosen.connect(lambda value: self.added.emit(str(value)))
        dropped.typed.connect(self._typed)
        dropped.open_below(self._add)

    def _tone(self, name: str) -> Tone:
        return TAG_TONES[self._desk.tag_colour(name)]

    def _show_colours(self) -> None:
        for chip, name in zip(self._chips, self._names, strict=False):
            chip.set_tone(self._tone(name))

    def _typed(self, text: str) -> None:
        name = " ".join(text.split()).lower()
        if name and name not in self._names:
            self.added.emit(name)

    def _new_chip(self) -> ChipButton:
        assert self._flow is not None
        chip = ChipButton(self._theme, removable=True, parent=self._host)
        # It says other names later.
        chip.removed.connect(lambda: self.removed.emit(chip.text()))
        self._flow.insert(self._flow.count() - 1, chip)
        return chip
