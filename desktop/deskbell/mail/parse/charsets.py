"""Bytes into text: the declared charset, then UTF-8, then the mailbox's hint, then a guess; and what the labels that lie really mean."""

import codecs
import re
from functools import lru_cache
from typing import Final

_PROBE: Final = re.compile(rb"[\x80-\xff]")
_ISO_2022_JP: Final = re.compile(rb"\x1b\$[@B]|\x1b\([IJ]|\x1b\$\(D")
_ISO_2022_KR: Final = b"\x1b$)C"
_SURROGATES: Final = re.compile("[\ud800-\udfff]")

# What senders write -> the Python codec that reads all of what they mean by it (WHATWG's Encoding standard, and mail's own history).
_CODECS: Final = {
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "ms936": "gb18030",
    "windows-936": "gb18030", "euc-cn": "gb18030", "gb-2312": "gb18030", "chinese": "gb18030", "csgb2312": "gb18030", "x-euc-cn": "gb18030",
    "gb2312_charset": "gb18030", "simplifiedchinese": "gb18030", "hz-gb-2312": "hz",
    "big5": "cp950", "big-5": "cp950", "csbig5": "cp950", "x-x-big5": "cp950", "cn-big5": "cp950", "ms950": "cp950", "big5-hkscs": "big5hkscs",
    "chinesebig5": "cp950",
    "ks_c_5601-1987": "cp949", "ks_c_5601-1989": "cp949", "ksc5601": "cp949", "ksc_5601": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949",
    "korean": "cp949", "windows-949": "cp949", "uhc": "cp949", "x-windows-949": "cp949", "cseuckr": "cp949", "iso-2022-kr": "iso2022_kr",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932", "windows-31j": "cp932",
    "csshiftjis": "cp932", "ms932": "cp932", "x-ms-cp932": "cp932", "shift_jisx0213": "shift_jisx0213",
    "iso-2022-jp": "iso2022_jp_ext", "csiso2022jp": "iso2022_jp_ext", "iso-2022-jp-ms": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext", "iso-2022-jp-1": "iso2022_jp_1", "iso-2022-jp-2": "iso2022_jp_2", "iso-2022-jp-3": "iso2022_jp_3",
    "x-euc-jp": "euc_jp", "x-euc": "euc_jp", "ujis": "euc_jp",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "l1": "cp1252",
    "windows-1252": "cp1252", "cp1252": "cp1252", "x-ansi": "cp1252", "ansi": "cp1252", "x-cp1252": "cp1252", "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8", "iso-8859-6-i": "iso8859_6", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "windows-874": "cp874", "x-cp1251": "cp1251", "win-1251": "cp1251", "win1251": "cp1251", "windows1251": "cp1251", "x-windows-1251": "cp1251",
    "x-cp1250": "cp1250", "koi8-ru": "koi8_u", "koi8": "koi8_r", "koi": "koi8_r", "x-koi8-r": "koi8_r", "cskoi8r": "koi8_r",
    "dos-866": "cp866", "x-mac-roman": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "macintosh": "mac_roman", "x-mac-japanese": "cp932",
    "x-mac-chinesesimp": "gb18030", "x-mac-chinesetrad": "cp950", "x-mac-korean": "cp949", "x-mac-ce": "mac_latin2", "x-mac-greek": "mac_greek",
    "utf8": "utf-8", "utf-8n": "utf-8", "utf_8": "utf-8", "unicode-1-1-utf-8": "utf-8", "x-unicode-2-0-utf-8": "utf-8", "utf-8-mac": "utf-8",
    "utf8mb4": "utf-8", "cp65001": "utf-8", "unicode-1-1-utf-7": "utf-7", "x-unicode-2-0-utf-7": "utf-7", "unicode-2-0-utf-7": "utf-7",
    "unicode": "utf-16", "ucs-2": "utf-16", "iso-10646-ucs-2": "utf-16", "utf16": "utf-16",
}  # fmt: skip
_SAYS_NOTHING: Final = frozenset({
    "", "us-ascii", "ascii", "ansi_x3.4-1968", "iso-ir-6", "unknown-8bit", "x-unknown", "unknown", "8bit", "x-user-defined", "default",
    "default_charset", "none", "binary", "text", "7bit", "iso646-us", "x-8bit", "undefined", "charset",
})  # fmt: skip
_DOUBLE_BYTE: Final = {"gb18030": "gb2312", "cp950": "big5", "cp949": "euc_kr", "euc_jp": "euc_jp", "big5hkscs": "big5"}
_SEVEN_BIT: Final = frozenset(
    {"iso2022_jp_ext", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_kr", "hz", "utf-7"}
)
# Codecs of Python that are no charsets, or whose text is no mail.
_NO_CHARSET: Final = frozenset({
    "idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem",
})  # fmt: skip


# A desk's mails use a few labels again and again.
@lru_cache(256)
def codec_of(label: str) -> str:
    """The codec that reads what senders mean by a charset label; "" for labels that say nothing or are unknown."""
    plain = label.strip().strip("\"'<>").lower().removeprefix("charset=")
    if plain in _SAYS_NOTHING:
        return ""
    known = _CODECS.get(plain) or _CODECS.get(plain.replace("_", "-")) or _CODECS.get(plain.removeprefix("x-"))
    if known:
        return known
    try:
        name = codecs.lookup(plain).name
        "x".encode(name)  # raises for codecs between bytes and bytes, or text and text
    except (LookupError, ValueError):
        digits = re.fullmatch(r"(?:windows|win|cp|x-cp|ibm|cp-|ms)[-_]?(\d{3,5})", plain)
        return codec_of(f"cp{digits[1]}") if digits and plain != f"cp{digits[1]}" else ""
    if name in _NO_CHARSET:
        return ""
    return _CODECS.get(name, name)


def decode(raw: bytes, declared: str, *hints: str) -> tuple[str, str]:
    """`raw` as text, and a problem code: "" where the label told the truth, else `charset:declared>read as`.

    `hints` are charsets to try, in their order, where neither the label nor UTF-8 fits: that of the body for a header, then the mailbox's.
    """
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(raw) > 3:
        raw, declared = _without_mark(raw)
    codec = codec_of(declared)
    if raw.isascii() and codec not in _SEVEN_BIT and (b"\x00" not in raw or not codec.startswith(("utf-16", "utf-32"))):
        return _seven_bit(raw, declared)
    text, used = _eight_bit(raw, codec, hints)
    if not text.isascii() and _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lied = used != codec and not (used == "utf-8" and not codec and declared.lower() in {"", "utf-8"})
    return text, f"charset:{declared[:40]}>{used}" if lied else ""


def _without_mark(raw: bytes) -> tuple[bytes, str]:
    if raw.startswith(codecs.BOM_UTF8):
        return raw[3:], "utf-8"
    return raw[2:], "utf-16-le" if raw.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"


def _seven_bit(raw: bytes, declared: str) -> tuple[str, str]:
    """ASCII, or one of the 7-bit charsets of East Asia under a label that hides it."""
    if b"\x1b" in raw:
        if _ISO_2022_JP.search(raw):
            return _jis(raw), f"charset:{declared[:40]}>iso-2022-jp"
        if raw.find(_ISO_2022_KR) >= 0:
            return raw.decode("iso2022_kr", "replace"), f"charset:{declared[:40]}>iso-2022-kr"
    return raw.decode("ascii"), ""


def _jis(raw: bytes) -> str:
    """ISO-2022-JP as it is sent: NEC's and IBM's extra rows (circled digits, 髙) are beyond Python's codecs, but not beyond cp932."""
    try:
        return raw.decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        out = []
        for mode, run in re.findall(rb"(\x1b\$\(D|\x1b[$(][@BIJ]|\A)([^\x1b]*)", raw):
            out.append(_jis_run(mode, run))
        return "".join(out)


def _jis_run(mode: bytes, run: bytes) -> str:
    if mode in {b"\x1b$@", b"\x1b$B"}:
        pairs = bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else byte for byte in run)
        # cp932 knows the extra rows in its own arrangement of the same 94 x 94 table.
        return _euc_to_sjis(pairs).decode("cp932", "replace")
    if mode == b"\x1b(I":
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in run).decode("cp932", "replace")
    return run.decode("ascii", "replace")


