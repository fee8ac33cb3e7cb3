"""Which columns a table of tickets has, how wide they are, and how that is kept as a text."""

from typing import Final

from msgspec.structs import replace

from deskbell.model.columns import Column, Key, Place, Wide
from deskbell.model.views import ViewKind

Columns = tuple[Wide, ...]

NARROWEST: Final = 48
WIDEST: Final = 600
SUBJECT: Final = 180
"""So much a subject has at least, before the others give way."""

# A custom field is kept as "field7".
_FIELD: Final = "field"
_FIELDS_WIDTH: Final = 120
_WIDTHS: Final[dict[Key, int]] = {
    Column.NUMBER: 68,
    Column.CUSTOMER: 168,
    Column.SUBJECT: 0,
    Column.ASSIGNEE: 120,
    Column.TEAM: 110,
    Column.LEVEL: 110,
    Column.STATUS: 92,
    Column.PRIORITY: 84,
    Column.TYPE: 92,
    Column.MAILBOX: 110,
    Column.TAGS: 150,
    Column.CREATED: 92,
    Column.ACTIVITY: 108,
    Column.DUE: 108,
    Column.SNOOZED: 120,
    Column.SLA: 92,
}
# What a name needs to be known, and a word or a time of which half would say nothing.
_WHOLE: Final[dict[Key, int]] = {
    Column.NUMBER: 60,
    Column.CUSTOMER: 104,
    Column.STATUS: 82,
    Column.PRIORITY: 68,
    Column.TYPE: 72,
    Column.TAGS: 84,
    Column.CREATED: 72,
    Column.ACTIVITY: 80,
    Column.DUE: 80,
    Column.SNOOZED: 80,
    Column.SLA: 72,
}
_USUAL: Final = (
    Column.NUMBER,
    Column.CUSTOMER,
    Column.SUBJECT,
    Column.STATUS,
    Column.PRIORITY,
    Column.ASSIGNEE,
    Column.TAGS,
    Column.ACTIVITY,
)
# What all tickets of a view have in common needs no column.
_LEFT_OUT: Final = {
    ViewKind.MINE: Column.ASSIGNEE,
    ViewKind.UNASSIGNED: Column.ASSIGNEE,
    ViewKind.COLLEAGUE: Column.ASSIGNEE,
    ViewKind.SPAM: Column.STATUS,
    ViewKind.TRASH: Column.STATUS,
}


def usual(kind: ViewKind) -> Columns:
    """The columns of a view for which nobody chose any."""
    chosen = [column for column in _USUAL if column is not _LEFT_OUT.get(kind)]
    if kind is ViewKind.SNOOZED:
        chosen.insert(chosen.index(Column.ACTIVITY), Column.SNOOZED)
    return tuple(Wide(column, _WIDTHS[column]) for column in chosen)


def as_text(columns: Columns) -> str:
    """As settings and saved views keep it: "number:68 customer:168 subject:0 field7:120"."""
    return " ".join(f"{_name(one.column)}:{one.width}" for one in columns)


def from_text(text: str) -> Columns:
    """The columns that a text keeps, () for none. What only a newer program knows is left out, what cannot be is made so that it can."""
    found: dict[Key, Wide] = {}
    for word in text.split():
        name, _, width = word.partition(":")
        column = _key(name)
        if column is not None:
            wide = int(width) if _is_number(width) else _WIDTHS.get(column, _FIELDS_WIDTH)
            found.setdefault(column, Wide(column, _held(column, wide)))
    if found:
        found.setdefault(Column.SUBJECT, Wide(Column.SUBJECT, 0))
    return tuple(found.values())


def shown_or_not(columns: Columns, column: Key) -> Columns:
    """With this column behind the others, or without it where it was among them; the subject stays."""
    left = tuple(one for one in columns if one.column != column or column is Column.SUBJECT)
    if len(left) < len(columns) or column is Column.SUBJECT:
        return left
    return (*columns, Wide(column, _WIDTHS.get(column, _FIELDS_WIDTH)))


def moved(columns: Columns, column: Key, to: int) -> Columns:
    """With this column at another place among the others: before the one that stands at number `to` now, the last where there is none."""
    at = next((number for number, one in enumerate(columns) if one.column == column), None)
    if at is None:
        return columns
    rest = [one for one in columns if one.column != column]
    rest.insert(to - 1 if to > at else to, columns[at])
    return tuple(rest)


def resized(columns: Columns, column: Key, width: int) -> Columns:
    """With this column so wide, as far as it may be."""
    return tuple(
        replace(one, width=_held(column, width)) if one.column == column and column is not Column.SUBJECT else one
        for one in columns
    )


def placed(columns: Columns, left: int, room: int, scale: float = 1.0) -> tuple[Place, ...]:
    """Where each stands in `room` pixels from `left` on, with a text of `scale`: they fill it. Where they would have no room the others than the
    subject become narrower, first those whose words may end in dots; the table is never wider than its window."""
    wanted: dict[Key, int] = {
        one.column: round(one.width * scale) for one in columns if one.column is not Column.SUBJECT
    }
    nothing: dict[Key, int] = {}
    for keeps in (_WHOLE, nothing):
        lacking = sum(wanted.values()) + round(SUBJECT * scale) - room
        to_give = {
            column: max(0, width - round(keeps.get(column, NARROWEST) * scale)) for column, width in wanted.items()
        }
        share = min(1.0, lacking / max(1, sum(to_give.values())))
        if share > 0:
            wanted = {column: width - round(to_give[column] * share) for column, width in wanted.items()}
    rest = max(0, room - sum(wanted.values()))
    places: list[Place] = []
    for one in columns:
        places.append(Place(one.column, left, wanted.get(one.column, rest)))
        left = places[-1].right
    return tuple(places)


def _name(column: Key) -> str:
    return column.value if isinstance(column, Column) else f"{_FIELD}{column}"


def _key(name: str) -> Key | None:
    if name in set(Column):
        return Column(name)
    number = name.removeprefix(_FIELD)
    return int(number) if number != name and _is_number(number) else None


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 10


def _held(column: Key, width: int) -> int:
    return 0 if column is Column.SUBJECT else max(NARROWEST, min(WIDEST, width))
