"""A draft as the database has it after it was kept: its files have ids there."""

from msgspec import Struct

from deskbell.model.commands import SaveDraft
from deskbell.model.rows import DraftRow
from deskbell.store.queries import drafts
from deskbell.store.session import Session


class KeptDraft(Struct, frozen=True):
    """What `command` kept; None where it is gone again."""

    command: SaveDraft
    draft: DraftRow | None


def kept_draft(session: Session, command: SaveDraft) -> KeptDraft:
    """Read back what a command kept."""
    found = drafts.of_ticket(session, command.agent_id or 0, command.ticket_id)
    return KeptDraft(command, next((draft for draft in found if draft.kind is command.kind), None))
