"""Whether anything was lost of what many changed at once: what was acknowledged is there once, and all of it in one order that explains the end."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import Row, Select, select

from deskbell.actions.properties import COLUMNS, as_text
from deskbell.actions.tags import as_text as tags_as_text
from deskbell.actions.tags import ask_tags
from deskbell.model.kinds import Deed
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import deed, draft, journal, message, ticket

_BATCH = 500


@dataclass
class Acknowledged:
    """What those who wrote were told: the deeds that were done, the messages that they made, and the last text of each draft, by its agent and ticket.
    Nobody has two drafts on a ticket, nor writes at two computers."""

    deeds: set[str] = field(default_factory=set)
    messages: list[int] = field(default_factory=list)
    drafts: dict[tuple[int, int], str] = field(default_factory=dict)

    def add(self, other: "Acknowledged") -> None:
        """Also what another one was told."""
        self.deeds |= other.deeds
        self.messages += other.messages
        self.drafts |= other.drafts


def lost(desk: Desk, told: Acknowledged) -> list[str]:
    """A line for all that was acknowledged and is not there, or is not explained by what the journal says was done."""
    return desk.read(_lost, told)


def _lost(session: Session, told: Acknowledged) -> list[str]:
    there = {
        one for batch in _batches(told.deeds) for one in _column(session, select(deed.c.id).where(deed.c.id.in_(batch)))
    }
    found = [f"deed {one} is not there" for one in told.deeds - there]
    kept = {
        one
        for batch in _batches(told.messages)
        for one in _column(session, select(message.c.id).where(message.c.id.in_(batch)))
    }
    found += [f"message {one} is not there" for one in set(told.messages) - kept]
    if len(set(told.messages)) < len(told.messages):
        found.append("two commands made the same message")
    texts = {
        (row.agent_id, row.ticket_id): row.text
        for row in session.connection.execute(select(draft.c.agent_id, draft.c.ticket_id, draft.c.text))
    }
    for key, text in told.drafts.items():
        if texts.get(key, "") != text:
            found.append(f"draft {key} is {texts.get(key)!r}, not {text!r}")
    return found + _unexplained(session)


def _unexplained(session: Session) -> list[str]:
    """Of each ticket and property every step begins where the one before has ended, and the last one ends at what the ticket is."""
    wanted = [*(kind.value for kind in COLUMNS), Deed.TAGGED.value]
    steps: dict[tuple[int, str], list[Row[tuple[int, str, str, str]]]] = {}
    lines = select(journal.c.ticket_id, journal.c.kind, journal.c.before, journal.c.after).where(
        journal.c.kind.in_(wanted)
    )
    for row in session.connection.execute(lines.order_by(journal.c.id)):
        kind = Deed(row.kind)
        steps.setdefault((row.ticket_id, COLUMNS.get(kind, "tags")), []).append(row)
    numbers = {number for number, _ in steps}
    found = []
    now = {
        row.id: row
        for batch in _batches(numbers)
        for row in session.connection.execute(select(ticket).where(ticket.c.id.in_(batch)))
    }
    tags = {one: names for batch in _batches(numbers) for one, names in ask_tags(session, batch)().items()}
    for (number, column), rows in steps.items():
        end = (
            tags_as_text(tags[number])
            if column == "tags"
            else as_text(Deed(rows[-1].kind), getattr(now[number], column))
        )
        if rows[-1].after != end:
            found.append(f"ticket {number}: {column} is {end!r}, its last step led to {rows[-1].after!r}")
        found += [
            f"ticket {number}: a step of {column} begins at {later.before!r}, the one before led to {earlier.after!r}"
            for earlier, later in pairwise(rows)
            if earlier.after != later.before
        ]
    return found


def _batches(ids: Collection[object]) -> Iterable[list[object]]:
    all_ids = list(ids)
    return (all_ids[start : start + _BATCH] for start in range(0, len(all_ids), _BATCH))


def _column(session: Session, query: Select[tuple[object]]) -> list[object]:
    return list(session.connection.execute(query).scalars())
