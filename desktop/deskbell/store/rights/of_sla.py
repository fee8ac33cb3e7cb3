"""What is promised to customers is said by managers; the clocks of a ticket follow whatever is done to it, by whoever sees it."""

from collections.abc import Mapping
from typing import Final

from deskbell.store.rights.rule import GROUPS, HERE, Rule, by_ticket, mine

_agent, _manager, _admin, _worker = GROUPS
_OF_TICKET = by_ticket("clock.ticket_id")
_MINE = mine("agent_id")

OF_SLA: Final[Mapping[str, tuple[Rule, ...]]] = {
    "policy": (
        _agent.see(HERE),
        _manager.add(),
        _manager.change(
            "name key position active removed conditions targets calendar_id pauses pauses_snoozed steps version"
        ),
        _worker.see(),
    ),
    "sla_state": (
        _agent.see(HERE),
        _manager.add(),
        _manager.change("version changed_at"),
        _worker.see(),
        _worker.add(),
        _worker.change(),
    ),
    # Triggers note, whoever changes a customer.
    "customer_recount": (_worker.see(), _worker.change("behind"), _worker.remove()),
    "clock": (
        _agent.see(_OF_TICKET),
        _agent.add(_OF_TICKET),
        _agent.change("policy_id target spent due_at paused_at stopped_at breached_at warn_at counted_to", _OF_TICKET),
        _agent.remove(_OF_TICKET),
        _worker.see(),
        _worker.add(),
        _worker.change(),
        _worker.remove(),
    ),
    # The worker alone does what steps say; whoever counts a clock goes by what was done.
    "step_done": (_agent.see(by_ticket("step_done.ticket_id")), _worker.see(), _worker.add()),
    "warning": (
        _agent.see(_MINE),
        _agent.change("seen_at", _MINE),
        _worker.see(),
        _worker.add(),
        _worker.change(),
        _worker.remove(),
    ),
    "warning_mail": (_worker.see(), _worker.add(), _worker.change(), _worker.remove()),
}
"""The rules of their tables."""
