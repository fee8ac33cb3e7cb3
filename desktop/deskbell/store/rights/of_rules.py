"""Who makes the desk's rules, and what the worker may do for them, and notes of what customers think: part of `rules`."""

from collections.abc import Mapping
from typing import Final

from deskbell.store.rights.rule import GROUPS, HERE, Rule, by_ticket

_agent, _manager, _admin, _worker = GROUPS

OF_RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "automation": (
        _agent.see(HERE),
        _manager.add(),
        _manager.change("name key active position events conditions actions stop timer since version"),
        _manager.remove(),
        _worker.see(),
        _worker.change("fired fired_at fired_on cut_at cut_on turn"),
    ),
    # Whoever says another time has all of a rule's looked at anew.
    "automation_timer": (
        _manager.see(),
        _manager.change("due_at"),
        _manager.remove(),
        _worker.see(),
        _worker.add(),
        _worker.change(),
        _worker.remove(),
    ),
    # Triggered by none but the mails of customers, which the worker files.
    "rating": (_agent.see(by_ticket("rating.ticket_id")), _worker.see(), _worker.add(), _worker.change()),
    "automation_run": (_worker.see(), _worker.add(), _worker.remove()),
}
"""The rules of their tables."""
