"""The list in the middle where it says how articles are used, or what the knowledge base lacks."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskbell.model.article_figures import UsedRow
from deskbell.model.gaps import Gap
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.insight_lines import InsightDelegate
from deskbell.ui.knowledge.insight_model import InsightModel
from deskbell.ui.knowledge.lines import LinesView
from deskbell.ui.knowledge.place import Kind, kind_word
from deskbell.ui.knowledge.side_pane import SidePane
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line
from deskbell.ui.widgets.unread import Unread
from deskbell.ui.words import told_error


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
        self._opens_first = False
        self._scrolled = 0
        self._gap_id: int | None = None
        self._shown_id: int | None = None
        self.lines = InsightModel(runner, desk.me.id, self)
        self.lines.begun.connect(self._show)
        self.lines.settling.connect(self._remember)
        self.lines.settled.connect(self._settle)
        self.lines.failed.connect(self._say_unread)
        self.view = LinesView(theme, self.lines, InsightDelegate(theme, self), kind_word(Kind.GAPS), self)
        self.view.stepped.connect(self._step)
        self.view.entered_at.connect(self.entered)
        self._title = ElidedLabel("", TextRole.title, parent=self)
        search = IconButton(theme, Icon.SEARCH, self.tr("Search all articles"), parent=self)
        search.clicked.connect(self.search_wanted)
        self._nothing = EmptyState(theme, self)
        self._nothing.acted.connect(self.lines.try_again)
        self._unread = Unread(theme, self)
        self._unread.acted.connect(self.lines.try_again)
        self.lines.read.connect(self._unread.put_away)
        self._faces = QStackedWidget(self)
        for face in (self.view, self._nothing):
            self._faces.addWidget(face)
        self.add_head(self._title, search)
        self._column.addWidget(Line(parent=self))
        self._column.addWidget(self._faces, 1)
        self._column.addWidget(self._unread)
        OverlayScrollBar(self.view)

    def read(self, kind: Kind, *, open_first: bool = False) -> None:
        """Read what there is of this kind."""
        self._title.setText(kind_word(kind))
        self.view.setAccessibleName(kind_word(kind))
        # An answer that a second question supersedes is that of both.
        self._opens_first = self._opens_first or open_first
        if kind is self.lines.kind and not open_first:
            self.lines.refresh()
        else:
            self.view.scrollToTop()
            self.lines.show_kind(kind)

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

    def _show(self) -> None:
        first, open_first = self.lines.entry(0), self._opens_first
        self._opens_first = False
        self._unread.put_away()
        self._faces.setCurrentIndex(0 if first else 1)
        if first is None:
            self._say_empty()
        elif isinstance(first, UsedRow):
            if open_first:
                self.first_found.emit(first.id)
        elif open_first or self._gap_id is not None:
            row = self.lines.row_of(self._gap_id)
            self._step(self.lines.entry(row) if row is not None else first)
        self._mark()
        bar = self.view.verticalScrollBar()
        if bar.value() == bar.maximum():
            # Whoever came to the end while it was being read again would wait there for nothing.
            self.lines.fetchMore(QModelIndex())

    def _remember(self) -> None:
        self._scrolled = self.view.verticalScrollBar().value()

    def _settle(self) -> None:
        """The lines are others: what was in sight stays there."""
        self._mark()
        self.view.executeDelayedItemsLayout()
        self.view.verticalScrollBar().setValue(self._scrolled)

    def _say_unread(self, error: Exception) -> None:
        """Below what is there, or in its place."""
        if self.lines.rowCount():
            self._unread.tell(error)
        else:
            title = self.tr("This list could not be read")
            self._nothing.say(Icon.UNPLUGGED, title, told_error(error), self.tr("Try again"))
            self._faces.setCurrentIndex(1)

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
            self.lines.kind,
            (
                self.tr("All was found"),
                self.tr("What is searched for and not found will be collected in this list."),
            ),
        )
        self._nothing.say(Icon.CHECK, title, words)
        if self.lines.kind is Kind.GAPS:
            self.gaps_gone.emit()

    def _mark(self) -> None:
        shown = self._gap_id if self.lines.kind is Kind.GAPS else self._shown_id
        self.view.mark(self.lines.row_of(shown) if shown is not None else None)

    def _step(self, entry: Gap | UsedRow) -> None:
        if isinstance(entry, UsedRow):
            self.stepped.emit(entry.id, "", "")
            return
        self._gap_id = entry.id
        self._mark()
        self.gap_stepped.emit(entry)
