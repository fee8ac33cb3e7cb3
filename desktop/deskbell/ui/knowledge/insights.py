"""How articles are used, and what the knowledge base lacks, as lines below its categories."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.store.queries.gaps import open_gaps
from deskbell.ui.knowledge.lines import CategoryDelegate, KindLine, LinesModel, LinesView
from deskbell.ui.knowledge.place import INSIGHTS, Kind, kind_word
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8
from deskbell.ui.widgets.pane import Line


class Insights(QWidget):
    """One line each.

    Signals:
        chosen(Kind): the person wants to see these.
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._here = Kind.CATEGORY
        self.lines = LinesModel(self)
        self.view = LinesView(theme, self.lines, CategoryDelegate(theme, self), self.tr("Use and gaps"), self)
        self.view.stepped.connect(lambda line: self.chosen.emit(line.id))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, S8)
        column.setSpacing(0)
        column.addWidget(Line(parent=self))
        column.addWidget(self.view)
        self._show(0)

    def read(self) -> None:
        """Count anew."""
        self._runner.ask(open_gaps, done=self._show, failed=lambda _error: None, owner=self, topic=("gaps", id(self)))

    def mark_kind(self, kind: Kind) -> None:
        """This one is looked at."""
        self._here = kind
        self.view.mark(self.lines.row_of(kind))

    def _show(self, gaps: int) -> None:
        counts = {Kind.GAPS: gaps}
        self.lines.show_lines([KindLine(kind, kind_word(kind), counts.get(kind, 0)) for kind in INSIGHTS])
        self.mark_kind(self._here)
        self.view.setFixedHeight(self._theme.px(CategoryDelegate.row_height) * self.lines.rowCount() + 2)
