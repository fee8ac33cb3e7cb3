"""The list of all customers, page by page.

What is asked of them is met by few, or by many. The few are gathered, and sorted; else the list is walked along its order, where a page of so many is full
soon. So a page costs the same whatever the desk has.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    Text,
    and_,
    func,
    intersect,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from deskbell.model.customer_list import (
    MOST_COUNTED,
    CustomerFilter,
    CustomerKey,
    CustomerLine,
    CustomerPage,
    CustomerSort,
    TheirTickets,
)
from deskbell.model.kinds import Listed, Shelf
from deskbell.store.listing import words_asked
from deskbell.store.queries import tags
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    customer,
    customer_listed,
    customer_tag,
    customer_unlisted,
    customer_word,
    listed_sender,
    organisation,
    organisation_tag,
    ticket,
)
from deskbell.store.tables.base import to_milliseconds

PAGE: Final = 50
"""Lines of a page."""

# What fewer meet is gathered.
_FEW: Final = 2_000
# Of what fewer meet is looked for who meets all of it: as long as that takes, the list is walked where more do.
_SOME: Final = 20_000
# So many tickets are walked at first, and at once.
_PORTION: Final = 100
_LARGEST_PORTION: Final = 3_200
# Fewer organisations are asked for by their numbers.
_NAMED: Final = 100
_LAST_LETTER: Final = "\U0010ffff"
# Numbers stand in the statement itself: for bound ones SQLite makes its plan anew, and PostgreSQL one that knows less.
_ONE: Final[ColumnElement[int]] = literal_column("1")
_OPEN: Final = (Shelf.LIVE, Shelf.SNOOZED)
_ORDINARY: Final = (*_OPEN, Shelf.DONE)

_listed = customer_listed.c
_other = ticket.alias("other")


class _Asked(Struct, frozen=True):
    """One thing that is asked: of each customer, whose number that column has, and who they are; None where that cannot be gathered."""

    each: Callable[[ColumnElement[int]], ColumnElement[bool]]
    them: Select[Any] | None


def page(
    session: Session,
    wanted: CustomerFilter,
    sort: CustomerSort,
    after: CustomerKey | None = None,
    limit: int = PAGE,
    skip: int = 0,
    tickets: int | None = None,
) -> CustomerPage:
    """At most `limit` customers that stand behind `after`, or the first ones. So many are passed over as `skip` says: by name they are counted along the
    index and not read, which makes a jump quick; by ticket they are read. Where the list is walked by ticket, `tickets` is after how many it may end, found or not."""
    asked = _conditions(session, wanted)
    few = _few_of(session, asked)
    if few is not None:
        keys = _gathered(session, few, asked, sort)
        total: int | None = len(keys)
        start = 0 if after is None else bisect_right(keys, _place(after, sort), key=lambda key: _place(key, sort))
        keys = keys[start + skip : start + skip + limit + 1]
    else:
        if sort is CustomerSort.NAME:
            keys = _by_name(session, asked, after, limit + 1, skip)
        else:
            keys = _by_ticket(session, asked, after, skip + limit + 1, tickets)[skip:]
        total = None
    last = keys[limit - 1] if len(keys) > limit else None
    found = lines(session, [key.id for key in keys[:limit]])
    is_first = after is None and not skip
    return CustomerPage(found, last, total, is_first and _is_unfinished(session), tuple(keys[:limit]), skip)


def again(
    session: Session, wanted: CustomerFilter, sort: CustomerSort, first: CustomerKey, limit: int = PAGE
) -> CustomerPage:
    """The page that begins with `first`, in whichever row that stands by now; it need not be there any more. Of all customers by name, or of what few meet."""
    asked = _conditions(session, wanted)
    few = _few_of(session, asked)
    if few is not None:
        keys = _gathered(session, few, asked, sort)
        row = bisect_left(keys, _place(first, sort), key=lambda key: _place(key, sort))
    elif sort is CustomerSort.NAME:
        there = tuple_(literal(first.sought, Text), literal(first.id, BigInteger))
        above = (
            select(func.count()).select_from(customer_listed).where(tuple_(_listed.sought, _listed.customer_id) < there)
        )
        row = session.connection.execute(above.where(*(one.each(_listed.customer_id) for one in asked))).scalar_one()
    else:
        return page(session, wanted, sort, None, limit)
    return page(session, wanted, sort, None, limit, row)


def lines(session: Session, ids: Sequence[int]) -> tuple[CustomerLine, ...]:
    """These customers in this order; who is not there, or was merged into another, is left out."""
    rows = {row.id: row for row in session.connection.execute(_LINES.where(customer.c.id.in_(ids)))}
    return tuple(
        CustomerLine(
            row.id,
            row.name,
            row.email or "",
            row.organisation,
            bool(row.vip or row.through),
            row.tickets,
            row.activity,
        )
        for row in (rows[one] for one in ids if one in rows)
    )


def _place(key: CustomerKey, sort: CustomerSort) -> tuple[Any, ...]:
    """What a list is sorted by, rising."""
    return (key.sought, key.id) if sort is CustomerSort.NAME else (-key.activity, -key.ticket, -key.id)


# --- what is asked -----------------------------------------------------------------------------------------------------------------


def _conditions(session: Session, wanted: CustomerFilter) -> list[_Asked]:
    found = [_has_word(session, word) for word in words_asked(wanted.words)]
    if wanted.organisation:
        found.append(_is_in(customer.c.id, customer.c.organisation_id == wanted.organisation))
    if wanted.tag:
        found.append(_any_of(_tagged([wanted.tag])))
    if wanted.vip:
        through = customer.c.organisation_id.in_(select(organisation.c.id).where(organisation.c.vip))
        either = [_is_in(customer.c.id, one) for one in (customer.c.vip, through)]
        found.append(_any_of(either))
    if wanted.blocked:
        is_blocked = listed_sender.c.listed == literal_column(f"'{Listed.BLOCKED.value}'")
        theirs = address.join(listed_sender, and_(listed_sender.c.pattern == address.c.email, is_blocked))
        found.append(_is_in(address.c.customer_id, true(), theirs))
    if wanted.tickets is TheirTickets.OPEN:
        found.append(_is_in(ticket.c.customer_id, ticket.c.shelf.in_(_numbers(_OPEN))))
    if wanted.tickets is TheirTickets.NONE:
        found.append(_Asked(_has_none, None))
    return found


def _is_in(column: ColumnElement[int], condition: ColumnElement[bool], where: FromClause | None = None) -> _Asked:
    """The customer's number stands in the column, in a row that meets the condition."""
    there = column.table if where is None else where
    some = select(column).select_from(there).where(condition)

    def each(owner: ColumnElement[int]) -> ColumnElement[bool]:
        # Not as EXISTS: of that PostgreSQL may make a list of all that there are.
        one = select(_ONE).select_from(there).where(condition, column == owner).limit(_ONE)
        found: ScalarSelect[int] = one.correlate(owner.table).scalar_subquery()
        return found.is_not(None)

    return _Asked(each, some)


