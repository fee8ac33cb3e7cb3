"""The header block of a mail or part: bytes into fields, without trusting a line of it (RFC 5322, section 2.2)."""

import re
from typing import Final

from msgspec import Struct, field

# A field name is printable ASCII without a colon; old software puts blanks before the colon (RFC 5322, 4.5.8).
_FIELD: Final = re.compile(rb"([!-9;-~]{1,80})[ \t]*:(.*)", re.DOTALL)
_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_BLANKS: Final = b" \t\r\n"


class Headers(Struct):
    """The fields of one header block in their order: (name in lower case, value unfolded, still bytes). `problems` as in `InboundMail`."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def first(self, name: str) -> bytes:
        """The first field called `name` that holds anything, b"" where there is none."""
        return next((value for known, value in self.fields if known == name and value), b"")

    def every(self, name: str) -> list[bytes]:
        """All non-empty fields called `name`, in their order."""
        return [value for known, value in self.fields if known == name and value]

    def has(self, name: str) -> bool:
        """Whether there is a field called `name`, empty or not."""
        return any(known == name for known, _ in self.fields)


def split_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header block in raw[start:end] and where the body begins.

    An mbox "From " line and, in the mail's own block, blank lines before the first field are skipped. A line that is no field ends the block, unless fields follow it:
    then it is the torn rest of the field before (a fold that lost its blank on the way).
    """
    headers = Headers()
    position = start + 3 if raw.startswith(b"\xef\xbb\xbf", start) else start
    while position < end:
        match = _LINE.match(raw, position, end)
        assert match is not None
        line = match.group()
        bare = line.rstrip(b"\r\n")
        if not bare:
            if headers.fields or start or not _is_field(raw, match.end(), end):
                return headers, match.end()
        elif bare[0] in b" \t":
            if not bare.strip() and not _goes_on(raw, match.end(), end):
                return headers, match.end()
            _append(headers, bare)
        elif found := _FIELD.match(bare):
            headers.fields.append((found[1].decode("ascii").lower(), found[2].strip(_BLANKS)))
        elif bare.startswith((b"From ", b">From ")) and not headers.fields:
            headers.problems.append("mbox-from:skipped")
        elif headers.fields and _goes_on(raw, match.end(), end):
            headers.problems.append("header-line:joined")
            _append(headers, b" " + bare)
        else:
            if headers.fields:
                headers.problems.append("header-end:missing")
            return headers, position
        position = match.end()
    return headers, end


def _append(headers: Headers, line: bytes) -> None:
    if headers.fields:
        name, value = headers.fields[-1]
        headers.fields[-1] = (name, (value + b" " + line.strip(_BLANKS)) if value else line.strip(_BLANKS))


def _is_field(raw: bytes, position: int, end: int) -> bool:
    match = _LINE.match(raw, position, end)
    return match is not None and _FIELD.match(match.group()) is not None


def _goes_on(raw: bytes, position: int, end: int) -> bool:
    """Whether a fold or a field stands at `position`: a line of blanks is then inside the block, else it ends it."""
    return raw[position : position + 1] in {b" ", b"\t"} or _is_field(raw, position, end)
