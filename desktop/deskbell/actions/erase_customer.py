"""Erasing all that the desk has of one person."""

from deskbell.model.customers import EraseCustomer
from deskbell.store.session import Session


def erase_customer(session: Session, command: EraseCustomer) -> int:
    """Take a customer out of the desk for good, with all that is theirs; the id of what is kept of the erasure (`store.queries.erasures`). Raises as
    `erasing.erase.erase` does.
    """
    # Loaded here: hardly any window ever does so.
    from deskbell.actions.erasing.erase import erase

    return erase(session, command)
