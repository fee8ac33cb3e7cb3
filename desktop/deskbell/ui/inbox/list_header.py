"""What stands above the tickets: the view's name and count and the order; or the search; or, with tickets ticked, what to do to them all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.views import Sort
from deskbell.ui.inbox.bulk_bar import BulkBar
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER, S8
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.chip import Chip
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.search_box import SearchBox
from deskbell.ui.words import count_word, sort_word

if TYPE_CHECKING:
    from deskbell.model.grouping import Group

_LEFT = 14
_TITLE = 64
"""What a title needs at least to be told from others, before it ends in dots."""


class ListHeader(Pane):
    """52 px with three faces. `orders` are those that the view can have, `can_group` whether it can have groups.

    Signals:
        sorted_by(Sort): another order was picked.
        grouped_by(Group | None): other groups were picked, or none.
        fold_all_wanted(bool): all groups are to be folded, or unfolded.
        searched(str): words to look for; "" when the search is over.
        search_left: the keyboard goes from the search to its results.
        keyboard_left: what had the keyboard is about to be hidden.
        new_wanted: the person wants to begin a ticket.
        form_wanted: the tickets shall be a table, or cards again.
        play_wanted: the person wants the most urgent ticket, and then the next.
        save_wanted: the search is to be kept as a view.
    """

    sorted_by = Signal(object)
    grouped_by = Signal(object)
    fold_all_wanted = Signal(bool)
    searched = Signal(str)
    search_left = Signal()
    keyboard_left = Signal()
    new_wanted = Signal()
    form_wanted = Signal()
    play_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: ThemeSource, keys: MyKeys, bulk: BulkBar, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.inset = _LEFT
        self._theme = theme
        self._keys = keys
        self._sort = Sort.LATEST
        self.orders: Sequence[Sort] = ()
        self._by: Group | None = None
        self.can_group = True
        self._faces = QStackedWidget(self)
        self._faces.addWidget(self._title_face())
        self._faces.addWidget(self._search_face())
        self._bulk = bulk
        self._faces.addWidget(bulk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._faces)
        layout.addWidget(Line())
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def show_title(self, title: str) -> None:
        """Name the view."""
        self._title.setText(title)

    def title(self) -> str:
        """The name of the view."""
        return self._title.text()

    def show_form(self, *, table: bool) -> None:
        """The tickets are lines of a table, or cards: the button offers the other."""
        self._form.set_icon(Icon.FIELDS if table else Icon.TABLE)
        self._keys.name(self._form, self.tr("Show as cards") if table else self.tr("Show as a table"), "form")

    def show_count(self, count: int, *, more: bool) -> None:
        """Say how many tickets there are; with `more` at least so many."""
        self._count.set_text(count_word(count, more=more))
        self._fit_sorting()

    def show_sort(
        self, sort: Sort, others: Sequence[Sort], by: "Group | None" = None, *, can_group: bool = True
    ) -> None:
        """Say the order, of those that the view can have, and know by what it is grouped, if it can be."""
        self._sort = sort
        self.orders = others
        self._by, self.can_group = by, can_group
        words = QCoreApplication.translate("ListHeader", "Order: %1").replace("%1", sort_word(sort))
        self._sorting.setAccessibleName(words)
        self._sorting.setToolTip(words)
        self._search_sorting.set_name(words)
        self._fit_sorting()

    def show_chosen(self, many: int) -> None:
        """So many tickets are ticked: with any, the bulk bar is on top."""
        self._bulk.show_chosen(many)
        self._turn_to(2 if many else 1 if self.search.text() else 0)

    def open_search(self) -> None:
        """Put the caret into the search."""
        self._faces.setCurrentIndex(1)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def close_search(self) -> None:
        """Back to the view's name, without telling; not while somebody types, who would give keys to the tickets instead of words."""
        if self.search.is_typed_in():
            return
        self.search.blockSignals(True)
        self.search.clear_search()
        self.search.blockSignals(False)
        self._turn_to(0)

    def _turn_to(self, face: int) -> None:
        """Show another face. The keyboard of the one before goes to the tickets: Qt would press it upon the first button of the next."""
        focus = QApplication.focusWidget()
        if face != self._faces.currentIndex() and focus is not None and self._faces.isAncestorOf(focus):
            self.keyboard_left.emit()
        self._faces.setCurrentIndex(face)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sorting()

    def _fit_sorting(self) -> None:
        """In a narrow list the order is a chevron alone: half of its words would say nothing, and the title is worth more."""
        words = sort_word(self._sort)
        self._sorting.setText(words)
        self._sorting.ensurePolished()
        taken = self._row.sizeHint().width() - self._title.sizeHint().width()
        self._sorting.setText(words if self.width() - taken >= self._theme.px(_TITLE) else "")

    def _title_face(self) -> QWidget:
        face = QWidget()
        self._title = ElidedLabel("", TextRole.title, parent=face)
        self._count = Chip(self._theme, "0", parent=face)
        self._sorting = QPushButton(face)
        self._sorting.setProperty("kind", "menu")
        self._sorting.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._sorting.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron stands behind the words
        self._sorting.clicked.connect(lambda: self._open_sorts(self._sorting))
        glass = IconButton(self._theme, Icon.SEARCH, "", parent=face)
        self._keys.name(glass, self.tr("Search"), "search")
        glass.clicked.connect(self.open_search)
        self._form = IconButton(self._theme, Icon.TABLE, "", parent=face)
        self._keys.name(self._form, self.tr("Show as a table"), "form")
        self._form.clicked.connect(self.form_wanted)
        play = IconButton(self._theme, Icon.PLAY, "", parent=face)
        self._keys.name(play, self.tr("Next ticket by urgency"), "play")
        play.clicked.connect(self.play_wanted)
        plus = IconButton(self._theme, Icon.PLUS, "", parent=face)
        self._keys.name(plus, self.tr("New ticket"), "new_ticket")
        plus.clicked.connect(self.new_wanted)
        self._row = QHBoxLayout(face)
        self._row.setSpacing(S8)
        self._row.addWidget(self._title)
        self._row.addWidget(self._count)
        self._row.addStretch(1)
        self._row.addWidget(self._sorting)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self._form)
        buttons.addWidget(glass)
        buttons.addWidget(play)
        buttons.addWidget(plus)
        self._row.addLayout(buttons)
        return face

    def _search_face(self) -> QWidget:
        face = QWidget()
        self.search = SearchBox(self._theme, self.tr("Search tickets"), face)
        self.search.searched.connect(self.searched)
        self.search.left.connect(self._leave_search)
        self._search_sorting = IconButton(self._theme, Icon.SORT, "", parent=face)
        self._search_sorting.clicked.connect(lambda: self._open_sorts(self._search_sorting))
        self._save = IconButton(self._theme, Icon.SAVE, "", parent=face)
        keys = QKeySequence(QKeySequence.StandardKey.Save)
        self._save.set_name(self.tr("Save as a view…"), keys.toString(QKeySequence.SequenceFormat.NativeText))
        self._save.setEnabled(False)
        self._save.clicked.connect(self._save_search)
        self.search.textChanged.connect(lambda text: self._save.setEnabled(bool(text.strip())))
        # In the field the letters of the window's key would be typed.
        shortcut = QShortcut(keys, self.search, context=Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._save.click)
        close = IconButton(self._theme, Icon.CLOSE, self.tr("Close the search"), parent=face)
        close.clicked.connect(self._end_search)
        row = QHBoxLayout(face)
        row.setContentsMargins(_LEFT, 0, 10, 0)
        row.setSpacing(6)
        row.addWidget(self.search)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self._search_sorting)
        buttons.addWidget(self._save)
        buttons.addWidget(close)
        row.addLayout(buttons)
        return face

    def _save_search(self) -> None:
        """What is still resting in the field is searched for first, so that what is kept is what is seen."""
        self.search.search_now()
        self.save_wanted.emit()

    def _leave_search(self) -> None:
        if self.search.text():
            self.search_left.emit()
        else:
            self._end_search()

    def _end_search(self) -> None:
        self.search.clear_search()
        self._turn_to(0)
        self.search_left.emit()

    def open_orders(self) -> None:
        """Let an order and groups be picked."""
        self._open_sorts(self._search_sorting if self._faces.currentIndex() == 1 else self._sorting)

    def _open_sorts(self, below: QWidget) -> None:
        # Loaded when somebody asks for it.
        from deskbell.ui.inbox.order_menu import order_menu

        menu = order_menu(
            self,
            self._sort,
            self.orders,
            self._by,
            can_group=self.can_group,
            sorted_by=self.sorted_by.emit,
            grouped_by=self.grouped_by.emit,
            fold_all=self.fold_all_wanted.emit,
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _take_theme(self) -> None:
        self.setFixedHeight(self._theme.px(LIST_HEADER))
        self._row.setContentsMargins(_LEFT, 0, 8, 0)
        self._sorting.setIcon(self._theme.icon(Icon.CHEVRON_DOWN, "faint", 12))
        self._fit_sorting()
