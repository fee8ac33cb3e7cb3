"""The list in the middle where it says how articles are used, or what the knowledge base lacks."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskbell.model.article_figures import UsedRow
from deskbell.model.gaps import Gap
from deskbell.store.queries import gaps
from deskbell.store.queries.article_figures import most_used, never_used, stale
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.insight_lines import InsightDelegate, InsightModel
from deskbell.ui.knowledge.lines import LinesView
from deskbell.ui.knowledge.place import Kind, kind_word
from deskbell.ui.knowledge.side_pane import SidePane
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line

_QUERIES: Final = {Kind.MOST_USED: most_used, Kind.NEVER_USED: never_used, Kind.STALE: stale}


class InsightSide(SidePane):
    """Articles by their use, or words that nobody found, most wanted first.

    Signals:
        stepped(int, str, str): this article is to be shown, as of `ListSide`.
        first_found(int): another list was chosen whose first article is this.
        gap_stepped(Gap): these words are to be shown.
        gaps_gone: none is left of them.
        search_wanted: the person wants to search for articles.
    """

    stepped = Signal(int, str, str)
    first_found = Signal(int)
    gap_stepped = Signal(object)
    gaps_gone = Signal()
    search_wanted = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget) -> None:
        super().__init__("panel", theme, runner, parent)
        self._desk = desk
        self._kind = Kind.GAPS
        self._opens_first = False
        self._gap_id: int | None = None
        self._shown_id: int | None = None
        self.lines = InsightModel(self)
        self.view = LinesView(theme, self.lines, InsightDelegate(theme, self), kind_word(Kind.GAPS), self)
        self.view.stepped.connect(self._step)
        self.view.entered_at.connect(self.entered)
        self._title = ElidedLabel("", TextRole.title, parent=self)
        search = IconButton(theme, Icon.SEARCH, self.tr("Search all articles"), parent=self)
        search.clicked.connect(self.search_wanted)
        self._nothing = EmptyState(theme, self)
        self._faces = QStackedWidget(self)
        for face in (self.view, self._nothing):
            self._faces.addWidget(face)
        self.add_head(self._title, search)
        self._column.addWidget(Line(parent=self))
        self._column.addWidget(self._faces, 1)
        OverlayScrollBar(self.view)

    def read(self, kind: Kind, *, open_first: bool = False) -> None:
        """Read what there is of this kind."""
        self._kind = kind
        self._title.setText(kind_word(kind))
        self.view.setAccessibleName(kind_word(kind))
        # An answer that a second question supersedes is that of both.
        self._opens_first = self._opens_first or open_first
        if kind is Kind.GAPS:
            self.ask(self._show, "insight", gaps.listed, self._desk.me.id)
        else:
            self.ask(self._show, "insight", _QUERIES[kind], self._desk.me.id, my_language())

    def mark(self, article_id: int | None) -> None:
        """This one is read."""
        self._shown_id = article_id
        self._mark()

    def leave_gap(self) -> None:
        """An article is read now, and none of the words looked at."""
        self._gap_id = None

    def focus_list(self) -> None:
        """Bring the keyboard to the lines, to the first where none is chosen."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.step(1)

    def _show(self, found: tuple[Gap | UsedRow, ...]) -> None:
        open_first, self._opens_first = self._opens_first, False
        self.lines.show_lines(found)
        self._faces.setCurrentIndex(0 if found else 1)
        if not found:
            self._say_empty()
        elif isinstance(found[0], UsedRow):
            if open_first:
                self.first_found.emit(found[0].id)
        elif open_first or self._gap_id is not None:
            self._step(next((one for one in found if one.id == self._gap_id), found[0]))
        self._mark()

    def _say_empty(self) -> None:
        title, words = {
            Kind.MOST_USED: (
                self.tr("Nothing was used"),
                self.tr("Articles that are read, or used in tickets, will be here with how often in 30 days."),
            ),
            Kind.NEVER_USED: (
                self.tr("All articles are used"),
                self.tr("Published articles that nobody reads or uses in tickets will be here."),
            ),
            Kind.STALE: (
                self.tr("Nothing is out of use"),
                self.tr("Published articles that nobody read, used, changed or verified for half a year will be here."),
            ),
        }.get(
            self._kind,
            (
                self.tr("All was found"),
                self.tr("What is searched for and not found will be collected in this list."),
            ),
        )
        self._nothing.say(Icon.CHECK, title, words)
        if self._kind is Kind.GAPS:
            self.gaps_gone.emit()

    def _mark(self) -> None:
        shown = self._gap_id if self._kind is Kind.GAPS else self._shown_id
        self.view.mark(self.lines.row_of(shown) if shown is not None else None)

    def _step(self, entry: Gap | UsedRow) -> None:
        if isinstance(entry, UsedRow):
            self.stepped.emit(entry.id, "", "")
            return
        self._gap_id = entry.id
        self._mark()
        self.gap_stepped.emit(entry)
