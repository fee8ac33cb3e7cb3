"""The organisations at the left of the screen of customers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.ui.customers.organisation_lines import OrganisationDelegate, OrganisationsModel
from deskbell.ui.customers.sections import Section, section_choice
from deskbell.ui.customers.stepped_pane import SteppedPane
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import BUTTON, S8, S12
from deskbell.ui.widgets.chip import Chip
from deskbell.ui.widgets.entry_list import Index
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.search_box import SearchBox
from deskbell.ui.words import count_word, told_error


class OrganisationList(SteppedPane[OrganisationsModel]):
    """With a search in the head. `may_add`: there is somewhere to add and change organisations.

    Signals:
        opened(int): this one is to be shown, 0 for none.
        add_wanted: organisations are to be added, or changed.
    """

    opened = Signal(int)
    add_wanted = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, *, may_add: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._may_add = may_add
        self.current_id = 0
        self.sections = section_choice(theme, Section.ORGANISATIONS, self)
        self._count = Chip(theme, "", parent=self)
        self._count.hide()
        self._add = IconButton(theme, Icon.PLUS, self.tr("Add or change organisations"), parent=self)
        self._add.clicked.connect(self.add_wanted)
        self._add.setVisible(may_add)
        self.search = SearchBox(theme, self.tr("Name, domain or tag"), self)
        self.search.setFixedHeight(theme.px(BUTTON))
        self.model = OrganisationsModel(runner, self)
        self._show_list(self.tr("Organisations"), OrganisationDelegate)
        self._lay_all()
        self._wire()

    def go_to_search(self) -> None:
        """Put the caret into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _lay_all(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(S12, 0, S8, 0)
        head.setSpacing(S8)
        head.addWidget(self.sections)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._add)
        below = QHBoxLayout()
        below.setContentsMargins(S12, 0, S12, 10)
        below.addWidget(self.search)
        self._lay(head, below)

    def _wire(self) -> None:
        self.search.searched.connect(self._find)
        self.search.left.connect(self._to_results)
        self.model.counted.connect(self._say_count)

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
            self._say(Icon.SEARCH, self.tr("Nothing found"), words, self.tr("Show all organisations"))
        else:
            self._do_next = self.add_wanted.emit
            words = self.tr("Customers who belong together stand here by their school, office or company.")
            action = self.tr("Add an organisation…") if self._may_add else ""
            self._say(Icon.ORGANISATION, self.tr("No organisations yet"), words, action)

    def _say_unread(self, error: Exception) -> None:
        if self.model.rowCount():
            self._unread.tell(error)
        else:
            self._do_next = self.model.refresh
            self._unread.put_away()
            self._count.hide()
            words = self.tr("The organisations could not be read")
            self._say(Icon.UNPLUGGED, words, told_error(error), self.tr("Try again"))

    def _step_to(self, index: Index) -> None:
        entry = self.model.entry(index.row())
        if entry is not None and entry.id != self.current_id:
            self.current_id = entry.id
            self.opened.emit(entry.id)
