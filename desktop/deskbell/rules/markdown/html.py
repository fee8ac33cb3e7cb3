"""An article's Markdown as HTML: of the few tags and attributes that are named here, whatever the text holds.

Every tag is written by us, every word and address of the text is escaped. Code and call-outs are tables of one cell, which both Qt and browsers can paint.
"""

from collections.abc import Container, Mapping
from html import escape
from types import MappingProxyType
from typing import Final

from markdown_it.token import Token
from msgspec import Struct

from deskbell.rules.markdown.reading import Heading, Tokens, harmless, outline, target

_BLOCKS: Final = {
    "paragraph_open": "<p>",
    "paragraph_close": "</p>\n",
    "bullet_list_open": "<ul>\n",
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_open": "<li>",
    "list_item_close": "</li>\n",
    "blockquote_open": "<blockquote>\n",
    "blockquote_close": "</blockquote>\n",
    "callout_close": "</td></tr></table>\n",
    "table_close": "</table>\n",
    "thead_open": "<thead>\n",
    "thead_close": "</thead>\n",
    "tbody_open": "<tbody>\n",
    "tbody_close": "</tbody>\n",
    "tr_open": "<tr>",
    "tr_close": "</tr>\n",
    "td_close": "</td>",
    "th_close": "</th>",
    "hr": "<hr>\n",
}
_INLINE: Final = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
    "link_close": "</a>",
    "softbreak": "\n",
    "hardbreak": "<br>\n",
}
_BOX: Final = '<table class="{kind}" border="0" cellspacing="0" cellpadding="10" width="100%"><tr><td>'
_TABLE: Final = '<table border="1" cellspacing="0" cellpadding="4">\n'
_ALIGNED: Final = {"text-align:left": "left", "text-align:right": "right", "text-align:center": "center"}
CODE: Final = "code"
NAMELESS: Final[Mapping[str, str]] = MappingProxyType({})


class Page(Struct, frozen=True):
    """An article as HTML. `tables` says in order what each of its tables is: the kind of a call-out, `CODE`, or "" for a table of the text's own."""

    html: str
    headings: tuple[Heading, ...] = ()
    tables: tuple[str, ...] = ()


def page(tokens: Tokens, pictures: Container[int], names: Mapping[str, str] = NAMELESS) -> Page:
    """The HTML of a text. `pictures` are the files (ids) that are there to be shown: their `src` is `cid:ID`; of others what they are called is shown.

    `names` are the words above call-outs, by their kind.
    """
    writer = _Writer(outline(tokens), pictures, names)
    for place, token in enumerate(tokens):
        writer.write(token, tokens[place + 1] if place + 1 < len(tokens) else None)
    return Page("".join(writer.parts), writer.headings, tuple(writer.tables))


class _Writer:
    """What was written so far."""

    def __init__(self, headings: tuple[Heading, ...], pictures: Container[int], names: Mapping[str, str]) -> None:
        self.parts: list[str] = []
        self.tables: list[str] = []
        self.headings = headings
        self._pictures = pictures
        self._names = names
        self._left = iter(headings)

    def write(self, token: Token, following: Token | None) -> None:
        """Write a block, or its beginning or end."""
        kind = token.type
        if kind == "inline":
            for child in token.children or ():
                self._write_inline(child)
        elif kind in ("fence", "code_block"):
            self.tables.append(CODE)
            code = escape(token.content.removesuffix("\n"))
            self.parts.append(f"{_BOX.format(kind=CODE)}<pre>{code}</pre></td></tr></table>\n")
        elif kind == "heading_open":
            self.parts.append(f'<{token.tag} id="{escape(next(self._left).anchor)}">')
        elif kind == "heading_close":
            self.parts.append(f"</{token.tag}>\n")
        elif kind == "ordered_list_open":
            start = int(token.attrGet("start") or 1)
            self.parts.append("<ol>\n" if start == 1 else f'<ol start="{start}">\n')
        elif kind == "callout_open":
            self._begin_callout(token.info)
        elif kind == "table_open":
            self.tables.append("")
            self.parts.append(_TABLE)
        elif kind in ("td_open", "th_open"):
            aligned = _ALIGNED.get(str(token.attrGet("style") or ""))
            self.parts.append(f'<{token.tag} align="{aligned}">' if aligned else f"<{token.tag}>")
        elif not token.hidden:
            self.parts.append(_BLOCKS.get(kind, ""))
        elif kind == "paragraph_close" and following is not None and following.type != "list_item_close":
            # The text of a close list's item ends here, and another list begins.
            self.parts.append("\n")

    def _begin_callout(self, kind: str) -> None:
        self.tables.append(kind)
        self.parts.append(_BOX.format(kind=kind))
        words = self._names.get(kind)
        if words:
            self.parts.append(f"<p><strong>{escape(words)}</strong></p>\n")

    def _write_inline(self, token: Token) -> None:
        if token.type in ("text", "text_special"):
            self.parts.append(escape(token.content))
        elif token.type == "code_inline":
            self.parts.append(f"<code>{escape(token.content)}</code>")
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
            # It was looked at when the text was read; what is written here does not rely on that.
            self.parts.append(f'<a href="{escape(address)}">' if harmless(address) else "<a>")
        elif token.type == "image":
            self._write_picture(token)
        else:
            self.parts.append(_INLINE.get(token.type, ""))

    def _write_picture(self, token: Token) -> None:
        there = target(str(token.attrGet("src") or ""))
        if there is not None and there.kind == "picture" and there.id in self._pictures:
            self.parts.append(f'<img src="cid:{there.id}" alt="{escape(token.content)}">')
        else:
            self.parts.append(escape(f"[{token.content}]"))
