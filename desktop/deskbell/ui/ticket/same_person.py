"""Beside a ticket: who may be the same person as its customer, and who was merged into them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.customers import Like, Likely, Merged
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket.merge_popup import called
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label, SectionHead

translate = QCoreApplication.translate
# A word button has five pixels around its letters: so far the other words are moved in, to stand in line with them.
_EDGE, _IN = 1, 5


class SamePerson(QWidget):
    """A line or two for each, with what can be done about them. Made for the first customer who has any.

    Signals:
        merge_wanted(Likely): this is the same person.
        apart_wanted(Likely): this is somebody else.
        split_wanted(Merged): this one is to be taken out again.
        relaid: there are other buttons now.
    """

    merge_wanted = Signal(object)
    apart_wanted = Signal(object)
    split_wanted = Signal(object)
    relaid = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Sequence[Likely], Sequence[Merged]] = ((), ())
        self._made: list[QWidget] = []
        self._head = SectionHead(self.tr("The same person?"), self)
        self._merged_head = SectionHead(self.tr("Merged here"), self)
        self._head.setContentsMargins(_IN, 0, _IN, 0)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(_EDGE, 0, _EDGE, 16)
        self._layout.setSpacing(2)
        self._layout.addWidget(self._head)
        self._layout.addWidget(self._merged_head)

    def show_rows(self, likely: Sequence[Likely], merged: Sequence[Merged]) -> None:
        """Show these."""
        if (likely, merged) == self._shown:
            return
        self._shown = (likely, merged)
        for widget in self._made:
            self._layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made = [*map(self._offer, likely), *map(self._part, merged)]
        for number, widget in enumerate(self._made):
            # Behind the heading that is theirs.
            self._layout.insertWidget(number + (1 if number < len(likely) else 2), widget)
        self._head.setVisible(bool(likely))
        self._merged_head.setContentsMargins(_IN, 8 if likely else 0, _IN, 0)
        self._merged_head.setVisible(bool(merged))
        self.setVisible(bool(self._made))
        self.relaid.emit()

    def _offer(self, row: Likely) -> QWidget:
        merge = LinkButton(self.tr("Merge"), self)
        merge.setAccessibleName(self.tr("Merge with %1").replace("%1", row.name))
        merge.clicked.connect(partial(self.merge_wanted.emit, row))
        buttons = [merge]
        if Like.TAKEN not in row.why:
            apart = LinkButton(self.tr("Somebody else"), self)
            apart.setAccessibleName(self.tr("%1 is somebody else").replace("%1", row.name))
            apart.clicked.connect(partial(self.apart_wanted.emit, row))
            buttons.append(apart)
        return self._line(called(row, "\n"), ", ".join(map(_why, row.why)), *buttons)

    def _part(self, row: Merged) -> QWidget:
        split = LinkButton(self.tr("Take apart"), self)
        split.setAccessibleName(self.tr("Take %1 apart").replace("%1", row.name))
        split.clicked.connect(partial(self.split_wanted.emit, row))
        return self._line(row.name, "", split)

    def _line(self, words: str, why: str, *buttons: LinkButton) -> QWidget:
        line = QWidget(self)
        layout = QVBoxLayout(line)
        layout.setContentsMargins(0, 2, 0, 4)
        layout.setSpacing(0)
        said = Label(words, wrap=True, parent=line)
        reasons = Label(why, TextRole.small, ink="muted", wrap=True, parent=line)
        reasons.setVisible(bool(why))
        for label in (said, reasons):
            label.setContentsMargins(_IN, 0, _IN, 0)
            layout.addWidget(label)
        # Side by side where there is room.
        row = FlowLayout(8, 0)
        for button in buttons:
            row.addWidget(button)
        layout.addLayout(row)
        return line


def _why(reason: Like) -> str:
    match reason:
        case Like.NAME:
            return translate("SamePerson", "the same name")
        case Like.PHONE:
            return translate("SamePerson", "the same phone number")
        case Like.ADDRESS:
            return translate("SamePerson", "an address like theirs")
        case Like.TAKEN:
            return translate("SamePerson", "has the address that you wrote")
