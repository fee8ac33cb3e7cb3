"""The left side of the knowledge base: where articles lie, of which one place is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.articles import CategoryRow
from deskbell.store.queries import articles
from deskbell.store.queries.articles_to_verify import count_to_verify
from deskbell.store.queries.starter_left import starter_left
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.category_list import CategoryList
from deskbell.ui.knowledge.insights import Insights
from deskbell.ui.knowledge.kept_folds import KeptFolds
from deskbell.ui.knowledge.kinds_list import KindsList
from deskbell.ui.knowledge.lines import CategoryDelegate, CategoryLine, LinesModel, all_lines, inside, tree
from deskbell.ui.knowledge.menus import KnowledgeMenus
from deskbell.ui.knowledge.moving import Moving
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
        refused(Exception): something could not be moved.
        done(str, str): a sentence, and the deed that did it: it can be taken back.
    """

    chosen = Signal()
    read = Signal(bool)
    refused = Signal(object)
    done = Signal(str, str)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        menus: KnowledgeMenus,
        kept: QSettings,
        parent: QWidget,
    ) -> None:
        super().__init__("background", theme, runner, parent)
        self._desk = desk
        self._menus = menus
        self.place = Place(Kind.CATEGORY)
        self._rows: tuple[CategoryRow, ...] = ()
        self._is_first = self._searched = False
        self._folds = KeptFolds(kept, desk.me.id)
        self._moving = Moving(runner, desk, self)
        self._moving.failed.connect(self.refused)
        self._moving.done.connect(self.done)
        self.categories = LinesModel(self)
        delegate = CategoryDelegate(theme, self)
        self.queue_list = KindsList(theme, (Kind.TO_VERIFY,), delegate, kind_word(Kind.TO_VERIFY), self)
        self.state_list = KindsList(theme, tuple(STATES), delegate, self.tr("Not published"), self)
        name = self.tr("Categories")
        may = menus.may_order
        self.category_list = CategoryList(theme, self.categories, delegate, name, self, may_order=may)
        self.category_list.folded.connect(self._fold)
        self.category_list.article_dropped.connect(lambda number, line: self._moving.move_article(number, line.id))
        self.category_list.category_dropped.connect(self._move_category)
        self.order = IconButton(theme, Icon.MORE, self.tr("Categories, import and export"), parent=self)
        self.order.clicked.connect(self._offer)
        self.insights = Insights(theme, runner, self)
        for kinds in (self.queue_list, self.state_list, self.insights):
            kinds.chosen.connect(self._choose_kind)
        self.category_list.stepped.connect(self._choose_category)
        for view in (self.queue_list, self.category_list, self.state_list, self.insights.view):
            view.entered_at.connect(self.entered)
        self.add_head(ElidedLabel(self.tr("Knowledge"), TextRole.title, parent=self), self.order)
        self._column.addWidget(self.queue_list)
        self._column.addWidget(self.category_list, 1)
        self._rule = Line(parent=self)
        self._column.addWidget(self._rule)
        self._column.addWidget(self.state_list)
        self._column.addSpacing(S8)
        self._column.addWidget(self.insights)
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
        self._rows = found
        if first and found and self.place.kind is Kind.CATEGORY:
            shown = tree(found)
            self.place = Place(Kind.CATEGORY, next((line.id for line in shown if line.articles), shown[0].id))
        elif self.category_id not in {row.id for row in found}:
            self.place = Place(self.place.kind)
        self._show_lines()
        self.read.emit(first)

    def go_to_category(self) -> None:
        """The category that was last chosen is the place again; whoever asks shows what lies there."""
        self.place = Place(Kind.CATEGORY, self.category_id)
        self._mark()

    def show_searched(self, *, on: bool) -> None:
        """Whether all articles are searched: no place is looked at then. The keyboard finds the one of before."""
        if on is not self._searched:
            self._searched = on
            self._mark()

    def lines(self) -> tuple[CategoryLine, ...]:
        """All categories as they are listed."""
        return all_lines(self._rows)

    def _read(self, *, first: bool) -> None:
        # An answer that a second question supersedes is that of both.
        self._is_first = self._is_first or first
        self.ask(self._show, "categories", articles.shelves, self._desk.me.id)
        self.insights.read()
        self.ask(self._show_queue, "queue", count_to_verify, self._desk.me.id)

    def _show(self, found: articles.Shelves) -> None:
        first, self._is_first = self._is_first, False
        self.show_categories(found.categories, first=first)
        self.state_list.show_counts({kind: found.states.get(state, 0) for kind, state in STATES.items()})
        self._rule.setVisible(self.state_list.isVisibleTo(self))

    def _show_queue(self, count: int) -> None:
        self.queue_list.show_counts({Kind.TO_VERIFY: count})

    def _show_lines(self) -> None:
        self.categories.show_lines(all_lines(self._rows, self._folds.folded))
        self._mark()

    def _fold(self, line: CategoryLine, folded: bool) -> None:
        """What is chosen stays in sight: where it goes out of it, what is folded is chosen."""
        assert line.id is not None
        self._folds.fold(line.id, folded=folded)
        hidden = folded and self.place.kind is Kind.CATEGORY and self.category_id in inside(self._rows, line.id)
        self._show_lines()
        if hidden and self.category_id != line.id:
            self._choose(Place(Kind.CATEGORY, line.id))

    def _move_category(self, category_id: int, into: CategoryLine) -> None:
        line = next((one for one in self.lines() if one.id == category_id), None)
        if line is not None:
            self._moving.move_category(line, into.id)

    def _row_shown(self) -> int | None:
        """The line of the chosen category, or of the one that it is folded into."""
        above = {row.id: row.parent_id for row in self._rows}
        here = self.category_id
        while (row := self.categories.row_of(here)) is None and here is not None:
            here = above.get(here)
        return row

    def _mark(self) -> None:
        kind = self.place.kind
        for kinds in (self.queue_list, self.state_list, self.insights):
            kinds.mark_kind(kind)
        self.category_list.mark(self._row_shown() if kind is Kind.CATEGORY else None)
        if self._searched:
            for view in (self.queue_list, self.state_list, self.insights.view, self.category_list):
                view.clearSelection()

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
        """How many starter articles there are is asked where somebody might archive them; that it cannot be told keeps no menu shut."""
        if not self._menus.may_order:
            self._open_menu(())
            return
        self._runner.ask(
            starter_left,
            self._desk.me.id,
            done=self._open_menu,
            failed=lambda _error: self._open_menu(()),
            owner=self,
            topic=("starter", id(self)),
        )

    def _open_menu(self, starter: Sequence[int]) -> None:
        line = next((one for one in self.lines() if one.id == self.category_id), None)
        menu = self._menus.of_categories(line, self.lines(), self.order, len(starter))
        self._menus.open_below(menu, self.order)
