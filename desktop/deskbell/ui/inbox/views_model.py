"""The list of views as Qt sees it: built-in views, then mailboxes, teams, colleagues, saved views and tags under heads that fold, with live counts."""

from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from deskbell.model.kinds import Presence
from deskbell.model.rows import ViewRow
from deskbell.model.saved_views import SavedView, ViewCount
from deskbell.model.views import View, ViewKind
from deskbell.ui.inbox.drag import tickets_of
from deskbell.ui.widgets.ages import until
from deskbell.ui.widgets.label import plain_tooltip
from deskbell.ui.words import mailbox_word, presence_word, tickets_word, view_word

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole + 1

TAKES_TICKETS = frozenset(
    {
        ViewKind.MINE,
        ViewKind.UNASSIGNED,
        ViewKind.FOLLOWING,
        ViewKind.SNOOZED,
        ViewKind.OPEN,
        ViewKind.DONE,
        ViewKind.SPAM,
        ViewKind.TRASH,
        ViewKind.MAILBOX,
        ViewKind.TEAM,
        ViewKind.COLLEAGUE,
        ViewKind.TAG,
    }
)

FOLDED_AT_FIRST = frozenset({ViewKind.COLLEAGUE})
"""The groups that are put away until somebody opens them: what colleagues do is not what most people look at all day."""


class Head(Struct, frozen=True):
    """The title above a group of views of one kind. `folded`: they are put away."""

    title: str
    kind: ViewKind
    folded: bool = False


Entry = ViewRow | Head


class ViewsModel(QAbstractListModel):
    """`ENTRY` gives a `ViewRow` or a `Head`.

    Signals:
        dropped(View, tuple): tickets (ids) were dropped on a view.
    """

    dropped = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._rows: tuple[ViewRow, ...] = ()
        self.folded = FOLDED_AT_FIRST
        self._counts: dict[int, ViewCount] = {}

    def show_count(self, view_id: int, count: ViewCount) -> None:
        """Show how many tickets a saved view has; that stays until another count is told."""
        self._counts[view_id] = count
        self.show_rows(self._rows)

    def fold(self, kinds: frozenset[ViewKind]) -> None:
        """Put the groups of these kinds away, and no others."""
        self.folded = kinds
        self.show_rows(self._rows)

    def show_rows(self, rows: tuple[ViewRow, ...]) -> None:
        """Show these; where only counts or states are others, nothing but those is drawn again."""
        self._rows = tuple(map(self._counted, rows))
        entries = self._grouped(self._rows)
        if [_same(entry) for entry in entries] == [_same(entry) for entry in self._entries]:
            changed = [number for number, entry in enumerate(entries) if entry != self._entries[number]]
            self._entries = entries
            for number in changed:
                self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, number: int) -> Entry:
        """The entry at a row."""
        return self._entries[number]

    def row_of(self, view: View) -> ViewRow | None:
        """The row of a view, also of one that is put away; None where there is no such view."""
        return next((row for row in self._rows if row.view == view), None)

    def rows(self) -> tuple[ViewRow, ...]:
        """The views without the heads, also those that are put away."""
        return self._rows

    def number_of_head(self, kind: ViewKind) -> int | None:
        """Where the head of the views of a kind stands."""
        heads = (number for number, entry in enumerate(self._entries) if isinstance(entry, Head) and entry.kind is kind)
        return next(heads, None)

    def number_of(self, view: View) -> int | None:
        """Where a view stands, None where it is put away or not there."""
        for number, entry in enumerate(self._entries):
            if isinstance(entry, ViewRow) and entry.view == view:
                return number
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title if isinstance(entry, Head) else view_word(entry.view, entry.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._head_sentence(entry) if isinstance(entry, Head) else self._sentence(entry)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(entry, ViewRow):
            return self._tip(entry)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not 0 <= index.row() < len(self._entries):
            return Qt.ItemFlag.NoItemFlags
        entry = self._entries[index.row()]
        if isinstance(entry, Head):
            # The arrow keys pass over a head, but not over one behind which there are views.
            enabled = Qt.ItemFlag.ItemIsEnabled if entry.folded else Qt.ItemFlag.NoItemFlags
            return enabled | Qt.ItemFlag.ItemNeverHasChildren
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsDropEnabled if entry.view.kind in TAKES_TICKETS else flags

    def mimeTypes(self) -> list[str]:
        return ["application/x-deskbell-tickets"]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        tickets = tickets_of(data)
        if not tickets or not parent.isValid():
            return False
        entry = self._entries[parent.row()]
        if isinstance(entry, ViewRow):
            self.dropped.emit(entry.view, tickets)
        # The rows of the other list are moved by the change that comes round, not by the drag.
        return False

    def _grouped(self, rows: tuple[ViewRow, ...]) -> list[Entry]:
        heads = {
            ViewKind.MAILBOX: self.tr("Mailboxes"),
            ViewKind.TEAM: self.tr("Teams"),
            ViewKind.COLLEAGUE: self.tr("Colleagues"),
            ViewKind.SAVED: self.tr("Saved views"),
            ViewKind.TAG: self.tr("Tags"),
        }
        entries: list[Entry] = [row for row in rows if row.view.kind not in heads]
        for kind, title in heads.items():
            group = [row for row in rows if row.view.kind is kind]
            if group:
                folded = kind in self.folded
                entries += [Head(title, kind, folded), *(() if folded else group)]
        return entries

    def _head_sentence(self, head: Head) -> str:
        return self.tr("%1, folded").replace("%1", head.title) if head.folded else head.title

    def _sentence(self, row: ViewRow) -> str:
        words = f"{view_word(row.view, row.name)}, {tickets_word(row.count, more=row.more)}"
        if row.presence is Presence.AWAY:
            return f"{words}, {self._away(row)}"
        return f"{words}, {mailbox_word(row.state)}" if row.state is not None else words

    def _tip(self, row: ViewRow) -> str | None:
        if row.saved is not None:
            return plain_tooltip(f"{self._whose(row.saved)}: {row.saved.query}")
        if row.presence is not None:
            state = self._away(row) if row.presence is Presence.AWAY else presence_word(row.presence)
            return plain_tooltip(f"{row.name}, {state}")
        return None

    def _away(self, row: ViewRow) -> str:
        if row.away_until is None:
            return presence_word(Presence.AWAY)
        return self.tr("away until %1").replace("%1", until(row.away_until, datetime.now(UTC)))

    def _whose(self, saved: SavedView) -> str:
        if saved.owner_id is not None:
            return self.tr("Only you")
        if saved.team_id is None:
            return self.tr("Everybody")
        team = self.row_of(View(ViewKind.TEAM, saved.team_id))
        return self.tr("Team %1").replace("%1", team.name if team is not None else "")

    def _counted(self, row: ViewRow) -> ViewRow:
        count = self._counts.get(row.view.of) if row.saved is not None else None
        return row if count is None else replace(row, count=count.n, more=count.more)


def _same(entry: Entry) -> tuple[object, ...]:
    """What makes an entry the same one although its count differs."""
    return (entry,) if isinstance(entry, Head) else (entry.view, entry.name)
