"""In which order and in which groups each view is shown: as the person at this computer picked, else as a saved view says."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from deskbell.model.rows import ViewRow
from deskbell.model.views import PASSING, Sort, View, ViewKind

if TYPE_CHECKING:
    from deskbell.model.grouping import Grouping

# The order of each view; and what earlier versions kept for all of them, which a view has until another is picked.
_SORTS = "sort"
_SORT = "list/sort"
_GROUPS = "groups"


class ViewOrders:
    """What is kept among the settings of this computer. A search, and what was imported, keep nothing."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def sort(self, view: View, row: ViewRow | None) -> Sort:
        """The order that this person last picked for a view; else that of a saved view."""
        own = row.saved.sort.value if row is not None and row.saved is not None else ""
        # What is due soon is looked at for what is due first.
        own = own or (Sort.DUE.value if view.kind is ViewKind.SOON else "")
        kept = str(self._settings.value(_key(_SORTS, view), "") or own or self._settings.value(_SORT, ""))
        return Sort(kept) if kept in set(Sort) else Sort.LATEST

    def grouping(self, view: View, row: ViewRow | None) -> "Grouping | None":
        """The groups that this person last picked for a view; else those of a saved view."""
        own = row.saved.grouping if row is not None and row.saved is not None else ""
        kept = str(self._settings.value(_key(_GROUPS, view), "") or own)
        if not kept:
            return None
        from deskbell.rules.ordering import grouping_from

        return grouping_from(kept)

    def keep_sort(self, view: View, sort: Sort) -> None:
        """Show a view in this order from now on."""
        if view.kind not in PASSING:
            self._settings.setValue(_key(_SORTS, view), sort.value)

    def keep_grouping(self, view: View, grouping: "Grouping | None") -> None:
        """Show a view in these groups from now on."""
        if view.kind not in PASSING:
            from deskbell.rules.ordering import grouping_text

            self._settings.setValue(_key(_GROUPS, view), grouping_text(grouping))

    def forget(self, view: View) -> None:
        """Let a view begin with its own order and groups again."""
        self._settings.setValue(_key(_SORTS, view), "")
        self._settings.setValue(_key(_GROUPS, view), "")


def _key(of: str, view: View) -> str:
    return f"{of}/{view.kind}-{view.of}" if view.of else f"{of}/{view.kind}"
