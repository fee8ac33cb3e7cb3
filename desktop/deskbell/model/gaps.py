"""What the knowledge base has no answer to: words that somebody searched for and did not find, and what becomes of them."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from deskbell.model.commands import Command


class GapState(StrEnum):
    """AWAY was put away: it is counted on and does not come back by itself. ANSWERED has an article or a synonym by now: if nothing is found all the same, it
    begins again. What only a newer program than this knows is AWAY."""

    OPEN = "open"
    AWAY = "away"
    ANSWERED = "answered"

    @classmethod
    def _missing_(cls, value: object) -> "GapState":
        del value
        return cls.AWAY


class Gap(Struct, frozen=True):
    """Words that were searched for so many times. `hits`: so many articles were found the last time, and none of them opened. `asked_by` is who searched last,
    None where the desk does not want names, or whoever asks is not to know."""

    id: int
    written: str
    times: int
    hits: int
    asked_at: datetime
    asked_by: int | None = None
    state: GapState = GapState.OPEN


class NoteUnfound(Command, frozen=True, kw_only=True):
    """Count that somebody searched for these words, found so many articles, and opened none; `ticket_id` is what they answer meanwhile, 0 for nothing."""

    words: str
    hits: int = 0
    ticket_id: int = 0


class SettleGap(Command, frozen=True, kw_only=True):
    """Say what becomes of words that were not found."""

    id: int
    state: GapState


class AddSynonym(Command, frozen=True, kw_only=True):
    """Say that `word` means what `other` does, to the desk; `gap_id` are the words that were not found for want of it, 0 for none."""

    word: str
    other: str
    gap_id: int = 0
