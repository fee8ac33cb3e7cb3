"""What a window and the process that has the dictionaries say to each other: a line of JSON each."""

from typing import Final

import msgspec
from msgspec import Struct


class Begin(Struct, frozen=True, tag="begin"):
    """Load these dictionaries ("lt_LT"). Where none is named: those for `spoken`, the languages of the person's system ("lt-LT"), the dearest first."""

    languages: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()


class Judge(Struct, frozen=True, tag="judge"):
    """Say which dictionaries know these words."""

    words: tuple[str, ...]


class Suggest(Struct, frozen=True, tag="suggest"):
    """Say what may be meant by a word, in these languages, the dearest first."""

    word: str
    languages: tuple[str, ...]


class Ready(Struct, frozen=True, tag="ready"):
    """The dictionaries that there are, and those that are loaded: bit n of a verdict is the n-th of these."""

    found: tuple[str, ...]
    loaded: tuple[str, ...]


class Verdict(Struct, frozen=True, array_like=True):
    """The dictionaries whose letters a word is written in, and those that know it, each as a sum of bits."""

    writes: int
    knows: int


class Judged(Struct, frozen=True, tag="judged"):
    """Words with what was found of them."""

    verdicts: dict[str, Verdict]


class Suggested(Struct, frozen=True, tag="suggested"):
    """What may be meant by a word, the likeliest first."""

    word: str
    words: tuple[str, ...]


class Died(Struct, frozen=True, tag="died"):
    """The process is gone; `detail` is what it said last."""

    detail: str = ""


Asked = Begin | Judge | Suggest
Answered = Ready | Judged | Suggested

_ENCODER: Final = msgspec.json.Encoder()
_ASKED: Final = msgspec.json.Decoder(Asked)
_ANSWERED: Final = msgspec.json.Decoder(Answered)


def to_line(said: Asked | Answered) -> str:
    """As one line of JSON."""
    return _ENCODER.encode(said).decode()


def asked(line: str | bytes) -> Asked | None:
    """What the window said in a line; None for a line that says nothing."""
    try:
        said: Asked = _ASKED.decode(line)
    except msgspec.DecodeError:
        return None
    return said


def answered(line: str | bytes) -> Answered | None:
    """What the process said in a line; None for a line that says nothing."""
    try:
        said: Answered = _ANSWERED.decode(line)
    except msgspec.DecodeError:
        return None
    return said
