"""The places of the knowledge base that are no categories, a few lines of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskbell.ui.knowledge.lines import CategoryDelegate, KindLine, LinesModel, LinesView
from deskbell.ui.knowledge.place import Kind, kind_word
from deskbell.ui.theme.source import ThemeSource

_AROUND: Final = 2


class KindsList(LinesView):
    """A line is there only where an article is, or one that is looked at; the list is as high as its lines.

    Signals:
        chosen(Kind): the person chose this one.
    """

    chosen = Signal(object)

    def __init__(
        self, theme: ThemeSource, kinds: Sequence[Kind], delegate: CategoryDelegate, name: str, parent: QWidget
    ) -> None:
        lines = LinesModel(parent)
        super().__init__(theme, lines, delegate, name, parent)
        self.lines = lines
        self._kinds = kinds
        self._here = Kind.CATEGORY
        self._counts: Mapping[Kind, int] = {}
        self.stepped.connect(lambda line: self.chosen.emit(line.id))
        theme.changed.connect(self._show)
        self.hide()

    def show_counts(self, counts: Mapping[Kind, int]) -> None:
        """So many articles are there now."""
        self._counts = counts
        self._show()

    def mark_kind(self, kind: Kind) -> None:
        """This one is looked at."""
        self._here = kind
        # One that was there only because it was looked at goes with the next count: not from under the hand.
        self.mark(self.lines.row_of(kind))

    def _show(self) -> None:
        there = [kind for kind in self._kinds if self._counts.get(kind) or kind is self._here]
        self.lines.show_lines([KindLine(kind, kind_word(kind), self._counts.get(kind, 0)) for kind in there])
        self.mark(self.lines.row_of(self._here))
        self.setFixedHeight(max(1, len(there)) * self._theme.px(CategoryDelegate.row_height) + _AROUND)
        self.setVisible(bool(there))
