"""A Word file (DOCX) as an article. It is read here and not by a library: those read XML without a limit of depth or size, and say little of what they leave out."""

import posixpath
import re
from typing import Final
from urllib.parse import unquote

from deskbell.mail.documents.document import MOST_INSIDE_MB, Document, IsThere, Making
from deskbell.mail.documents.docx_styles import lists_of, styles_of
from deskbell.mail.documents.docx_text import OUTSIDE, DocxText, Rels
from deskbell.mail.documents.nodes import Node, node_of
from deskbell.mail.documents.packed import Packed
from deskbell.mail.documents.pictures import Picture, picture
from deskbell.mail.html_tags import MOST_TAGS
from deskbell.mail.html_tree import LONGEST
from deskbell.model.errors import Mistake
from deskbell.rules.articles import LARGEST_FILE_MB, LONGEST_BODY

_LARGEST_XML: Final = 32 << 20
_MOST_PICTURES: Final = 500
_MAIN: Final = "word/document.xml"
_SAYS: Final = re.compile(rb"<[A-Za-z0-9]*:?t(?: [^<>]*)?>\s*[^<\s]")


def read_docx(name: str, content: bytes, is_there: IsThere) -> Document:
    """The document of this name. Raises `Mistake` document.unreadable, document.locked, document.large, or article.long where it says more than an article may."""
    packed = Packed(content, MOST_INSIDE_MB << 20)
    main = _main_part(packed)
    body = node_of(packed.part(main, _LARGEST_XML)).first("body")
    if body is None:
        raise Mistake("document.unreadable")
    pictures = _Pictures(packed, main)
    styles, lists = styles_of(_beside(packed, main, "styles.xml")), lists_of(_beside(packed, main, "numbering.xml"))
    text = DocxText(styles, lists, _rels(packed, main), pictures.address)
    html = text.html(body)
    html += _notes(packed, main, text)
    if len(html) > LONGEST or html.count("<") > MOST_TAGS:
        raise Mistake("article.long", limit=LONGEST_BODY)
    text.counts["document.macros"] += len(
        [one for one in packed.names("word/") if one.endswith((".bin", ".ps1")) and "vba" in one]
    )
    text.counts["document.margins"] += _margins(packed)
    return Making(name, content, pictures.own, is_there).document("", html, text.counts)


class _Pictures:
    """The pictures of a document, read when they are met. `own` are those that can be taken, by their addresses."""

    def __init__(self, packed: Packed, main: str) -> None:
        self._packed = packed
        self._folder = posixpath.dirname(main)
        self._known: dict[str, str | None] = {}
        self.own: dict[str, Picture] = {}

    def address(self, target: str) -> str | None:
        """The address of the picture that lies there; None where it lies elsewhere, or is none that an article shows."""
        if not target or target.startswith(OUTSIDE):
            return None
        path = _path(self._folder, target)
        if path not in self._known:
            self._known[path] = self._read(path) if len(self._known) < _MOST_PICTURES else None
        return self._known[path]

    def _read(self, path: str) -> str | None:
        try:
            content = self._packed.part(path, LARGEST_FILE_MB << 20)
        except Mistake:
            return None
        found = picture(f"image-{len(self._known) + 1}", content)
        if found is None:
            return None
        address = f"deskbell-picture-{len(self.own) + 1}"
        self.own[address] = found
        return address


def _main_part(packed: Packed) -> str:
    """The part that holds the text."""
    said = packed.part("_rels/.rels", _LARGEST_XML)
    for one in node_of(said).nodes() if said else ():
        if one.said.get("Type", "").endswith("/officeDocument"):
            path = _path("", one.said.get("Target", ""))
            if path in packed:
                return path
    if _MAIN not in packed:
        raise Mistake("document.unreadable")
    return _MAIN


def _beside(packed: Packed, main: str, name: str) -> Node | None:
    content = packed.part(_path(posixpath.dirname(main), name), _LARGEST_XML)
    return node_of(content) if content else None


def _rels(packed: Packed, part: str) -> Rels:
    folder, _, name = part.rpartition("/")
    content = packed.part(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels", _LARGEST_XML)
    if not content:
        return {}
    return {
        one.said.get(
            "Id", ""
        ): f"{OUTSIDE if one.said.get('TargetMode') == 'External' else ''}{one.said.get('Target', '')}"
        for one in node_of(content).nodes()
    }


def _path(folder: str, target: str) -> str:
    """The part that is meant by a path said in that folder."""
    target = unquote(target)
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _notes(packed: Packed, main: str, text: DocxText) -> str:
    """Foot and end notes, below a line, numbered as they were met."""
    if not text.notes:
        return ""
    said: dict[tuple[str, str], tuple[Node, Rels]] = {}
    for kind in ("footnote", "endnote"):
        root = _beside(packed, main, f"{kind}s.xml")
        rels = _rels(packed, _path(posixpath.dirname(main), f"{kind}s.xml"))
        for one in root.nodes() if root is not None else ():
            said[kind, one.said.get("id", "")] = one, rels
    made = []
    # A note in a note would be another, and one may name itself.
    for place, key in enumerate(tuple(text.notes), 1):
        if key in said:
            node, text.rels = said.pop(key)
            made.append(f"<p>[{place}]</p>{text.apart(node)}".replace("]</p><p>", "] ", 1))
    return f"<hr>{''.join(made)}" if made else ""


def _margins(packed: Packed) -> int:
    """How many heads and feet of pages say something."""
    parts = [one for one in packed.names("word/") if re.fullmatch(r"word/(?:header|footer)\d*\.xml", one)][:20]
    try:
        return sum(_SAYS.search(packed.part(one, _LARGEST_XML)) is not None for one in parts)
    except Mistake:
        # What is not read for itself stops nothing.
        return len(parts)
