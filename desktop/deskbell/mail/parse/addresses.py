"""Address fields, read in one pass whatever they hold (RFC 5322, section 3.4, with its obsolete forms and worse)."""

import re
from typing import Final

from deskbell.mail.parse.words import HeaderText, one_line
from deskbell.model.mail import Mailbox

_PIECE: Final = re.compile(r'[^"(),:;<>\\\[\]]+|.', re.DOTALL)
_BETWEEN: Final = re.compile(r"[\s<>(),;:\"\[\]]+")
_COMMENT: Final = re.compile(r"\([^()]*\)")
_LOCAL: Final = re.compile(r"[A-Za-z0-9._+-]{1,64}")
_SURNAME: Final = re.compile(r"\s*[^\W\d_][^\s@=?]{0,40}(?:\s[^\s@=?]{1,40}){0,2}\s*")
_AROUND: Final = re.compile(r"\s*([.@])\s*")
_MAILTO: Final = re.compile(r"\s*\[mailto:[^\]]*\]\s*", re.IGNORECASE)


def parse_addresses(value: bytes, header: HeaderText, name: str) -> list[Mailbox]:
    """All mailboxes of a field, those inside groups too; an entry without an address keeps its name and has the address ""."""
    text = header.raw(value, name)
    out: list[Mailbox] = []
    for entry in _with_surnames(_entries(text)):
        mailbox = _mailbox(entry, header, name)
        if mailbox is not None:
            out.append(mailbox)
            if entry.angle is None and "@" in mailbox.name and all("@" in word for word in mailbox.name.split()):
                # "a@example.com b@example.com": the commas were forgotten. Beside an address in brackets such a word is a name, and nobody's address.
                out[-1:] = [Mailbox("", _address(word)) for word in (mailbox.email, *mailbox.name.split())]
    return out


