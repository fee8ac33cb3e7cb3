"""The saved views of the sample desk: `resources/sample/views.toml`."""

import tomllib
from collections.abc import Mapping

from deskbell.actions.saved_views import save_view
from deskbell.model.resources import resource
from deskbell.model.saved_views import SaveView
from deskbell.model.views import Sort
from deskbell.store.bulk import is_empty
from deskbell.store.session import Session
from deskbell.store.tables import saved_view


def add_views(session: Session, agents: Mapping[str, int], teams: Mapping[str, int]) -> None:
    """Write them where the desk has none; agents and teams are ids by name."""
    if not is_empty(session, saved_view):
        return
    first = next(iter(agents.values()))
    for row in tomllib.loads(resource("sample", "views.toml").read_text("utf-8"))["view"]:
        command = SaveView(
            agent_id=first,
            id=0,
            owner_id=agents[row["owner"]] if "owner" in row else None,
            team_id=teams[row["team"]] if "team" in row else None,
            name=row["name"],
            query=row["query"],
            sort=Sort(row.get("sort", Sort.LATEST)),
        )
        save_view(session, command)
