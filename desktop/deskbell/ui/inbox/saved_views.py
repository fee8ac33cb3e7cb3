"""What a person does with saved views: keeps a search as one, changes one, removes one; each can be undone."""

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint
from shiboken6 import isValid

from deskbell.model.errors import Conflict
from deskbell.model.rows import ViewRow
from deskbell.model.saved_views import RemoveView, SavedView, SaveView
from deskbell.model.views import View, ViewKind
from deskbell.rules.rights import may
from deskbell.store.queries import views
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.inbox.ticket_list import TicketList
from deskbell.ui.inbox.views_list import ViewsList
from deskbell.ui.keys import Keys
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.words import told_error

if TYPE_CHECKING:
    # Loaded when somebody asks for it.
    from deskbell.ui.inbox.view_popup import ViewPopup


class SavedViews(QObject):
    """Knows the list of views and the list of tickets, and goes to what was saved. Managers share views and change those that are shared."""

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, deeds: Deeds, listed: ViewsList, tickets: TicketList
    ) -> None:
        super().__init__(listed)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._views = listed
        self._tickets = tickets
        listed.menu_wanted.connect(self._offer)
        listed.removal_wanted.connect(self._remove)
        tickets.header.save_wanted.connect(self.keep)

    def bind(self, keys: Keys) -> None:
        """Let keys and the palette do the same; what changes a view works while one is shown that this person may change."""
        keys.bind("save_view", self.keep)
        change = keys.bind("change_view", self._change_shown)
        remove = keys.bind("remove_view", self._remove_shown)
        self._changing = (change, remove)
        self._views.read.connect(self._follow)
        self._views.picked.connect(self._follow)
        self._desk.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        # A method: what is connected to the desk, which outlives the window, goes with this.
        row = self._shown()
        for action in self._changing:
            action.setEnabled(row is not None and self._may_change(row))

    def keep(self) -> None:
        """Ask what the search or the view that is shown shall be called, to be one's own view from then on."""
        view = self._tickets.model.view
        row = self._views.model.row_of(view)
        self._ask(self._copy_of(view, row), self._below_header(), view)

    def _offer(self, row: ViewRow, at: QPoint) -> None:
        """What can be done with a view, dropped down at a point of the screen."""
        choices = [Choice(partial(self._save_copy, row, at), self.tr("Save as a view…"), Icon.SAVE)]
        if self._may_change(row):
            choices.insert(0, Choice(partial(self._change, row, at), self.tr("Change…"), Icon.DRAFT))
            choices.append(Choice(partial(self._remove, row), self.tr("Remove"), Icon.TRASH))
        from deskbell.ui.widgets.choice_list import ChoiceList

        dropped = ChoiceList(self._theme, choices, parent=self._views)
        dropped.chosen.connect(lambda do: do())
        dropped.open_at(at, self._views)

    def _shown(self) -> ViewRow | None:
        row = self._views.model.row_of(self._tickets.model.view)
        return row if row is not None and row.saved is not None else None

    def _may_change(self, row: ViewRow) -> bool:
        mine = row.saved is not None and row.saved.owner_id == self._desk.me.id
        return mine or (row.saved is not None and may(self._desk.me.role, SaveView))

    def _change_shown(self) -> None:
        if (row := self._shown()) is not None:
            self._change(row, self._below_header())

    def _remove_shown(self) -> None:
        if (row := self._shown()) is not None:
            self._remove(row)

    def _change(self, row: ViewRow, at: QPoint) -> None:
        if row.saved is not None:
            self._ask(row.saved, at, row.view)

    def _save_copy(self, row: ViewRow, at: QPoint) -> None:
        self._ask(self._copy_of(row.view, row), at, row.view)

    def _copy_of(self, view: View, row: ViewRow | None) -> SavedView:
        """A view of one's own that is yet to be saved, which finds what `view` does."""
        if row is not None and row.saved is not None:
            return replace(row.saved, id=0, owner_id=self._desk.me.id, team_id=None, version=0)
        from deskbell.rules.saved_views import as_query

        query = as_query(view, row.name if row is not None else "")
        grouping = self._tickets.model.grouping
        by = grouping.by if grouping is not None else ""
        return SavedView(0, self._desk.me.id, None, "", query, self._tickets.model.order, grouping=by)

    def _below_header(self) -> QPoint:
        header = self._tickets.header
        return header.mapToGlobal(QPoint(8, header.height() + 4))

    def _ask(self, saved: SavedView, at: QPoint, view: View) -> None:
        """Ask what `saved` shall be, that is `view` or is made of it."""
        from deskbell.ui.inbox.view_popup import ViewPopup

        me, may_share = self._desk.me, may(self._desk.me.role, SaveView)
        popup = ViewPopup(
            self._theme,
            self._runner,
            saved,
            self._desk.teams,
            me=me.id,
            may_share=may_share,
            columns=self._tickets.columns_of(view),
            parent=self._tickets,
        )
        popup.given.connect(partial(self._save, popup, saved))
        popup.open_at(at, self._tickets)

    def _save(self, popup: "ViewPopup", before: SavedView, wanted: SavedView) -> None:
        def done(view_id: int) -> None:
            if isValid(popup):
                popup.close()
            view = View(ViewKind.SAVED, view_id)
            if not before.id or (before.sort, before.grouping) != (wanted.sort, wanted.grouping):
                self._tickets.forget_order(view)
            if not before.id or before.columns != wanted.columns:
                self._tickets.forget_columns(view)
            if before.id:
                undo = replace(before, version=wanted.version + 1)
                self._deeds.remember(self.tr("View %1 changed").replace("%1", wanted.name), self._saving(undo))
            else:
                removal = RemoveView(agent_id=self._desk.me.id, id=view_id, owner_id=wanted.owner_id, version=1)
                self._deeds.remember(self.tr("View %1 saved").replace("%1", wanted.name), removal)
                # It has a name once the list knows it; who cannot be told that yet stays where they are.
                me, go = self._desk.me.id, partial(self._go_to, view)
                self._runner.ask(views.view_rows, me, done=go, owner=self)
                return
            self._views.read_again()

        def refused(error: Exception) -> None:
            if not isValid(popup):
                self._deeds.failed.emit(error)
            elif isinstance(error, Conflict):
                # What is there by now is what the next attempt changes.
                look = partial(self._refuse, popup, error)
                self._runner.ask(
                    views.view_rows, self._desk.me.id, done=look, failed=self._deeds.failed.emit, owner=popup
                )
            else:
                popup.refuse(told_error(error))

        self._runner.do(self._saving(wanted), done=done, failed=refused, owner=self)

    def _go_to(self, view: View, rows: tuple[ViewRow, ...]) -> None:
        if self._views.model.row_of(view) is None:
            self._views.show_rows(rows)
        if self._views.model.row_of(view) is not None:
            self._views.go_to(view)
            self._tickets.setFocus()

    @staticmethod
    def _refuse(popup: "ViewPopup", error: Exception, rows: tuple[ViewRow, ...]) -> None:
        known = {row.saved.id: row.saved.version for row in rows if row.saved is not None}
        popup.refuse(told_error(error), version=known.get(popup.value().id))

    def _remove(self, row: ViewRow) -> None:
        saved = row.saved
        if saved is None or not self._may_change(row):
            return

        def done(_: object) -> None:
            self._deeds.remember(
                self.tr("View %1 removed").replace("%1", saved.name), self._saving(replace(saved, id=0, version=0))
            )
            self._tickets.forget_order(row.view)
            self._tickets.forget_columns(row.view)
            self._views.read_again()

        command = RemoveView(agent_id=self._desk.me.id, id=saved.id, owner_id=saved.owner_id, version=saved.version)
        self._runner.do(command, done=done, failed=self._deeds.failed.emit, owner=self)

    def _saving(self, saved: SavedView) -> SaveView:
        return SaveView(
            agent_id=self._desk.me.id,
            id=saved.id,
            owner_id=saved.owner_id,
            team_id=saved.team_id,
            name=saved.name,
            query=saved.query,
            sort=saved.sort,
            version=saved.version,
            columns=saved.columns,
            grouping=saved.grouping,
        )
