"""The text of a Word file as HTML, which is made an article like that of any page: paragraphs, lists, tables, pictures, notes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Final

from deskbell.mail.documents.docx_fields import Fields, link_said
from deskbell.mail.documents.docx_styles import Lists, Look, Style, heading_of, look_of, number
from deskbell.mail.documents.nodes import Node

Rels = Mapping[str, str]
"""Where links lead and pictures lie, by what they are known by in one part; what lies outside of the document begins with "outside:"."""

OUTSIDE: Final = "outside:"
_WITHIN: Final = frozenset(
    {"ins", "moveTo", "customXml", "smartTag", "sdtContent", "dir", "bdo", "fldSimple", "rubyBase", "txbxContent"}
)
_GONE: Final = frozenset({"del", "moveFrom"})
_SCHEME: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_LEADS: Final = frozenset({"http", "https", "mailto", "tel"})
_CONTENTS: Final = re.compile(r"toc [1-9]")
_HARD_HYPHEN: Final = "\u2011"
# What the letters of these fonts show; other signs of theirs are left out.
_SIGNS: Final = {
    "F0B7": "•",
    "F0A7": "▪",
    "F0FC": "✓",
    "F0FB": "✗",
    "F0E0": "→",
    "F0E8": "→",
    "F0D8": "➢",
    "F0A8": "☐",
    "F0FE": "☒",
}


class DocxText:
    """Writes it. `picture` gives the address of a picture of the document, None for one that cannot be taken."""

    def __init__(
        self,
        styles: Mapping[str, Style],
        lists: Lists,
        rels: Rels,
        picture: Callable[[str], str | None],
    ) -> None:
        self._styles = styles
        self._lists = lists
        self.rels = rels
        self._picture = picture
        self._fields = Fields()
        self._out: list[str] = []
        self._items: list[tuple[int, str, int]] = []
        self._code: list[str] = []
        self._boxes: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.counts: Counter[str] = Counter()

    def html(self, body: Node) -> str:
        """All of it."""
        self._blocks(body)
        self._end_lists()
        self.counts["document.contents"] += self._fields.listed
        return "".join(self._out)

    def apart(self, node: Node) -> str:
        """What is in an element, with lists of its own."""
        outer = self._out, self._items, self._code, self._boxes
        self._out, self._items, self._code, self._boxes = [], [], [], []
        self._blocks(node)
        self._end_lists()
        made = "".join(self._out)
        self._out, self._items, self._code, self._boxes = outer
        return made

    def _blocks(self, node: Node) -> None:
        for one in node.nodes():
            if one.name == "p":
                self._paragraph(one)
            elif one.name == "tbl":
                self._end_lists()
                self._out.append(self._table(one))
            elif one.name == "sdt":
                self._blocks(self._held(one))
            elif one.name in _WITHIN:
                self._blocks(one)
            elif one.name in _GONE:
                self.counts["document.tracked"] += 1
            elif one.name == "AlternateContent":
                self._blocks(_chosen(one))
            elif one.name == "altChunk":
                self.counts["document.objects"] += 1

    def _held(self, control: Node) -> Node:
        """What a content control holds, where it is no table of contents."""
        gallery = control.value("sdtPr", "docPartObj", "docPartGallery") or ""
        if "table of contents" in gallery.lower():
            self.counts["document.contents"] += 1
            return Node("")
        return control.first("sdtContent") or Node("")

    def _paragraph(self, one: Node) -> None:
        says = one.first("pPr")
        style = self._styles.get((says.value("pStyle") if says else None) or "", Style())
        heading = heading_of(says.value("outlineLvl") if says else None, style.heading)
        if _CONTENTS.fullmatch(style.name):
            self.counts["document.contents"] = max(1, self.counts["document.contents"])
            return
        if heading:
            self._fields.end_all()
        words = self._inline(one, plain=bool(heading) or style.code)
        words += "</a>" * self._fields.end_paragraph()
        if style.code:
            self._end_items()
            self._code.append(words)
        elif words.strip():
            self._end_code()
            self._write(words, heading, style, says)
        self._out += self._boxes
        self._boxes.clear()

    def _write(self, words: str, heading: int, style: Style, says: Node | None) -> None:
        listed = (says.value("numPr", "numId") if says else None) or style.listed
        if heading:
            self._end_items()
            self._out.append(f"<h{min(heading, 6)}>{words}</h{min(heading, 6)}>")
        elif listed and listed != "0":
            self._item(listed, number(says.value("numPr", "ilvl") if says else None, style.level), words)
        elif style.quote:
            self._end_items()
            if self._out and self._out[-1] == "</blockquote>":
                self._out.pop()
            else:
                self._out.append("<blockquote>")
            self._out += [f"<p>{words}</p>", "</blockquote>"]
        else:
            self._end_items()
            self._out.append(f"<p>{words}</p>")

    def _item(self, key: str, level: int, words: str) -> None:
        """An item of a list, within those that are less deep."""
        ordered, count = self._lists.item(key, level)
        tag = "ol" if ordered else "ul"
        while self._items and self._items[-1][0] > level:
            self._out.append(f"</li></{self._items.pop()[1]}>")
        before = self._items.pop() if self._items and self._items[-1][0] == level else None
        self._items.append((level, tag, count))
        if before is not None and before[1] == tag and (before[2] == count - 1 or not ordered):
            self._out.append("</li>")
        else:
            if before is not None:
                self._out.append(f"</li></{before[1]}>")
            self._out.append(f'<ol start="{count}">' if ordered else "<ul>")
        self._out.append(f"<li><p>{words}</p>")

    def _end_items(self) -> None:
        while self._items:
            self._out.append(f"</li></{self._items.pop()[1]}>")

    def _end_code(self) -> None:
        if any(line.strip() for line in self._code):
            self._out.append(f"<pre>{'<br>'.join(self._code)}</pre>")
        self._code.clear()

    def _end_lists(self) -> None:
        self._end_items()
        self._end_code()

    def _table(self, table: Node) -> str:
        rows = []
        for row in table.every("tr"):
            if row.first("trPr", "del") is not None:
                self.counts["document.tracked"] += 1
                continue
            cells = []
            for cell in row.every("tc"):
                # One that the cell above reaches into holds nothing.
                merged = cell.value("tcPr", "vMerge") in ("", "continue")
                wide = number(cell.value("tcPr", "gridSpan"), 1)
                inside = "" if merged else self.apart(cell)
                cells.append(f'<td colspan="{wide}">{inside}</td>' if wide > 1 else f"<td>{inside}</td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table>{''.join(rows)}</table>"

    def _inline(self, node: Node, *, plain: bool = False) -> str:
        """What stands within a paragraph; `plain` where words are bold anyhow."""
        made: list[str] = []
        for one in node.nodes():
            if one.name == "r":
                made += self._run(one, plain=plain)
            elif one.name == "hyperlink" or (one.name == "fldSimple" and link_said(one.said.get("instr", ""))):
                made.append(self._link(one, plain=plain))
            elif one.name == "sdt":
                made.append(self._inline(self._held(one), plain=plain))
            elif one.name in _WITHIN:
                made.append(self._inline(one, plain=plain))
            elif one.name in _GONE:
                self.counts["document.tracked"] += 1
            elif one.name in ("oMath", "oMathPara"):
                self.counts["document.formulas"] += 1
                made.append(escape("".join(words.words() for words in one.every("t"))))
            elif one.name == "AlternateContent":
                made.append(self._inline(_chosen(one), plain=plain))
        return "".join(made)

    def _link(self, one: Node, *, plain: bool) -> str:
        address = link_said(one.said.get("instr", "")) or self.rels.get(one.said.get("id", ""), "")
        words = self._inline(one, plain=plain)
        opening = self._opening(address.removeprefix(OUTSIDE))
        # What leads within the document has no address of its own here.
        return f"{opening}{words}</a>" if opening and words else words

    def _opening(self, address: str) -> str:
        """The tag that begins a link; "" where it leads nowhere that an article may lead."""
        scheme = _SCHEME.match(address)
        if scheme is not None and scheme[1].lower() not in _LEADS:
            self.counts["document.links"] += 1
            return ""
        return f'<a href="{escape(address)}">' if address else ""

    def _run(self, run: Node, *, plain: bool) -> Iterator[str]:
        """Words that look alike, and the fields that begin or end among them."""
        properties = run.first("rPr")
        style = self._styles.get((properties.value("rStyle") if properties else None) or "", Style())
        look = look_of(properties).over(style.look)
        if look.hidden:
            return
        words: list[str] = []
        for one in run.nodes():
            if one.name == "fldChar":
                yield _dressed("".join(words), look, plain=plain)
                words.clear()
                yield self._field(one)
            elif one.name == "instrText":
                self._fields.say(one.words())
            elif not self._fields.is_silent:
                words.append(self._piece(one, plain=plain))
        yield _dressed("".join(words), look, plain=plain)

    def _field(self, one: Node) -> str:
        kind = one.said.get("fldCharType", "")
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            return self._opening(self._fields.show())
        elif kind == "end" and self._fields.end():
            return "</a>"
        return ""

    def _piece(self, one: Node, *, plain: bool) -> str:
        match one.name:
            case "t":
                return escape(one.words())
            case "tab" | "ptab":
                return "\t" if plain else " "
            case "br" | "cr":
                return "" if one.said.get("type") in ("page", "column") else "<br>"
            case "noBreakHyphen":
                return _HARD_HYPHEN
            case "sym":
                return _SIGNS.get(one.said.get("char", "").upper(), "")
            case "drawing" | "pict" | "object":
                return self._drawn(one)
            case "AlternateContent":
                return "".join(self._piece(each, plain=plain) for each in _chosen(one).nodes())
            case "ruby":
                base = one.first("rubyBase")
                return "" if base is None else self._inline(base, plain=plain)
            case "footnoteReference" | "endnoteReference":
                self.notes.append((one.name.removesuffix("Reference"), one.said.get("id", "")))
                return f"[{len(self.notes)}]"
            case "commentReference":
                self.counts["document.comments"] += 1
        return ""

    def _drawn(self, one: Node) -> str:
        """The pictures of a drawing; what is written in it comes behind the paragraph."""
        made = []
        named = next(one.every("docPr"), None)
        name = (named.said.get("descr") or named.said.get("title") or "") if named is not None else ""
        # Those in what is written in it come with that.
        shown = [each for each in one.every("blip", "imagedata", "txbxContent") if each.name != "txbxContent"]
        for each in shown:
            address = self._picture(self.rels.get(each.said.get("embed") or each.said.get("id") or "", ""))
            if address is None:
                self.counts["document.pictures"] += 1
            else:
                made.append(f'<img src="{address}" alt="{escape(name[:300])}">')
        boxes = [*one.every("txbxContent")]
        self._boxes += [self.apart(each) for each in boxes]
        lines = any(each.said.get("hr") in ("t", "true") for each in one.nodes())
        if (one.name == "object" or not (shown or boxes)) and not lines:
            self.counts["document.objects"] += 1
        return "".join(made)


def _chosen(one: Node) -> Node:
    """What of the same in several ways is read: the first that holds a picture or text, else the last."""
    ways = [way for way in one.nodes() if way.name in ("Choice", "Fallback")]
    telling = (way for way in ways if next(way.every("blip", "imagedata", "t", "txbxContent"), None) is not None)
    return next(telling, ways[-1] if ways else Node(""))


def _dressed(words: str, look: Look, *, plain: bool) -> str:
    if not words or plain:
        return words
    for wanted, tag in ((look.code, "code"), (look.bold, "b"), (look.italic, "i"), (look.strike, "s")):
        if wanted:
            words = f"<{tag}>{words}</{tag}>"
    return words
