"""What each group of logins may do to the tables of customers: part of `rules`."""

from collections.abc import Mapping
from typing import Final

from deskbell.store.rights.rule import GROUPS, HERE, Rule, mine

_agent, _manager, _admin, _worker = GROUPS

OF_CUSTOMERS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "customer": (
        _agent.see(HERE),
        _agent.add(HERE),
        _agent.change(
            "name organisation organisation_id language note version time_zone vip merged_into merged_by", HERE
        ),
        _worker.see(),
        _worker.add(),
        _worker.change(),
    ),
    "address": (
        _agent.see(HERE),
        _agent.add(HERE),
        _agent.change("customer_id position", HERE),
        _agent.remove(HERE),
        _worker.see(),
        _worker.add(),
    ),
    "phone": (_agent.see(HERE), _agent.add(HERE), _agent.remove(HERE), _worker.see()),
    "customer_tag": (_agent.see(HERE), _agent.add(HERE), _agent.remove(HERE), _worker.see()),
    "customer_value": (_agent.see(HERE), _agent.add(HERE), _agent.remove(HERE), _worker.see()),
    "customer_journal": (_agent.see(HERE), _agent.add(mine("agent_id")), _worker.see()),
    "organisation": (
        _agent.see(HERE),
        _agent.add(HERE),
        _agent.change("name key sought note vip version", HERE),
        _agent.remove(HERE),
        _worker.see(),
        # Changes nothing: whoever puts a customer into it locks the organisation's row, which takes the right to change some column of it.
        _worker.change("version", becomes="false"),
    ),
    "organisation_domain": (_agent.see(HERE), _agent.add(HERE), _agent.remove(HERE), _worker.see()),
    "organisation_tag": (_agent.see(HERE), _agent.add(HERE), _agent.remove(HERE), _worker.see()),
    "organisation_value": (_agent.see(HERE), _agent.add(HERE), _agent.remove(HERE), _worker.see()),
    "organisation_journal": (_agent.see(HERE), _agent.add(mine("agent_id")), _worker.see()),
    # What was erased, and by whom, is only added to.
    "erasure": (_admin.see(HERE), _admin.add(mine("agent_id")), _worker.see(), _worker.add("agent_id IS NULL")),
    # How customers are listed, by whoever changed them.
    **dict.fromkeys(
        ("customer_listed", "customer_word", "customer_unlisted"),
        (_agent.see(HERE), _agent.add(HERE), _agent.remove(HERE), _worker.see(), _worker.add(), _worker.remove()),
    ),
    "customer_apart": (_agent.see(HERE), _agent.add(HERE), _agent.remove(HERE), _worker.see()),
}
