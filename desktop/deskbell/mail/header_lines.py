"""Header fields on their way out: encoded, folded, and closed to whoever would put a line break into one.

RFC 5322 2.2.3 (folding), RFC 2047 (encoded words), RFC 2231 (parameters). The standard library's own folding breaks long message ids into encoded
words and long names into lines that other programs misread, so the few forms that we send are written here.
"""

import base64
import re
from collections.abc import Iterable, Sequence
from typing import Final

from deskbell.mail.address import ascii_domain
from deskbell.model.errors import Mistake
from deskbell.model.mail import Mailbox

_WIDTH: Final = 76
_LONGEST_WORD: Final = 60
_ENCODED_OVERHEAD: Final = len("=?utf-8?q??=")
# RFC 2047 5(3): what an encoded word may hold as it is, also in a name.
_Q_SAFE: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
# RFC 2231 7 (attribute-char).
_PARAMETER_SAFE: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&+-.^_`{}~")
_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ID: Final = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,900}")


def text_line(name: str, value: str) -> str:
    """A field that holds words: Subject."""
    refuse_line_breaks(name, value)
    return _folded(name, _words(value, _WIDTH - len(name) - 2))


def addresses_line(name: str, mailboxes: Sequence[Mailbox]) -> str:
    """A field that holds addresses: From, To, Cc. Raises `Mistake` address.bad for one that is none."""
    tokens: list[str] = []
    for mailbox in mailboxes:
        refuse_line_breaks(name, mailbox.name)
        refuse_line_breaks(name, mailbox.email)
        address = ascii_domain(mailbox.email)
        if mailbox.name.strip():
            tokens += [*_phrase(mailbox.name.strip(), _WIDTH - len(name) - 2), f"<{address}>,"]
        else:
            tokens.append(f"{address},")
    return _folded(name, [*tokens[:-1], tokens[-1].removesuffix(",")])


def ids_line(name: str, ids: Iterable[str]) -> str:
    """A field that holds message ids, given without their angle brackets: Message-ID, References. All must be `good_id`s."""
    return _folded(name, [f"<{one}>" for one in ids])


def plain_line(name: str, value: str) -> str:
    """A field whose value is ours: ASCII words."""
    return _folded(name, value.split(" "))


def parameters_line(name: str, value: str, parameters: Sequence[tuple[str, str]] = ()) -> str:
    """A field with parameters: Content-Type, Content-Disposition. `value` is ours."""
    tokens = [value]
    for key, text in parameters:
        refuse_line_breaks(key, text)
        tokens += _parameter(key, text)
    return _folded(name, [*(f"{token};" for token in tokens[:-1]), tokens[-1]])


def good_id(value: str) -> bool:
    """Whether a message id can be written as it is: no spaces or brackets, ASCII, not longer than a line."""
    return _ID.fullmatch(value) is not None


def refuse_line_breaks(field: str, value: str) -> None:
    """Raise `Mistake` text.line_break for a value that would begin a header line of its own."""
    if re.search(r"[\r\n]", value):
        raise Mistake("text.line_break", field=field)


def encoded_words(text: str, first: int = 75) -> list[str]:
    """`text` as encoded words in UTF-8 (RFC 2047), the first one at most `first` characters long, whole characters in each."""
    data = text.encode("utf-8", "replace")
    quoted = sum(1 if byte in _Q_SAFE or byte == 0x20 else 3 for byte in data)
    encode = _q if quoted <= (len(data) + 2) // 3 * 4 else _b
    words: list[str] = []
    limit = max(first, 40) - _ENCODED_OVERHEAD
    pending = b""
    for character in text:
        more = pending + character.encode("utf-8", "replace")
        if len(encode(more)) > limit:
            words.append(encode(pending))
            limit = 75 - _ENCODED_OVERHEAD
            more = more[len(pending) :]
        pending = more
    way = "q" if encode is _q else "b"
    return [f"=?utf-8?{way}?{word}?=" for word in [*words, encode(pending)]]


def _words(text: str, first: int) -> list[str]:
    """Words as they are where that is possible, else encoded words for all of them."""
    words = text.split(" ")
    plain = text.isascii() and text.isprintable() and "=?" not in text
    if plain and all(0 < len(word) <= _LONGEST_WORD for word in words):
        return words
    return encoded_words(text, first) if text else []


def _phrase(name: str, first: int) -> list[str]:
    """A display name: atoms, a quoted string, or encoded words (RFC 5322 3.2.5, RFC 2047 5(3))."""
    if "=?" not in name and name.isascii() and name.isprintable():
        if _ATOMS.fullmatch(name) and all(len(word) <= _LONGEST_WORD for word in name.split(" ")):
            return name.split(" ")
        if len(name) <= _LONGEST_WORD:
            return ['"' + re.sub(r'(["\\])', r"\\\1", name) + '"']
    return encoded_words(name, first)


def _parameter(key: str, text: str) -> list[str]:
    """A parameter: quoted where that will do, else percent-encoded and cut into numbered pieces (RFC 2231 3 and 4)."""
    if text.isascii() and text.isprintable() and len(text) <= _LONGEST_WORD:
        return [f'{key}="' + re.sub(r'(["\\])', r"\\\1", text) + '"']
    pieces = [""]
    room = _WIDTH - len(key) - len(" *00*=utf-8'';")
    for character in text:
        data = character.encode("utf-8", "replace")
        escaped = "".join(chr(byte) if byte in _PARAMETER_SAFE else f"%{byte:02X}" for byte in data)
        if len(pieces[-1]) + len(escaped) > room:
            pieces.append("")
        pieces[-1] += escaped
    if len(pieces) == 1:
        return [f"{key}*=utf-8''{pieces[0]}"]
    return [f"{key}*{number}*=" + ("" if number else "utf-8''") + piece for number, piece in enumerate(pieces)]


def _q(data: bytes) -> str:
    return "".join(chr(byte) if byte in _Q_SAFE else "_" if byte == 0x20 else f"={byte:02X}" for byte in data)


def _b(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _folded(name: str, tokens: Sequence[str]) -> str:
    """The field with its line end; tokens are never broken, lines longer than 76 only where one token is."""
    lines = [f"{name}:"]
    for token in tokens:
        if len(lines[-1]) + 1 + len(token) > _WIDTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {token}"
    return "\r\n".join(lines) + "\r\n"
