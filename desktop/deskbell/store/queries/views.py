"""The list of views with their counts: sums over the counters that triggers keep, never a count over tickets."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)

from deskbell.model.kinds import Presence, Shelf, TagColour
from deskbell.model.rows import ViewRow
from deskbell.model.saved_views import SavedView
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store import plain
from deskbell.store.queries import soon
from deskbell.store.queries.followed import followed
from deskbell.store.queries.mailboxes import state_of
from deskbell.store.queries.saved_views import SEEN
from deskbell.store.session import CLOCK, Session, one_statement
from deskbell.store.tables import (
    agent,
    draft,
    mailbox,
    mention,
    message,
    saved_view,
    tag,
    tag_count,
    team,
    team_count,
    ticket,
    ticket_count,
)
from deskbell.store.tables.base import from_milliseconds, to_milliseconds

SHELF_OF = {
    ViewKind.MINE: Shelf.LIVE,
    ViewKind.UNASSIGNED: Shelf.LIVE,
    ViewKind.FOLLOWING: Shelf.LIVE,
    ViewKind.OPEN: Shelf.LIVE,
    ViewKind.MAILBOX: Shelf.LIVE,
    ViewKind.TEAM: Shelf.LIVE,
    ViewKind.COLLEAGUE: Shelf.LIVE,
    ViewKind.TAG: Shelf.LIVE,
    ViewKind.SNOOZED: Shelf.SNOOZED,
    ViewKind.DONE: Shelf.DONE,
    ViewKind.SPAM: Shelf.SPAM,
    ViewKind.TRASH: Shelf.TRASH,
}
BUILT_IN = (
    ViewKind.MINE,
    ViewKind.UNASSIGNED,
    ViewKind.FOLLOWING,
    ViewKind.MENTIONS,
    ViewKind.DRAFTS,
    ViewKind.SNOOZED,
    ViewKind.SOON,
    ViewKind.OPEN,
    ViewKind.DONE,
    ViewKind.SPAM,
    ViewKind.TRASH,
)
NOBODY = 0

_LIVE = int(Shelf.LIVE)
_AWAY: ColumnElement[str] = literal_column(f"'{Presence.AWAY.value}'")
_ME: ColumnElement[int] = bindparam("agent")
_OF: ColumnElement[int] = bindparam("of")
# What the parts of the list are, and of the first part who has the tickets.
_PLACE, _DRAFTS, _FOLLOWED, _MENTIONS, _SOON, _LEADS, _MAILBOX, _TEAM, _COLLEAGUE, _SAVED, _TAG = range(11)
_MINE, _NOBODYS, _SOMEBODYS = range(3)
_COUNTED_ALONE = {
    _DRAFTS: View(ViewKind.DRAFTS),
    _MENTIONS: View(ViewKind.MENTIONS),
    _SOON: View(ViewKind.SOON),
}


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value))


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    """As a whole number: PostgreSQL's sum is a decimal one."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def _part(
    part: int,
    n: ColumnElement[Any],
    *,
    of: ColumnElement[Any] = _number(0),  # noqa: B008  part of a statement, never changed
    mailbox_id: ColumnElement[Any] = _number(0),  # noqa: B008
    whose: ColumnElement[Any] = _number(0),  # noqa: B008
    name: ColumnElement[Any] = literal_column("''"),  # noqa: B008
    state: ColumnElement[Any] = literal_column("''"),  # noqa: B008
    host: ColumnElement[Any] = literal_column("''"),  # noqa: B008
) -> Select[Any]:
    return select(_number(part).label("part"), of, mailbox_id, whose, name, state, host, n)


MENTIONED = mention.join(message, message.c.id == mention.c.message_id).join(ticket, ticket.c.id == message.c.ticket_id)
"""Mentions with their notes and tickets."""
WAITING = ticket.c.shelf <= _number(int(Shelf.DONE))
"""Where a mention is to be read: what was put away as spam or into the trash waits for nobody."""
UNSEEN = (mention.c.agent_id == _ME, mention.c.seen_at.is_(None), WAITING)
"""What makes a row of `MENTIONED` one that the agent of the parameter `agent` has not seen."""

_LED = tag.alias("led")
# What the counters of all mailboxes that one sees say of each colleague.
_THEIRS = (
    select(ticket_count.c.assignee_id, _sum(ticket_count.c.n).label("n"))
    .where(ticket_count.c.shelf == _number(_LIVE))
    .group_by(ticket_count.c.assignee_id)
    .subquery("theirs")
)
_BACK = type_coerce(agent.c.away_until, BigInteger)
# A draft of a ticket that is only being begun has no ticket to list.
_DRAFTED = draft.join(ticket, ticket.c.id == draft.c.ticket_id)
_COUNT_DRAFTS = func.count(draft.c.ticket_id.distinct())
_WHOSE = case(
    (ticket_count.c.assignee_id == _ME, _number(_MINE)),
    (ticket_count.c.assignee_id == NOBODY, _number(_NOBODYS)),
    else_=_number(_SOMEBODYS),
)


