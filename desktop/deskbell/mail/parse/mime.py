"""The tree of a mail's parts, cut out of its bytes (RFC 2046).

Cut here and not with the standard library's feed parser: that one goes through every line once a level, raises RecursionError on deep nesting and
gives an attached message back re-generated; here the bytes of a part stay what they were sent as, and the work is bounded by depth times size.
"""

import re
from typing import Final

from msgspec import Struct, field

from deskbell.mail.parse.headers import Headers, split_headers
from deskbell.mail.parse.limits import refuse_over
from deskbell.mail.parse.params import parse_params
from deskbell.mail.parse.signed import content_of_signed
from deskbell.mail.parse.transfer import transfer_decode
from deskbell.mail.parse.words import HeaderText
from deskbell.model.limits import Limits

_LOOKS_LIKE: Final = re.compile(
    rb"^--([^\r\n]{1,200}?)[ \t]*\r?\nContent-[A-Za-z-]+[ \t]*:", re.MULTILINE | re.IGNORECASE
)
# A cut-off mail may end inside its last boundary line.
_REST_OF_BOUNDARY: Final = re.compile(rb"(--|-\s*\Z)?[ \t]*(?=[\r\n]|\Z)")
_TYPE: Final = re.compile(r"([\w!#$&^.+-]+)/([\w!#$&^.+-]+)")
_BARE_TYPES: Final = {"text": "text/plain", "html": "text/html", "plain": "text/plain", "multipart": "multipart/mixed"}

SEALED: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
"""S/MIME in one part: encrypted, or signed and packed."""


class Part(Struct):
    """One part: its headers, its type, and raw[start:end], the bytes of its body still in their transfer encoding."""

    headers: Headers
    raw: bytes
    start: int
    end: int
    content_type: str = "text/plain"
    params: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    disposition_params: dict[str, str] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file name that the sender gave the part, as it was sent; "" where there is none."""
        return (
            self.disposition_params.get("filename")
            or self.params.get("name")
            or self.disposition_params.get("name")
            or ""
        )

    @property
    def content_id(self) -> str:
        """The Content-ID without its angle brackets."""
        return self.headers.first("content-id").decode("ascii", "ignore").strip().strip("<>").strip()

    def content(self, problems: list[str]) -> bytes:
        """The body without its transfer encoding."""
        encoding = self.headers.first("content-transfer-encoding").decode("ascii", "ignore")
        decoded, problem = transfer_decode(self.raw, self.start, self.end, encoding)
        if problem:
            problems.append(problem)
        return decoded


class MimeReader:
    """Cuts one mail into its parts within `limits`; what was broken goes into `header.problems`."""

    def __init__(self, header: HeaderText, limits: Limits) -> None:
        self._header = header
        self._limits = limits
        self._parts = 0

    def read(self, raw: bytes) -> Part:
        """The tree of the mail in `raw`. Raises `Trouble` beyond the limits."""
        headers, body = split_headers(raw, 0, len(raw))
        refuse_over("parse.header_bytes", body if headers.fields else 0, self._limits.header_bytes)
        return self._part(headers, raw, body, len(raw), 0, "text/plain")

    def _part(self, headers: Headers, raw: bytes, start: int, end: int, depth: int, default: str) -> Part:
        self._parts += 1
        refuse_over("parse.parts", self._parts, self._limits.parts)
        refuse_over("parse.depth", depth, self._limits.depth)
        self._header.problems.extend(headers.problems)
        part = Part(headers, raw, start, end)
        self._describe(part, default)
        if part.content_type.startswith("multipart/"):
            self._split(part, depth)
        elif part.content_type in SEALED:
            self._unwrap(part, depth)
        return part

    def _unwrap(self, part: Part, depth: int) -> None:
        """The part inside one that is signed, not encrypted, and packed together with its signature."""
        inside = content_of_signed(part.content([]))
        if inside is not None:
            headers, body = split_headers(inside, 0, len(inside))
            part.parts.append(self._part(headers, inside, body, len(inside), depth + 1, "text/plain"))

    def _describe(self, part: Part, default: str) -> None:
        """Fill in type and disposition; an unreadable or missing type is `default` (RFC 2045, 5.2)."""
        types = part.headers.every("content-type")
        if len(types) > 1:
            self._header.problems.append("content-type:doubled")
        part.content_type = default
        if types:
            value, part.params = parse_params(types[0], self._header, "content-type")
            found = _TYPE.match(value)
            part.content_type = f"{found[1]}/{found[2]}" if found else _BARE_TYPES.get(value, default)
            if found is None:
                self._header.problems.append(f"content-type:{value[:60]}")
        disposition = part.headers.first("content-disposition")
        if disposition:
            part.disposition, part.disposition_params = parse_params(disposition, self._header, "content-disposition")
            part.disposition = part.disposition if part.disposition in {"inline", "attachment"} else ""

    def _split(self, part: Part, depth: int) -> None:
        boundary = part.params.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
        pieces = _pieces(part.raw, part.start, part.end, boundary) if boundary else []
        if not pieces and (found := _LOOKS_LIKE.search(part.raw, part.start, part.end)):
            self._header.problems.append("boundary:guessed")
            pieces = _pieces(part.raw, part.start, part.end, found[1])
        if not pieces:
            if part.raw[part.start : part.end].strip():
                self._header.problems.append("boundary:missing")
            part.content_type = "text/plain"
            return
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for start, end in pieces:
            headers, body = split_headers(part.raw, start, end)
            if not headers.fields and not part.raw[body:end].strip():
                continue
            part.parts.append(self._part(headers, part.raw, body, end, depth + 1, default))


def _pieces(raw: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
    """Where the parts between the boundary lines begin and end; the line end before a boundary belongs to the boundary (RFC 2046, 5.1.1)."""
    mark = b"--" + boundary
    pieces: list[tuple[int, int]] = []
    open_at = -1
    position = raw.find(mark, start, end)
    while position >= 0:
        rest = _REST_OF_BOUNDARY.match(raw, position + len(mark), end)
        if rest is not None and (position == start or raw[position - 1] in b"\r\n"):
            if open_at >= 0:
                pieces.append((open_at, max(_before_line_end(raw, position), open_at)))
            if rest[1]:
                return pieces
            open_at = _after_line(raw, rest.end(), end)
        position = raw.find(mark, position + len(mark), end)
    if open_at >= 0:
        pieces.append((open_at, end))
    return pieces


def _before_line_end(raw: bytes, position: int) -> int:
    return position - 2 if raw[position - 2 : position] == b"\r\n" else position - 1


def _after_line(raw: bytes, position: int, end: int) -> int:
    if raw[position : position + 2] == b"\r\n":
        return min(position + 2, end)
    return min(position + 1, end)
