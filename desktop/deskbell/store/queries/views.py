"""The list of views with their counts: sums over the counters that triggers keep, never a count over tickets."""

from collections import Counter

from sqlalchemy import bindparam, func, select

from deskbell.model.kinds import Shelf
from deskbell.model.rows import ViewRow
from deskbell.model.views import View, ViewKind
from deskbell.store.queries import mailboxes, teams
from deskbell.store.queries.desk_state import tag_rows
from deskbell.store.session import Session
from deskbell.store.tables import draft, tag_count, team_count, ticket, ticket_count

SHELF_OF = {
    ViewKind.MINE: Shelf.LIVE,
    ViewKind.UNASSIGNED: Shelf.LIVE,
    ViewKind.OPEN: Shelf.LIVE,
    ViewKind.MAILBOX: Shelf.LIVE,
    ViewKind.TEAM: Shelf.LIVE,
    ViewKind.TAG: Shelf.LIVE,
    ViewKind.SNOOZED: Shelf.SNOOZED,
    ViewKind.DONE: Shelf.DONE,
    ViewKind.SPAM: Shelf.SPAM,
    ViewKind.TRASH: Shelf.TRASH,
}
BUILT_IN = (
    ViewKind.MINE,
    ViewKind.UNASSIGNED,
    ViewKind.DRAFTS,
    ViewKind.SNOOZED,
    ViewKind.OPEN,
    ViewKind.DONE,
    ViewKind.SPAM,
    ViewKind.TRASH,
)
NOBODY = 0

_PLACES = select(ticket_count.c.shelf, ticket_count.c.mailbox_id, ticket_count.c.assignee_id, ticket_count.c.n)
_TAGGED = select(tag_count.c.n).where(tag_count.c.tag_id == bindparam("tag"), tag_count.c.shelf == int(Shelf.LIVE))
_OF_TEAMS = select(team_count.c.team_id, team_count.c.n).where(team_count.c.shelf == int(Shelf.LIVE))
# A draft of a ticket that is only being begun has no ticket to list.
_DRAFTS = (
    select(func.count(draft.c.ticket_id.distinct()))
    .select_from(draft.join(ticket, ticket.c.id == draft.c.ticket_id))
    .where(draft.c.agent_id == bindparam("agent"))
)


def view_rows(session: Session, agent_id: int) -> tuple[ViewRow, ...]:
    """Built-in views in the order of the list, then the mailboxes, the teams and the tags by name."""
    counts = _built_in(session, agent_id)
    drafts = session.connection.execute(_DRAFTS, {"agent": agent_id}).scalar_one()
    rows = [ViewRow(View(kind), "", drafts if kind is ViewKind.DRAFTS else counts[View(kind)]) for kind in BUILT_IN]
    for box in mailboxes.rows(session):
        view = View(ViewKind.MAILBOX, box.id)
        rows.append(ViewRow(view, box.name, counts[view], box.state))
    of_teams = _of_teams(session)
    rows += [ViewRow(View(ViewKind.TEAM, row.id), row.name, of_teams[row.id]) for row in teams.rows(session)]
    rows += [ViewRow(View(ViewKind.TAG, row.id), row.name, row.live) for row in tag_rows(session)]
    return tuple(rows)


def count(session: Session, view: View, agent_id: int) -> int:
    """How many tickets lie in a view that is kept counted: any but a search."""
    if view.kind is ViewKind.DRAFTS:
        return int(session.connection.execute(_DRAFTS, {"agent": agent_id}).scalar_one())
    if view.kind is ViewKind.TEAM:
        return _of_teams(session)[view.of]
    if view.kind is ViewKind.TAG:
        return session.connection.execute(_TAGGED, {"tag": view.of}).scalar() or 0
    return _built_in(session, agent_id)[view]


def _of_teams(session: Session) -> Counter[int]:
    """The live tickets of each team."""
    return Counter({row.team_id: row.n for row in session.connection.execute(_OF_TEAMS)})


def _built_in(session: Session, agent_id: int) -> Counter[View]:
    """The counts of all views that follow from where tickets lie; there are few places, so they are read together."""
    counts: Counter[View] = Counter()
    by_shelf: dict[Shelf, View] = {shelf: View(kind) for kind, shelf in SHELF_OF.items() if shelf is not Shelf.LIVE}
    for shelf, mailbox_id, assignee_id, n in session.connection.execute(_PLACES):
        if shelf != Shelf.LIVE:
            counts[by_shelf[Shelf(shelf)]] += n
            continue
        counts[View(ViewKind.OPEN)] += n
        counts[View(ViewKind.MAILBOX, mailbox_id)] += n
        if assignee_id == NOBODY:
            counts[View(ViewKind.UNASSIGNED)] += n
        elif assignee_id == agent_id:
            counts[View(ViewKind.MINE)] += n
    return counts
