"""The articles that are related to the one that is read, each with why."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.articles import RelatedArticle
from deskbell.ui.knowledge.lines import LinesModel, LinesView
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S4, S12
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.entry_list import EntryDelegate, Index
from deskbell.ui.widgets.label import SectionHead

translate = QCoreApplication.translate


def why(one: RelatedArticle) -> str:
    """What an article has in common with the one that is read."""
    parts = [translate("related", "Linked in the text")] if one.linked else []
    if one.tags:
        parts.append(translate("related", "Tags: {tags}").format(tags=", ".join(one.tags)))
    if one.words:
        parts.append(", ".join(one.words))
    if one.same_category:
        parts.append(translate("related", "Same category"))
    return " · ".join(parts)


class RelatedModel(LinesModel):
    """What is said of each of them."""

    def sentence(self, entry: RelatedArticle) -> str:
        return f"{entry.title}, {why(entry)}"

    def explained(self, entry: RelatedArticle) -> str:
        return f"{entry.title}\n{why(entry)}"


class RelatedDelegate(EntryDelegate):
    """The title above, below it why."""

    row_height = 44

    def paint_entry(self, painter: QPainter, area: QRectF, entry: RelatedArticle, *, selected: bool) -> None:
        colours = self.theme.colours
        upper, lower = self.halves(area, self.theme.px(12))
        self.write(painter, upper, entry.title, TextRole.small, colours.accent if selected else colours.ink)
        self.write(painter, lower, why(entry), TextRole.small, colours.muted)


class RelatedList(QWidget):
    """A head and the list; hidden where there is none. A click or Enter means one.

    Signals:
        chosen(int): this article is to be read.
        changed: others are listed.
    """

    chosen = Signal(int)
    changed = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model = RelatedModel(self)
        self.list = LinesView(theme, self.model, RelatedDelegate(theme, self), self.tr("Related articles"), self)
        for meant in (self.list.clicked, self.list.entered_at):
            meant.connect(self._choose)
        head = SectionHead(self.tr("Related articles"), self)
        head.setContentsMargins(S12, S4, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S4)
        layout.addWidget(head)
        layout.addWidget(self.list)
        theme.changed.connect(self._fit)
        self.hide()

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not self.model.rowCount()

    def show_related(self, found: Sequence[RelatedArticle]) -> None:
        """These and no others."""
        self.model.show_lines(found)
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        self.list.setMaximumHeight(max(1, self.model.rowCount()) * self._theme.px(RelatedDelegate.row_height) + 2)
        self.setVisible(not self.is_empty)

    def _choose(self, index: Index) -> None:
        self.chosen.emit(self.model.entry(index.row()).id)