def _has_none(owner: ColumnElement[int]) -> ColumnElement[bool]:
    """No ticket but in Spam and Trash."""
    return _latest(_other.c.id, owner).is_(None)


def _has_word(session: Session, begins: str) -> _Asked:
    """A word of their name, an address or a phone number begins so; or one of the name of their organisation, or of a tag of theirs or of it."""
    so = and_(customer_word.c.word >= begins, customer_word.c.word < begins + _LAST_LETTER)
    ways = [_is_in(customer_word.c.customer_id, so)]
    of_these = _organisations(session, begins)
    if not isinstance(of_these, Sequence) or of_these:
        ways.append(_is_in(customer.c.id, customer.c.organisation_id.in_(of_these)))
    if called := tags.beginning_with(session, begins):
        ways += _tagged(sorted(called))
    return _any_of(ways)


def _tagged(tag_ids: Sequence[int]) -> list[_Asked]:
    """One of these tags is theirs, or their organisation's."""
    through = select(organisation_tag.c.organisation_id).where(organisation_tag.c.tag_id.in_(tag_ids))
    return [
        _is_in(customer_tag.c.customer_id, customer_tag.c.tag_id.in_(tag_ids)),
        _is_in(customer.c.id, customer.c.organisation_id.in_(through)),
    ]