def _euc_to_sjis(pairs: bytes) -> bytes:
    out = bytearray()
    position = 0
    while position < len(pairs):
        if pairs[position] >= 0xA1 and position + 1 < len(pairs) and pairs[position + 1] >= 0xA1:
            row, cell = pairs[position] - 0xA1, pairs[position + 1] - 0xA1
            lead = row // 2 + (0x81 if row < 62 else 0xC1)
            trail = cell + (0x9F if row % 2 else 0x40)
            out += bytes((lead, trail + (1 if row % 2 == 0 and trail >= 0x7F else 0)))
            position += 2
        else:
            out.append(pairs[position] & 0x7F)
            position += 1
    return bytes(out)


def _eight_bit(raw: bytes, codec: str, hints: tuple[str, ...]) -> tuple[str, str]:
    """The text and the codec that read it."""
    if codec in _SEVEN_BIT:
        text = _jis(raw) if codec.startswith("iso2022_jp") and _PROBE.search(raw) is None else _strict(raw, codec)
        if text is not None:
            return text, codec
    elif codec.startswith(("utf-16", "utf-32")):
        text = _wide(raw, codec)
        if text is not None:
            return text, codec
    elif codec and codec != "utf-8":
        found = _declared(raw, codec)
        if found is not None:
            return found
    text = _strict(raw, "utf-8") if b"\xed" not in raw else _strict_with_halves(raw)
    if text is not None:
        return text, "utf-8"
    if (codec == "utf-8" or not codec) and (text := _nearly(raw, "utf-8")) is not None:
        return text, "utf-8"
    if codec and (text := _nearly(raw, codec)) is not None:
        return text, codec
    for hint in hints:
        known = codec_of(hint)
        if known and known != "utf-8" and (text := _strict(raw, known)) is not None:
            return text, known
    from deskbell.mail.parse.guess import guess

    guessed = guess(raw)
    return raw.decode(guessed, "replace"), guessed


