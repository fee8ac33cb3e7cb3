"""The left side of the knowledge base: where articles lie, of which one place is chosen."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.articles import ArticleRow, CategoryRow
from deskbell.store.queries import articles
from deskbell.store.queries.articles_to_verify import to_verify
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.lines import CategoryDelegate, CategoryLine, LinesModel, LinesView, tree
from deskbell.ui.knowledge.menus import KnowledgeMenus
from deskbell.ui.knowledge.place import Kind, Place
from deskbell.ui.knowledge.side_pane import SidePane
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar


class CategorySide(SidePane):
    """What the person is to verify, and the categories below each other.

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
        self.queue, self.categories = LinesModel(self), LinesModel(self)
        delegate = CategoryDelegate(theme, self)
        self.queue_list = LinesView(theme, self.queue, delegate, self.tr("To verify"), self)
        self.category_list = LinesView(theme, self.categories, delegate, self.tr("Categories"), self)
        self.order = IconButton(theme, Icon.MORE, self.tr("Categories"), parent=self)
        self.order.setVisible(menus.may_order)
        self.order.clicked.connect(self._offer)
        for view, choose in ((self.queue_list, self._choose_queue), (self.category_list, self._choose_category)):
            view.stepped.connect(choose)
            view.entered_at.connect(self.entered)
        self.queue_list.setFixedHeight(theme.px(CategoryDelegate.row_height))
        self.queue_list.hide()
        self.add_head(ElidedLabel(self.tr("Knowledge"), TextRole.title, parent=self), self.order)
        self._column.addWidget(self.queue_list)
        self._column.addWidget(self.category_list, 1)
        OverlayScrollBar(self.category_list)

    @property
    def category_id(self) -> int | None:
        """The category that was last chosen."""
        return self.place.category_id

    def begin(self) -> None:
        """Read the categories, and choose the first that holds articles."""
        self.ask(partial(self.show_categories, first=True), "categories", articles.categories, self._desk.me.id)

    def read_again(self) -> None:
        """Read them as they are now."""
        self.ask(partial(self.show_categories, first=False), "categories", articles.categories, self._desk.me.id)

    def show_categories(self, found: tuple[CategoryRow, ...], *, first: bool) -> None:
        """Show these; where they are the `first`, one is chosen."""
        lines = [*tree(found), CategoryLine(None, self.tr("Without a category"))]
        self.categories.show_lines(lines)
        if first and found:
            self.place = Place(Kind.CATEGORY, next((line.id for line in lines if line.articles), lines[0].id))
        elif self.categories.row_of(self.category_id) is None:
            self.place = Place(self.place.kind)
        self._mark()
        self.ask(self._show_queue, "queue", to_verify, self._desk.me.id, my_language())
        self.read.emit(first)

    def lines(self) -> tuple[CategoryLine, ...]:
        """All categories as they are listed."""
        return tuple(self.categories.entry(row) for row in range(self.categories.rowCount()))

    def _show_queue(self, found: tuple[ArticleRow, ...]) -> None:
        """A line that is there only where something is to be verified, or was until now and is looked at."""
        there = bool(found) or self.place.kind is Kind.TO_VERIFY
        self.queue.show_lines([CategoryLine(None, self.tr("To verify"), articles=len(found))] if there else ())
        self.queue_list.setVisible(there)
        self._mark()

    def _mark(self) -> None:
        queue = self.place.kind is Kind.TO_VERIFY
        self.queue_list.mark(0 if queue else None)
        self.category_list.mark(None if queue else self.categories.row_of(self.category_id))

    def _choose_queue(self, _: CategoryLine) -> None:
        self._choose(Place(Kind.TO_VERIFY, self.category_id))

    def _choose_category(self, line: CategoryLine) -> None:
        self._choose(Place(Kind.CATEGORY, line.id))

    def _choose(self, place: Place) -> None:
        self.place = place
        self._mark()
        self.chosen.emit()

    def _offer(self) -> None:
        row = self.categories.row_of(self.category_id)
        line = self.categories.entry(row) if row is not None else None
        self._menus.open_below(self._menus.of_categories(line, self.order), self.order)
