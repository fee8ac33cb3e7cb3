"""Which steps can be taken back, and what became of those that cannot: read from the journal of one ticket alone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from deskbell.model.history import Standing
from deskbell.model.kinds import Deed
from deskbell.rules import checklist, fields

# What is put back by value, also where it was itself a step that took something back.
BY_VALUE: Final = frozenset(
    {
        Deed.STATUS,
        Deed.ASSIGNED,
        Deed.TEAM,
        Deed.PRIORITY,
        Deed.MOVED,
        Deed.SNOOZED,
        Deed.SUBJECT,
        Deed.DUE,
        Deed.TYPE,
        Deed.LEVEL,
        Deed.FOLLOWED,
        Deed.LINKED,
        Deed.CHECKLIST,
        Deed.FIELD,
        Deed.TAGGED,
    }
)
BY_THEIR_OWN_WAY: Final = frozenset({Deed.MESSAGES_MOVED, Deed.BLOCKED})
OF_CUSTOMERS: Final = frozenset({Deed.CUSTOMER, Deed.CUSTOMERS_MERGED, Deed.CUSTOMER_BLOCKED, Deed.ORGANISATION})
OF_ARTICLES: Final = frozenset({Deed.ARTICLE, Deed.CATEGORY})
# What follows by itself from what is done, and from taking it back.
FOLLOWING: Final = frozenset({Deed.PROMISED, Deed.BREACHED, Deed.WARNED, Deed.HANDED, Deed.UNATTENDED})
# What concerns two tickets at once, and is of both or of none.
_OF_TWO: Final = frozenset({Deed.LINKED, Deed.LEFT, Deed.CAME, Deed.MERGED})


class Line(Struct, frozen=True):
    """A line of the journal, as it is kept."""

    deed_id: str
    kind: Deed
    before: str
    after: str


class Done(Struct, frozen=True):
    """A step: what kind it is, which one it took back, and which one took all of it back."""

    kind: Deed
    undoes: str | None = None
    undone_by: str | None = None


class Verdict(Struct, frozen=True):
    """What has become of a step, and through which other one."""

    standing: Standing
    by: str = ""


def can_be_taken_back(kind: Deed, lines: Iterable[Deed]) -> bool:
    """Whether there is a way back from a step of this kind with such journal lines, whatever was done since."""
    if kind is Deed.UNDONE:
        kinds = set(lines) - FOLLOWING
        return bool(kinds) and kinds <= BY_VALUE
    return kind in BY_VALUE or kind in BY_THEIR_OWN_WAY or kind in OF_CUSTOMERS or kind in OF_ARTICLES


def is_whole(lines: Iterable[Deed]) -> bool:
    """Whether a step with such lines is taken back of all its tickets or of none."""
    return not _OF_TWO.isdisjoint(lines)


def verdicts(lines: Sequence[Line], done: Mapping[str, Done]) -> dict[str, Verdict]:
    """What became of each step of one ticket. `lines` are all of the ticket's from the newest on, newest first, `done` the steps that they are of."""
    steps: dict[str, list[Line]] = {}
    for line in lines:
        steps.setdefault(line.deed_id, []).append(line)
    found: dict[str, Verdict] = {}
    undone: dict[str, str] = {}
    now: dict[tuple[Deed, str], Line] = {}
    for deed_id, its in steps.items():
        step = done[deed_id]
        found[deed_id] = _verdict(deed_id, step, its, undone, now, found)
        if step.undoes is not None and found[deed_id].standing is not Standing.TAKEN_BACK:
            undone.setdefault(step.undoes, deed_id)
        for line in its:
            now.setdefault(_what(line), line)
    return found


def _verdict(
    deed_id: str,
    step: Done,
    its: Sequence[Line],
    undone: Mapping[str, str],
    now: Mapping[tuple[Deed, str], Line],
    found: Mapping[str, Verdict],
) -> Verdict:
    by = undone.get(deed_id) or step.undone_by
    if by is not None and (by not in found or found[by].standing is not Standing.TAKEN_BACK):
        return Verdict(Standing.TAKEN_BACK, by)
    if not can_be_taken_back(step.kind, (line.kind for line in its)):
        return Verdict(Standing.STAYS)
    left: dict[tuple[Deed, str], Line] = {}
    for line in its:
        left.setdefault(_what(line), line)
    for what, line in left.items():
        newest = now.get(what)
        if line.kind in BY_VALUE and newest is not None and _value(newest) != _value(line):
            return Verdict(Standing.OVERTAKEN, newest.deed_id)
    return Verdict(Standing.HOLDS)


def _what(line: Line) -> tuple[Deed, str]:
    """What a line is about: lines of the same are those that overtake each other."""
    match line.kind:
        case Deed.WOKEN:
            return Deed.SNOOZED, ""
        case Deed.FIELD:
            return Deed.FIELD, str(fields.from_journal(line.after)[0])
        case Deed.FOLLOWED:
            return Deed.FOLLOWED, line.after or line.before
        case Deed.LINKED:
            return Deed.LINKED, line.after.partition(" ")[2]
        case Deed.CHECKLIST:
            sides = (checklist.from_journal(line.after), checklist.from_journal(line.before))
            return Deed.CHECKLIST, next((side[0].id for side in sides if side is not None), "")
        case Deed.TAGGED | Deed.STATUS | Deed.ASSIGNED | Deed.TEAM | Deed.PRIORITY | Deed.MOVED:
            return line.kind, ""
        case Deed.SNOOZED | Deed.SUBJECT | Deed.DUE | Deed.TYPE | Deed.LEVEL:
            return line.kind, ""
    return line.kind, f"{line.before} {line.after}"


def _value(line: Line) -> object:
    """What it left; where an item stands in its checklist is nobody's."""
    if line.kind is Deed.CHECKLIST:
        side = checklist.from_journal(line.after)
        return side[0] if side is not None else None
    return line.after
