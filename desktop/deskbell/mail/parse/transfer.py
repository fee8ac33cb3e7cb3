"""Content-Transfer-Encoding undone, also where it was applied badly (RFC 2045, section 6)."""

import binascii
import re
from typing import Final

_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")
# What may follow a sound body, up to its end.
_PADDING: Final = re.compile(rb"[=\r\n \t]*\Z")
# So many bytes of a body tell words from base64.
_HEAD: Final = 400
_WORDS: Final = re.compile(rb"\S[ \t]+(?=\S)")
# Blanks that a relay put behind a soft line break count as none (RFC 2045, 6.7, rule 3).
_SOFT_BREAK: Final = re.compile(rb"=[ \t]{1,100}\r?\n")
_BEGIN: Final = re.compile(rb"^begin[ \t]+[0-7]{3,4}[ \t]+([^\r\n]+?)[ \t]*\r?$", re.MULTILINE)
_END: Final = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)


def transfer_decode(raw: bytes, start: int, end: int, encoding: str) -> tuple[bytes, str]:
    """The body at raw[start:end] decoded from the transfer encoding that a mail names (any spelling), and a problem code ("" where all was well)."""
    plain = encoding.strip().strip("\"'").split(";")[0].strip().lower().replace(" ", "-").replace("_", "-")
    if plain == "base64":
        return _base64(raw, start, end)
    body = raw[start:end]
    if plain in {"quoted-printable", "qp", "quotedprintable"}:
        problem = (
            ""
            if plain == "quoted-printable" and " " not in encoding.strip()
            else f"transfer-encoding:{encoding.strip()}"
        )
        if b"= " in body or b"=\t" in body:
            body = _SOFT_BREAK.sub(b"=\n", body)
        return binascii.a2b_qp(body), problem
    if plain in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        found = uuencoded(body)
        return (found[0][1], "") if found else (body, "uuencode:broken")
    known = plain in {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "8bits", "7bits", "none", "plain"}
    return body, "" if known else f"transfer-encoding:{encoding.strip()[:60]}"


def _base64(raw: bytes, start: int, end: int) -> tuple[bytes, str]:
    """Base64 with whatever came between: line ends, blanks, text of a relay below, padding in the middle (parts glued together).

    A body that only claims to be base64 (words with blanks between them) is given back as it is. A sound one, which may be a large file, is decoded
    where it lies, without a copy.
    """
    if len(_WORDS.findall(raw[start : min(start + _HEAD, end)])) > 3:
        return raw[start:end], "base64:plain"
    try:
        padding = raw.find(b"=", start, end)
        if padding >= 0 and not _PADDING.match(raw, padding, end):
            return _glued(raw[start:end]), ""
        with memoryview(raw) as whole:
            return binascii.a2b_base64(whole[start:end], strict_mode=False), ""
    except binascii.Error:
        clean = _NOT_BASE64.sub(b"", raw[start:end])
        # A quantum of one character carries no whole byte: it is what a cut left over.
        clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4)), "base64:broken"


def _glued(body: bytes) -> bytes:
    """Several padded runs behind each other, each decoded for itself; what is no base64 after the last padding (a list footer) is dropped."""
    out: list[bytes] = []
    for run in re.findall(rb"[A-Za-z0-9+/\s]+=*", body):
        clean = _NOT_BASE64.sub(b"", run)
        if len(clean) % 4 != 1 and (not out or run.rstrip().endswith(b"=") or len(clean) % 4 == 0):
            out.append(binascii.a2b_base64(clean + b"=" * (-len(clean) % 4)))
    return b"".join(out)


def uuencoded(body: bytes) -> list[tuple[bytes, bytes, int, int]]:
    """Every uuencoded file inside `body`: (name, content, where it begins, where it ends)."""
    files = []
    position = 0
    while (begin := _BEGIN.search(body, position)) is not None:
        end = _END.search(body, begin.end())
        if end is None:
            break
        content = _uu_lines(body[begin.end() : end.start()])
        if content is not None:
            files.append((begin[1], content, begin.start(), end.end()))
        position = end.end()
    return files


def _uu_lines(block: bytes) -> bytes | None:
    """The content of uuencoded lines; None where a line is no such thing, so that prose between "begin" and "end" stays prose."""
    out = []
    for line in block.splitlines():
        if not line:
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders pad the last group wrongly; the count in the first character is right (as the stdlib's own uu module reads it).
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:count]))
            except binascii.Error:
                return None
    return b"".join(out) if out else None
