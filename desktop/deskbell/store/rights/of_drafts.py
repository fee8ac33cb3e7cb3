"""Drafts: one's own, but for those that one is asked to look over. Whose agent it is writes it; that one may be given it, and gives it back."""

from collections.abc import Mapping
from typing import Final

from deskbell.store.rights.rule import GROUPS, Rule, mine

_agent, _manager, _admin, _worker = GROUPS
_DRAFT = (
    "agent_id mailbox_id to cc bcc subject html text original_id passed macro_id updated_at version"
    " author_id asked_at returned_by before versions"
)
_OWN = mine("agent_id")
_SEEN = f"{_OWN} OR {mine('author_id')} OR deskbell_shown(id)"

OF_DRAFTS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "draft": (
        _agent.see(_SEEN),
        _agent.add(_OWN),
        # Taken over, and given back to whose it is.
        _agent.change(_DRAFT, _SEEN, f"{_OWN} OR agent_id = author_id"),
        _agent.remove(_OWN),
        _worker.see(),
    ),
    "draft_reader": (
        _agent.see(f"{_OWN} OR {mine('author_id')}"),
        _agent.add(f"{mine('author_id')} AND deskbell_writes(draft_id)"),
        _agent.remove(mine("author_id")),
        _worker.see(),
    ),
}
"""The rules of their tables."""
