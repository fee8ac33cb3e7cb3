"""HTML of anybody's, cleaned, as a tree of what an article can say: paragraphs, lists, tables, code, pictures, and how words are emphasised."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import Final

import nh3
from msgspec import Struct, field

from deskbell.mail.html_tags import SPLIT, VOID, cap_depth, tame

BLOCKS: Final = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"}
    | {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "figure", "figcaption", "section", "article"}
    | {"header", "footer", "main", "nav", "aside", "address", "center", "details", "summary", "form", "fieldset"}
)
_INLINE: Final = frozenset(
    {
        "a",
        "b",
        "strong",
        "i",
        "em",
        "cite",
        "var",
        "s",
        "strike",
        "del",
        "code",
        "kbd",
        "samp",
        "tt",
        "span",
        "font",
        "br",
        "img",
    }
    | {"u", "ins", "small", "big", "sub", "sup", "q", "mark", "label", "abbr", "time"}
)
_GONE: Final = {
    *("script", "style", "title", "head", "template", "noscript", "svg", "math", "object", "iframe", "select", "textarea", "button"),
    *("audio", "video", "canvas"),
}  # fmt: skip
_ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    **{tag: {"class"} for tag in ("table", "blockquote", "code", "pre")},
    **{tag: {"class", "style"} for tag in ("p", "div")},
    **{tag: {"style"} for tag in ("b", "strong", "i", "em", "span", "font")},
}
_LANGUAGE: Final = re.compile(r"(?:^|\s)lang(?:uage)?-([A-Za-z0-9+#_.-]{1,30})(?=\s|$)")
_CALLOUT: Final = re.compile(r"(?:^|\s)(?:markdown-alert-)?(note|tip|important|warning|caution)(?=\s|$)", re.IGNORECASE)
_ALERT_TITLE: Final = re.compile(r"(?:^|\s)(?:markdown-alert-title|admonition-title)(?=\s|$)")
_STYLES: Final = (
    ("bold", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
    ("light", re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)),
    ("italic", re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)),
    ("strike", re.compile(r"text-decoration[a-z-]{0,20}\s*:[^;]{0,100}line-through", re.IGNORECASE)),
    ("ignored", re.compile(r"mso-list\s*:\s*ignore|display\s*:\s*none", re.IGNORECASE)),
)
_LEVEL: Final = re.compile(r"mso-list\s*:[^;]{0,100}\blevel([1-9])", re.IGNORECASE)
_SCHEMES: Final = {"http", "https", "mailto", "tel", "article", "attachment", "picture", "data", "cid"}
_ATTRIBUTE: Final = re.compile(r' ([a-z]+)="([^"]*)"')
LONGEST: Final = 8_000_000


class Element(Struct):
    """One element, and what is in it: others, and words."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Element | str"] = field(default_factory=list)

    def elements(self) -> Iterator["Element"]:
        """The elements right in it."""
        return (one for one in self.inside if isinstance(one, Element))

    def holds_blocks(self) -> bool:
        """Whether there is a paragraph or the like in it."""
        return any(one.name in BLOCKS or one.holds_blocks() for one in self.elements())

    def words(self) -> str:
        """All its words, as they stand there; a line break for each that it has."""
        return "".join(
            one if isinstance(one, str) else "\n" if one.name == "br" else one.words() for one in self.inside
        )


def tree(html: str) -> Element:
    """HTML as a tree. `class` is the kind of a call-out, "title" above one, or the language of code; `style` holds the words bold, light, italic,
    strike, ignored and level1 to level9 of a list of Word's. Where pictures and links lead is as it was written: whoever takes it on is to look at it.
    """
    root = Element("div")
    open_elements = [root]
    cleaned = cap_depth(_cleaner().clean(tame(html[:LONGEST])))
    for place, piece in enumerate(SPLIT.split(cleaned)):
        if not place % 2:
            if piece:
                open_elements[-1].inside.append(unescape(piece))
        elif piece.startswith("</"):
            _close(open_elements, piece[2:-1])
        else:
            name = piece[1:-1].partition(" ")[0]
            element = Element(name, {key: unescape(value) for key, value in _ATTRIBUTE.findall(piece)})
            open_elements[-1].inside.append(element)
            if name not in VOID:
                open_elements.append(element)
    return root


def page_itself(root: Element) -> Element:
    """What a page is about: its one main part where it has one, and nothing that only leads elsewhere."""
    mains = list(_named(root, "main"))
    return _without(mains[0] if len(mains) == 1 else root, "nav")


def _named(element: Element, name: str) -> Iterator[Element]:
    for one in element.elements():
        if one.name == name:
            yield one
        yield from _named(one, name)


def _without(element: Element, name: str) -> Element:
    inside = [
        one if isinstance(one, str) else _without(one, name)
        for one in element.inside
        if isinstance(one, str) or one.name != name
    ]
    return Element(element.name, element.attributes, inside)


def _close(open_elements: list[Element], name: str) -> None:
    """Leave the innermost element of this name; what was capped has left an end too many, or one too few."""
    for place in range(len(open_elements) - 1, 0, -1):
        if open_elements[place].name == name:
            del open_elements[place:]
            return


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(BLOCKS | _INLINE),
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        attribute_filter=_reduced,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _reduced(tag: str, name: str, value: str) -> str | None:
    """What of an attribute is kept."""
    if name == "style":
        found = [word for word, pattern in _STYLES if pattern.search(value)]
        level = _LEVEL.search(value)
        return " ".join([*found, *([f"level{level[1]}"] if level else [])]) or None
    if name == "class":
        if tag in ("code", "pre"):
            language = _LANGUAGE.search(value)
            return language[1] if language else None
        if _ALERT_TITLE.search(value):
            return "title"
        kind = _CALLOUT.search(value) if tag != "p" else None
        return kind[1].lower() if kind else "code" if tag == "table" and value == "code" else None
    return value
