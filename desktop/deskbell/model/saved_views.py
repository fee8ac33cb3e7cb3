"""Saved views: a search with a name, of one agent, of a team, or of everybody."""

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.views import Sort


class SavedView(Struct, frozen=True):
    """One saved view. `owner_id` is whom it is private to, `team_id` the team that shares it; everybody has it where both are None.

    `query` is what the search box would be given; `sort` is the order that it begins with, `columns` those that it has as a table, as `rules.columns`
    writes them, "" for the usual ones; `grouping` is the `Group` that it is in, "" for none.
    """

    id: int
    owner_id: int | None
    team_id: int | None
    name: str
    query: str
    sort: Sort = Sort.LATEST
    version: int = 0
    columns: str = ""
    grouping: str = ""


class ViewCount(Struct, frozen=True):
    """How many tickets a saved view has. With `more` it has at least so many."""

    n: int
    more: bool = False


class SaveView(Command, frozen=True, kw_only=True):
    """Make a saved view (id 0) or change one: all of it. At most one of `owner_id` and `team_id` is given.

    A private view is one's own. Who manages may share theirs, give a shared one to others, and take one back for themselves.
    """

    id: int
    owner_id: int | None
    team_id: int | None = None
    name: str
    query: str
    sort: Sort = Sort.LATEST
    version: int = 0
    columns: str = ""
    grouping: str = ""


class RemoveView(Command, frozen=True, kw_only=True):
    """Throw a saved view away. `owner_id` as it is."""

    id: int
    owner_id: int | None
    version: int
