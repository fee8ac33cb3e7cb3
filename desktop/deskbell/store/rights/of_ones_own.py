"""What one person has to themselves: part of `rules`."""

from collections.abc import Mapping
from typing import Final

from deskbell.store.rights.rule import GROUPS, Rule, mine

_agent, _manager, _admin, _worker = GROUPS
_MINE = mine("agent_id")

OF_ONES_OWN: Final[Mapping[str, tuple[Rule, ...]]] = {
    "picture_sender": (_agent.see(_MINE), _agent.add(_MINE), _agent.remove(_MINE), _worker.see()),
    # An office has none; those that came along from a file are for the backup.
    "profile_password": (_worker.see(),),
    "reminder": (
        _agent.see(_MINE),
        _agent.add(f"{_MINE} AND EXISTS (SELECT FROM ticket t WHERE t.id = reminder.ticket_id)"),
        _agent.change("at told_at", _MINE),
        _agent.remove(_MINE),
        _worker.see(),
        _worker.change("told_at"),
    ),
}
"""The rules of their tables."""