class _Entry:
    """The raw pieces of one mailbox while it is gathered: words outside, inside angle brackets, inside comments. `comma`: one stands behind it,
    `before`: how many of its words stand before the brackets."""

    __slots__ = ("angle", "before", "comma", "comments", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.angle: str | None = None
        self.before = 0
        self.comments: list[str] = []
        self.comma = False


def _entries(text: str) -> list[_Entry]:
    """Cut a field at its commas, semicolons and group colons. A quote or bracket that never closes is taken for a plain character."""
    pieces = _PIECE.findall(text)
    closing = _closings(pieces)
    entries = [_Entry()]
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        entry = entries[-1]
        end = closing.get(index)
        if piece == '"' and end is not None:
            entry.words.append(
                _unquoted(pieces[index : end + 1]) if _ends_word(pieces, end) else "".join(pieces[index : end + 1])
            )
            index = end
        elif piece == "(" and end is not None:
            entry.comments.append("".join(pieces[index + 1 : end]))
            index = end
        elif piece == "<" and end is not None:
            inner = "".join(pieces[index + 1 : end])
            if entry.angle is None or "@" not in entry.angle:
                entry.angle, entry.before = inner, len(entry.words)
            elif "@" in inner:
                # "A <a@example.com> B <b@example.com>": the comma was forgotten.
                entries.append(_Entry())
                entries[-1].words = entry.words[entry.before :]
                del entry.words[entry.before :]
                entries[-1].angle, entries[-1].before = inner, len(entries[-1].words)
            index = end
        elif piece in {",", ";"}:
            entry.comma = piece == ","
            entries.append(_Entry())
        elif piece == ":" and entry.angle is None and not _inside_address(entry.words):
            # The name of a group; its members are mailboxes like any others.
            entries[-1] = _Entry()
        elif piece not in {"<", ">", "\\"}:
            entry.words.append(piece)
        index += 1
    return entries


def _with_surnames(entries: list[_Entry]) -> list[_Entry]:
    """One person in "Smith, John <john@example.com>", though the comma should be quoted: a bare word is nobody's address where the next has one."""
    out: list[_Entry] = []
    for entry in entries:
        last = out[-1] if out else None
        if last is not None and last.comma and entry.angle is not None and "@" in entry.angle and entry.before:
            surname = "".join(last.words)
            if last.angle is None and not last.comments and _SURNAME.fullmatch(surname):
                entry.words[:0] = [f"{surname.strip()}, "]
                out.pop()
        out.append(entry)
    return out


def _closings(pieces: list[str]) -> dict[int, int]:
    """For every opening quote, bracket or parenthesis the index of its closing piece, found from left to right in one pass."""
    closing: dict[int, int] = {}
    quote, angle = -1, -1
    parens: list[int] = []
    skip = False
    for index, piece in enumerate(pieces):
        if skip:
            skip = False
        elif piece == "\\":
            skip = quote >= 0 or bool(parens)
        elif quote >= 0:
            if piece == '"':
                closing[quote] = index
                quote = -1
        elif piece == '"' and not parens:
            quote = index
        elif piece == "(" and angle < 0:
            parens.append(index)
        elif piece == ")" and parens:
            closing[parens.pop()] = index
        elif piece == "<" and not parens:
            angle = index
        elif piece == ">" and angle >= 0:
            closing[angle] = index
            angle = -1
    if quote >= 0 and quote + 1 < len(pieces):
        # The last quote never closes: what follows it is read again without it.
        rest = _closings(pieces[quote + 1 :])
        closing.update({start + quote + 1: end + quote + 1 for start, end in rest.items()})
    return closing


def _inside_address(words: list[str]) -> bool:
    """Whether the colon that follows `words` is part of an address ("[mailto:jane@example.com]"), not the end of a group's name."""
    return bool(words) and (words[-1].lower().endswith("mailto") or any("@" in word for word in words))


def _ends_word(pieces: list[str], end: int) -> bool:
    """Whether a quoted string is a display name, not the quoted local part of an address."""
    return not (end + 1 < len(pieces) and pieces[end + 1].startswith("@"))


def _unquoted(pieces: list[str]) -> str:
    inner = pieces[1:-1]
    out, skip = [], False
    for piece in inner:
        if piece == "\\" and not skip:
            skip = True
            continue
        out.append(piece)
        skip = False
    return "".join(out)


def _mailbox(entry: _Entry, header: HeaderText, name: str) -> Mailbox | None:
    words = "".join(entry.words)
    decoded = one_line(header.decoded(words, name))
    comments = one_line(header.decoded(" ".join(entry.comments), name))
    if entry.angle is not None:
        email = _address(header.decoded(_COMMENT.sub("", entry.angle), name))
        if email.partition("@")[0].endswith(":"):
            return None  # "<Undisclosed-Recipient:@relay;>": a group in brackets, holding nobody
        if "@" not in email and (plain := _plain(decoded)):
            # "jane@example.com <jane>": the name holds the address.
            return Mailbox(email, plain)
        return Mailbox(_name(decoded, email) or _name(comments, email), email) if email or decoded else None
    if "=?" in words and (inner := re.fullmatch(r"(.*)<([^<>]+@[^<>]+)>\s*", decoded)):
        # The whole mailbox was encoded, address and all: against RFC 2047, section 5, and not rare.
        return Mailbox(_name(inner[1].strip().strip('"'), inner[2]), _address(inner[2]))
    bare = _AROUND.sub(r"\1", decoded) if "@" in decoded else decoded
    if " " in bare:
        bare = re.sub(r"\s*@\s*", "@", decoded)
    if '"@' in bare:
        return Mailbox(_name(comments, bare), bare)
    if plain := _plain(bare):
        rest = one_line(_MAILTO.sub(" ", bare.replace(plain, " ", 1)))
        email = _address(plain)
        return Mailbox(_name(rest.strip("'\"[] "), email) or _name(comments, email), email)
    if _LOCAL.fullmatch(decoded):
        return Mailbox(_name(comments, decoded), decoded)
    return Mailbox(decoded, "") if decoded else None


def _plain(text: str) -> str:
    """The first address that stands among other words, "" where there is none."""
    if "@" not in text:
        return ""
    return next((word for word in _BETWEEN.split(text) if "@" in word.strip("@")), "")


def _address(text: str) -> str:
    """An address without its source route, blanks and stray quotes (RFC 5322, section 4.4)."""
    text = text.strip()
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    if text.lower().startswith("mailto:"):
        text = text[7:]
    if not text.startswith('"'):
        text = "".join(text.split()).strip("'\"<>,;").rstrip(".")
    return one_line(text)


def _name(name: str, email: str) -> str:
    """The display name without stray quotes; "" where it only repeats the address."""
    bare = (
        name.strip().strip("\"'“”").strip()
        if name[:1] in {'"', "'", "“"} or name[-1:] in {'"', "'", "”"}
        else name.strip()
    )
    return "" if bare.lower() == email.lower() else bare
