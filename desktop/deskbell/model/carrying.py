"""What a backup, a restore or a move says about itself while it goes on and at its end; and as lines, for whoever started it in a process of its own."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct, field
from msgspec.structs import asdict


class CarryStage(StrEnum):
    """What is being done."""

    COPY = "copy"
    INDEX = "index"
    VERIFY = "verify"


class CarryCourse(Struct, frozen=True):
    """How far it is, in rows of all stages together. `rate` is rows a second of late, 0 while nobody knows yet; `left` seconds, None likewise."""

    stage: CarryStage
    done: int
    expected: int
    rate: float = 0.0
    left: float | None = None

    @property
    def part(self) -> float:
        """How much of it is done, from 0 to 1."""
        return min(1.0, self.done / self.expected) if self.expected else 0.0


class CarryEnd(Struct, frozen=True):
    """What was done. `place` is the new desk or backup, `set_aside` where the desk lies that was there before, `went_on` whether an earlier run had begun it."""

    place: str
    tables: int
    rows: int
    seconds: float
    set_aside: str = ""
    went_on: bool = False


class CarryFailed(Struct, frozen=True):
    """Why it could not go on: a code of `model.sentences` with its values, and the technical rest. Code "" where it was cut off, as asked."""

    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""


CarryWord = CarryCourse | CarryEnd | CarryFailed

_KINDS: Final[Mapping[str, type[CarryWord]]] = {"course": CarryCourse, "end": CarryEnd, "failed": CarryFailed}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


def to_line(word: CarryWord) -> str:
    """A word as one line of JSON; what it names (paths) becomes text."""
    return json.dumps({"kind": _NAMES[type(word)], **asdict(word)}, default=str)


def from_line(line: str) -> CarryWord | None:
    """The word of a line that `to_line` made; None for any other line."""
    try:
        values = json.loads(line)
        kind = _KINDS[values.pop("kind")]
        if kind is CarryCourse:
            values["stage"] = CarryStage(values["stage"])
        return kind(**values)
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
