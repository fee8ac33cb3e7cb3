"""What is made of a document: an article's text and pictures, and an account of what did not come along."""

from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final

from msgspec import Struct

from deskbell.mail.documents.pictures import Picture
from deskbell.mail.html_markdown import markdown_of
from deskbell.rules.article_files.links import path_address, path_said, rewritten
from deskbell.rules.markdown.reading import harmless, target

MOST_INSIDE_MB: Final = 64
"""So much may a document and the pictures in it have together once they are unpacked."""

IsThere = Callable[[str, bool], bool]
"""Whether a path that is said in a document is a file beside it; true for one that is to be shown as a picture."""


class Remark(Struct, frozen=True):
    """What was left out of a document: a sentence of `model.article_sentences`, and how often that was."""

    code: str
    count: int


class Document(Struct, frozen=True):
    """`body` is Markdown. Its addresses of files are paths from where the document lies; `inside` are pictures in it, by the last part of theirs.

    `title` is "" where the document does not say what it is called.
    """

    title: str
    body: str
    inside: Mapping[str, Picture]
    remarks: tuple[Remark, ...] = ()


class Making:
    """Makes a document's HTML an article: `own` are the pictures in it, by the address that the HTML shows them from.

    An address is that of a page or a mailbox, or of a file that `is_there`; every other one is left out and counted.
    """

    def __init__(self, name: str, content: bytes, own: Mapping[str, Picture], is_there: IsThere) -> None:
        self._name = name
        self._own = own
        self._is_there = is_there
        # Numbers that no text can say by chance or on purpose, as they come of all that the document says.
        self._first = int.from_bytes(sha256(content).digest()[:6]) + 1
        self._paths: list[str] = []
        self.shown: set[str] = set()
        self.counts: Counter[str] = Counter()

    def document(self, title: str, html: str, counts: Mapping[str, int]) -> Document:
        """The article. `counts` is what was left out before, by the code of its sentence."""
        body = rewritten(markdown_of(html, link_to=self._link, picture=self._picture, whole_page=True), self._named)
        found = Counter(counts) + self.counts
        remarks = tuple(Remark(code, found[code]) for code in sorted(found))
        return Document(title, body, {self._own[one].name: self._own[one] for one in self.shown}, remarks)

    def _link(self, address: str) -> str | None:
        if target(address) is not None:
            # A number of another desk, which means something else on this one.
            self.counts["document.links"] += 1
            return None
        if harmless(address):
            return address
        said = path_said(address)
        if said is None or not self._is_there(said[0], False):
            self.counts["document.links"] += 1
            return None
        return f"attachment:{self._number(path_address(said[0]) + (f'#{said[1]}' if said[1] and harmless(f'#{said[1]}') else ''))}"

    def _picture(self, address: str) -> str | None:
        own = self._own.get(address)
        if own is not None:
            self.shown.add(address)
            return f"picture:{self._number(f'{path_address(self._name)}/{path_address(own.name)}')}"
        said = path_said(address)
        if said is None or not self._is_there(said[0], True):
            self.counts["document.pictures"] += 1
            return None
        return f"picture:{self._number(path_address(said[0]))}"

    def _number(self, path: str) -> int:
        self._paths.append(path)
        return self._first + len(self._paths) - 1

    def _named(self, address: str, shown: bool | None) -> str | None:
        del shown
        there = target(address)
        place = -1 if there is None else there.id - self._first
        return self._paths[place] if 0 <= place < len(self._paths) else None
