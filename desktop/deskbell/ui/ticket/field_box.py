"""The custom fields of a ticket, of its customer or of their organisation, in the panel beside it."""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.fields import CustomField, FieldValue
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.field_line import FieldLine, field_line
from deskbell.ui.widgets.label import SectionHead


class FieldBox(QWidget):
    """A heading, unless it is "", and a line for each field, `room` wide, with `gaps` above and below in pixels; gone where there is none.

    Signals:
        filled(int, CustomField, str): a field of what has this number was filled in, or ("") emptied.
        relaid: there are other lines now.
    """

    filled = Signal(int, object, str)
    relaid = Signal()

    def __init__(
        self, theme: ThemeSource, room: int, head: str, gaps: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._room = room
        self._owner_id = 0
        self.lines: list[FieldLine] = []
        self._layout = QVBoxLayout(self)
        above, below = gaps
        self._layout.setContentsMargins(6, above, 6, below)
        self._layout.setSpacing(0)
        if head:
            self._layout.addWidget(SectionHead(head, self))
            self._layout.addSpacing(4)

    def show_fields(self, owner_id: int, values: Sequence[FieldValue]) -> None:
        """Show what this one holds. What is being typed stays while it is the same one's."""
        other = owner_id != self._owner_id
        wanted = [one.field for one in values]
        others = wanted != [line.field for line in self.lines]
        if other or others:
            for line in self.lines:
                line.finish()
        self._owner_id = owner_id
        if others:
            self._make_lines(wanted)
        for line, one in zip(self.lines, values, strict=True):
            line.show_value(one.value, other=other or others)
        self.setVisible(bool(values))

    def ask_for(self, fields: Collection[CustomField]) -> None:
        """Say that these must be filled in; the keyboard goes to the first."""
        wanted = [line for line in self.lines if line.field in fields]
        for number, line in enumerate(wanted):
            line.ask_for(focus=number == 0)

    def _make_lines(self, fields: Sequence[CustomField]) -> None:
        for line in self.lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [field_line(self._theme, field, self._room, self) for field in fields]
        for line in self.lines:
            line.filled.connect(partial(self._fill, line))
            self._layout.addWidget(line)
        self.relaid.emit()

    def _fill(self, line: FieldLine, value: str) -> None:
        self.filled.emit(self._owner_id, line.field, value)
