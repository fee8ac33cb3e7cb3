"""Webhooks are the administrators'; where they lead, and what was sent there, nobody else sees but the worker, who calls them: part of `rules`."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.webhooks import TEST
from deskbell.store.rights.rule import GROUPS, HERE, Rule

_agent, _manager, _admin, _worker = GROUPS

OF_WEBHOOKS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "webhook": (
        # What rules call them.
        _agent.see(HERE, "id name active"),
        _admin.see(),
        _admin.add(),
        _admin.change("name key address active gone failures failing_since rests_until reason reason_values version"),
        _admin.remove(),
        _worker.see(),
        _worker.change("active gone failures failing_since rests_until reason reason_values called_at version"),
    ),
    "webhook_call": (
        _admin.see(),
        _admin.add(f"ticket_id IS NULL AND type = '{TEST}' AND state = 'waiting'"),
        _admin.change("state due until", "state IN ('waiting', 'given_up')", "state IN ('waiting', 'left')"),
        # With the person whom they tell of.
        _admin.remove(),
        _worker.see(),
        _worker.add(),
        _worker.change(),
        _worker.remove(),
    ),
}
"""The rules of their tables."""
