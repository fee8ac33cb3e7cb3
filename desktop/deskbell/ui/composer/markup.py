"""The editor's document as the HTML and the text of a mail: small, without styles, the same in every mail program."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextImageFormat,
    QTextListFormat,
)

from deskbell.ui.composer.code_shapes import is_code, is_code_block
from deskbell.ui.composer.text_shapes import blocks
from deskbell.ui.ticket.plain_links import linked
from deskbell.ui.ticket.quote_bars import QUOTED

if TYPE_CHECKING:
    from PySide6.QtGui import QTextTable

_ALT: Final = QTextFormat.Property.ImageAltText.value
_CID: Final = re.compile(r'<img\b[^>]*?\ssrc="cid:([^"<>\s]+)"')
_PRE: Final = '<pre style="white-space:pre-wrap">'
_LINE_BREAK: Final = "\u2028"
_ORDERED: Final = frozenset(
    {
        QTextListFormat.Style.ListDecimal,
        QTextListFormat.Style.ListLowerAlpha,
        QTextListFormat.Style.ListUpperAlpha,
        QTextListFormat.Style.ListLowerRoman,
        QTextListFormat.Style.ListUpperRoman,
    }
)


def html_of(document: QTextDocument) -> str:
    """The document as an HTML fragment; "" where it is empty."""
    if document.isEmpty():
        return ""
    parts: list[str] = []
    open_tags: list[str] = []
    behind = -1
    for block in _blocks_and_tables(document):
        if not isinstance(block, QTextBlock):
            from deskbell.ui.composer.written_tables import after, html_of_table

            parts += [f"</{tag}>" for tag in reversed(open_tags)]
            open_tags.clear()
            parts.append(html_of_table(block, _inline, _direction))
            behind = after(document, block).position()
            continue
        if block.position() == behind and not block.text():
            # Qt has one behind every table, and makes it again where the HTML comes back.
            continue
        wanted = _containers(block)
        while open_tags and open_tags != wanted[: len(open_tags)]:
            parts.append(f"</{open_tags.pop()}>")
        goes_on = len(open_tags) == len(wanted)
        for tag in wanted[len(open_tags) :]:
            towards = _direction(block) if tag in {"ul", "ol"} else ""
            parts.append(_PRE if tag == "pre" else f"<{tag}{towards}>")
            open_tags.append(tag)
        if is_code_block(block):
            line = escape(block.text().replace("\ufffc", ""), quote=False).replace(_LINE_BREAK, "\n")
            parts.append(f"\n{line}" if goes_on else line)
            continue
        inside = _inline(block)
        tag = "li" if block.textList() is not None else "div"
        parts.append(
            f"<{tag}{_direction(block) if inside else ''}>{inside or ('<br>' if tag == 'div' else '')}</{tag}>"
        )
    parts += [f"</{tag}>" for tag in reversed(open_tags)]
    return "".join(parts)


def _direction(block: QTextBlock) -> str:
    """What the editor tells by the letters, a reader's program has to be told."""
    return ' dir="rtl"' if block.textDirection() is Qt.LayoutDirection.RightToLeft else ""


def text_of(document: QTextDocument) -> str:
    """The document as plain text: lists with their marks, quotes with ">", links with where they go, pictures by their names,
    tables with their columns below each other."""
    lines: list[str] = []
    for block in _blocks_and_tables(document):
        if not isinstance(block, QTextBlock):
            from deskbell.ui.composer.written_tables import text_of_table

            lines += text_of_table(block, _words)
            continue
        text = _words(block).replace("\u00a0", " ")
        items = block.textList()
        if items is not None:
            mark = f"{items.itemNumber(block) + 1}." if items.format().style() in _ORDERED else "•"
            text = f"{'  ' * (items.format().indent() - 1)}{mark} {text}"
        quoted = "> " * int(block.blockFormat().property(QUOTED) or 0)
        lines += [f"{quoted}{line}".rstrip() if quoted else line for line in text.split(_LINE_BREAK)]
    return "\n".join(lines)


def pictures_in(html: str) -> frozenset[str]:
    """The content ids of the pictures that an HTML names."""
    return frozenset(_CID.findall(html))


def _words(block: QTextBlock) -> str:
    """The words of a paragraph."""
    parts: list[str] = []
    for look, run in groupby(_fragments(block), lambda fragment: _anchor_of(fragment.charFormat())):
        shown = "".join(_picture_words(one) if one.charFormat().isImageFormat() else one.text() for one in run)
        parts.append(f"{shown} <{look}>" if look and not _says(shown, look) else shown)
    return "".join(parts)


def _anchor_of(look: QTextCharFormat) -> str:
    return look.anchorHref() if look.isAnchor() else ""


def _says(shown: str, address: str) -> bool:
    """Whether the words of a link tell already where it goes."""
    bare = address.removeprefix("mailto:").partition("://")[2] or address.removeprefix("mailto:")
    return bare.rstrip("/").casefold() in shown.casefold()


def _picture_words(fragment: QTextFragment) -> str:
    return f"[{_alt(fragment.charFormat())}]" * fragment.length()


def _alt(look: QTextCharFormat) -> str:
    return str(look.property(_ALT) or "") or "…"


def _blocks_and_tables(document: QTextDocument) -> "Iterator[QTextBlock | QTextTable]":
    """The paragraphs, and each table in the place of those in it."""
    if document.rootFrame().childFrames():
        # Loaded for the first of them: most texts have none.
        from deskbell.ui.composer.written_tables import blocks_and_tables

        yield from blocks_and_tables(document)
    else:
        yield from blocks(document)


def _containers(block: QTextBlock) -> list[str]:
    """The elements that a paragraph stands in, the outermost first."""
    tags = ["blockquote"] * int(block.blockFormat().property(QUOTED) or 0)
    items = block.textList()
    if items is not None:
        style = "ol" if items.format().style() in _ORDERED else "ul"
        tags += [style] * max(1, items.format().indent())
    return ["pre"] if is_code_block(block) else tags


def _inline(block: QTextBlock) -> str:
    return "".join(_dressed(fragment.text(), fragment.charFormat()) for fragment in _fragments(block))


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    step = block.begin()
    while not step.atEnd():
        yield step.fragment()
        step += 1


def _dressed(text: str, look: QTextCharFormat) -> str:
    if look.isImageFormat():
        return _picture(look.toImageFormat()) * len(text)
    if is_code(look):
        inside = f"<code>{_escaped(text)}</code>"
    elif look.isAnchor() and look.anchorHref():
        inside = f'<a href="{escape(look.anchorHref())}">{_escaped(text)}</a>'
    else:
        inside = "".join(
            f'<a href="{escape(address)}">{_escaped(piece)}</a>' if address else _escaped(piece)
            for piece, address in linked(text)
        )
    for tag, on in (
        ("s", look.fontStrikeOut()),
        ("u", look.fontUnderline() and not look.isAnchor()),
        ("i", look.fontItalic()),
        ("b", look.fontWeight() >= 600),
    ):
        if on:
            inside = f"<{tag}>{inside}</{tag}>"
    return inside


def _picture(look: QTextImageFormat) -> str:
    # The style is for programs that read it, the width for Outlook, which doesn't.
    width = f' width="{round(look.width())}"' if look.width() > 0 else ""
    return f'<img src="{escape(look.name())}" alt="{escape(_alt(look))}"{width} style="max-width:100%">'


def _escaped(text: str) -> str:
    kept = escape(text, quote=False).replace("\u00a0", "&nbsp;").replace("  ", "&nbsp; ")
    return kept.replace(_LINE_BREAK, "<br>").replace("\ufffc", "")
