"""The list of views beside the tickets: goes to a view, and takes tickets that are dropped on one."""

from datetime import UTC, datetime

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.rows import ViewRow
from deskbell.model.saved_views import SavedView
from deskbell.model.views import View, ViewKind
from deskbell.store.queries import views
from deskbell.ui.feed import Feed
from deskbell.ui.inbox.saved_counts import SavedCounts
from deskbell.ui.inbox.view_entries import NO_UPDATE, ViewEntries
from deskbell.ui.inbox.views_delegate import ViewsDelegate
from deskbell.ui.inbox.views_model import ENTRY, Head, ViewsModel
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8, S12
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Pane

_CURRENT = QItemSelectionModel.SelectionFlag.ClearAndSelect
# Saved views are told as settings (`actions.saved_views`).
_CONCERNS = frozenset(
    {Entity.TICKET, Entity.MAILBOX, Entity.AGENT, Entity.TAG, Entity.TEAM, Entity.DRAFT, Entity.SETTING}
)
_READ_AGAIN_MS = 120
# Where fifty people work something changes all the time, and nobody needs each number of that.
_APART_MS = 3_000
_LONGEST_MS = 24 * 3_600_000


class ViewsList(Pane):
    """All views with live counts.

    Signals:
        picked(View): the person went to a view.
        dropped(View, tuple): tickets (ids) were dropped on a view.
        files_dropped(View, tuple): files (paths) were dropped on a view, None for a place where there is none.
        read: the counts were read.
        folded: other groups are put away than before (`model.folded`).
        menu_wanted(ViewRow, QPoint): a person asks what can be done with a view; the list would drop down at this point of the screen.
        removal_wanted(ViewRow): the key for it was pressed on a view.
    """

    picked = Signal(object)
    dropped = Signal(object, object)
    files_dropped = Signal(object, object)
    read = Signal()
    folded = Signal()
    menu_wanted = Signal(object, object)
    removal_wanted = Signal(object)

    def __init__(
        self, theme: ThemeSource, runner: Runner, feed: Feed, agent_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__("background", parent)
        self._runner = runner
        self._agent_id = agent_id
        self._view = View(ViewKind.MINE)
        self.model = ViewsModel(self)
        self.model.dropped.connect(self.dropped)
        self._list = ViewEntries(theme, self)
        self._list.files_dropped.connect(self.files_dropped)
        self._list.setModel(self.model)
        self._list.setItemDelegate(ViewsDelegate(theme, self._list))
        self._list.setMouseTracking(True)
        self._list.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        OverlayScrollBar(self._list)
        self._list.setAccessibleName(self.tr("Views"))
        self._list.selectionModel().currentChanged.connect(self._went_to)
        self._list.fold_wanted.connect(self._fold)
        self._sprung: frozenset[ViewKind] = frozenset()
        self._list.spring.opened.connect(self._spring_open)
        self._list.spring.let_go.connect(self._spring_back)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._ask_menu)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self._list, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._ask_removal)
        self._saved: dict[int, SavedView] = {}
        self._counts = SavedCounts(runner, agent_id, self._saved_on_screen, self)
        self._counts.counted.connect(self.model.show_count)
        self._list.verticalScrollBar().valueChanged.connect(self._counts.look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S8, S12, 0, S8)
        layout.addWidget(self._list)
        self._asked = QElapsedTimer()
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.read_again)
        self._back = QTimer(self, singleShot=True)
        self._back.timeout.connect(self.read_again)
        feed.changed.connect(self._hear)
        theme.changed.connect(self._list.scheduleDelayedItemsLayout)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would come back to that from whatever stands behind it.
        self._list.setFocus(event.reason())

    def take_files(self) -> None:
        """Let files be dropped on views, too."""
        self._list.takes_files = True

    @property
    def view(self) -> View:
        """The view that is marked."""
        return self._view

    def read_again(self) -> None:
        """Ask for the counts."""
        self._asked.start()
        self._runner.ask(views.view_rows, self._agent_id, done=self.show_rows, topic=("views", id(self)))

    def show_rows(self, rows: tuple[ViewRow, ...]) -> None:
        """Show these views and counts."""
        self.model.show_rows(rows)
        self._mark()
        saved = {row.saved.id: row.saved for row in rows if row.saved is not None}
        for view_id in self._saved.keys() | saved.keys():
            if saved.get(view_id) != self._saved.get(view_id):
                self._counts.forget(view_id)
        self._saved = saved
        self._wait_for_back(rows)
        self.read.emit()
        self._counts.look()

    def go_to(self, view: View) -> None:
        """Mark a view, as if it had been clicked; a search marks none."""
        if view == self._view:
            return
        self._view = view
        self._mark()
        self.picked.emit(view)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._counts.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._counts.look()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Also where the window was minimized.
        if event.type() is QEvent.Type.ActivationChange:
            self._counts.look()

    def _saved_on_screen(self) -> list[int]:
        """The saved views whose rows can be seen, from above."""
        if not self.isVisible() or self.window().isMinimized():
            return []
        area = self._list.viewport().rect()
        numbers = ((view_id, self.model.number_of(View(ViewKind.SAVED, view_id))) for view_id in self._saved)
        there = [(number, view_id) for view_id, number in numbers if number is not None]
        return [view_id for number, view_id in sorted(there) if area.intersects(self._area_of(number))]

    def _wait_for_back(self, rows: tuple[ViewRow, ...]) -> None:
        """Whoever is away until a time is back without a word of it."""
        times = [row.away_until for row in rows if row.away_until is not None]
        self._back.stop()
        if times:
            # A little later than the moment itself, which would still be away; the database's clock may be behind this one.
            left = int((min(times) - datetime.now(UTC)).total_seconds() * 1000) + 500
            self._back.start(max(_APART_MS, min(left, _LONGEST_MS)))

    def _area_of(self, number: int) -> QRect:
        return self._list.visualRect(self.model.index(number))

    def _ask_menu(self, at: QPoint) -> None:
        index = self._list.indexAt(at)
        if not index.isValid():
            index = self._list.currentIndex()
        if index.isValid() and isinstance(row := self.model.entry(index.row()), ViewRow):
            area = self._list.visualRect(index)
            at = at if area.contains(at) else area.bottomLeft()
            self.menu_wanted.emit(row, self._list.viewport().mapToGlobal(at))

    def _ask_removal(self) -> None:
        index = self._list.currentIndex()
        if index.isValid() and isinstance(row := self.model.entry(index.row()), ViewRow):
            self.removal_wanted.emit(row)

    def _fold(self, kind: ViewKind, on: bool, by_key: bool) -> None:
        """Put a group away or bring it back. The key that did so goes on from its head."""
        if self.model.number_of_head(kind) is None:
            return
        self.model.fold(self.model.folded | {kind} if on else self.model.folded - {kind})
        self._mark()
        number = self.model.number_of_head(kind)
        if by_key and number is not None:
            self._list.selectionModel().setCurrentIndex(self.model.index(number), NO_UPDATE)
        self._counts.look()
        self.folded.emit()

    def _spring_open(self, kind: ViewKind) -> None:
        """Show a folded group for as long as something is dragged over the list; it stays folded in what is remembered."""
        self._sprung |= {kind}
        self.model.fold(self.model.folded - {kind})
        self._mark()

    def _spring_back(self) -> None:
        if self._sprung:
            self.model.fold(self.model.folded | self._sprung)
            self._sprung = frozenset()
            self._mark()

    def _mark(self) -> None:
        number = self.model.number_of(self._view)
        selection = self._list.selectionModel()
        selection.blockSignals(True)
        at_head = isinstance(self._list.currentIndex().data(ENTRY), Head)
        if at_head:
            selection.select(QModelIndex() if number is None else self.model.index(number), _CURRENT)
        elif number is None:
            selection.clear()
        else:
            selection.setCurrentIndex(self.model.index(number), _CURRENT)
        selection.blockSignals(False)
        self._list.viewport().update()

    def _went_to(self, current: QModelIndex) -> None:
        if not current.isValid():
            return
        entry = self.model.entry(current.row())
        if isinstance(entry, ViewRow) and entry.view != self._view:
            self._view = entry.view
            self.picked.emit(entry.view)

    def _hear(self, changes: Changes) -> None:
        concerned = changes.lost or any(
            row.entity in _CONCERNS or (row.entity is Entity.MENTION and row.row_id == self._agent_id)
            for row in changes.rows
        )
        if concerned:
            self._counts.hear()
        if concerned and not self._again.isActive():
            since = self._asked.elapsed() if self._asked.isValid() else _APART_MS
            self._again.start(max(_READ_AGAIN_MS, _APART_MS - since))
