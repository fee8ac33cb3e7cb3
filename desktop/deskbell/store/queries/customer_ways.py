"""How a customer is reached, what their tags are, who was merged into them, and who may be the same person: in one statement, which is asked with every ticket that opens."""

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    union_all,
)

from deskbell.model.customers import Like, Likely, Merged
from deskbell.model.kinds import Listed
from deskbell.rules.same_person import SHORTEST, is_like
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, customer_apart, customer_tag, phone, tag

# What a row is; it stands first.
_EMAIL, _PHONE, _MERGED, _APART, _NAME, _NUMBER, _LOCAL, _BLOCKED, _TAG = range(9)
_LIKE: Final = {_NAME: Like.NAME, _NUMBER: Like.PHONE, _LOCAL: Like.ADDRESS}
# So many of each are looked at, and so many offered.
_FEW: Final = 10
_OFFERED: Final = 3
# So many of a customer's addresses are compared with others', the first.
_COMPARED: Final = 3

_WHO: BindParameter[int] = bindparam("customer")
_NOTHING: ColumnElement[str] = literal_column("''")
# Numbers stand in the statement itself: SQLite makes its plan anew each time that some of them are bound, which takes thirty times as long as running it.
_ZERO: ColumnElement[int] = literal_column("0")
_ONE: ColumnElement[int] = literal_column("1")
_me, _other = customer.alias("me"), customer.alias("other")
# As bare names: the table comes with others that no ticket needs.
_listed = table("listed_sender", column("pattern", Text), column("listed", Text))
_my_phone, _their_phone = phone.alias("my_phone"), phone.alias("their_phone")
_own, _theirs = address.alias("own"), address.alias("theirs")


class Around(Struct, frozen=True):
    """The answer. `blocked`: an address of theirs is on the list of blocked senders. `alike` are rows of customers who have something in common with this one, each with what."""

    emails: tuple[str, ...]
    phones: tuple[str, ...]
    tags: tuple[str, ...]
    merged: tuple[Merged, ...]
    apart: frozenset[int]
    blocked: bool
    alike: tuple[tuple[Like, int, str, str, str, str], ...]

    def likely(self, name: str, organisation: str) -> tuple[Likely, ...]:
        """Those who may be the same person as somebody of this name and organisation."""
        found: dict[int, Likely] = {}
        for why, other, other_name, email, other_organisation, local in self.alike:
            if other in self.apart or not is_like(why, (name, organisation), (other_name, other_organisation), local):
                continue
            known = found.get(other)
            reasons = dict.fromkeys((*(known.why if known is not None else ()), why))
            found[other] = Likely(other, other_name, email, other_organisation, tuple(reasons))
        return tuple(sorted(found.values(), key=lambda one: (-len(one.why), one.id))[:_OFFERED])


def ask_around(session: Session, customer_id: int) -> Callable[[], Around]:
    """The same, together with what is asked next."""
    answer = plain.ask(session.connection, _STATEMENTS[session.engine_name], {"customer": customer_id})

    def around() -> Around:
        rows = sorted(answer())
        return Around(
            tuple(text for kind, _, text, _, _, _ in rows if kind == _EMAIL),
            tuple(text for kind, _, text, _, _, _ in rows if kind == _PHONE),
            tuple(text for kind, _, text, _, _, _ in rows if kind == _TAG),
            tuple(Merged(number, name, deed) for kind, number, name, deed, _, _ in rows if kind == _MERGED),
            frozenset(number for kind, number, _, _, _, _ in rows if kind == _APART),
            any(row[0] == _BLOCKED for row in rows),
            tuple((_LIKE[row[0]], *row[1:]) for row in rows if row[0] in _LIKE),
        )

    return around


def _limited(found: Select[Any]) -> Select[Any]:
    """Only so many of them; as a select of its own, which SQLite wants in a union."""
    few = found.limit(literal_column(str(_FEW))).offset(_ZERO).subquery()
    return select(few)


