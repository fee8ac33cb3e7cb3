"""Content-Type and Content-Disposition: a value and its parameters (RFC 2045, RFC 2231, and what is sent instead)."""

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from deskbell.mail.parse.charsets import decode
from deskbell.mail.parse.words import HeaderText

_PARAMETER: Final = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|"[^"]*\Z|[^;]*)')
# Only these two need an escape; before anything else a backslash is one of a path of Windows.
_ESCAPE: Final = re.compile(r'\\(["\\])')
_EXTENDED: Final = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?")
_NO_SEMICOLON: Final = re.compile(r"\s*([^\s;=]+)\s+(?=[\w-]+\s*=)")
_MOST: Final = 200


def parse_params(value: bytes, header: HeaderText, name: str) -> tuple[str, dict[str, str]]:
    """The value in lower case and its parameters (names in lower case, values decoded and in one piece)."""
    text = header.raw(value, name)
    if glued := _NO_SEMICOLON.match(text):
        text = f"{glued[1]}; {text[glued.end() :]}"
    main = text.partition(";")[0]
    if "=" in main:
        # The value itself was forgotten: "Content-Disposition: filename=x.pdf".
        main, text = "", f";{text}"
    parts: dict[str, list[tuple[int, bool, str]]] = {}
    for found, _ in zip(_PARAMETER.finditer(text), range(_MOST), strict=False):
        split = _EXTENDED.fullmatch(found[1].lower())
        if split is not None:
            raw: str = found[2].strip()
            bare: str = _ESCAPE.sub(r"\1", raw[1:].removesuffix('"')) if raw.startswith('"') else raw
            if split[3] is None and len(bare) > 1 and bare[0] == bare[-1] == "'":
                bare = bare[1:-1]
            parts.setdefault(split[1], []).append((int(split[2] or 0), split[3] is not None, bare))
    return main.strip().strip("\"'").lower(), {key: _joined(pieces, header, name) for key, pieces in parts.items()}


def _joined(pieces: list[tuple[int, bool, str]], header: HeaderText, name: str) -> str:
    """The pieces of one parameter in one: percent-encoded ones by their charset, others as text that may hold encoded words."""
    if not any(extended for _, extended, _ in pieces):
        numbered = len(pieces) > 1 and len({number for number, _, _ in pieces}) == len(pieces)
        text = "".join(piece for _, _, piece in sorted(pieces)) if numbered else pieces[0][2]
        return header.decoded(text, name) if "=?" in text else _percent(text)
    if any(number == 0 and extended for number, extended, _ in pieces) or len(
        {number for number, _, _ in pieces}
    ) == len(pieces):
        # The same parameter plainly and extended: the extended one is the true one (RFC 6266, 4.3 says so for HTTP).
        pieces = (
            [piece for piece in pieces if piece[1] or piece[0]]
            if len({n for n, _, _ in pieces}) < len(pieces)
            else pieces
        )
    charset, raw = "", b""
    for index, (_, extended, piece) in enumerate(sorted(pieces, key=lambda piece: piece[0])):
        if extended:
            if index == 0 and piece.count("'") >= 2:
                charset, _, piece = piece.split("'", 2)
            raw += unquote_to_bytes(piece)
        else:
            raw += piece.encode("utf-8")
    text, problem = decode(raw, charset, *header.hints)
    if problem:
        header.problems.append(problem.replace("charset:", f"parameter:{name} "))
    return header.decoded(text, name)


def _percent(text: str) -> str:
    """A plain value that was percent-encoded nevertheless (`name="%D0%90.pdf"`), where it makes sense as UTF-8."""
    if text.count("%") < 2:
        return text
    raw = unquote_to_bytes(text)
    if raw.isascii():
        return text
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text