def _any_of(ways: Sequence[_Asked]) -> _Asked:
    if len(ways) == 1:
        return ways[0]
    them = union_all(*(one.them for one in ways if one.them is not None)).subquery()
    return _Asked(lambda owner: or_(*(one.each(owner) for one in ways)), select(them.c[0]))


def _organisations(session: Session, begins: str) -> Select[Any] | Sequence[int]:
    """Those that have a word in their name that begins so; they are few beside customers, and only their names are read. Of many it is the query itself."""
    inside = func.instr if session.engine_name == "sqlite" else func.strpos
    named = inside(literal_column("' '", Text) + organisation.c.sought, f" {begins}") > literal_column("0")
    them = select(organisation.c.id).where(named)
    found = session.connection.execute(them.limit(_NAMED)).scalars().all()
    return them if len(found) == _NAMED else found


def _few_of(session: Session, asked: Sequence[_Asked]) -> Select[Any] | None:
    """Who meets what few meet, or whom several things leave that are met by some; None where that are many."""
    some: list[Select[Any]] = []
    for one in asked:
        if one.them is None:
            continue
        there = _counted(session, one.them, _SOME)
        if there < _FEW:
            return one.them
        if there < _SOME:
            some.append(one.them)
    if len(some) < 2:
        return None
    them = intersect(*some).subquery()
    of_all = select(them.c[0])
    return of_all if _counted(session, of_all, _FEW) < _FEW else None


def _counted(session: Session, them: Select[Any], most: int) -> int:
    """How many they are, up to so many."""
    query = select(func.count()).select_from(them.limit(most).subquery())
    return int(session.connection.execute(query).scalar() or 0)


# --- the order ---------------------------------------------------------------------------------------------------------------------


def _gathered(session: Session, few: Select[Any], asked: Sequence[_Asked], sort: CustomerSort) -> list[CustomerKey]:
    """All of them in order."""
    rest = [one.each(_listed.customer_id) for one in asked if one.them is not few]
    some = select(_listed.customer_id, _listed.sought).where(_listed.customer_id.in_(few), *rest)
    if sort is CustomerSort.NAME:
        keys = [CustomerKey(number, sought) for number, sought in session.connection.execute(some)]
    else:
        latest = some.add_columns(*(_latest(one, _listed.customer_id) for one in (_other.c.activity_at, _other.c.id)))
        keys = [
            CustomerKey(number) if at is None else CustomerKey(number, "", to_milliseconds(at), of)
            for number, _, at, of in session.connection.execute(latest)
        ]
    return sorted(keys, key=lambda key: _place(key, sort))


def _by_name(
    session: Session, asked: Sequence[_Asked], after: CustomerKey | None, limit: int, skip: int
) -> list[CustomerKey]:
    here = (_listed.sought, _listed.customer_id)
    some = select(_listed.customer_id, _listed.sought).where(*(one.each(_listed.customer_id) for one in asked))
    if after is not None:
        some = some.where(tuple_(*here) > tuple_(literal(after.sought, Text), literal(after.id, BigInteger)))
    some = some.order_by(*here).limit(limit)
    return [CustomerKey(*row) for row in session.connection.execute(some.offset(skip) if skip else some)]


def _by_ticket(
    session: Session, asked: Sequence[_Asked], after: CustomerKey | None, limit: int, most: int | None
) -> list[CustomerKey]:
    """Along the tickets, of which each customer's latest counts; then who has none, but where `most` tickets are enough."""
    keys: list[CustomerKey] = []
    if (after is None or after.ticket) and not any(one.each is _has_none for one in asked):
        keys = _with_tickets(session, asked, after, limit, most)
        after = None
    if len(keys) < limit and most is None:
        some = select(_listed.customer_id).where(*(one.each(_listed.customer_id) for one in asked))
        some = some.where(_has_none(_listed.customer_id))
        if after is not None:
            some = some.where(_listed.customer_id < after.id)
        some = some.order_by(_listed.customer_id.desc()).limit(limit - len(keys))
        keys += [CustomerKey(number) for number in session.connection.execute(some).scalars()]
    return keys