def _away(engine_name: str) -> ColumnElement[int]:
    """Whether an agent is away now, as `rules.presence` says; 1 or 0."""
    now: ColumnElement[int] = CLOCK if engine_name == "postgresql" else bindparam("now")
    gone = and_(agent.c.presence == _AWAY, or_(_BACK.is_(None), now < _BACK))
    return case((gone, _number(1)), else_=_number(0))


# One statement for the whole list: where fifty windows ask for it once a second, each question to the server is felt.
@cache
def _all(engine_name: str) -> CompoundSelect[Any]:
    return union_all(
        _part(_PLACE, _sum(ticket_count.c.n), of=ticket_count.c.shelf, mailbox_id=ticket_count.c.mailbox_id, whose=_WHOSE)
        .group_by(ticket_count.c.shelf, ticket_count.c.mailbox_id, _WHOSE),
        _part(_DRAFTS, _COUNT_DRAFTS).select_from(_DRAFTED).where(draft.c.agent_id == _ME),
        _part(_FOLLOWED, func.count(), of=followed.c.shelf).where(followed.c.agent_id == _ME).group_by(followed.c.shelf),
        _part(_MENTIONS, func.count(ticket.c.id.distinct())).select_from(MENTIONED).where(*UNSEEN),
        _part(_SOON, func.count()).select_from(soon.counting(engine_name).subquery("due")),
        _part(
            _MAILBOX,
            _number(0),
            of=mailbox.c.id,
            mailbox_id=case((mailbox.c.active, _number(1)), else_=_number(0)),
            name=mailbox.c.name,
            state=mailbox.c.state,
            host=mailbox.c.imap_host,
        ),
        _part(_TEAM, func.coalesce(team_count.c.n, 0), of=team.c.id, name=team.c.name)
        .select_from(team.outerjoin(team_count, and_(team_count.c.team_id == team.c.id, team_count.c.shelf == _number(_LIVE))))
        .where(team.c.active),
        _part(
            _COLLEAGUE,
            func.coalesce(_THEIRS.c.n, 0),
            of=agent.c.id,
            mailbox_id=func.coalesce(_BACK, 0),
            whose=_away(engine_name),
            name=agent.c.name,
        )
        .select_from(agent.outerjoin(_THEIRS, _THEIRS.c.assignee_id == agent.c.id))
        .where(agent.c.active, agent.c.id != _ME),
        # What it is takes the place of what others are: the owner and the team, the query, the order with the groups and the columns, and the version.
        _part(
            _SAVED,
            saved_view.c.version,
            of=saved_view.c.id,
            mailbox_id=func.coalesce(saved_view.c.owner_id, 0),
            whose=func.coalesce(saved_view.c.team_id, 0),
            name=saved_view.c.name,
            state=saved_view.c.query,
            host=saved_view.c.sort + " " + saved_view.c.grouped + " " + saved_view.c.columns,
        ).where(SEEN),
        _part(_TAG, func.coalesce(tag_count.c.n, 0), of=tag.c.id, name=tag.c.name, state=tag.c.colour)
        .select_from(tag.outerjoin(tag_count, and_(tag_count.c.tag_id == tag.c.id, tag_count.c.shelf == _number(_LIVE))))
        .where(tag.c.merged_into.is_(None), tag.c.retired == false()),
        # Names that lead to a tag: what saved views say is said with the names of now.
        _part(_LEADS, _number(0), name=tag.c.name, state=_LED.c.name).join(_LED, _LED.c.id == tag.c.merged_into),
    )  # fmt: skip


def _placed(*where: ColumnElement[bool], shelf: Shelf = Shelf.LIVE) -> Select[Any]:
    return select(_sum(ticket_count.c.n)).where(ticket_count.c.shelf == _number(int(shelf)), *where)


# How many tickets a view has, by its kind; `agent` is who asks, `of` what the view is of.
COUNTED: dict[ViewKind, Select[Any]] = {
    ViewKind.MINE: _placed(ticket_count.c.assignee_id == _ME),
    ViewKind.UNASSIGNED: _placed(ticket_count.c.assignee_id == _number(NOBODY)),
    ViewKind.COLLEAGUE: _placed(ticket_count.c.assignee_id == _OF),
    ViewKind.OPEN: _placed(),
    ViewKind.FOLLOWING: select(func.count()).where(followed.c.agent_id == _ME, followed.c.shelf == _number(_LIVE)),
    ViewKind.MAILBOX: _placed(ticket_count.c.mailbox_id == _OF),
    ViewKind.DRAFTS: select(_COUNT_DRAFTS).select_from(_DRAFTED).where(draft.c.agent_id == _ME),
    ViewKind.TEAM: select(_sum(team_count.c.n)).where(team_count.c.team_id == _OF, team_count.c.shelf == _number(_LIVE)),
    ViewKind.TAG: select(_sum(tag_count.c.n)).where(tag_count.c.tag_id == _OF, tag_count.c.shelf == _number(_LIVE)),
    **{kind: _placed(shelf=shelf) for kind, shelf in SHELF_OF.items() if shelf is not Shelf.LIVE},
}  # fmt: skip


