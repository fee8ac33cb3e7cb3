"""What stands above the list of customers: how many there are, the search, and what is asked of them."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from deskbell.model.customer_list import CustomerFilter, CustomerSort, TheirTickets
from deskbell.ui.customers.filter_chips import FilterChips
from deskbell.ui.customers.sections import Section, section_choice
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import BUTTON, LIST_HEADER, S8, S12
from deskbell.ui.widgets.chip import Chip
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.search_box import SearchBox
from deskbell.ui.words import count_word


class ListHead(Pane):
    """The parts of the screen with a count and buttons, the search, and a chip for each thing that is asked.

    Signals:
        wanted(CustomerFilter): these are to be shown.
        sorted_by(CustomerSort): another order was picked.
        organisation_wanted(QWidget): it is to be asked below this whose customers are to be shown.
        new_wanted(QWidget): it is to be asked below this who a new customer is.
        more_wanted(QWidget): what else can be done is to be offered below this.
        left: the keyboard goes from the search to what it found; or, where nothing is looked for, from here.
    """

    wanted = Signal(object)
    sorted_by = Signal(object)
    organisation_wanted = Signal(object)
    new_wanted = Signal(object)
    more_wanted = Signal(object)
    left = Signal()

    def __init__(self, theme: ThemeSource, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._desk = desk
        self.filter = CustomerFilter()
        self._sort = CustomerSort.NAME
        self.sections = section_choice(theme, Section.CUSTOMERS, self)
        self._count = Chip(theme, "", parent=self)
        self._count.hide()
        self._new = self._button(Icon.PLUS, self.tr("New customer"), lambda: self.new_wanted.emit(self._new))
        self._filtering = self._button(Icon.SLIDERS, self.tr("Filter"), self._offer_filters)
        self._sorting = self._button(Icon.SORT, "", self._offer_orders)
        self._more = self._button(Icon.MORE, self.tr("More"), lambda: self.more_wanted.emit(self._more))
        self.search = SearchBox(theme, self.tr("Name, address, phone, organisation, tag"), self)
        self.search.searched.connect(lambda words: self.ask(words=words))
        self.search.left.connect(self.left)
        self.search.setFixedHeight(theme.px(BUTTON))
        self._chips = FilterChips(theme, self)
        self._chips.wanted.connect(self._take)
        self._lay()
        self.show_order(CustomerSort.NAME)

    def show_count(self, total: int | None) -> None:
        """Say how many there are, None where nobody knows."""
        self._count.setVisible(total is not None)
        if total is not None:
            self._count.set_text(count_word(total))

    def show_order(self, sort: CustomerSort) -> None:
        """Say which order there is."""
        self._sort = sort
        self._sorting.set_name(self.tr("Order: %1").replace("%1", self._order_words()[sort]))

    def take_organisation(self, number: int, name: str) -> None:
        """Only those of this organisation."""
        self._chips.organisation_name = name
        self.ask(organisation=number)

    def clear(self) -> None:
        """Nothing is asked any more."""
        self.search.blockSignals(True)
        self.search.clear_search()
        self.search.blockSignals(False)
        self._take(CustomerFilter())

    def ask(self, **asked: object) -> None:
        """Ask this (by the names of `CustomerFilter`) beside what is asked already."""
        self._take(replace(self.filter, **asked))

    def _take(self, wanted: CustomerFilter) -> None:
        if wanted != self.filter:
            self.filter = wanted
            self._chips.show_filter(wanted, {tag.id: tag.name for tag in self._desk.tags})
            self.wanted.emit(wanted)

    def _button(self, icon: Icon, name: str, do: Callable[[], None]) -> IconButton:
        button = IconButton(self._theme, icon, name, parent=self)
        button.clicked.connect(do)
        return button

    def _lay(self) -> None:
        title = QHBoxLayout()
        title.setContentsMargins(S12, 0, S8, 0)
        title.setSpacing(S8)
        title.addWidget(self.sections)
        title.addWidget(self._count)
        title.addStretch(1)
        for button in (self._new, self._more):
            title.addWidget(button)
        bar = QWidget(self)
        bar.setLayout(title)
        bar.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        below = QVBoxLayout()
        below.setContentsMargins(S12, 0, S12, 10)
        below.setSpacing(S8)
        asked = QHBoxLayout()
        asked.setSpacing(4)
        asked.addWidget(self.search, 1)
        asked.addWidget(self._filtering)
        asked.addWidget(self._sorting)
        below.addLayout(asked)
        below.addWidget(self._chips)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addLayout(below)
        layout.addWidget(Line())

    def _order_words(self) -> dict[CustomerSort, str]:
        return {CustomerSort.NAME: self.tr("By name"), CustomerSort.LATEST: self.tr("Latest ticket first")}

    def _offer_orders(self) -> None:
        menu = self._menu()
        group = QActionGroup(menu)
        for sort, words in self._order_words().items():
            self._tick(menu, words, sort is self._sort, partial(self.sorted_by.emit, sort))
            group.addAction(menu.actions()[-1])
        self._open(menu, self._sorting)

    def _offer_filters(self) -> None:
        menu, now = self._menu(), self.filter
        self._tick(menu, self.tr("VIPs"), now.vip, partial(self.ask, vip=not now.vip))
        self._tick(menu, self.tr("Blocked"), now.blocked, partial(self.ask, blocked=not now.blocked))
        menu.addSeparator()
        for which, words in (
            (TheirTickets.OPEN, self.tr("With open tickets")),
            (TheirTickets.NONE, self.tr("Without tickets")),
        ):
            is_so = now.tickets is which
            self._tick(menu, words, is_so, partial(self.ask, tickets=TheirTickets.ANY if is_so else which))
        menu.addSeparator()
        of_one = menu.addAction(self._theme.icon(Icon.ORGANISATION), self.tr("Of an organisation…"))
        of_one.triggered.connect(partial(self.organisation_wanted.emit, self._filtering))
        tags = menu.addMenu(self._theme.icon(Icon.TAG), self.tr("With the tag"))
        for tag in self._desk.tags:
            is_so = tag.id == now.tag
            self._tick(tags, tag.name.replace("&", "&&"), is_so, partial(self.ask, tag=0 if is_so else tag.id))
        tags.menuAction().setVisible(bool(self._desk.tags))
        self._open(menu, self._filtering)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _tick(self, menu: QMenu, words: str, is_so: bool, do: Callable[[], None]) -> None:
        action = QAction(words, menu, checkable=True, checked=is_so)
        action.triggered.connect(lambda _checked: do())
        menu.addAction(action)

    def _open(self, menu: QMenu, below: QWidget) -> None:
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 4)))
