"""The organisations at the left of the screen of customers."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.ui.customers.organisation_lines import OrganisationDelegate, OrganisationsModel
from deskbell.ui.customers.sections import Section, section_choice
from deskbell.ui.customers.stepped_list import SteppedList
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import BUTTON, LIST_HEADER, S8, S12
from deskbell.ui.widgets.chip import Chip
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.entry_list import Index
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.search_box import SearchBox
from deskbell.ui.widgets.unread import Unread
from deskbell.ui.words import count_word, told_error


class OrganisationList(Pane):
    """A head with a search, and below it the list, or what is said where there is none. `may_add`: there is somewhere to add and change organisations.

    Signals:
        opened(int): this one is to be shown, 0 for none.
        entered: the keyboard goes to what is shown of it.
        left: the keyboard goes away from here.
        add_wanted: organisations are to be added, or changed.
    """

    opened = Signal(int)
    entered = Signal()
    left = Signal()
    add_wanted = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, *, may_add: bool, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._may_add = may_add
        self.current_id = 0
        self._scrolled = 0
        self.sections = section_choice(theme, Section.ORGANISATIONS, self)
        self._count = Chip(theme, "", parent=self)
        self._count.hide()
        self._add = IconButton(theme, Icon.PLUS, self.tr("Add or change organisations"), parent=self)
        self._add.clicked.connect(self.add_wanted)
        self._add.setVisible(may_add)
        self.search = SearchBox(theme, self.tr("Name, domain or tag"), self)
        self.search.setFixedHeight(theme.px(BUTTON))
        self.model = OrganisationsModel(runner, self)
        self.view = SteppedList(theme, self.tr("Organisations"), self)
        self.view.setItemDelegate(OrganisationDelegate(theme, self.view))
        self.view.setModel(self.model)
        OverlayScrollBar(self.view)
        self._empty = EmptyState(theme, self)
        self._do_next: Callable[[], None] = self.model.refresh
        self._unread = Unread(theme, self)
        self._unread.acted.connect(self.model.try_again)
        self._faces = QStackedWidget(self)
        self._faces.addWidget(self.view)
        self._faces.addWidget(self._empty)
        self._lay()
        self._wire()

    def step(self, by: int) -> None:
        """Go so many organisations down, or up."""
        row = self.model.row_of(self.current_id)
        last = self.model.rowCount() - 1
        if last >= 0:
            self._go_to(0 if row is None else max(0, min(last, row + by)))

    def go_to_search(self) -> None:
        """Put the caret into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(S12, 0, S8, 0)
        head.setSpacing(S8)
        head.addWidget(self.sections)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._add)
        bar = QWidget(self)
        bar.setLayout(head)
        bar.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        below = QHBoxLayout()
        below.setContentsMargins(S12, 0, S12, 10)
        below.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addLayout(below)
        layout.addWidget(Line())
        layout.addWidget(self._faces, 1)
        layout.addWidget(self._unread)

    def _wire(self) -> None:
        self.search.searched.connect(self._find)
        self.search.left.connect(self._to_results)
        self.model.counted.connect(self._say_count)
        self.model.read.connect(self._look)
        self.model.failed.connect(self._say_unread)
        self.model.settling.connect(lambda: setattr(self, "_scrolled", self.view.verticalScrollBar().value()))
        self.model.settled.connect(self._settle)
        self.view.stepped.connect(self._step_to)
        self.view.clicked.connect(self._step_to)
        self.view.entered_at.connect(lambda _index: self.entered.emit())
        self._empty.acted.connect(self._act)

    def _act(self) -> None:
        self._do_next()

    def _find(self, words: str) -> None:
        self._scrolled = 0
        self.view.scrollToTop()
        self.model.show_those(words)

    def _to_results(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model.row_of(self.current_id) is None and self.model.rowCount():
            self._go_to(0)

    def _say_count(self, total: int) -> None:
        self._count.set_text(count_word(total))
        self._count.show()

    def _look(self) -> None:
        self._unread.put_away()
        if self.model.rowCount():
            self._faces.setCurrentWidget(self.view)
            if not self.current_id:
                self._go_to(0)
            return
        if self.model.words:
            self._do_next = self.search.clear_search
            words = self.tr("No organisation has a word in its name, a domain or a tag that begins so.")
            self._empty.say(Icon.SEARCH, self.tr("Nothing found"), words, self.tr("Show all organisations"))
        else:
            self._do_next = self.add_wanted.emit
            words = self.tr("Customers who belong together stand here by their school, office or company.")
            action = self.tr("Add an organisation…") if self._may_add else ""
            self._empty.say(Icon.ORGANISATION, self.tr("No organisations yet"), words, action)
        self._faces.setCurrentWidget(self._empty)

    def _say_unread(self, error: Exception) -> None:
        if self.model.rowCount():
            self._unread.tell(error)
        else:
            self._do_next = self.model.refresh
            self._unread.put_away()
            self._count.hide()
            words = self.tr("The organisations could not be read")
            self._empty.say(Icon.UNPLUGGED, words, told_error(error), self.tr("Try again"))
            self._faces.setCurrentWidget(self._empty)

    def _go_to(self, row: int) -> None:
        self._step_to(self.model.index(row))
        self.view.mark(row)
        self.view.scrollTo(self.model.index(row))

    def _step_to(self, index: Index) -> None:
        entry = self.model.entry(index.row())
        if entry is not None and entry.id != self.current_id:
            self.current_id = entry.id
            self.opened.emit(entry.id)

    def _settle(self) -> None:
        """The entries are others: what was in sight stays there."""
        self.view.mark(self.model.row_of(self.current_id))
        self.view.executeDelayedItemsLayout()
        self.view.verticalScrollBar().setValue(self._scrolled)
