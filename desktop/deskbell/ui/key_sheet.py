"""The sheet of keys: everything that can be done without the mouse, on one page."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.keys import KeyAction, Keys
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.chip import Chip
from deskbell.ui.widgets.label import Label, SectionHead


class KeySheet(QDialog):
    """Lists what is bound, group by group; Escape closes it."""

    def __init__(self, theme: ThemeSource, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        bound = keys.listed()
        for _, group in groupby(bound, key=lambda entry: entry.group):
            columns.addLayout(self._group(keys, list(group)), 1)
        hint = Label(
            self.tr("Single letters work while the caret is in no text field."),
            TextRole.small,
            ink="faint",
            parent=self,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(Label(self.tr("Keys"), TextRole.headline, parent=self))
        layout.addLayout(columns)
        layout.addWidget(hint)

    def _group(self, keys: Keys, entries: list[KeyAction]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(SectionHead(keys.group(entries[0])))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for number, entry in enumerate(entries):
            grid.addWidget(Label(keys.title(entry)), number, 0)
            strokes = QHBoxLayout()
            strokes.setSpacing(4)
            strokes.addStretch(1)
            for words in keys.keys_of(entry):
                native = QKeySequence(words).toString(QKeySequence.SequenceFormat.NativeText)
                strokes.addWidget(Chip(self._theme, native))
            grid.addLayout(strokes, number, 1)
        column.addLayout(grid)
        column.addStretch(1)
        return column
