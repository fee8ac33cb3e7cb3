"""A ticket's checklist as it is kept, and what a change makes of it."""

from collections.abc import Sequence

import msgspec

from deskbell.model.checklist import LONGEST, MOST, ChecklistItem
from deskbell.model.errors import Mistake

Items = tuple[ChecklistItem, ...]
_items = msgspec.json.Decoder(tuple[ChecklistItem, ...])
_placed = msgspec.json.Decoder(tuple[ChecklistItem, int])


def changed(items: Sequence[ChecklistItem], item: ChecklistItem, place: int | None = None) -> Items:
    """The checklist with this item in place of the one with its id, or as one more; without it where it has no text."""
    at = place_of(items, item.id)
    left = [one for one in items if one.id != item.id]
    if item.text:
        where = at if place is None else place
        left.insert(len(left) if where is None else where, item)
    return tuple(left)


def place_of(items: Sequence[ChecklistItem], item_id: str) -> int | None:
    """Where an item stands, None where it is not there."""
    return next((number for number, one in enumerate(items) if one.id == item_id), None)


def kept(item: ChecklistItem) -> ChecklistItem:
    """An item as it is kept: its text on one line. Raises `Mistake` checklist.long."""
    text = " ".join(item.text.split())
    if len(text) > LONGEST:
        raise Mistake("checklist.long", most=LONGEST)
    return ChecklistItem(item.id, text, item.done)


def check_length(items: Sequence[ChecklistItem]) -> None:
    """Raise `Mistake` checklist.full where a checklist has no room for one more."""
    if len(items) >= MOST:
        raise Mistake("checklist.full", most=MOST)


def as_text(items: Items) -> str | None:
    """A checklist as a ticket keeps it; None where there is none."""
    return msgspec.json.encode(items).decode() if items else None


def from_text(text: str | None) -> Items:
    """A checklist that a ticket keeps."""
    return _items.decode(text) if text else ()


def journalled(items: Sequence[ChecklistItem], item_id: str) -> str:
    """An item and where it stands, as the journal keeps it; "" where it is not there."""
    at = place_of(items, item_id)
    return "" if at is None else msgspec.json.encode((items[at], at)).decode()


def from_journal(text: str) -> tuple[ChecklistItem, int] | None:
    """An item of the journal and where it stood, None where it was not there."""
    return _placed.decode(text) if text else None
