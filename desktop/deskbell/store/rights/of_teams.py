"""Teams, and what the worker hands their tickets out by: part of `rules`."""

from collections.abc import Mapping
from typing import Final

from deskbell.store.rights.rule import GROUPS, HERE, Rule, mine

_agent, _manager, _admin, _worker = GROUPS

OF_TEAMS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "team": (
        _agent.see(HERE),
        # Changes nothing: whoever gives a ticket to a team locks the team's row, which takes the right to change some column of it.
        _agent.change("version", HERE, becomes="false"),
        _manager.add(),
        _manager.change("name key active calendar_id lead_id handing skills languages version"),
        _worker.see(),
        _worker.change("version", becomes="false"),
    ),
    "team_member": (_agent.see(HERE), _manager.add(), _manager.remove(), _worker.see()),
    "team_count": (_agent.see(HERE), _worker.see()),
    "team_waiting": (_agent.see(HERE), _worker.see(), _worker.add(), _worker.remove()),
    "agent_work": (_agent.see(HERE), _admin.add(), _admin.change(), _worker.see()),
    "agent_turn": (_agent.see(HERE), _worker.see(), _worker.add(), _worker.change()),
    "agent_seen": (
        _agent.see(HERE),
        _agent.add(mine("agent_id")),
        _agent.change("at", mine("agent_id")),
        _worker.see(),
    ),
}
"""The rules of their tables."""
