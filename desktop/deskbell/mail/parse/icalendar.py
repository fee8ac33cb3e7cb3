"""The lines of a calendar file as components with their properties (RFC 5545, section 3.1; also vCalendar 1.0), read in one pass."""

import binascii
import re
from typing import Final

from msgspec import Struct, field

from deskbell.mail.parse.charsets import decode

_FOLD: Final = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_SOFT_BREAK: Final = re.compile(r"=(?:\r\n|\n|\r)")
_LINE: Final = re.compile(r'([A-Za-z0-9-]{1,60})((?:;[A-Za-z0-9-]{1,60}=(?:"[^"]*"|[^;:"])*)*):(.*)', re.DOTALL)
_PARAMETER: Final = re.compile(r';([A-Za-z0-9-]{1,60})=((?:"[^"]*"|[^;:"])*)')
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_CARET: Final = re.compile(r"\^(['n^])")
_CARETS: Final = {"'": '"', "n": "\n", "^": "^"}
_MOST_CHARACTERS: Final = 512 * 1024
_MOST_LINES: Final = 20_000
_DEPTH: Final = 4


class Property(Struct, frozen=True):
    """One line: the parameters' names in upper case and without quotes around their values, the value as it stands there."""

    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, without its escapes (RFC 5545, 3.3.11)."""
        if self.params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
            raw = binascii.a2b_qp(self.value.encode("utf-8", "replace"))
            return decode(raw, self.params.get("CHARSET", "utf-8"))[0]
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


class Component(Struct, frozen=True):
    """What stands between BEGIN and END: its name and its properties' names in upper case."""

    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    children: "list[Component]" = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """The first property of this name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """The text of the first property of this name, "" where there is none."""
        found = self.first(name)
        return found.text if found is not None else ""

    def inside(self, name: str) -> "list[Component]":
        """The components of this name directly inside."""
        return [child for child in self.children if child.name == name]


def calendars(text: str) -> list[Component]:
    """The calendars (VCALENDAR) of a file. What is no calendar, or stands beyond the first half megabyte, is left out."""
    text = text[:_MOST_CHARACTERS]
    if "QUOTED-PRINTABLE" in text:
        text = _SOFT_BREAK.sub("", text)
    root = Component("")
    open_ones = [root]
    for line in _LINE_END.split(_FOLD.sub("", text), _MOST_LINES)[:_MOST_LINES]:
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1].upper(), found[3]
        if name == "BEGIN":
            child = Component(value.strip().upper())
            if len(open_ones) <= _DEPTH:
                open_ones[-1].children.append(child)
            open_ones.append(child)
        elif name == "END":
            del open_ones[max(1, len(open_ones) - 1) :]
        else:
            open_ones[-1].properties.setdefault(name, []).append(Property(_parameters(found[2]), value))
    return root.inside("VCALENDAR")


def _parameters(text: str) -> dict[str, str]:
    return {
        found[1].upper(): _CARET.sub(lambda escape: _CARETS[escape[1]], found[2].replace('"', ""))
        for found in _PARAMETER.finditer(text)
    }