def _strict_with_halves(raw: bytes) -> str | None:
    """UTF-8, also where characters beyond 16 bits were written as two halves (CESU-8), as some databases and Java programs do."""
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def _declared(raw: bytes, codec: str) -> tuple[str, str] | None:
    """`raw` by its declared 8-bit charset, or as UTF-8 where the bytes can hardly be anything else; None where neither fits."""
    text = _strict(raw, codec)
    wide = _strict(raw, "utf-8")
    if wide is None:
        return (text, codec) if text is not None else None
    if text is None:
        return wide, "utf-8"
    # A short text in a double-byte charset can be valid UTF-8 by chance; a long one cannot, nor can real words in a single-byte one.
    base = _DOUBLE_BYTE.get(codec)
    short = len(_PROBE.findall(raw)) < 12
    if base and short and _strict(raw, base) is not None:
        return text, codec
    return wide, "utf-8"


def _strict(raw: bytes, codec: str) -> str | None:
    if codec == "cp1252":
        # Latin-1 is complete, windows-1252 has five holes: a byte in a hole is a control character, as browsers read it.
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError:
            return "".join(map(_WINDOWS_1252.__getitem__, raw))
    try:
        return raw.decode(codec)
    except (UnicodeError, ValueError):
        # NEC's and IBM's rows of EUC-JP, as in ISO-2022-JP; not beside half-width kana or the second table.
        more = codec == "euc_jp" and b"\x8e" not in raw and b"\x8f" not in raw
        return _strict(_euc_to_sjis(raw), "cp932") if more else None


_WINDOWS_1252: Final = [bytes((n,)).decode("cp1252", "ignore") or chr(n) for n in range(256)]


def _nearly(raw: bytes, codec: str) -> str | None:
    """`raw` with a few damaged characters (cut in the middle, a stray byte); None where it is not that charset at all."""
    if codec in _SEVEN_BIT:
        return raw.decode(codec, "replace") if _PROBE.search(raw) is None else None
    text = raw.decode(codec, "replace")
    damaged = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - damaged
    return text if damaged <= 1 + sound // 10 and sound >= 3 * damaged else None


def _wide(raw: bytes, codec: str) -> str | None:
    """UTF-16 and UTF-32; without a mark the byte order is the one that gives more ordinary text."""
    if codec not in {"utf-16", "utf-32"}:
        return _strict(raw, codec)
    little, big = _strict(raw, f"{codec}-le"), _strict(raw, f"{codec}-be")
    if little is None or big is None:
        return little if big is None else big
    zeros_first = raw[0:200:2].count(0) > raw[1:200:2].count(0)
    return big if zeros_first or big.count(" ") > little.count(" ") else little
