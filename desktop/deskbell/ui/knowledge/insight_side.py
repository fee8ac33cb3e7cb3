"""The list in the middle where it says what the knowledge base lacks."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskbell.model.gaps import Gap
from deskbell.store.queries import gaps
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.insight_lines import InsightDelegate, InsightModel
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


class InsightSide(SidePane):
    """Words that nobody found, most wanted first.

    Signals:
        gap_stepped(Gap): these words are to be shown.
        gaps_gone: none is left of them.
        search_wanted: the person wants to search for articles.
    """

    gap_stepped = Signal(object)
    gaps_gone = Signal()
    search_wanted = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget) -> None:
        super().__init__("panel", theme, runner, parent)
        self._desk = desk
        self._kind = Kind.GAPS
        self._gap_id: int | None = None
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
        self.ask(partial(self._show, open_first=open_first), "insight", gaps.listed, self._desk.me.id)

    def leave_gap(self) -> None:
        """An article is read now, and none of the words looked at."""
        self._gap_id = None

    def focus_list(self) -> None:
        """Bring the keyboard to the lines, to the first where none is chosen."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.step(1)

    def _show(self, found: tuple[Gap, ...], *, open_first: bool) -> None:
        self.lines.show_lines(found)
        self._faces.setCurrentIndex(0 if found else 1)
        if not found:
            words = self.tr("What is searched for and not found will be collected in this list.")
            self._nothing.say(Icon.CHECK, self.tr("All was found"), words)
            self.gaps_gone.emit()
        elif open_first or self._gap_id is not None:
            self._step(next((one for one in found if one.id == self._gap_id), found[0]))
        self._mark()

    def _mark(self) -> None:
        self.view.mark(self.lines.row_of(self._gap_id))

    def _step(self, entry: Gap) -> None:
        self._gap_id = entry.id
        self._mark()
        self.gap_stepped.emit(entry)
