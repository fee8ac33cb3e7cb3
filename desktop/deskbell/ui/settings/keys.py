"""The page of keys: what can be done without the mouse, from the one table of `ui.keys`."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.keys import KeyAction, Keys
from deskbell.ui.settings.page import Page, Who
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.chip import Chip
from deskbell.ui.widgets.label import Label, SectionHead
from deskbell.ui.widgets.pane import Line


class KeysPage(Page):
    """To be looked at; `entries` are what works in this window, in the order of the table."""

    def __init__(self, theme: ThemeSource, entries: Sequence[KeyAction], parent: QWidget | None = None) -> None:
        super().__init__(theme, Who.ALIKE, parent)
        self.set_title(self.tr("Keys"))
        hint = self.tr("Single letters work while the caret is in no text field.")
        self.body.addWidget(Label(hint, ink="muted", wrap=True, parent=self))
        for _, group in groupby(entries, key=lambda entry: entry.group):
            found = list(group)
            self.body.addWidget(SectionHead(Keys.group(found[0]), self))
            self.body.addWidget(self._card(found))
        self.body.addStretch(1)

    def _card(self, entries: Sequence[KeyAction]) -> QWidget:
        card = QFrame(self)
        card.setObjectName("card")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        for number, entry in enumerate(entries):
            if number:
                rows.addWidget(Line(parent=card))
            rows.addWidget(self._row(entry, card))
        return card

    def _row(self, entry: KeyAction, card: QWidget) -> QWidget:
        row = QWidget(card)
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(4)
        line.addWidget(Label(Keys.title(entry), TextRole.body, parent=row), 1)
        native = [QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in entry.keys]
        for keys in native:
            line.addWidget(Chip(self._theme, keys, parent=row))
        row.setAccessibleName(f"{Keys.title(entry)}: {', '.join(native)}")
        return row
