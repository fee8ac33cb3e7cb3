"""What the styles and the lists of a Word file mean for an article: which paragraphs are headings, quotations, code, or items and with which number."""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from deskbell.mail.documents.nodes import Node

_HEADING: Final = re.compile(r"heading ([1-9])")
_TITLES: Final = frozenset({"title"})
_QUOTES: Final = frozenset({"quote", "intense quote", "block text", "blockquote"})
_CODE: Final = frozenset({"html preformatted", "preformatted text", "source code", "code", "macro", "plain text"})
_CODE_WORDS: Final = frozenset(
    {"html code", "verbatim char", "source text", "html typewriter", "html keyboard", "html sample"}
)
_MONOSPACE: Final = re.compile(
    r"courier|consolas|menlo|monaco|\bmono\b|monospace|lucida console|source code", re.IGNORECASE
)
_OFF: Final = frozenset({"0", "false", "off"})
_BULLETS: Final = frozenset({"bullet", "none", ""})
_DEEPEST_STYLE: Final = 20
_DEEPEST_LEVEL: Final = 9
NO_LEVEL: Final = 9


class Look(Struct, frozen=True):
    """How words look; None where that is not said."""

    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    code: bool | None = None
    hidden: bool | None = None

    def over(self, other: "Look") -> "Look":
        """This where it says something, else the other."""
        mine = {name: getattr(self, name) for name in self.__struct_fields__ if getattr(self, name) is not None}
        return replace(other, **mine)


class Style(Struct, frozen=True):
    """What a style says: `heading` is a level from 1, 0 for none; `listed` is the list of its paragraphs, "" for none, and `level` how deep they lie there."""

    name: str = ""
    heading: int = 0
    quote: bool = False
    code: bool = False
    listed: str = ""
    level: int = 0
    look: Look = Look()


def look_of(properties: Node | None) -> Look:
    """What the properties of words say."""
    if properties is None:
        return Look()
    fonts = properties.first("rFonts")
    font = next(iter(fonts.said.values()), "") if fonts is not None else ""
    return Look(
        bold=_flag(properties, "b"),
        italic=_flag(properties, "i"),
        strike=_flag(properties, "strike") or _flag(properties, "dstrike"),
        code=True if font and _MONOSPACE.search(font) else None,
        hidden=_flag(properties, "vanish"),
    )


def styles_of(root: Node | None) -> dict[str, Style]:
    """The styles by what they are known by."""
    if root is None:
        return {}
    said = {one.said.get("styleId", ""): one for one in root.nodes() if one.name == "style"}
    made: dict[str, Style] = {}
    for key in said:
        # Those that it is based on, the nearest first; a chain may lead back to itself.
        chain: list[Node] = []
        at: str | None = key
        while at is not None and at in said and len(chain) < _DEEPEST_STYLE and said[at] not in chain:
            chain.append(said[at])
            at = said[at].value("basedOn")
        found = Style()
        for one in reversed(chain):
            found = _with(found, one)
        made[key] = found
    return made


def _with(base: Style, one: Node) -> Style:
    name = (one.value("name") or "").lower()
    heading = _HEADING.fullmatch(name)
    outline = one.value("pPr", "outlineLvl")
    level = 1 if name in _TITLES else int(heading[1]) if heading else heading_of(outline, base.heading)
    look = look_of(one.first("rPr"))
    return Style(
        name=name,
        heading=level,
        quote=base.quote or name in _QUOTES,
        code=base.code or (name in _CODE and one.said.get("type") != "character"),
        listed=one.value("pPr", "numPr", "numId") or base.listed,
        level=number(one.value("pPr", "numPr", "ilvl"), base.level),
        look=replace(look, code=True) if name in _CODE_WORDS else look.over(base.look),
    )


def heading_of(outline: str | None, otherwise: int) -> int:
    """The level of a heading by what is said of the outline, which counts from 0 and has 9 for what is none."""
    if outline is None:
        return otherwise
    level = number(outline, NO_LEVEL)
    return level + 1 if level < NO_LEVEL else 0


def number(said: str | None, otherwise: int) -> int:
    """A small number that is said."""
    return int(said) if said is not None and re.fullmatch(r"[0-9]{1,6}", said) else otherwise


def _flag(properties: Node, name: str) -> bool | None:
    said = properties.value(name)
    return None if said is None else said.lower() not in _OFF


class Level(Struct, frozen=True):
    """One level of a list: whether its items are numbered, and from where."""

    ordered: bool
    start: int = 1


class Lists(Struct):
    """The lists of a document and how far each is counted."""

    levels: Mapping[str, Mapping[int, Level]] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    counted: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    restarts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    def item(self, key: str, level: int) -> tuple[bool, int]:
        """Whether the next item here is numbered, and which number it has."""
        level = min(max(level, 0), _DEEPEST_LEVEL)
        known = self.levels.get(key, {}).get(level, Level(ordered=False))
        kept = self.same.get(key, key)
        if key not in self.begun:
            self.begun.add(key)
            for at, start in self.restarts.get(key, {}).items():
                self.counted[kept, at] = start - 1
        count = self.counted.get((kept, level), known.start - 1) + 1
        self.counted[kept, level] = count
        for deeper in range(level + 1, _DEEPEST_LEVEL + 1):
            self.counted.pop((kept, deeper), None)
        return known.ordered, count


def lists_of(root: Node | None) -> Lists:
    """The lists of a document."""
    if root is None:
        return Lists()
    abstract = {one.said.get("abstractNumId", ""): _levels(one) for one in root.nodes() if one.name == "abstractNum"}
    levels: dict[str, dict[int, Level]] = {}
    same: dict[str, str] = {}
    restarts: dict[str, dict[int, int]] = {}
    for one in root.nodes():
        if one.name != "num":
            continue
        key, kind = one.said.get("numId", ""), one.value("abstractNumId") or ""
        mine = {**abstract.get(kind, {})}
        for override in (each for each in one.nodes() if each.name == "lvlOverride"):
            at = number(override.said.get("ilvl"), 0)
            mine |= _levels(override)
            start = override.value("startOverride")
            if start is not None:
                restarts.setdefault(key, {})[at] = number(start, 1)
        levels[key], same[key] = mine, f"abstract {kind}"
    return Lists(levels=levels, same=same, restarts=restarts)


def _levels(one: Node) -> dict[int, Level]:
    """The levels that there are in a list; each list copies those of its kind, so there are no others."""
    return {
        at: Level((level.value("numFmt") or "") not in _BULLETS, number(level.value("start"), 1))
        for level in one.nodes()
        if level.name == "lvl" and (at := number(level.said.get("ilvl"), 0)) <= _DEEPEST_LEVEL
    }
