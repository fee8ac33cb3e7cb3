"""What people and things are called that a draft is about: no misspellings."""

from collections.abc import Iterator

from deskbell.model.rows import TicketDetail
from deskbell.ui.desk_now import DeskNow


def names_here(detail: TicketDetail | None, desk: DeskNow) -> Iterator[str]:
    """The customer, everybody who wrote or was written to, colleagues, mailboxes, teams and tags."""
    yield from (agent.name for agent in desk.state.agents)
    yield from (box.name for box in desk.mailboxes)
    yield from (team.name for team in desk.teams)
    yield from (tag.name for tag in desk.tags)
    if detail is None:
        return
    yield detail.row.customer
    for person in detail.participants:
        yield person.name
        # acme.example is written as Acme.
        yield person.email.replace(".", " ")
