"""People in vCards (RFC 6350: 4.0, RFC 2426: 3.0, and 2.1, which phones still write), read line by line; and written as 4.0."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from deskbell.mail.parse.icalendar import Property
from deskbell.model.customer_file import Refused
from deskbell.model.customers import Written
from deskbell.rules.customer_columns import joined

VIP: Final = "X-DESKBELL-VIP"
FIELD: Final = "X-DESKBELL-FIELD"
"""A custom field: its name, a semicolon, and what it holds."""
_LINE: Final = re.compile(r'(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):(.*)', re.DOTALL)
_PARAMETER: Final = re.compile(r';([^:;"=]*)(?:=((?:"[^"]*"|[^";])*))?')
_ESCAPE: Final = re.compile(r"[\\,;\n]")
_UNESCAPED: Final = re.compile(r"(?<!\\)((?:\\\\)*);")
_UNESCAPED_COMMA: Final = re.compile(r"(?<!\\)((?:\\\\)*),")
# A card with a picture has some thousand lines; one without an end is none.
_MOST_CHARACTERS: Final = 4 << 20
_OCTETS: Final = 75


def cards(lines: Iterable[str]) -> Iterator[Written | Refused]:
    """The people of a file, given by its lines with their ends or without, each from its BEGIN on; what has no END, or is too long, is refused."""
    begun, held, room = 0, list[str](), _MOST_CHARACTERS
    number = 0
    for number, ended in enumerate(lines, 1):
        line = ended.rstrip("\r\n")
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            if begun:
                yield Refused(begun, "import.no_end")
            begun, held, room = number, [], _MOST_CHARACTERS
        elif begun and word == "END:VCARD":
            yield _card(begun, held)
            begun = 0
        elif begun:
            room -= len(line)
            if room < 0:
                yield Refused(begun, "import.no_end")
                begun = 0
            else:
                _hold(held, line)
    if begun:
        yield Refused(begun, "import.no_end")


def written(person: Written) -> str:
    """A person as a vCard 4.0 that `cards` reads back."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{_escaped(person.name)}"]
    lines += [f"EMAIL;PREF={place}:{_escaped(one)}" for place, one in enumerate(person.emails, 1)]
    lines += [f"TEL;VALUE=text;PREF={place}:{_escaped(one)}" for place, one in enumerate(person.phones, 1)]
    for name, text in (
        ("ORG", person.organisation),
        ("LANG", person.language),
        ("TZ", person.time_zone),
        ("NOTE", person.note),
    ):
        if text:
            lines.append(f"{name}:{_escaped(text)}")
    if person.tags:
        lines.append("CATEGORIES:" + ",".join(map(_escaped, person.tags)))
    lines += [f"{FIELD}:{_escaped(name)};{_escaped(text)}" for name, text in person.fields]
    lines += [f"{VIP}:{'1' if person.vip else '0'}", "END:VCARD"]
    return "".join(map(_folded, lines))


def _hold(held: list[str], line: str) -> None:
    """Take a line, or what goes on with the one before: a fold (RFC 6350, 3.2), or a soft break of 2.1."""
    if held and line[:1] in (" ", "\t"):
        held[-1] += line[1:]
    elif held and held[-1].endswith("=") and "QUOTED-PRINTABLE" in held[-1].upper():
        held[-1] = held[-1][:-1] + line
    else:
        held.append(line)


def _card(begun: int, lines: list[str]) -> Written:
    found: dict[str, list[Property]] = {}
    for line in lines:
        read = _LINE.fullmatch(line)
        if read is not None:
            found.setdefault(read[1].upper(), []).append(Property(_parameters(read[2]), read[3]))
    texts = {name: properties[0].text.strip() for name, properties in found.items()}
    return Written(
        line=begun,
        name=texts.get("FN") or _name(found.get("N", ())),
        emails=_ordered(found.get("EMAIL", ()), "mailto:"),
        phones=_ordered(found.get("TEL", ()), "tel:"),
        organisation=_parts(found["ORG"][0])[0] if "ORG" in found else "",
        language=texts.get("LANG", ""),
        # Old ones have the hours there by which a clock is ahead, which is no place.
        time_zone=zone if "/" in (zone := texts.get("TZ", "")) else "",
        note="\n".join(note.text for note in found.get("NOTE", ())),
        vip={"1": True, "0": False}.get(texts.get(VIP, "")),
        tags=tuple(part for one in found.get("CATEGORIES", ()) for part in _parts(one, _UNESCAPED_COMMA) if part),
        fields=tuple(
            (name, text) for name, text, *_ in (_parts(one) for one in found.get(FIELD, ()) if ";" in one.value)
        ),
    )


def _parameters(text: str) -> dict[str, str]:
    """The parameters by name; those without one, as 2.1 has them, as TYPE or ENCODING. Several TYPEs are one."""
    params: dict[str, str] = {}
    for name, value in _PARAMETER.findall(text):
        key, bare = name.upper(), value.replace('"', "")
        if not value:
            key, bare = ("ENCODING" if key in {"QUOTED-PRINTABLE", "BASE64"} else "TYPE"), name
        params[key] = f"{params[key]},{bare}" if key in params else bare
    return params


def _ordered(properties: Iterable[Property], scheme: str) -> tuple[str, ...]:
    """The texts of several, what is preferred first."""
    texts = []
    for place, one in enumerate(properties):
        text = one.text.strip()
        if text.lower().startswith(scheme):
            text = text[len(scheme) :]
        pref = one.params.get("PREF", "")
        rank = (
            int(pref)
            if pref.isascii() and pref.isdigit()
            else 1
            if "pref" in one.params.get("TYPE", "").lower()
            else 101
        )
        if text:
            texts.append((rank, place, text))
    return tuple(text for *_, text in sorted(texts))


def _name(properties: Iterable[Property]) -> str:
    """What N says (family, given, …) where there is no FN."""
    for one in properties:
        family, given, *_ = (*_parts(one), "", "")
        return joined(given, family)
    return ""


def _parts(one: Property, between: re.Pattern[str] = _UNESCAPED) -> list[str]:
    """The parts of a value with semicolons (or what else) between them, each without its escapes."""
    cut = between.sub("\\1\0", one.value).split("\0")
    return [Property(one.params, part).text.strip() for part in cut]


def _escaped(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ESCAPE.sub(lambda found: "\\n" if found[0] == "\n" else f"\\{found[0]}", plain)


def _folded(line: str) -> str:
    """The line with its end; a long one in several of at most 75 octets, cut between characters (RFC 6350, 3.2)."""
    pieces, room, start = [], _OCTETS, 0
    for place, letter in enumerate(line):
        room -= len(letter.encode("utf-8", "replace"))
        if room < 0:
            pieces.append(line[start:place])
            start, room = place, _OCTETS - 1 - len(letter.encode("utf-8", "replace"))
    return "\r\n ".join([*pieces, line[start:]]) + "\r\n"
