"""Erasing tickets that were put away."""

from deskbell.model.customers import EraseTickets
from deskbell.store.session import Session


def erase_tickets(session: Session, command: EraseTickets) -> int:
    """Take tickets out of the desk for good; the id of what is kept of the erasure (`store.queries.erasures`). Raises as `erasing.tickets.erase` does."""
    # Loaded here: hardly any window ever does so.
    from deskbell.actions.erasing.tickets import erase

    return erase(session, command)
