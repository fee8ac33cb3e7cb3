"""The pictures of a sanitised HTML that would have to be fetched: where they are, and how they are put in place once a person wants them.

`mail.sanitize` leaves such a picture as `<img data-remote="https://…">` without `src`, which nothing loads.
"""

import html as markup
import re
from collections.abc import Callable, Container
from typing import Final

OWN_NAME: Final = "remote "
"""What the name of a fetched picture begins with among a message's own: no Content-ID holds a space."""

_PICTURE: Final = re.compile(r'<img((?: [a-z-]+="[^"]*")*) ?/?>')
_REMOTE: Final = re.compile(r' data-remote="([^"]*)"')
# What is as small as this nobody is to see: it only tells its sender that somebody looked.
_UNSEEN: Final = re.compile(r' (?:width|height)="0*[01](?:px)?"')


def addresses(html: str) -> tuple[str, ...]:
    """The addresses of the pictures that were left out and that a person would see, in their order, each once."""
    found: dict[str, None] = {}
    if "data-remote" in html:
        for picture in _PICTURE.finditer(html):
            remote = _REMOTE.search(picture[1])
            if remote is not None and _UNSEEN.search(picture[1]) is None:
                found[markup.unescape(remote[1])] = None
    return tuple(found)


def with_fetched(html: str, fetched: Container[str]) -> str:
    """`html` with those of the pictures in `fetched` (named `OWN_NAME` and their address) as pictures of the message's own."""

    def own(address: str) -> str | None:
        name = OWN_NAME + address
        return f"cid:{name}" if name in fetched else None

    return _replaced(html, own) if "data-remote" in html else html


def with_sources(html: str) -> str:
    """`html` with the pictures that were left out as a browser loads them; those that nobody would see stay out."""
    return _replaced(html, lambda address: address) if "data-remote" in html else html


def _replaced(html: str, source: Callable[[str], str | None]) -> str:
    def put(picture: re.Match[str]) -> str:
        remote = _REMOTE.search(picture[1])
        if remote is None or _UNSEEN.search(picture[1]) is not None:
            return picture.group()
        wanted = source(markup.unescape(remote[1]))
        if wanted is None:
            return picture.group()
        return picture.group().replace(remote.group(), f' src="{markup.escape(wanted)}"', 1)

    return _PICTURE.sub(put, html)
