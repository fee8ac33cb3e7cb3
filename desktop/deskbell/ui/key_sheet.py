"""The sheet of keys: everything that can be done without the mouse, on one page."""

from itertools import groupby
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskbell.ui.key_table import KeyAction, native
from deskbell.ui.keys import Keys
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.chip import Chip
from deskbell.ui.widgets.label import Label, SectionHead
from deskbell.ui.widgets.room import within_screen

_COLUMN: Final = 272
_GAP: Final = 32
_MOST: Final = 3
_HIGH: Final = 620


def keys_as_text(keys: Keys) -> str:
    """The sheet as lines of text: a head, then each action with its keys behind a tab."""
    parts = []
    for head, group in groupby(keys.listed(), key=lambda entry: entry.head):
        lines = [f"{entry.words}\t{', '.join(map(native, keys.mine.of(entry.id)))}" for entry in group]
        parts.append("\n".join((head, *lines)))
    return "\n\n".join(parts) + "\n"


class KeySheet(QDialog):
    """Lists what is bound, group by group, in as many columns as there is room for; follows the person's keys. Escape closes it."""

    def __init__(self, theme: ThemeSource, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self._columns = 0
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Keys"))
        self.copy = GhostButton(self.tr("Copy as text"), self)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(keys_as_text(keys)))
        hint = self.tr("Single letters work while the caret is in no text field. Settings, Keys has others for you.")
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(Label(hint, TextRole.small, ink="faint", wrap=True, parent=self), 1)
        foot.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(Label(self.tr("Keys"), TextRole.headline, parent=self))
        layout.addWidget(self._scroll, 1)
        layout.addLayout(foot)
        wide = _MOST * theme.px(_COLUMN) + (_MOST - 1) * _GAP + 2 * 24 + 12
        self.resize(within_screen(self, QSize(wide, theme.px(_HIGH))))
        keys.mine.changed.connect(self._fill)
        self._scroll.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self._scroll.width() - 12
        columns = min(_MOST, max(1, (room + _GAP) // (self._theme.px(_COLUMN) + _GAP)))
        if columns != self._columns:
            self._columns = columns
            self._fill()

    def _fill(self) -> None:
        content = QWidget()
        content.setObjectName("content")
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 12, 0)
        line.setSpacing(_GAP)
        for column in self._split():
            stack = QVBoxLayout()
            stack.setSpacing(8)
            for head, entries in column:
                stack.addWidget(SectionHead(head, content))
                stack.addLayout(self._group(entries, content))
                stack.addSpacing(8)
            stack.addStretch(1)
            line.addLayout(stack, 1)
        self._scroll.setWidget(content)

    def _split(self) -> list[list[tuple[str, list[KeyAction]]]]:
        """The groups in columns of about the same height; a group may go on in the next."""
        entries = self._keys.listed()
        high = -(-len(entries) // self._columns)
        pieces = [entries[at : at + high] for at in range(0, len(entries), high)]
        return [[(head, list(found)) for head, found in groupby(piece, key=lambda one: one.head)] for piece in pieces]

    def _group(self, entries: list[KeyAction], content: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for number, entry in enumerate(entries):
            grid.addWidget(Label(entry.words, wrap=True, parent=content), number, 0)
            strokes = QHBoxLayout()
            strokes.setSpacing(4)
            strokes.addStretch(1)
            for words in self._keys.mine.of(entry.id):
                strokes.addWidget(Chip(self._theme, native(words), parent=content))
            grid.addLayout(strokes, number, 1)
        return grid