@one_statement
def view_rows(session: Session, agent_id: int) -> tuple[ViewRow, ...]:
    """Built-in views in the order of the list, Following only for who follows something, Overdue soon only while something is, Mentions with how many tickets have unseen ones; then the
    mailboxes, the teams, the others who work on the desk, the saved views that the agent sees and the tags by name.

    What a saved view has is not kept counted: 0 (see `queries.saved_views.count`).
    """
    asked = {"agent": agent_id, **soon.values(session)}
    if session.engine_name != "postgresql":
        asked["now"] = to_milliseconds(session.now)
    found = plain.rows(session.connection, _all(session.engine_name), asked)
    counts = _places((of, box, whose, n) for part, of, box, whose, *_, n in found if part == _PLACE)
    counts |= {_COUNTED_ALONE[row[0]]: row[-1] for row in found if row[0] in _COUNTED_ALONE}
    following = {row[1]: row[-1] for row in found if row[0] == _FOLLOWED}
    counts[View(ViewKind.FOLLOWING)] = following.get(_LIVE, 0)
    shown = {ViewKind.FOLLOWING: bool(following), ViewKind.SOON: counts[View(ViewKind.SOON)] > 0}
    rows = [ViewRow(View(kind), "", counts[View(kind)]) for kind in BUILT_IN if shown.get(kind, True)]
    named = [row for row in found if row[0] >= _MAILBOX]
    names = {name: now for part, _, _, _, name, now, _, _ in found if part == _LEADS}
    for part, of, first, second, name, state, host, n in sorted(
        named, key=lambda row: (row[0], row[4].casefold(), row[1])
    ):
        if part == _MAILBOX:
            view = View(ViewKind.MAILBOX, of)
            rows.append(ViewRow(view, name, counts[view], state_of(bool(first), host, state)))
        elif part == _SAVED:
            query = _with_names(state, names) if names else state
            sort, grouping, columns = host.split(" ", 2)
            saved = SavedView(of, first or None, second or None, name, query, _sort(sort), n, columns, grouping)
            rows.append(ViewRow(View(ViewKind.SAVED, of), name, 0, saved=saved))
        elif part == _TEAM:
            rows.append(ViewRow(View(ViewKind.TEAM, of), name, n))
        elif part == _COLLEAGUE:
            rows.append(_colleague(of, name, n, away=bool(second), until=first))
        else:
            rows.append(ViewRow(View(ViewKind.TAG, of), name, n, colour=TagColour(state)))
    return tuple(rows)


def count(session: Session, view: View, agent_id: int) -> int:
    """How many tickets lie in a view that is kept counted: any but a search, saved or not, an import, and the mentions."""
    return ask_count(session, view, agent_id)()


def ask_count(session: Session, view: View, agent_id: int) -> Callable[[], int]:
    """The same, together with what is asked next."""
    answer = plain.ask(session.connection, COUNTED[view.kind], {"agent": agent_id, "of": view.of})
    return lambda: int(answer()[0][0])


def share(session: Session, view: View, agent_id: int) -> float:
    """Which part of all live tickets lies in a view of live tickets, from 0 to 1."""
    live = count(session, View(ViewKind.OPEN), agent_id)
    return count(session, view, agent_id) / live if live else 0.0


def _colleague(agent_id: int, name: str, n: int, *, away: bool, until: int) -> ViewRow:
    """`until` (milliseconds) is when they are back by themselves, 0 for when they say so."""
    back = from_milliseconds(until) if away and until else None
    presence = Presence.AWAY if away else Presence.AVAILABLE
    return ViewRow(View(ViewKind.COLLEAGUE, agent_id), name, n, presence=presence, away_until=back)


def _with_names(query: str, names: Mapping[str, str]) -> str:
    # Loaded where tags were renamed.
    from deskbell.rules.search_query import with_tags

    return with_tags(query, names)


def _sort(word: str) -> Sort:
    """The order of that name; the latest first where a newer program knows more of them."""
    return Sort(word) if word in set(Sort) else Sort.LATEST


def _places(found: Iterable[tuple[int, int, int, int]]) -> Counter[View]:
    """The counts of all views that follow from where tickets lie: shelf, mailbox, whose, and how many."""
    counts: Counter[View] = Counter()
    by_shelf: dict[Shelf, View] = {shelf: View(kind) for kind, shelf in SHELF_OF.items() if shelf is not Shelf.LIVE}
    for shelf, mailbox_id, whose, n in found:
        if shelf != Shelf.LIVE:
            counts[by_shelf[Shelf(shelf)]] += n
            continue
        counts[View(ViewKind.OPEN)] += n
        counts[View(ViewKind.MAILBOX, mailbox_id)] += n
        if whose == _NOBODYS:
            counts[View(ViewKind.UNASSIGNED)] += n
        elif whose == _MINE:
            counts[View(ViewKind.MINE)] += n
    return counts
