"""HTML of anybody's as the Markdown of articles: what is pasted, and what is brought in from elsewhere. Nothing of it is active, and nothing is fetched."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.mail.html_tables import is_table, table
from deskbell.mail.html_tree import BLOCKS, Element, page_itself, tree
from deskbell.mail.markdown_runs import BREAK, Look, Run, lines_of
from deskbell.rules.markdown.escaping import escaped, fenced, link
from deskbell.rules.markdown.reading import CALLOUTS, harmless

Address = Callable[[str], str | None]
"""Where something leads or lies, as it stands in the HTML, as an article names it; None where it is to be left out."""

_LOOKS: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "var"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
}
_HEADING: Final = re.compile(r"h([1-6])")
_LEVEL: Final = re.compile(r"level(\d)")
_NUMBER: Final = re.compile(r"\s*(\d{1,9}|[a-z]{1,4})[.)]\s*", re.IGNORECASE)


def own_address(address: str) -> str | None:
    """The address where an article may link to it as it stands."""
    return address if harmless(address) else None


def no_picture(_address: str) -> str | None:
    """No picture is taken on."""
    return None


def markdown_of(
    html: str, *, link_to: Address = own_address, picture: Address = no_picture, whole_page: bool = False
) -> str:
    """The text of HTML with headings, lists, quotations, call-outs, tables, code, links and emphasis; "" where it says nothing.

    `picture` says under which address one of the article's own is shown that the HTML shows from another; what a picture is called stands there where it
    is left out. What `link_to` leaves out stays as words. Whatever they give is taken only where an article may have it. Of a `whole_page` that is taken
    alone which it says is its own, and no list of where else one may go.
    """
    root = tree(html)
    return "\n\n".join(_Writer(link_to, picture).blocks(page_itself(root) if whole_page else root, Look()))


def pictures_of(html: str) -> tuple[str, ...]:
    """The addresses of the pictures that an HTML shows, in order and each once."""
    return tuple(dict.fromkeys(_sources(tree(html))))


def _sources(element: Element) -> Iterator[str]:
    for one in element.elements():
        if one.name == "img" and one.attributes.get("src"):
            yield one.attributes["src"]
        yield from _sources(one)


class _Item(Struct, frozen=True):
    """An item of a list: its blocks, and how deep it lies in a list of Word's, which has no lists but paragraphs that look like some."""

    blocks: Sequence[str]
    level: int = 1
    ordered: bool = False


class _Writer:
    """Writes the blocks of an element; `link_to` and `picture` as in `markdown_of`."""

    def __init__(self, link_to: Address, picture: Address) -> None:
        self._link_to = link_to
        self._picture = picture

    def blocks(self, element: Element, look: Look) -> list[str]:
        """What is in an element, a block each."""
        made: list[str] = []
        runs: list[Run] = []
        items: list[_Item] = []
        sign = ""

        def end_words() -> None:
            words = lines_of(runs)
            runs.clear()
            if words:
                end_items()
                made.append(words)

        def end_items() -> None:
            if items:
                made.append(_nested(items))
                items.clear()

        for one in element.inside:
            if isinstance(one, str):
                runs.append(Run(one, look))
            elif one.name == "br" and any(run.words == BREAK for run in runs[-1:]):
                end_words()
            elif one.name not in BLOCKS and not one.holds_blocks():
                self._run(one, look, runs)
            else:
                end_words()
                level = _LEVEL.search(one.attributes.get("style", "")) if one.name in ("p", "div") else None
                if level is not None:
                    items.append(self._worded_item(one, look, int(level[1])))
                    continue
                end_items()
                # Two lists one behind the other would be one.
                sign = ("*" if sign == "-" else "-") if one.name in ("ul", "ol") else ""
                made += self._block(one, look, second=sign == "*")
        end_words()
        end_items()
        return [block for block in made if block]

    def _block(self, element: Element, look: Look, *, second: bool) -> list[str]:
        name = element.name
        heading = _HEADING.fullmatch(name)
        if heading is not None:
            words = self.line(element, look)
            return [f"{'#' * int(heading[1])} {words}"] if words else []
        if name in ("ul", "ol"):
            return [self._list(element, look, second=second)]
        if name == "pre":
            return [_code(element)] if element.words().strip() else []
        if name == "hr":
            return ["---"]
        if name == "table":
            return self._table(element, look)
        if name == "blockquote" or (name == "div" and element.attributes.get("class") in CALLOUTS):
            return self._quoted(element, look)
        if name == "dt":
            return self.blocks(element, replace(look, bold=True))
        return self.blocks(element, _styled(element, look))

    def _quoted(self, element: Element, look: Look) -> list[str]:
        """A quotation, or a call-out without what stands above it as a title."""
        kind = element.attributes.get("class", "")
        if kind not in CALLOUTS:
            return [_marked("\n\n".join(self.blocks(element, look)), "> ", "> ")]
        inside = [one for one in element.inside if isinstance(one, str) or one.attributes.get("class") != "title"]
        text = "\n\n".join(self.blocks(replace(element, inside=inside), look))
        return [_marked(f"[!{kind.upper()}]\n{text}", "> ", "> ")]

    def _table(self, element: Element, look: Look) -> list[str]:
        if element.attributes.get("class") == "code":
            return [_code(element)]
        if element.attributes.get("class") in CALLOUTS:
            return self._quoted(_of_ours(element), look)
        if is_table(element):
            captions = [one for one in element.elements() if one.name == "caption"]
            return [*(self.line(one, look) for one in captions), table(element, lambda cell: self.line(cell, look))]
        return self.blocks(element, look)

    def _list(self, element: Element, look: Look, *, second: bool) -> str:
        items: list[list[str]] = []
        for one in element.inside:
            if isinstance(one, str):
                if one.strip():
                    items.append([escaped(" ".join(one.split()))])
            elif one.name in ("ul", "ol") and items:
                # As many programs write a list in a list.
                items[-1].append(self._list(one, look, second=False))
            elif blocks := self.blocks(one if one.name == "li" else Element("li", {}, [one]), look):
                items.append(blocks)
        start = element.attributes.get("start", "")
        first = int(start) if start.isdecimal() and len(start) < 9 else 1
        return _written(items, first if element.name == "ol" else None, second=second)

    def _worded_item(self, element: Element, look: Look, level: int) -> _Item:
        """A paragraph of Word's that looks like an item, without the sign that stands for its bullet."""
        sign = "".join(one.words() for one in _ignored(element))
        words = self.line(element, look)
        return _Item([words] if words else [], level, ordered=_NUMBER.fullmatch(sign.replace("\xa0", " ")) is not None)

    def line(self, element: Element, look: Look) -> str:
        """All that is in an element as one line."""
        runs: list[Run] = []
        self._inside(element, _styled(element, look), runs, flat=True)
        return lines_of(runs, one=True)

    def _inside(self, element: Element, look: Look, runs: list[Run], *, flat: bool = False) -> None:
        for one in element.inside:
            if isinstance(one, str):
                runs.append(Run(one, look))
            elif one.name in BLOCKS:
                runs += [Run(" ", look)]
                self._inside(one, _styled(one, look), runs, flat=flat)
                runs += [Run(" ", look)]
            else:
                self._run(one, look, runs)

    def _run(self, element: Element, look: Look, runs: list[Run]) -> None:
        """What stands within a line."""
        if element.name == "br":
            runs.append(Run(BREAK))
        elif element.name == "img":
            self._show(element, look, runs)
        elif "ignored" not in element.attributes.get("style", ""):
            address = element.attributes.get("href", "").strip() if element.name == "a" else ""
            leads = self._link_to(address) if address else None
            if leads and harmless(leads):
                look = replace(look, link=leads)
            self._inside(element, _styled(element, look), runs)

    def _show(self, element: Element, look: Look, runs: list[Run]) -> None:
        source = element.attributes.get("src", "")
        name = " ".join(element.attributes.get("alt", "").split())
        address = self._picture(source)
        if address:
            runs.append(Run(name, look, f"!{link(escaped(name), address)}"))
        elif name:
            runs.append(Run(f"[{name}]", look))


