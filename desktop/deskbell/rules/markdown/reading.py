"""Reading an article's Markdown: CommonMark with tables and strike-through, without HTML, and with no address but those that are known to be harmless.

What a text links to is one of: a page of the web, a mail address or a phone, a heading of its own (`#heading`), another article (`article:12`,
`article:12#heading`) or a file of the article's own (`attachment:3`). It shows pictures of the article's own alone (`picture:3`). Everything else is no link,
and stands there as it was written.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

from deskbell.rules.folding import fold

Tokens = Sequence[Token]

CALLOUTS: Final = frozenset({"note", "tip", "important", "warning", "caution"})
"""What a quotation is where it begins with one of these in brackets: [!NOTE]."""

# So deep may lists and quotations lie in each other; what is deeper is left out of what is shown, not of what is kept.
_DEEPEST: Final = 24
# A text with more of them has no links: to look for the ends of them all would take as long as their number squared.
_MOST_BRACKETS: Final = 4_000
_HARMLESS: Final = re.compile(
    r"(?:https?://[^\s\\<>\"'`/?#@:]+(?::\d{1,5})?(?:[/?#][^\s\\<>\"'`]*)?"
    r"|mailto:[^\s\\<>\"'`:/]+"
    r"|tel:[+0-9(). -]+"
    r"|(?:article|attachment|picture):\d{1,18}(?:#[^\s\\<>\"'`]*)?"
    r"|#[^\s\\<>\"'`]*)",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"(article|attachment|picture):(\d{1,18})(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_MARK: Final = re.compile(r"\[!(\w+)\][^\S\n]*(?:\n|$)")
_WORD: Final = re.compile(r"[^\W_]+")
_CALLOUT: Final = "callout"


class Heading(Struct, frozen=True):
    """A heading: its level from 1 to 6, what it says, and what a link to it says behind the #."""

    level: int
    text: str
    anchor: str


class Target(Struct, frozen=True):
    """Where a link of our own leads: `kind` is article, attachment or picture."""

    kind: str
    id: int
    anchor: str = ""


def target(address: str) -> Target | None:
    """Where an address leads within the knowledge base; None for any other."""
    found = _NUMBERED.fullmatch(address)
    return None if found is None else Target(found[1].lower(), int(found[2]), found[3] or "")


def harmless(address: str) -> bool:
    """Whether an address is one that a text may link to."""
    return _HARMLESS.fullmatch(address) is not None


def read(body: str) -> Tokens:
    """The tokens of a text; call-outs are blocks of their own, `type` callout_open and callout_close, with their kind in `info`."""
    tokens = _parser(links=body.count("[") <= _MOST_BRACKETS).parse(body)
    _mark_callouts(tokens)
    return tokens


def linked_articles(tokens: Tokens) -> frozenset[int]:
    """The articles (ids) that a text links to."""
    found = (target(str(one.attrGet("href") or "")) for one in _inside(tokens) if one.type == "link_open")
    return frozenset(one.id for one in found if one is not None and one.kind == "article")


def pictures(tokens: Tokens) -> frozenset[int]:
    """The files (ids) that a text shows as pictures."""
    found = (target(str(one.attrGet("src") or "")) for one in _inside(tokens) if one.type == "image")
    return frozenset(one.id for one in found if one is not None and one.kind == "picture")


def plain(tokens: Tokens) -> str:
    """What a text says, without how it looks: a line a paragraph, heading, cell or line of code."""
    lines = []
    for token in tokens:
        if token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip("\n"))
        elif token.type == "inline":
            lines.append(said(token))
    return "\n".join(line for line in lines if line)


def said(inline: Token) -> str:
    """What the token of a line of text says: also what its pictures are called."""
    parts = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline", "image", "text_special"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)


def outline(tokens: Tokens) -> tuple[Heading, ...]:
    """The headings of a text in order. Each has an anchor of its own: of two that say the same the second has a number behind it."""
    found: list[Heading] = []
    taken: dict[str, int] = {}
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            words = said(inline)
            anchor = first = "-".join(_WORD.findall(fold(words))) or "section"
            while anchor in taken:
                taken[first] += 1
                anchor = f"{first}-{taken[first]}"
            taken[anchor] = 1
            found.append(Heading(int(token.tag[1:]), words, anchor))
    return tuple(found)


class _Parser(MarkdownIt):
    """One that takes harmless addresses alone for links and pictures."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  the name is theirs
        return harmless(url)


def code_lines(body: str) -> tuple[tuple[int, int], ...]:
    """The lines (from 0) of the blocks of code of a text: of each its first, and the one behind its last."""
    blocks = (token for token in _blocks().parse(body) if token.type in ("fence", "code_block") and token.map)
    return tuple((token.map[0], token.map[1]) for token in blocks if token.map)


@cache
def _blocks() -> MarkdownIt:
    """A parser that does not look into lines."""
    made = _Parser("js-default", {"html": False, "maxNesting": _DEEPEST})
    made.core.ruler.enableOnly(["normalize", "block"])
    return made


@cache
def _parser(*, links: bool) -> MarkdownIt:
    made = _Parser("js-default", {"html": False, "linkify": False, "typographer": False, "maxNesting": _DEEPEST})
    return made if links else made.disable(["link", "image", "reference"])


def _inside(tokens: Tokens) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _mark_callouts(tokens: Tokens) -> None:
    """Make call-outs of the outermost quotations that begin as one: a quotation within is none, as each is drawn as a table."""
    opened: Token | None = None
    for place, token in enumerate(tokens):
        if token.level:
            continue
        if token.type == "blockquote_open":
            kind = _kind(tokens[place + 1 : place + 3])
            opened = token if kind else None
            if kind:
                token.type, token.tag, token.info = f"{_CALLOUT}_open", "", kind
        elif token.type == "blockquote_close" and opened is not None:
            token.type, token.tag, token.info = f"{_CALLOUT}_close", "", opened.info


def _kind(first: Tokens) -> str:
    """What the call-out is that begins with these tokens, "" for none; what says so is taken out of its text."""
    if len(first) < 2 or first[0].type != "paragraph_open":
        return ""
    text = first[1]
    found = _MARK.match(text.content)
    kind = found[1].lower() if found else ""
    if found is None or kind not in CALLOUTS or not text.children:
        return ""
    text.content = text.content[found.end() :]
    # The mark is a text of its own, and the end of its line.
    ends = next((n for n, child in enumerate(text.children) if child.type in ("softbreak", "hardbreak")), None)
    text.children = [] if ends is None else text.children[ends + 1 :]
    return kind
