"""Saving the note of a customer of whom nothing else is known."""

from deskbell.model.customers import SaveCustomer


def noting(customer_id: int, email: str, words: str, version: int) -> SaveCustomer:
    """Li, with one address and this note."""
    return SaveCustomer(
        agent_id=None,
        id=customer_id,
        name="Li",
        organisation="",
        language="",
        time_zone="",
        note=words,
        vip=False,
        phones=(),
        emails=(email,),
        version=version,
    )
