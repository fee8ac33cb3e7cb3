"""A web page as it lies on a disk, as an article."""

import binascii
import re
from base64 import b64decode
from collections import Counter
from html import unescape
from typing import Final
from urllib.parse import unquote

from deskbell.mail.documents.document import MOST_INSIDE_MB, Document, IsThere, Making
from deskbell.mail.documents.pictures import Picture, picture
from deskbell.mail.html_tags import MOST_TAGS
from deskbell.mail.html_tree import LONGEST
from deskbell.mail.parse.charsets import decode
from deskbell.model.errors import Mistake
from deskbell.rules.articles import LARGEST_FILE_MB, LONGEST_BODY, clean

_META: Final = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{0,1000})</title", re.IGNORECASE)
_DATA: Final = re.compile(
    r"data:image/[a-z0-9.+-]{1,20}(?:;[a-z0-9=-]{1,40}){0,4};base64,([A-Za-z0-9+/=%\s]*)", re.IGNORECASE
)
_ACTIVE: Final = re.compile(r"<(?:script|iframe|frame|object|embed|applet|form)(?=[\s/>])", re.IGNORECASE)
_MEDIA: Final = re.compile(r"<(?:audio|video|canvas|svg|math)(?=[\s/>])", re.IGNORECASE)
# What the cleaner takes away before it is seen as a link.
_LOCAL: Final = re.compile(r"href\s*=\s*(?:[\"']\s*)?file:", re.IGNORECASE)
_MOST_PICTURES: Final = 500
_OWN: Final = "deskbell-picture-"


def read_page(name: str, content: bytes, is_there: IsThere) -> Document:
    """The page of this name. Raises `Mistake` article.long where it says more than an article may."""
    meta = _META.search(content[:4096])
    text, _ = decode(content, meta[1].decode("ascii") if meta else "")
    own: dict[str, Picture] = {}
    html = _without_data(text.replace("\0", ""), own)
    if len(html) > LONGEST:
        raise Mistake("article.long", limit=LONGEST_BODY)
    title = _TITLE.search(html[: 64 << 10])
    found = Counter(
        {
            "document.active": sum(1 for _ in _ACTIVE.finditer(html)),
            "document.objects": sum(1 for _ in _MEDIA.finditer(html)),
            "document.links": sum(1 for _ in _LOCAL.finditer(html)),
            "document.elements": max(0, html.count("<") - MOST_TAGS),
        }
    )
    return Making(name, content, own, is_there).document(clean(unescape(title[1])) if title else "", html, found)


def _without_data(html: str, own: dict[str, Picture]) -> str:
    """The HTML with short addresses in place of pictures that stand in it letter by letter, which `own` gets."""
    known: dict[str, str] = {}
    size = 0

    def put(found: re.Match[str]) -> str:
        nonlocal size
        letters = found[1]
        if letters not in known:
            content = _bytes_of(letters)
            one = picture(f"picture-{len(known) + 1}", content) if len(known) < _MOST_PICTURES else None
            size += len(content)
            known[letters] = f"{_OWN}{len(known) + 1}"
            if one is not None and size <= MOST_INSIDE_MB << 20:
                own[known[letters]] = one
        return known[letters]

    return _DATA.sub(put, html)


def _bytes_of(letters: str) -> bytes:
    """The bytes of a picture; none where they are too many, or no bytes at all."""
    if len(letters) > (LARGEST_FILE_MB << 20) * 4 // 3:
        return b""
    try:
        return b64decode(re.sub(r"\s", "", unquote(letters)))
    except (binascii.Error, ValueError):
        return b""
