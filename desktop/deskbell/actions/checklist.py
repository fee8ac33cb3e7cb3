"""Changing the checklists of tickets, one item at a time: two who tick different ones at once do not undo each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from deskbell.actions.deeds import Line, record_changes
from deskbell.actions.properties import load, write
from deskbell.model.checklist import ChecklistItem, SetItem
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed
from deskbell.rules import checklist as rules
from deskbell.store.session import Session


def set_item(session: Session, command: SetItem) -> int | None:
    """Add, change, move or take off an item.

    Raises `Mistake` ticket.missing, checklist.gone where somebody has taken the item off, and as `rules.checklist.kept` and `check_length`.
    """
    row = load(session, (command.ticket_id,))[0]
    before, item = rules.from_text(row.checklist), rules.kept(command.item)
    there = rules.place_of(before, item.id) is not None
    if command.fresh and item.text and not there:
        rules.check_length(before)
    elif item.text and not there:
        raise Mistake("checklist.gone")
    after = rules.changed(before, item, command.place)
    lines: list[Line] = []
    if after != before:
        write(session, [(row, {"checklist": rules.as_text(after)})])
        said = (rules.journalled(items, item.id) for items in (before, after))
        lines = [(row.id, Deed.CHECKLIST, *said)]
    return record_changes(session, command, Deed.CHECKLIST, lines)


def added(row: Row[Any], items: Sequence[ChecklistItem]) -> tuple[str | None, list[Line]] | None:
    """The ticket's checklist with those of the items that it does not have by their words, and the lines that say so; None where it has all of them.

    Raises as `rules.checklist.kept` and `check_length`.
    """
    after = rules.from_text(row.checklist)
    lines: list[Line] = []
    known = {one.text for one in after}
    for item in map(rules.kept, items):
        if item.text and item.text not in known:
            rules.check_length(after)
            after = rules.changed(after, item)
            known.add(item.text)
            lines.append((row.id, Deed.CHECKLIST, "", rules.journalled(after, item.id)))
    return (rules.as_text(after), lines) if lines else None


def take_back(
    tickets: Mapping[int, Row[Any]], values: dict[int, dict[str, Any]], lines: Sequence[Row[Any]]
) -> list[Line]:
    """Undo these journal lines of `tickets` in the new `values` of these; the lines that say so. Raises `Mistake` undo.changed where the item says
    something else by now; where it stands is nobody's.
    """
    for line in lines:
        # A deed may have put several on one ticket.
        kept = values.get(line.ticket_id, {}).get("checklist", tickets[line.ticket_id].checklist)
        items = rules.from_text(kept)
        left, then = rules.from_journal(line.after), rules.from_journal(line.before)
        now = rules.from_journal(rules.journalled(items, _id(left, then)))
        if (now and now[0]) != (left and left[0]):
            raise Mistake("undo.changed", number=line.ticket_id)
        gone = ChecklistItem(_id(left, then), "")
        items = rules.changed(items, *(then or (gone, None)))
        values.setdefault(line.ticket_id, {})["checklist"] = rules.as_text(items)
    return [(line.ticket_id, Deed.CHECKLIST, line.after, line.before) for line in lines]


def _id(*sides: tuple[ChecklistItem, int] | None) -> str:
    return next(side[0].id for side in sides if side is not None)
