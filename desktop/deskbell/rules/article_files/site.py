"""The pages of a knowledge base as a site that opens from a disk: every word and address of the articles is escaped."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from posixpath import relpath
from string import Template
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from deskbell.rules.folding import fold
from deskbell.rules.markdown.html import page
from deskbell.rules.markdown.reading import plain, read, target

# Of tags that `page` wrote: a text's own quotes and brackets are escaped there.
_LINK: Final = re.compile(r'<a href="([^"]*)">')
_PICTURE: Final = re.compile(r'<img src="cid:(\d+)"')
_CALLOUTS: Final = {kind: kind.capitalize() for kind in ("note", "tip", "important", "warning", "caution")}
_INDEX: Final = "index.html"
_SCRIPTS: Final = '<script src="./_site/index.js" defer></script>\n<script src="./_site/search.js" defer></script>\n'


class SiteText(Struct, frozen=True):
    """What an article says in one language, and the path of its page in the site."""

    path: str
    language: str
    title: str
    body: str


class SiteArticle(Struct, frozen=True):
    """An article: its texts, the first in its first language, and the paths and names of its files by their numbers."""

    id: int
    texts: tuple[SiteText, ...]
    files: Mapping[int, tuple[str, str]]
    pictures: frozenset[int]


class Listed(Struct, frozen=True):
    """An article in the index, and for the search: without its text as it is written, which may be long."""

    folder: str
    texts: tuple[tuple[str, str, str], ...]


def article_page(skeleton: str, one: SiteArticle, text: SiteText, pages: Mapping[int, str]) -> str:
    """The page of an article in one language. `pages` are the paths of those that are in the site; a link to another leads nowhere."""
    made = page(read(text.body), one.pictures, _CALLOUTS)
    html = _LINK.sub(lambda found: _link(unescape(found[1]), one, text, pages), made.html)
    html = _PICTURE.sub(lambda found: f'<img src="{_address(text.path, one.files[int(found[1])][0])}"', html)
    headings = "".join(
        f'<li{" class=deep" if head.level > 2 else ""}><a href="#{quote(head.anchor)}">{escape(head.text)}</a></li>\n'
        for head in made.headings
    )
    others = " · ".join(_named(text.path, other, other.language) for other in one.texts if other is not text)
    files = "".join(
        f'<li><a href="{_address(text.path, path)}" download>{escape(name)}</a></li>\n'
        for number, (path, name) in one.files.items()
        if number not in one.pictures
    )
    parts = [
        f'<nav lang="en"><a href="{_address(text.path, _INDEX)}">All articles</a></nav>\n',
        f"<article>\n<h1>{escape(text.title)}</h1>\n",
        f'<p class="languages">{others}</p>\n' if others else "",
        f'<nav class="outline">\n<ul>\n{headings}</ul>\n</nav>\n' if len(made.headings) > 1 else "",
        html,
        f'<h2 lang="en">Attachments</h2>\n<ul>\n{files}</ul>\n' if files else "",
        "</article>\n",
    ]
    return _filled(skeleton, text.path, text.title, text.language, "".join(parts))


def listed(folder: str, one: SiteArticle) -> Listed:
    """What the index says of an article in this folder."""
    return Listed(folder, tuple((text.path, text.language, text.title) for text in one.texts))


def index_page(skeleton: str, folders: Mapping[str, str], articles: Sequence[Listed]) -> str:
    """The first page: the categories by the paths of their folders, parents before children, with what is in each."""
    inside: dict[str, list[str]] = {"": []}
    for one in articles:
        inside.setdefault(one.folder, []).append(_entry(one))
    children: dict[str, list[str]] = {}
    for path in folders:
        children.setdefault(path.rstrip("/").rpartition("/")[0], []).append(path)
    parts: list[str] = []
    _write_folder(parts, "", "", folders, children, inside)
    body = (
        "<h1>Knowledge base</h1>\n"
        '<input class="search" id="search" type="search" placeholder="Search" aria-label="Search" hidden>\n'
        '<p id="nothing" role="status" hidden>Nothing was found.</p>\n<ul class="results" id="results"></ul>\n'
        f'<div id="tree">\n{"".join(parts)}</div>\n'
    )
    return _filled(skeleton, _INDEX, "Knowledge base", "en", body, _SCRIPTS)


def search_entry(text: SiteText) -> str:
    """What the search knows of a page, as a line of JavaScript that no text can end early."""
    said = [text.title, fold(plain(read(text.body))), quote(text.path), text.language]
    return json.dumps(said).replace("<", "\\u003c")


def search_index(entries: Sequence[str]) -> str:
    """The file that the search reads."""
    return "window.deskbellIndex = [\n" + ",\n".join(entries) + "\n];\n"


def _write_folder(
    parts: list[str],
    path: str,
    name: str,
    folders: Mapping[str, str],
    children: Mapping[str, Sequence[str]],
    inside: Mapping[str, Sequence[str]],
) -> None:
    """Write a category with those below it: as deep as categories are."""
    if name:
        parts.append(f'<section class="{"within" if path.count("/") > 1 else "top"}">\n<h2>{escape(name)}</h2>\n')
    if inside.get(path):
        parts.append(f'<ul class="tree">\n{"".join(inside[path])}</ul>\n')
    for child in children.get(path.rstrip("/"), ()):
        _write_folder(parts, child, folders[child], folders, children, inside)
    if name:
        parts.append("</section>\n")


def _entry(one: Listed) -> str:
    first, *others = one.texts
    more = "".join(f' <a class="other" href="{quote(p)}" lang="{escape(k)}">{escape(k)}</a>' for p, k, _ in others)
    return f'<li><a href="{quote(first[0])}" lang="{escape(first[1])}">{escape(first[2])}</a>{more}</li>\n'


def _link(address: str, one: SiteArticle, text: SiteText, pages: Mapping[int, str]) -> str:
    there = target(address)
    if there is None:
        return f'<a href="{escape(address)}" rel="noreferrer">'
    if there.kind != "article":
        file = one.files.get(there.id)
        return "<a>" if file is None else f'<a href="{_address(text.path, file[0])}" download>'
    path = pages.get(there.id)
    if path is None:
        return "<a>"
    return f'<a href="{_address(text.path, path)}{f"#{quote(there.anchor)}" if there.anchor else ""}">'


def _named(path: str, other: SiteText, words: str) -> str:
    language = escape(other.language)
    title = escape(other.title)
    return f'<a href="{_address(path, other.path)}" lang="{language}" hreflang="{language}" title="{title}">{escape(words)}</a>'


def _address(path: str, there: str) -> str:
    """Where a path of the site is as seen from the page of another."""
    return quote(relpath(there, path.rpartition("/")[0] or "."))


def _filled(skeleton: str, path: str, title: str, language: str, body: str, scripts: str = "") -> str:
    root = "/".join([".."] * path.count("/")) or "."
    return Template(skeleton).substitute(
        lang=escape(language), title=escape(title), root=root, scripts=scripts, body=body
    )