def _styled(element: Element, look: Look) -> Look:
    """How words look in an element."""
    kind = _LOOKS.get(element.name)
    if kind is not None:
        look = replace(look, **{kind: True})
    style = element.attributes.get("style", "")
    if style:
        bold = (look.bold or "bold" in style) and "light" not in style
        look = replace(
            look, bold=bold, italic=look.italic or "italic" in style, strike=look.strike or "strike" in style
        )
    return look


def _ignored(element: Element) -> Iterator[Element]:
    for one in element.elements():
        if "ignored" in one.attributes.get("style", ""):
            yield one
        else:
            yield from _ignored(one)


def _code(element: Element) -> str:
    inner = next((one for one in element.elements() if one.name == "code"), None)
    language = element.attributes.get("class", "") if element.name == "pre" else ""
    if inner is not None:
        language = inner.attributes.get("class", language)
    return fenced(element.words().replace("\xa0", " ").strip("\n"), language)


def _of_ours(element: Element) -> Element:
    """A call-out as it is written on a page of ours, with a title where its first paragraph is all bold, as what a page shows."""
    while (
        element.inside and (only := next(element.elements(), None)) is not None and only.name in ("tbody", "tr", "td")
    ):
        element = replace(only, attributes={"class": element.attributes.get("class", "")})
    first = next(element.elements(), None)
    if first is not None and first.name == "p" and [one.name for one in first.elements()] == ["strong"]:
        bold = next(first.elements())
        if bold.words() == first.words():
            first.attributes["class"] = "title"
    return element


def _nested(items: Sequence[_Item]) -> str:
    """Items one behind the other, each with how deep it lies, as lists in lists."""
    first = items[0]
    groups: list[list[str]] = []
    deeper: list[_Item] = []
    for item in items:
        if item.level > first.level and groups:
            deeper.append(item)
            continue
        if deeper:
            groups[-1].append(_nested(deeper))
            deeper.clear()
        groups.append(list(item.blocks))
    if deeper:
        groups[-1].append(_nested(deeper))
    return _written(groups, 1 if first.ordered else None, second=False)


def _written(items: Iterable[Sequence[str]], first: int | None, *, second: bool) -> str:
    """A list, numbered from `first`; `second`: right behind another. Its items stand close where each is one paragraph, with lists below."""
    found = [list(item) for item in items]
    close = all(not any(_is_paragraph(block) for block in item[1:]) for item in found)
    made = []
    for place, blocks in enumerate(found):
        sign = ("* " if second else "- ") if first is None else f"{first + place}{')' if second else '.'} "
        made.append(_marked(("\n" if close else "\n\n").join(blocks), sign, " " * len(sign)))
    return ("\n" if close else "\n\n").join(made)


def _is_paragraph(block: str) -> bool:
    return re.match(r"[-*] |\d+[.)] ", block) is None


def _marked(text: str, first: str, rest: str) -> str:
    """Text whose lines begin with these signs."""
    head, *lines = text.split("\n")
    return "\n".join([f"{first}{head}".rstrip(), *(f"{rest}{one}".rstrip() for one in lines)])
