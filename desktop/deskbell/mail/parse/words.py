"""Header text: encoded words (RFC 2047) as they are really sent, and raw 8-bit headers."""

import binascii
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from deskbell.mail.parse.charsets import codec_of, decode

_HEAD: Final = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\u200b]")
_UNDERSCORE: Final = re.compile(rb"_")
_QUOTED: Final = re.compile(rb"=([0-9A-Fa-f]{2})")


class HeaderText(Struct):
    """Decodes the header text of one mail. `hints` are charsets to try for raw 8-bit fields; `problems` gathers what was broken."""

    hints: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)
    field_bytes: int = 64 * 1024

    def raw(self, value: bytes, name: str) -> str:
        """A field's bytes as text, encoded words still encoded; `name` is the field's, for the problems."""
        if len(value) > self.field_bytes:
            self.problems.append(f"header-cut:{name}")
            value = value[: self.field_bytes]
        if value.isascii() and b"\x1b" not in value:
            return value.decode("ascii")
        text, problem = decode(value, "", *self.hints)
        self.problems.append(
            problem.replace("charset:", f"header-8bit:{name}") if problem else f"header-8bit:{name}>utf-8"
        )
        return text

    def text(self, value: bytes, name: str) -> str:
        """A field's bytes as one line of text, ready to be shown."""
        return one_line(self.decoded(self.raw(value, name), name))

    def decoded(self, text: str, name: str) -> str:
        """`text` with its encoded words decoded; broken words stay as they were sent."""
        if "=?" not in text:
            return text
        out: list[str] = []
        run: list[tuple[str, str, str]] = []
        position = 0
        for start, end, word in _words(text):
            between = text[position:start]
            # Blanks between two words belong to the folding (RFC 2047, 6.2).
            if between.strip() or not run:
                self._flush(run, out, name)
                out.append(between)
            run.append(word)
            position = end
        self._flush(run, out, name)
        out.append(text[position:])
        return "".join(out)

    def _flush(self, run: list[tuple[str, str, str]], out: list[str], name: str) -> None:
        """Decode a run of adjacent words: those of one charset together, since senders split inside a character."""
        position = 0
        while position < len(run):
            charset = run[position][0]
            following = position
            while following < len(run) and run[following][0].lower() == charset.lower():
                following += 1
            out.append(self._same(charset, run[position:following], name))
            position = following
        run.clear()

    def _same(self, charset: str, words: list[tuple[str, str, str]], name: str) -> str:
        raw = b"".join(_bytes_of(words))
        if not codec_of(charset) and charset.lower() not in {
            "us-ascii",
            "ascii",
            "unknown-8bit",
            "x-unknown",
            "unknown",
        }:
            self.problems.append(f"encoded-word:{name} {charset}")
        text, problem = decode(raw, charset, *self.hints)
        if problem:
            self.problems.append(problem.replace("charset:", f"encoded-word:{name} "))
        return text


def _words(text: str) -> Iterator[tuple[int, int, tuple[str, str, str]]]:
    """Every encoded word: where it begins and ends, and (charset, encoding, its text).

    The text may hold blanks and question marks (wrong, and common). A word without an end mark ends at the next word or with the header.
    """
    heads = list(_HEAD.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        limit = following.start() if following else len(text)
        end = text.find("?=", head.end(), limit + 1 if following else limit)
        if end < 0:
            inner = text[head.end() : limit].rstrip()
            yield head.start(), head.end() + len(inner), (head[1], head[2].lower(), inner.rstrip("?"))
        else:
            yield head.start(), end + 2, (head[1], head[2].lower(), text[head.end() : end])


def _bytes_of(words: list[tuple[str, str, str]]) -> list[bytes]:
    """The bytes of each word; base64 that was cut into words by the character, not by the quantum, is put together first."""
    out: list[bytes] = []
    pending = ""
    for _, kind, text in words:
        if kind == "q":
            out.append(_base64(pending))
            pending = ""
            plain = _UNDERSCORE.sub(b" ", text.encode("utf-8"))
            out.append(_QUOTED.sub(lambda match: binascii.unhexlify(match[1]), plain))
            continue
        pending += text
        if len(pending) % 4 == 0 or text.endswith("="):
            out.append(_base64(pending))
            pending = ""
    out.append(_base64(pending))
    return out


def _base64(text: str) -> bytes:
    clean = re.sub(r"[^A-Za-z0-9+/]", "", text)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + "=" * (-len(clean) % 4)) if clean else b""


def one_line(text: str) -> str:
    """`text` for one line of a screen: control characters and runs of blanks become one blank, invisible direction overrides go."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_CONTROL.sub(" ", _BIDI.sub("", text)).split())
