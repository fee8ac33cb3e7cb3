"""Bodies in Rich Text: the compression of [MS-OXRTFCP] undone, and the text or the HTML that is wrapped in it ([MS-OXRTFEX])."""

import re
from typing import Final

from deskbell.mail.parse.charsets import codec_of

_PREFIX: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    rb"{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_LARGEST: Final = 16 * 1024 * 1024
_TOKEN: Final = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_SKIPPED: Final = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata", b"datastore", b"generator", b"listtable", b"listoverridetable", b"mhtmltag", b"fldinst"})  # fmt: skip
_WORDS: Final = {
    b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"endash": "–", b"emdash": "—", b"page": "\n", b"sect": "\n",
}  # fmt: skip


def uncompress(data: bytes) -> bytes:
    """The RTF in a PR_RTF_COMPRESSED value; b"" where it is damaged or larger than 16 MB."""
    if len(data) < 16:
        return b""
    size, kind = int.from_bytes(data[4:8], "little"), data[8:12]
    if kind == b"MELA":
        return data[16 : 16 + size]
    if kind != b"LZFu" or size > _LARGEST:
        return b""
    window = bytearray(_PREFIX.ljust(4096, b"\0"))
    write, out, position = len(_PREFIX), bytearray(), 16
    while position < len(data) and len(out) < size:
        flags = data[position]
        position += 1
        for bit in range(8):
            if not flags >> bit & 1:
                if position >= len(data):
                    return bytes(out[:size])
                run = data[position : position + 1]
                position += 1
            else:
                pair = int.from_bytes(data[position : position + 2], "big")
                position += 2
                offset, length = pair >> 4, (pair & 15) + 2
                if offset == write:
                    return bytes(out[:size])
                # The run may reach into what it is writing itself.
                for _ in range(length):
                    window[write] = window[offset]
                    out.append(window[write])
                    write, offset = (write + 1) % 4096, (offset + 1) % 4096
                continue
            window[write] = run[0]
            write = (write + 1) % 4096
            out += run
    return bytes(out[:size])


def html_or_text_of_rtf(rtf: bytes, codepage: str) -> tuple[str, str]:
    """(HTML, "") where the RTF wraps HTML (\\fromhtml1), else ("", text)."""
    wrapped = b"\\fromhtml" in rtf[:400]
    text = _walk(rtf, codepage, wrapped=wrapped)
    return (text, "") if wrapped else ("", text.strip())


def _walk(rtf: bytes, codepage: str, *, wrapped: bool) -> str:
    codec = codec_of(codepage) or "cp1252"
    out: list[str] = []
    raw = bytearray()
    # (destination skipped, text hidden by \htmlrtf, characters to skip after \u)
    stack: list[tuple[bool, bool, int]] = []
    skipped, hidden, after = False, False, 1
    pending = 0
    starred = False

    def flush() -> None:
        if raw:
            out.append(raw.decode(codec, "replace"))
            raw.clear()

    for match in _TOKEN.finditer(rtf):
        hexadecimal, word, number, symbol, brace, text = match.groups()
        if brace == b"{":
            stack.append((skipped, hidden, after))
        elif brace == b"}":
            skipped, hidden, after = stack.pop() if stack else (False, False, 1)
        elif symbol == b"*":
            starred = True
            continue
        elif word is not None:
            if word == b"ansicpg" and number:
                codec = codec_of(f"cp{int(number)}") or codec
            elif word == b"htmlrtf":
                hidden = number != b"0"
            elif word == b"uc":
                after = min(int(number or 1), 8)
            elif word in _SKIPPED or (starred and word != b"htmltag"):
                skipped = True
            elif word == b"u" and number and not (skipped or hidden):
                flush()
                out.append(chr(int(number) % 0x10000))
                pending = after
            elif word in _WORDS and not (skipped or hidden):
                flush()
                out.append(_WORDS[word])
        elif not (skipped or hidden):
            piece = bytes((int(hexadecimal, 16),)) if hexadecimal else _symbol(symbol) if symbol else text or b""
            cut = min(pending, len(piece))
            pending -= cut
            raw += piece[cut:]
        starred = False
    flush()
    joined = "".join(out)
    # \u gives UTF-16 units: pairs of them are one character, a lone one is nothing.
    return (
        joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if joined
        else ("" if not wrapped else joined)
    )


def _symbol(symbol: bytes) -> bytes:
    return {b"~": b" ", b"_": b"-", b"\\": b"\\", b"{": b"{", b"}": b"}", b"\n": b"\n", b"\r": b"\n"}.get(symbol, b"")
