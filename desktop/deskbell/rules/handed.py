"""Why somebody was handed a ticket, as the journal keeps it: told of the moment, whatever becomes of teams, tags and agents."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.json import Decoder, Encoder

from deskbell.model.routing import HandingOut, Verdict

_encode: Final = Encoder().encode


class Handed(Struct, frozen=True, array_like=True):
    """Why it was they. `load` are the open tickets that they have with this one, of `capacity` (None: any number). `language` is the customer's where they
    were chosen for it, "" else, and `skills` are those that they have of those asked for, `lacks` what they lack (names of tags).
    """

    agent_id: int
    handing: HandingOut
    load: int
    capacity: int | None = None
    language: str = ""
    skills: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    answered: bool = False


_decode: Final = Decoder(Handed).decode


def handed(verdict: Verdict, skills: Mapping[int, str]) -> Handed:
    """What is kept of a verdict that found somebody; `skills` are the names of the tags that are any."""
    chosen = verdict.chosen
    assert chosen is not None
    who = chosen.candidate
    return Handed(
        who.agent_id,
        verdict.way.handing,
        who.load + 1,
        who.work.capacity,
        verdict.need.language if chosen.speaks and who.work.languages else "",
        tuple(sorted(skills[one] for one in chosen.has)),
        tuple(sorted(skills[one] for one in chosen.lacks)),
        verdict.way.handing is HandingOut.LAST and chosen.answered,
    )


def as_text(why: Handed) -> str:
    """As a journal line has it in `after`."""
    return _encode(why).decode()


def from_text(kept: str) -> Handed | None:
    """What a journal line says; None for what only a newer program knows."""
    try:
        return _decode(kept)
    except ValueError:
        return None
