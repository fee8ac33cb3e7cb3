"""Following tickets that others have, so that one hears of what comes there."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from deskbell.actions.assignees import must_be_able
from deskbell.actions.deeds import Line, record_changes
from deskbell.actions.properties import ask_tickets, write
from deskbell.model.errors import Mistake
from deskbell.model.following import Follow
from deskbell.model.kinds import Deed
from deskbell.store import plain
from deskbell.store.bulk import insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import follower

_FOLLOWERS = select(follower.c.ticket_id, follower.c.agent_id).where(
    follower.c.ticket_id.in_(bindparam("ids", expanding=True))
)
_GONE = delete(follower).where(
    follower.c.ticket_id == bindparam("ticket"), follower.c.agent_id == bindparam("follower")
)
# A ticket, an agent, and whether that agent is to follow it.
Change = tuple[Row[Any], int, bool]


def follow(session: Session, command: Follow) -> int | None:
    """Let agents follow tickets, or no longer; who does so already, or does not, is left alone.

    Raises `Mistake` ticket.missing, and of those who are to follow agent.missing, and agent.left for who does not work here any more.
    """
    add, remove = set(command.add), set(command.remove)
    if add:
        must_be_able(session, add)
    tickets, held = ask_tickets(session, command.tickets), ask_followers(session, command.tickets)
    rows, before = tickets(), held()
    changes: list[Change] = [
        (row, agent_id, agent_id in add)
        for row in rows
        for agent_id in sorted(before[row.id] ^ ((before[row.id] - remove) | add))
    ]
    touched = {row.id for row, _, _ in changes}
    put(session, changes)
    write(session, [(row, {}) for row in rows if row.id in touched])
    return record_changes(session, command, Deed.FOLLOWED, [line_of(*change) for change in changes])


def ask_followers(session: Session, ids: Collection[int]) -> Callable[[], Mapping[int, set[int]]]:
    """Who follows tickets, by their numbers, each of which has an entry; together with what is asked next."""
    answer = plain.ask(session.connection, _FOLLOWERS, {"ids": sorted(set(ids))})

    def followers() -> dict[int, set[int]]:
        found: dict[int, set[int]] = {ticket_id: set() for ticket_id in ids}
        for ticket_id, agent_id in answer():
            found[ticket_id].add(agent_id)
        return found

    return followers


def put(session: Session, changes: Iterable[Change]) -> None:
    """Carry changes out, each of which is one."""
    for row, agent_id, follows in changes:
        if follows:
            insert_rows(session, follower, [{"ticket_id": row.id, "agent_id": agent_id, "shelf": row.shelf}])
        else:
            plain.update(session.connection, _GONE, [{"ticket": row.id, "follower": agent_id}])


def line_of(row: Row[Any], agent_id: int, follows: bool) -> Line:
    """A change as the journal keeps it: who followed before, and who does after, one agent a line."""
    return (row.id, Deed.FOLLOWED, "" if follows else str(agent_id), str(agent_id) if follows else "")


def take_back(session: Session, tickets: Mapping[int, Row[Any]], lines: Sequence[Row[Any]]) -> list[Line]:
    """Undo these journal lines of `tickets`; the lines that say so. Raises `Mistake` undo.changed, and changes nothing then."""
    now = ask_followers(session, [line.ticket_id for line in lines])()
    changes: list[Change] = []
    for line in lines:
        agent_id, followed = int(line.after or line.before), bool(line.after)
        if (agent_id in now[line.ticket_id]) is not followed:
            raise Mistake("undo.changed", number=line.ticket_id)
        changes.append((tickets[line.ticket_id], agent_id, not followed))
    put(session, changes)
    return [line_of(*change) for change in changes]
