"""Where messages of a period lie: their numbers rise as they come, and what is imported may be of any time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct
from sqlalchemy import select

from deskbell.store.session import Session
from deskbell.store.tables import message_span

# So many numbers are one span (`m0038_message_spans`).
SPAN: Final = 10_000
# No message has a larger number.
LAST: Final = 2**63 - 1


class Stretch(Struct, frozen=True):
    """Messages from one number to another, both among them."""

    first: int
    last: int


EVERYWHERE: Final = (Stretch(0, LAST),)


def stretches(session: Session, since: datetime | None, until: datetime | None) -> Sequence[Stretch]:
    """Outside of which no message is of the period (`until` not included), those with the newest messages first."""
    if since is None and until is None:
        return EVERYWHERE
    query = select(message_span.c.span).order_by(message_span.c.span.desc())
    if since is not None:
        query = query.where(message_span.c.newest > since)
    if until is not None:
        query = query.where(message_span.c.oldest < until)
    found: list[Stretch] = []
    for span in session.connection.execute(query).scalars():
        first, last = span * SPAN, (span + 1) * SPAN - 1
        if found and found[-1].first == last + 1:
            last = found.pop().last
        found.append(Stretch(first, last))
    return found
