"""What an open ticket asks the database: all of it in one transaction."""

from msgspec import Struct
from msgspec.structs import replace

from deskbell.model.kinds import MessageKind
from deskbell.model.rows import CustomerPanel, DraftRow, TicketDetail
from deskbell.store.queries import customer, drafts, ticket
from deskbell.store.session import Session

NEWEST = 30
"""Messages that a ticket opens with; the earlier ones are asked for."""


class Opened(Struct, frozen=True):
    """A ticket as it is opened: thread, this agent's drafts, and the customer."""

    detail: TicketDetail
    drafts: tuple[DraftRow, ...]
    panel: CustomerPanel | None

    def newest_why(self) -> str:
        """The reason's code why the newest mail from outside is on this ticket, "" where there is none."""
        theirs = (one for one in reversed(self.detail.messages) if one.kind is MessageKind.IN and one.why)
        return next((one.why for one in theirs), "")


def open_ticket(session: Session, ticket_id: int, agent_id: int, newest: int = NEWEST) -> Opened | None:
    """The ticket with its `newest` messages; None where there is no such ticket."""
    # What does not depend on an answer is asked first, all of it; then what those answers lead on to.
    detail, drafts_begun = (
        ticket.ask_detail(session, ticket_id, newest),
        drafts.ask_of_ticket(session, agent_id, ticket_id),
    )
    found, begun = detail(), drafts_begun()
    if found is None:
        return None
    card, whole = found
    asked = customer.ask_panel(session, card.customer_id, ticket_id)
    detail_read, panel = whole(), asked()
    language = panel.customer.language if panel is not None else ""
    return Opened(replace(detail_read, language=language), begun(), panel)
