"""Sender's HTML made harmless: nh3 with our own URL policy, then a cap on nesting.

What is left has no styles, classes, ids or scripts; links go to http, https, mailto and tickets only; a `src` is a `cid:` or there is none. A remote picture
stays as `<img data-remote="https://…">` without `src`, which loads nothing; `rules.remote_pictures` finds them and puts them back when a person asks
for them. Qt lays out nested tables in exponential time, so tables deeper than 8 lose their tags and keep their words.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

import nh3

from deskbell.mail.html_tags import cap_depth, lines_of_paragraphs, marked, tame, unmarked, without_hidden

_URL: Final = re.compile(
    r"https?://[^\s/\\?#@:]{1,253}(?::\d{1,5})?(?:[/?#]|\Z)|https?://[^\s/\\?#@]{1,200}@[^\s/\\?#@]{1,253}(?:[/?#]|\Z)",
    re.IGNORECASE,
)
_MAILTO: Final = re.compile(r"mailto:[^\s\\]+\Z", re.IGNORECASE)
_TICKET: Final = re.compile(r"deskbell://(?:ticket|article)/[0-9]{1,19}/?\Z", re.IGNORECASE)
_CID: Final = re.compile(r"cid:[^\s\"'<>\\]+\Z", re.IGNORECASE)
_HIDING_WORDS: Final = ("display", "visibility", "mso-hide")
_BORDERS: Final = re.compile(r"border-top\s*:")
_HIDES: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide)")
_NUMBER: Final = re.compile(r"\d{1,4}%?\Z")
_WORD: Final = re.compile(r"[a-z]{1,10}\Z")
_BLANKS: Final = re.compile(r"[\t\r\n]")
_REMOTE_SOURCE: Final = re.compile(r'(<img(?: [a-z-]+="[^"]*")*?) src="remote:')

_BLOCKS: Final = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table", "thead", "tbody", "tfoot", "tr",
    "td", "th", "caption", "hr", "br", "center", "address",
})  # fmt: skip
# Blocks that QTextDocument does not know; they are kept as div.
_SECTIONS: Final = frozenset(
    {
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "figure",
        "figcaption",
        "fieldset",
        "details",
        "summary",
    }
)
_INLINE: Final = frozenset({
    "a", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "sub", "sup", "small", "big", "code", "tt", "kbd", "samp", "var", "cite", "dfn",
    "abbr", "q", "span", "img",
})  # fmt: skip
_DROPPED: Final = set({
    "script", "style", "title", "template", "noscript", "iframe", "object", "embed", "applet", "svg", "math", "audio", "video", "canvas", "select",
    "noembed", "noframes", "datalist", "xml",
})  # fmt: skip
_TAGS: Final = set(_BLOCKS | _SECTIONS | _INLINE)
_SECTION_TAG: Final = re.compile(rf"<(/?)(?:{'|'.join(sorted(_SECTIONS))})(?![a-z0-9])[^>]*>")
_SCHEMES: Final = {"http", "https", "mailto", "deskbell", "cid"}
_MOST_PASSES: Final = 5
_NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})
_MARKED: Final = frozenset({"class", "id", "style"})
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "data-remote", "style"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "width", "align", *_MARKED},
    "tr": {"style"},
    "td": {"colspan", "rowspan", "align", "valign", "width", "style"},
    "th": {"colspan", "rowspan", "align", "valign", "width", "style"},
    "p": {"dir", "align", "class", "style"},
    "div": {"dir", "align", "data-marker", "name", *_MARKED},
    "blockquote": {"type", "cite", *_MARKED},
    "span": {"dir", "style"},
    "hr": {"id", "data-marker"},
    "pre": {"class"},
}
_NUMBERS: Final = frozenset({"width", "height", "border", "cellpadding", "cellspacing", "colspan", "rowspan", "start"})


class _Policy:
    """Decides attribute by attribute for one mail. `locations`: URLs that mean a part of the mail itself, and its content id."""

    def __init__(self, locations: Mapping[str, str]) -> None:
        self._locations = locations

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        if name in _MARKED or name in {"cite", "data-marker", "name"} or (tag == "blockquote" and name == "type"):
            return marked(tag, name, value)
        if name == "href":
            return clean_link(value)
        if name == "src":
            return self._picture(value)
        if name == "data-remote":
            return _of_web(value)
        if name in _NUMBERS:
            return value if _NUMBER.match(value.strip()) else None
        if name in {"align", "valign", "dir", "type"}:
            return value.lower() if _WORD.match(value.lower()) or value in {"1", "a", "A", "i", "I"} else None
        return value

    def _picture(self, value: str) -> str | None:
        if value in self._locations:
            return f"cid:{self._locations[value]}"
        if _CID.match(value.strip()):
            return value.strip()
        link = _of_web(value)
        return f"remote:{link}" if link else None


def clean_link(value: str) -> str | None:
    """`value` where it is an absolute http, https or mailto address, or that of a ticket; else None. `//host`, `\\\\host` and relative addresses are none."""
    bare = _BLANKS.sub("", value.strip())
    if "\\" in bare[:300] and not bare.lower().startswith("mailto:"):
        bare = bare.replace("\\", "%5C") if _URL.match(bare) else bare
    return bare if _URL.match(bare) or _MAILTO.match(bare) or _TICKET.match(bare) else None


def _of_web(value: str) -> str | None:
    link = clean_link(value)
    return link if link is not None and link.lower().startswith("http") else None


def sanitize(html: str, locations: Mapping[str, str] = _NOWHERE) -> str:
    """`html` as it may be shown; see the module. Doing it twice changes nothing."""
    return unmarked(sanitize_marked(html, locations))


def sanitize_marked(html: str, locations: Mapping[str, str] = _NOWHERE) -> str:
    """As `sanitize`, but with the marks of `html_tags.Mark` still on the elements that hold quotes; `html_tags.unmarked` takes them off."""
    small = html.lower()
    hides = any(word in small for word in _HIDING_WORDS) and _HIDES.search(small) is not None
    borders = "border-top" in small and _BORDERS.search(small) is not None
    cleaner = _usual_cleaner(hides, borders) if not locations else _Cleaner(locations, hides=hides, borders=borders)
    cleaned = cleaner.clean(tame(html))
    cleaned = _SECTION_TAG.sub(r"<\1div>", cleaned)
    cleaned = _REMOTE_SOURCE.sub(r'\1 data-remote="', cleaned)
    return _settled(cap_depth(without_hidden(lines_of_paragraphs(cleaned))))


def _settled(html: str) -> str:
    """`html` as a parser reads it again: some trees (a list item in a table in a list item) are written down as tags that mean another tree."""
    for _ in range(_MOST_PASSES):
        again = _plain_cleaner().clean(html)
        if again == html:
            break
        html = cap_depth(again)
    return html


@cache
def _plain_cleaner() -> nh3.Cleaner:
    """A sanitiser for what has been sanitised: it asks no policy, and is quick."""
    return nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


class _Cleaner:
    """A sanitiser with our policy. Styles are looked at only where some may hide an element or draw a line above one: calling back for each costs
    more than all the rest."""

    def __init__(self, locations: Mapping[str, str], *, hides: bool, borders: bool) -> None:
        styled = {"p", "div"} if borders else {"p"}
        attributes = {tag: names if hides or tag in styled else names - {"style"} for tag, names in _ATTRIBUTES.items()}
        # The same few classes, styles and widths stand on nearly all elements of a mail: each is judged once.
        self._judge = lru_cache(maxsize=None)(_Policy(locations))
        self._cleaner = nh3.Cleaner(
            tags=_TAGS,
            clean_content_tags=_DROPPED,
            attributes=attributes,
            attribute_filter=self._judge,
            url_schemes=_SCHEMES,
            link_rel=None,
        )

    def clean(self, html: str) -> str:
        """`html` sanitised; nothing of it is remembered."""
        try:
            return self._cleaner.clean(html)
        finally:
            self._judge.cache_clear()


@cache
def _usual_cleaner(hides: bool, borders: bool) -> _Cleaner:
    """The sanitiser of a mail whose parts have no addresses of their own, which is nearly every mail."""
    return _Cleaner(_NOWHERE, hides=hides, borders=borders)