def _statement(*begins: tuple[ColumnElement[str], ColumnElement[bool], FromClause]) -> CompoundSelect[Any]:
    """`begins` tell of addresses of the customer the local part, that one in `_theirs` begins with it and an @, and from where to read both."""
    first = (
        select(address.c.email)
        .where(address.c.customer_id == _other.c.id, address.c.position == _ZERO)
        .correlate(_other)
        .scalar_subquery()
    )
    told = (_other.c.id, _other.c.name, func.coalesce(first, _NOTHING), _other.c.organisation)
    somebody_else = and_(_other.c.id != _WHO, _other.c.merged_into.is_(None))
    return union_all(
        select(_kind(_EMAIL), address.c.position, address.c.email, _NOTHING, _NOTHING, _NOTHING)
        .where(address.c.customer_id == _WHO),
        select(_kind(_PHONE), phone.c.position, phone.c.number, _NOTHING, _NOTHING, _NOTHING)
        .where(phone.c.customer_id == _WHO),
        select(_kind(_TAG), _ZERO, tag.c.name, _NOTHING, _NOTHING, _NOTHING)
        .select_from(customer_tag.join(tag, tag.c.id == customer_tag.c.tag_id))
        .where(customer_tag.c.customer_id == _WHO),
        _limited(
            select(_kind(_MERGED), customer.c.id, customer.c.name, customer.c.merged_by, _NOTHING.label("a"), _NOTHING.label("b"))
            .where(customer.c.merged_into == _WHO)
        ),
        select(_kind(_APART), customer_apart.c.other_id, _NOTHING, _NOTHING, _NOTHING, _NOTHING)
        .where(customer_apart.c.customer_id == _WHO),
        select(_kind(_APART), customer_apart.c.customer_id, _NOTHING, _NOTHING, _NOTHING, _NOTHING)
        .where(customer_apart.c.other_id == _WHO),
        select(_kind(_BLOCKED), _ZERO, _NOTHING, _NOTHING, _NOTHING, _NOTHING)
        .select_from(address.join(_listed, _listed.c.pattern == address.c.email))
        .where(address.c.customer_id == _WHO, _listed.c.listed == literal_column(f"'{Listed.BLOCKED.value}'")),
        _limited(
            select(_kind(_NAME), *told, _NOTHING.label("local"))
            .select_from(_me.join(_other, _other.c.name == _me.c.name))
            .where(_me.c.id == _WHO, somebody_else)
        ),
        _limited(
            select(_kind(_NUMBER), *told, _NOTHING.label("local"))
            .select_from(_my_phone.join(_their_phone, _their_phone.c.sought == _my_phone.c.sought))
            .join(_other, _other.c.id == _their_phone.c.customer_id)
            .where(_my_phone.c.customer_id == _WHO, _my_phone.c.sought != _NOTHING, somebody_else)
        ),
        *(
            _limited(
                select(_kind(_LOCAL), *told, local.label("local"))
                .select_from(there.join(_other, _other.c.id == _theirs.c.customer_id))
                .where(said, func.length(local) >= literal_column(str(SHORTEST)), somebody_else)
            )
            for local, said, there in begins
        ),
    )  # fmt: skip


def _kind(number: int) -> ColumnElement[int]:
    return literal_column(str(number)).label("kind")


def _sqlite() -> CompoundSelect[Any]:
    up_to = func.substr(_own.c.email, _ONE, func.instr(_own.c.email, literal_column("'@'")))
    local = func.substr(up_to, _ONE, func.length(up_to) - _ONE)
    begins = and_(_theirs.c.email >= up_to, _theirs.c.email < local.concat(_BEHIND))
    mine = and_(_own.c.customer_id == _WHO, _own.c.position < literal_column(str(_COMPARED)))
    return _statement((local, and_(mine, begins), _own.join(_theirs, begins)))


def _postgresql() -> CompoundSelect[Any]:
    """Each address as a value of its own: what is made of a column PostgreSQL looks up in no index for an agent, as it might tell of rows that are not to be
    seen. In the order of letters, not of a language.
    """
    part = func.split_part(_own.c.email, literal_column("'@'"), _ONE)
    found = []
    for position in range(_COMPARED):
        of = select(part).where(_own.c.customer_id == _WHO, _own.c.position == literal_column(str(position)))
        from_, to = (
            of.with_only_columns(func.concat(part, end)).scalar_subquery() for end in (literal_column("'@'"), _BEHIND)
        )
        begins = and_(_theirs.c.email.bool_op("~>=~")(from_), _theirs.c.email.bool_op("~<~")(to))
        found.append((of.scalar_subquery(), begins, _theirs))
    return _statement(*found)


# Addresses are in lower case, and A is what comes behind @: what begins so lies between the two.
_BEHIND: Final[ColumnElement[str]] = literal_column("'A'")
_STATEMENTS: Final = {"sqlite": _sqlite(), "postgresql": _postgresql()}
