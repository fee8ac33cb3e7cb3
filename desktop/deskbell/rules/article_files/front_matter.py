"""The head of a Markdown file between two lines of dashes: so much of YAML as articles need.

What is written is JSON behind a name, which is YAML too. What is read is that, and words as they stand, in quotes or without, and lists in brackets or line by line.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

_FENCE: Final = "---"
_MOST_LINES: Final = 500
_LONGEST_LINE: Final = 20_000
_DEEPEST: Final = 8
_ENTRY: Final = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*))?")
_ITEM: Final = re.compile(r"[ \t]*-(?:[ \t]+(.*))?")
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "yes": True, "no": False}
_MISSING: Final = object()


class Head(Struct, frozen=True):
    """What a head says, the lines (from 1) that it says it on, and those that were not understood."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    odd: tuple[int, ...] = ()


NO_HEAD: Final = Head({}, {})


def written(values: Mapping[str, Any], body: str) -> str:
    """A file: the head, an empty line, and the text as it is."""
    lines = [_FENCE]
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{name}:", *(f"  - {_json(one)}" for one in value)]
        else:
            lines.append(f"{name}: {_json(value)}")
    return "\n".join([*lines, _FENCE, "", body])


def read(text: str) -> tuple[Head, str]:
    """The head of a file and its text; `NO_HEAD` and all of it where it has none."""
    if not text.startswith(f"{_FENCE}\n"):
        return NO_HEAD, text
    lines = text.split("\n", _MOST_LINES + 1)
    ends = next((n for n, line in enumerate(lines[1 : _MOST_LINES + 1], 1) if line.rstrip() == _FENCE), 0)
    if not ends or any(len(line) > _LONGEST_LINE for line in lines[:ends]):
        return NO_HEAD, text
    return _head(lines[1:ends]), "\n".join(lines[ends + 1 :]).removeprefix("\n")


def _head(lines: list[str]) -> Head:
    values: dict[str, Any] = {}
    places: dict[str, int] = {}
    odd: list[int] = []
    listed = ""
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = _ITEM.fullmatch(line)
        if item is not None and listed:
            value = _value(item[1] or "")
            _keep(values.setdefault(listed, []).append, value, odd, number)
            continue
        entry = _ENTRY.fullmatch(line)
        listed = ""
        if entry is None or entry[1] in places:
            odd.append(number)
            continue
        places[entry[1]] = number
        said = (entry[2] or "").strip()
        if said:
            name = entry[1]
            _keep(lambda one, name=name: values.update({name: one}), _value(said), odd, number)
        else:
            listed = entry[1]
    return Head(values, places, tuple(odd))


def _keep(keep: Any, value: Any, odd: list[int], number: int) -> None:
    if value is _MISSING:
        odd.append(number)
    else:
        keep(value)


def _value(said: str) -> Any:
    """What stands behind a name; `_MISSING` where it is not understood."""
    if said[:1] in ('"', "[", "{"):
        try:
            value = json.loads(said, parse_constant=_refuse) if said.count("[") + said.count("{") < 1_000 else _MISSING
            return value if value is not _MISSING and _depth(value) <= _DEEPEST else _MISSING
        except (ValueError, RecursionError):
            return _bare_list(said)
    if len(said) > 1 and said[0] == said[-1] == "'":
        return said[1:-1].replace("''", "'")
    if said[:1] in "&*!|>%@`":
        return _MISSING
    said = re.split(r"\s#", said, maxsplit=1)[0].rstrip()
    if said.lower() in _WORDS:
        return _WORDS[said.lower()]
    return int(said) if re.fullmatch(r"-?\d{1,15}", said) else said


def _bare_list(said: str) -> Any:
    """A list of words without quotes, as people write it: [one, two]."""
    if not (said.startswith("[") and said.endswith("]")) or any(mark in said[1:-1] for mark in '[]{}"'):
        return _MISSING
    return [one.strip().strip("'") for one in said[1:-1].split(",") if one.strip()]


def _depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inside), default=0)


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _json(value: Any) -> str:
    # These end a line of YAML as well, and JSON leaves them as they are.
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
