"""What an import says about itself while it goes on and at its end; and as lines, for whoever started it in a process of its own."""

import json
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field
from msgspec.structs import asdict


class ImportCourse(Struct, frozen=True):
    """How far it is, in mails. `new` are those of the `seen` that the mailbox did not have yet, `filed` those of the new that are in tickets,
    `refused` the files and mails that could not be taken.

    `expected` is how many mails there will have been, as far as can be told by now; `rate` mails a second of late, 0 while nobody knows yet;
    `left` seconds, None likewise.
    """

    seen: int = 0
    new: int = 0
    filed: int = 0
    refused: int = 0
    expected: int = 0
    rate: float = 0.0
    left: float | None = None

    @property
    def done(self) -> int:
        """Mails that nothing is left to do for: filed, or here already."""
        return self.seen - self.new + self.filed

    @property
    def part(self) -> float:
        """How much of it is done, from 0 to 1."""
        return min(1.0, self.done / self.expected) if self.expected else 0.0


class ImportLeftOut(Struct, frozen=True):
    """A file or a mail that could not be taken: a code of `model.sentences` with its values. The others were."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class ImportEnd(Struct, frozen=True):
    """What was done. `tickets` are new, with numbers from `first` to `last`; `cut_off` where it was ended before it was through."""

    seen: int
    new: int
    filed: int
    refused: int
    tickets: int
    seconds: float
    cut_off: bool = False
    first: int = 0
    last: int = 0

    @property
    def known(self) -> int:
        """Mails that were here already."""
        return self.seen - self.new

    @property
    def waiting(self) -> int:
        """Mails that are kept and not filed yet: the worker does."""
        return self.new - self.filed


class ImportFailed(Struct, frozen=True):
    """Why it could not go on: a code of `model.sentences` with its values, and the technical rest."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""


ImportWord = ImportCourse | ImportLeftOut | ImportEnd | ImportFailed

_KINDS: Final[Mapping[str, type[ImportWord]]] = {
    "course": ImportCourse,
    "left_out": ImportLeftOut,
    "end": ImportEnd,
    "failed": ImportFailed,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


def to_line(word: ImportWord) -> str:
    """A word as one line of JSON; what it names (paths) becomes text."""
    return json.dumps({"kind": _NAMES[type(word)], **asdict(word)}, default=str)


def from_line(line: str) -> ImportWord | None:
    """The word of a line that `to_line` made; None for any other line."""
    try:
        values = json.loads(line)
        return _KINDS[values.pop("kind")](**values)
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
