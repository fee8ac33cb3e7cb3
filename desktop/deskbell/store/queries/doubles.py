"""Customers of the whole desk who may be one person.

Along an index those stand side by side who have something in common. It is walked so many entries at a time, until there is a page: what that costs has
nothing to do with the size of the desk, but where nobody is there twice; then it takes some calls, each of which is as quick.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, Select, UnaryExpression, func, literal, select
from sqlalchemy.sql.operators import custom_op

from deskbell.model.customers import Like
from deskbell.model.doubles import Compared, Double, DoubleGroup, DoublesPage
from deskbell.rules.doubles import Known, in_order, pairs, tells_somebody
from deskbell.store.bulk import in_parts
from deskbell.store.queries import customer_list
from deskbell.store.queries.customer import panel
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, customer_apart, customer_listed, phone

PAGE: Final = 50
"""Pairs of a page; there are more where many have the same in common."""

# So many entries of an index are read at first, and at once.
_PORTION: Final = 500
_LARGEST_PORTION: Final = 4_000
# A call looks at so many.
_MOST_LOOKED: Final = 8_000
# Of those who have the same in common so many are looked at.
_MOST_ALIKE: Final = 1_000


class _Way(Struct, frozen=True):
    """What customers have in common, in the order of an index: its column, whose they are, and what stands behind what is in common in the column."""

    text: Column[str]
    owner: Column[int]
    end: str = ""

    def key(self, text: str) -> str:
        return text.partition(self.end)[0] if self.end else text

    def first(self, key: str) -> str:
        return key + self.end

    def behind(self, key: str) -> str:
        """Nothing that has this in common stands there any more; addresses are in lower case, and no control character is in any of it."""
        return key + (chr(ord(self.end) + 1) if self.end else "\x01")


_WAYS: Final[Mapping[Like, _Way]] = {
    Like.NAME: _Way(customer_listed.c.sought, customer_listed.c.customer_id),
    Like.PHONE: _Way(phone.c.sought, phone.c.customer_id),
    Like.ADDRESS: _Way(address.c.email, address.c.customer_id, "@"),
}


def page(session: Session, why: Like, begin: str = "", most: int = PAGE) -> DoublesPage:
    """Those who have this in common, from where `begin` stands: at least `most` pairs, or as many as there are in what is looked at."""
    way, portion = _WAYS[why], _PORTION
    groups: list[DoubleGroup] = []
    there = looked = 0
    then: str | None = begin
    while then is not None and there < most and looked < _MOST_LOOKED:
        rows, then = _portion(session, way, then, portion)
        looked += len(rows)
        for part in _parted(_alike(why, way, rows), most - there):
            made = _groups(session, why, part)
            groups += made
            there += sum(len(group.doubles) for group in made)
            last = next(reversed(part))
            if there >= most and last != way.key(rows[-1][0]):
                # The rest is read again with the next page.
                return DoublesPage(tuple(groups), way.behind(last), looked)
        portion = min(2 * portion, _LARGEST_PORTION)
    return DoublesPage(tuple(groups), then, looked)


def again(session: Session, why: Like, keys: Sequence[str]) -> tuple[DoubleGroup, ...]:
    """The groups of these as they are now; one without pairs where there are none any more."""
    way = _WAYS[why]
    known: dict[str, list[int]] = {}
    for key in keys:
        some = _from(session, way, way.first(key)).where(_before(session, way, way.behind(key)))
        rows = session.connection.execute(some.limit(_MOST_ALIKE)).all()
        known |= _alike(why, way, [(text, owner) for text, owner in rows])
    made = {group.key: group for group in _groups(session, why, known)}
    return tuple(made.get(key, DoubleGroup(key, frozenset(), ())) for key in keys)


def count(session: Session, why: Like) -> int:
    """How many entries there are to be looked at."""
    return int(session.connection.execute(select(func.count()).select_from(_WAYS[why].text.table)).scalar_one())


def compared(session: Session, one: int, other: int) -> Compared | None:
    """What is known of both; None where one of them is no more."""
    first, second = panel(session, one, 0), panel(session, other, 0)
    return Compared(first, second) if first is not None and second is not None else None


def _portion(session: Session, way: _Way, begin: str, limit: int) -> tuple[list[tuple[str, int]], str | None]:
    """So many entries of the index, of each key all or none; and where what follows begins, None at the end."""
    found = [(text, owner) for text, owner in session.connection.execute(_from(session, way, begin).limit(limit))]
    if len(found) < limit:
        return found, None
    last = way.key(found[-1][0])
    whole = [row for row in found if way.key(row[0]) != last]
    if whole:
        return whole, way.first(last)
    if limit < _MOST_ALIKE:
        return _portion(session, way, begin, _MOST_ALIKE)
    return found[:_MOST_ALIKE], way.behind(last)


def _from(session: Session, way: _Way, begin: str) -> Select[str, int]:
    column = way.text
    if session.engine_name == "sqlite" or not way.end:
        rises: ColumnElement[Any] = column.asc()
        from_here: ColumnElement[bool] = column >= begin
    else:
        # In the order of letters, not of a language, as the index of beginnings has it.
        rises = UnaryExpression(column, modifier=custom_op("USING ~<~"))
        from_here = column.bool_op("~>=~")(literal(begin))
    return select(column, way.owner).where(from_here).order_by(rises)


def _before(session: Session, way: _Way, end: str) -> ColumnElement[bool]:
    if session.engine_name == "sqlite" or not way.end:
        return way.text < end
    return way.text.bool_op("~<~")(literal(end))


def _alike(why: Like, way: _Way, rows: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The customers of each key that several have, and that tells somebody apart."""
    of_keys: dict[str, dict[int, None]] = defaultdict(dict)
    for text, owner in rows:
        of_keys[way.key(text)][owner] = None
    return {key: list(ids) for key, ids in of_keys.items() if len(ids) > 1 and tells_somebody(why, key)}


def _parted(known: Mapping[str, list[int]], wanted: int) -> Iterable[dict[str, list[int]]]:
    """So many keys at a time as may give as many pairs."""
    part: dict[str, list[int]] = {}
    pairs_at_most = 0
    for key, ids in known.items():
        part[key] = ids
        pairs_at_most += len(ids) - 1
        if pairs_at_most >= wanted:
            yield part
            part, pairs_at_most = {}, 0
    if part:
        yield part


def _groups(session: Session, why: Like, known: Mapping[str, list[int]]) -> list[DoubleGroup]:
    ids = sorted({one for several in known.values() for one in several})
    run = session.connection.execute
    people: dict[int, Known] = {}
    apart: set[tuple[int, int]] = set()
    for part in in_parts(ids):
        those = select(customer.c.id, customer.c.name, customer.c.organisation)
        rows = run(those.where(customer.c.id.in_(part), customer.c.merged_into.is_(None)))
        people |= {row.id: Known(row.id, row.name, row.organisation) for row in rows}
        said = select(customer_apart.c.customer_id, customer_apart.c.other_id)
        apart |= {(low, high) for low, high in run(said.where(customer_apart.c.customer_id.in_(part)))}
    found = {
        key: pairs(why, key, [people[one] for one in several if one in people], apart) for key, several in known.items()
    }
    shown = sorted({one for some in found.values() for pair in some for one in pair})
    lines = {line.id: line for part in in_parts(shown) for line in customer_list.lines(session, part)}
    return [
        DoubleGroup(
            key,
            frozenset(known[key]),
            tuple(
                Double(key, why, *in_order(lines[low], lines[high]))
                for low, high in some
                if low in lines and high in lines
            ),
        )
        for key, some in found.items()
    ]
