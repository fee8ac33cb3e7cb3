"""HTML that comes into the editor, from the clipboard or from a draft: reduced to what the editor's own buttons can make."""

import re
from collections.abc import Collection
from functools import partial
from typing import Final

import nh3

_TAGS: Final = {
    "img",
    "p",
    "div",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
}
_TABLE_TAGS: Final = {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
_GONE_WITH_TEXT: Final = {"script", "style", "title", "head", "template", "noscript"}
_SCHEMES: Final = ("http://", "https://", "mailto:", "deskbell://ticket/", "deskbell://article/")
_LONGEST: Final = 500_000
_DEEPEST: Final = 12
_IMAGE: Final = re.compile(r"<img\b[^>]*>")
_WIDTH: Final = re.compile(r"[1-9]\d{0,3}")
_HEADING: Final = re.compile(r"<(/?)h[1-6]\b", re.IGNORECASE)
_TABLE: Final = re.compile(r"<table\b", re.IGNORECASE)
_CELL_END: Final = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_NESTED: Final = re.compile(r"<(/?)(?:ul|ol|blockquote|div|li)\b", re.IGNORECASE)


def clean_html(html: str, pictures: Collection[str] = (), *, tables: bool = True) -> str:
    """Paragraphs, lists, quotes, links and four kinds of emphasis; no colour, size or name of a file survives, and no picture but those of
    the text itself, whose content ids are `pictures`.

    Headings become paragraphs. Tables of facts stay, plain; others, and all where `tables` is False, become words with a space between the cells. "" where the HTML is too long or nested too deeply to be
    somebody's text; whoever asks has the plain text then.
    """
    if len(html) > _LONGEST:
        return ""
    flat = _HEADING.sub(r"<\1p", html)
    if not _TABLE.search(flat):
        # A parser drops cells that stand in no table, and their words would stick together.
        flat = _CELL_END.sub(" ", flat)
    cleaned: str = nh3.clean(
        flat,
        tags=_TAGS | _TABLE_TAGS,
        clean_content_tags=_GONE_WITH_TEXT,
        attributes={"a": {"href"}, "img": {"src", "alt", "width"}, "td": {"colspan"}, "th": {"colspan"}},
        url_schemes={"http", "https", "mailto", "deskbell", "cid"},
        attribute_filter=partial(_allowed, pictures),
        link_rel=None,
    )
    cleaned = _IMAGE.sub(lambda found: found.group() if ' src="cid:' in found.group() else "", cleaned)
    if "<table" in cleaned:
        from deskbell.ui.composer.pasted_tables import plain_tables

        cleaned = plain_tables(cleaned, allowed=tables)
    return cleaned if _depth(cleaned) <= _DEEPEST else ""


def _allowed(pictures: Collection[str], _tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if value.startswith("cid:") and value.removeprefix("cid:") in pictures else None
    if attribute == "width":
        return value if _WIDTH.fullmatch(value) else None
    if attribute == "href":
        # By itself nh3 lets addresses without a scheme pass, and so `//evil/share`.
        return value if value.lower().startswith(_SCHEMES) else None
    return value


def _depth(html: str) -> int:
    depth = deepest = 0
    for edge in _NESTED.finditer(html):
        depth += -1 if edge.group(1) else 1
        deepest = max(deepest, depth)
    return deepest