def _with_tickets(
    session: Session, asked: Sequence[_Asked], after: CustomerKey | None, limit: int, most: int | None
) -> list[CustomerKey]:
    """Some tickets at a time, of which those count that are their customer's latest: so nobody has to guess how many these are."""
    keys: list[CustomerKey] = []
    portion, walked = _PORTION, 0
    while True:
        found = session.connection.execute(_portion(asked, after, portion)).all()
        walked += len(found)
        keys += [CustomerKey(number, "", to_milliseconds(at), of) for at, of, number, counts in found if counts]
        if len(keys) >= limit or len(found) < portion or (most is not None and walked >= most):
            return keys[:limit]
        after = CustomerKey(found[-1].customer_id, "", to_milliseconds(found[-1].activity_at), found[-1].id)
        portion = min(2 * portion, _LARGEST_PORTION)


def _portion(asked: Sequence[_Asked], after: CustomerKey | None, portion: int) -> Select[Any]:
    """The next tickets, and whether each counts. Every shelf has its tickets in order: they are walked side by side."""
    some = select(ticket.c.activity_at, ticket.c.id, ticket.c.customer_id)
    if after is not None:
        there = tuple_(literal(after.activity, BigInteger), literal(after.ticket, BigInteger))
        some = some.where(tuple_(ticket.c.activity_at, ticket.c.id) < there)
    some = some.order_by(ticket.c.activity_at.desc(), ticket.c.id.desc()).limit(portion)
    of_shelves = (some.where(ticket.c.shelf == number).subquery() for number in _numbers(_ORDINARY))
    walked = union_all(*(select(one) for one in of_shelves)).subquery()
    latest_first = (walked.c.activity_at.desc(), walked.c.id.desc())
    next_ones = select(walked).order_by(*latest_first).limit(portion).subquery("next_ones")
    owner = next_ones.c.customer_id
    counts = and_(next_ones.c.id == _latest(_other.c.id, owner), *(one.each(owner) for one in asked))
    return select(next_ones, counts.label("counts")).order_by(next_ones.c.activity_at.desc(), next_ones.c.id.desc())


def _latest(column: ColumnElement[Any], owner: ColumnElement[int]) -> ScalarSelect[Any]:
    """Of a customer's latest ticket; `column` is one of `_other`."""
    some = select(column).where(_other.c.customer_id == owner, _other.c.shelf.in_(_numbers(_ORDINARY)))
    some = some.order_by(_other.c.activity_at.desc(), _other.c.id.desc()).limit(_ONE)
    return some.correlate(owner.table).scalar_subquery()


def _numbers(shelves: Sequence[Shelf]) -> list[ColumnElement[int]]:
    return [literal_column(str(int(shelf))) for shelf in shelves]


def count(session: Session) -> int:
    """How many customers there are."""
    return int(session.connection.execute(select(func.count()).select_from(customer_listed)).scalar_one())


def _is_unfinished(session: Session) -> bool:
    """Whether customers are still to be listed, as after an upgrade."""
    return session.connection.execute(select(_ONE).select_from(customer_unlisted).limit(1)).first() is not None


def _lines() -> Select[Any]:
    first = select(address.c.email).where(
        address.c.customer_id == customer.c.id, address.c.position == literal_column("0")
    )
    ordinary = ticket.c.shelf.in_(_numbers(_ORDINARY))
    some = select(_ONE).where(ticket.c.customer_id == customer.c.id, ordinary).correlate(customer)
    count = select(func.count()).select_from(some.limit(literal_column(str(MOST_COUNTED))).subquery())
    through = select(organisation.c.vip).where(organisation.c.id == customer.c.organisation_id)
    return select(
        customer.c.id,
        customer.c.name,
        customer.c.organisation,
        customer.c.vip,
        first.scalar_subquery().label("email"),
        through.scalar_subquery().label("through"),
        count.correlate(customer).scalar_subquery().label("tickets"),
        _latest(_other.c.activity_at, customer.c.id).label("activity"),
    ).where(customer.c.merged_into.is_(None))


_LINES: Final = _lines()
