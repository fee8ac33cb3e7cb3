"""The left side of the knowledge base: where articles lie, of which one place is chosen."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.articles import CategoryRow
from deskbell.store.queries import articles
from deskbell.store.queries.articles_to_verify import count_to_verify
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.kinds_list import KindsList
from deskbell.ui.knowledge.lines import CategoryDelegate, CategoryLine, LinesModel, LinesView, all_lines
from deskbell.ui.knowledge.menus import KnowledgeMenus
from deskbell.ui.knowledge.place import STATES, Kind, Place, kind_word
from deskbell.ui.knowledge.side_pane import SidePane
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line


class CategorySide(SidePane):
    """What the person is to verify, the categories below each other, and the articles that are not published, by state.

    Signals:
        chosen: the person chose a place.
        read(bool): the categories are those that are there now; for the first time.
    """

    chosen = Signal()
    read = Signal(bool)

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, menus: KnowledgeMenus, parent: QWidget
    ) -> None:
        super().__init__("background", theme, runner, parent)
        self._desk = desk
        self._menus = menus
        self.place = Place(Kind.CATEGORY)
        self.categories = LinesModel(self)
        delegate = CategoryDelegate(theme, self)
        self.queue_list = KindsList(theme, (Kind.TO_VERIFY,), delegate, kind_word(Kind.TO_VERIFY), self)
        self.state_list = KindsList(theme, tuple(STATES), delegate, self.tr("Not published"), self)
        self.category_list = LinesView(theme, self.categories, delegate, self.tr("Categories"), self)
        self.order = IconButton(theme, Icon.MORE, self.tr("Categories, import and export"), parent=self)
        self.order.clicked.connect(self._offer)
        for kinds in (self.queue_list, self.state_list):
            kinds.chosen.connect(self._choose_kind)
        self.category_list.stepped.connect(self._choose_category)
        for view in (self.queue_list, self.category_list, self.state_list):
            view.entered_at.connect(self.entered)
        self.add_head(ElidedLabel(self.tr("Knowledge"), TextRole.title, parent=self), self.order)
        self._column.addWidget(self.queue_list)
        self._column.addWidget(self.category_list, 1)
        self._rule = Line(parent=self)
        self._column.addWidget(self._rule)
        self._column.addWidget(self.state_list)
        self._column.addSpacing(S8)
        OverlayScrollBar(self.category_list)

    @property
    def category_id(self) -> int | None:
        """The category that was last chosen."""
        return self.place.category_id

    def begin(self) -> None:
        """Read the categories, and choose the first that holds articles."""
        self._read(first=True)

    def read_again(self) -> None:
        """Read them as they are now."""
        self._read(first=False)

    def show_categories(self, found: tuple[CategoryRow, ...], *, first: bool) -> None:
        """Show these; where they are the `first`, and nothing is chosen yet, one is."""
        lines = all_lines(found)
        self.categories.show_lines(lines)
        if first and found and self.place.kind is Kind.CATEGORY:
            self.place = Place(Kind.CATEGORY, next((line.id for line in lines if line.articles), lines[0].id))
        elif self.categories.row_of(self.category_id) is None:
            self.place = Place(self.place.kind)
        self._mark()
        self.read.emit(first)

    def lines(self) -> tuple[CategoryLine, ...]:
        """All categories as they are listed."""
        return tuple(self.categories.entry(row) for row in range(self.categories.rowCount()))

    def _read(self, *, first: bool) -> None:
        self.ask(partial(self._show, first=first), "categories", articles.shelves, self._desk.me.id)
        self.ask(self._show_queue, "queue", count_to_verify, self._desk.me.id)

    def _show(self, found: articles.Shelves, *, first: bool) -> None:
        self.show_categories(found.categories, first=first)
        self.state_list.show_counts({kind: found.states.get(state, 0) for kind, state in STATES.items()})
        self._rule.setVisible(self.state_list.isVisibleTo(self))

    def _show_queue(self, count: int) -> None:
        self.queue_list.show_counts({Kind.TO_VERIFY: count})

    def _mark(self) -> None:
        kind = self.place.kind
        for kinds in (self.queue_list, self.state_list):
            kinds.mark_kind(kind)
        self.category_list.mark(self.categories.row_of(self.category_id) if kind is Kind.CATEGORY else None)

    def show_queue(self) -> None:
        """Choose what is to be verified, also where it is not known yet what that is."""
        self._choose_kind(Kind.TO_VERIFY)

    def _choose_kind(self, kind: Kind) -> None:
        if kind is Kind.TO_VERIFY:
            self._desk.articles_due.see()
        self._choose(Place(kind, self.category_id))

    def _choose_category(self, line: CategoryLine) -> None:
        self._choose(Place(Kind.CATEGORY, line.id))

    def _choose(self, place: Place) -> None:
        self.place = place
        self._mark()
        self.chosen.emit()

    def _offer(self) -> None:
        row = self.categories.row_of(self.category_id)
        line = self.categories.entry(row) if row is not None else None
        self._menus.open_below(self._menus.of_categories(line, self.lines(), self.order), self.order)
