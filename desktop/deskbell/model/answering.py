"""Articles at hand while somebody answers: what is suggested, and why."""

from msgspec import Struct


class Suggestion(Struct, frozen=True):
    """An article that may answer a ticket, in the language that fits it best. `words` are those of the ticket that told so, as the customer wrote them, the
    most telling first."""

    id: int
    language: str
    title: str
    words: tuple[str, ...] = ()
    sendable: bool = False
