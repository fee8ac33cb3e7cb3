"""Tags of HTML, seen as a flat row: nesting capped before and after the sanitiser, and marks on the elements that hold quotes."""

import re
from collections import Counter
from enum import StrEnum
from itertools import accumulate, islice
from typing import Final

# In nh3's output `<` and `>` stand for nothing but tags: both are escaped in text and in attributes.
TAG: Final = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
SPLIT: Final = re.compile(r"(<[^>]*>)")
_RAW_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*>?")

VOID: Final = frozenset({"br", "hr", "img"})
_RAW_VOID: Final = frozenset(
    {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source", "param", "embed"}
)
_SELF_CLOSING: Final = frozenset({"p", "li", "td", "th", "tr", "option", "dt", "dd", "tbody", "thead"})
_TABLE: Final = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})

_FEW_TAGS: Final = 1500
# Beyond this no person reads; each tag costs time, in the sanitiser and wherever the mail is shown.
MOST_TAGS: Final = 100_000
"""What stands in those behind them keeps its words alone."""
_RAW_DEPTH: Final = 250
_MOST_FORMATTING: Final = 20
_MOST_DEPTH: Final = 60
MOST_TABLES: Final = 8


class Mark(StrEnum):
    """What an element's class, id or style says about it; the value stands in the attribute until `unmarked`."""

    QUOTE = "dk-quote"
    """A container of a quoted mail, its attribution included."""
    TAIL = "dk-tail"
    """From here to the end stands the mail that was answered."""
    BORDER = "dk-border"
    """Has a line drawn above, as Outlook sets it above the headers of a quoted mail; people set such lines too."""
    LINE = "dk-line"
    """A paragraph without space around it, as Outlook writes every line."""
    SIGNATURE = "dk-signature"
    """What the sender's program put below as their signature."""
    HIDDEN = "dk-hidden"
    """Not shown by any mail program."""


_STEP: Final = {"": 1, "/": -1}
_TABLES: Final = re.compile(r"<(/?)table\b")
_NOT_VOID: Final = re.compile(r"<(?:(/)|[ac-gj-z]|b(?!r\b)|h(?!r\b)|i(?!mg\b))")
# Sloppy HTML leaves these open without nesting them: they do not count when the raw depth is looked at.
_NESTING: Final = re.compile(
    r"<(/?)(?!(?:br|hr|img|meta|link|input|col|area|base|wbr|source|param|embed|p|li|td|th|tr|option|dt|dd|tbody|thead|html|body|head)\b)[a-z]",
    re.IGNORECASE,
)
_FORMATTING_TAG: Final = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
_MARK: Final = re.compile(r' [a-z-]+="dk-(?:quote|tail|border|line|signature|hidden)"')
_HIDDEN_TAG: Final = re.compile(rf"<([a-z0-9]+)[^>]*{Mark.HIDDEN}[^>]*>")
_QUOTE_CLASSES: Final = re.compile(
    r"(?:^|\s)(?:x_)*(?:gmail_quote|gmail_quote_container|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|moz-cite-prefix|"
    r"alimail-quote|ntes-mailmaster-quote|quoted-mail|qt|mail_quote|cyrus_quote|skiff_quote|hey-quote|front-quote|qq_reply_quote|"
    r"ms-outlook-mobile-reference-message|gmail_attr|tmail-quote|mailbird-quote|spark_quote|missive_quote|clean_bq|airmail_on|yahooQuotedBegin|"
    r"mail-quote-collapse|deskbell-foot|__aliyun_previous_message_wrap|__alimail_previous_message|ne-quoted-Flag|b-quote)(?:\s|$)",
    re.IGNORECASE,
)
_TAIL_CLASSES: Final = re.compile(
    r"(?:^|\s)(?:x_)*(?:OutlookMessageHeader|moz-forward-container|gmail_forward|deskbell-head)(?:\s|$)", re.IGNORECASE
)
_TAIL_IDS: Final = re.compile(
    r"(?:x_)*(?:divRplyFwdMsg|divRpF\d+|appendonsend|zwchr|mail-editor-reference-message-container|stopSpelling|OLK_SRC_BODY_SECTION)",
    re.IGNORECASE,
)
_QUOTE_IDS: Final = re.compile(
    r"(?:x_)*(?:isForwardContent|isReplyContent|ntes-(?:iosmail|flashmail|pcmail)-quote|yahoo_quoted_\d+)",
    re.IGNORECASE,
)
# Only of programs that put the caret above: in those of telephones people write on.
_SIGNATURE_CLASSES: Final = re.compile(
    r"(?:^|\s)(?:x_)*(?:gmail_signature|moz-signature|protonmail_signature_block|ydp[0-9a-f]{1,16}signature)(?:\s|$)",
    re.IGNORECASE,
)
_SIGNATURE_ID: Final = re.compile(r"(?:x_)*Signature")
_BLOCKS: Final = frozenset({"div", "table", "pre"})
_QUOTE_NAMES: Final = frozenset({"quote", "messageReplySection"})
_BORDER: Final = re.compile(r"(?:^|;)\s*border-top\s*:\s*(?:solid|\d)", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all\b.*(?:max-height|font-size)\s*:\s*0)",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"(?:^|\s)(?:x_)*(?:MsoNormal|MsoPlainText|MsoListParagraph|p1|s1|elementToProof)(?:\s|$)")
_NO_MARGIN: Final = re.compile(r"(?:^|;)\s*margin(?:-bottom)?\s*:\s*0(?:\.0+)?(?:px|pt|cm|in|em)?\s*(?:;|$|0)")
_LINE_PARAGRAPH: Final = re.compile(r'<p(?: [a-z]+="[^"]*")*? [a-z]+="dk-line"[^>]*>([^<]*(?:<(?!/p>)[^<]*)*)</p>')
_FORMATTING: Final = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)


def marked(tag: str, name: str, value: str) -> Mark | None:
    """The mark that an attribute stands for, None where it says nothing."""
    if name == "style":
        if _HIDDEN.search(value):
            return Mark.HIDDEN
        if tag == "div":
            return Mark.BORDER if _BORDER.search(value) else None
        return Mark.LINE if tag == "p" and _NO_MARGIN.search(value) else None
    if name == "class":
        if tag == "p":
            return Mark.LINE if _LINE.search(value) else None
        if _TAIL_CLASSES.search(value):
            return Mark.TAIL
        if tag in _BLOCKS and _SIGNATURE_CLASSES.search(value):
            return Mark.SIGNATURE
        return Mark.QUOTE if _QUOTE_CLASSES.search(value) and tag != "span" else None
    if name == "id":
        if _TAIL_IDS.fullmatch(value.strip()):
            return Mark.TAIL
        if tag in _BLOCKS and _SIGNATURE_ID.fullmatch(value.strip()):
            return Mark.SIGNATURE
        return Mark.QUOTE if tag != "hr" and _QUOTE_IDS.fullmatch(value.strip()) else None
    if name == "name":
        return Mark.QUOTE if value in _QUOTE_NAMES else None
    if name == "data-marker":
        return Mark.TAIL if value == "__DIVIDER__" else None
    return Mark.QUOTE if name == "cite" or value.lower() == "cite" else None


def unmarked(html: str) -> str:
    """`html` without the marks."""
    return _MARK.sub("", html) if "dk-" in html else html


def lines_of_paragraphs(html: str) -> str:
    """`html` with the paragraphs that stand for single lines as div: without their styles they would be set far apart."""
    return _LINE_PARAGRAPH.sub(_as_div, html) if Mark.LINE in html else html


def _as_div(paragraph: re.Match[str]) -> str:
    return f"<div>{paragraph[1]}</div>"


def without_hidden(html: str) -> str:
    """`html` without the elements that no mail program shows; unchanged where nothing else would be left to read."""
    if Mark.HIDDEN not in html:
        return html
    out: list[str] = []
    position = 0
    for match in _HIDDEN_TAG.finditer(html):
        if match.start() >= position:
            out.append(html[position : match.start()])
            position = match.end() if match[1] in VOID else _end_of_element(html, match.end())
    shown = "".join((*out, html[position:]))
    return shown if "<img" in shown or TAG.sub("", shown).strip() else html


def _end_of_element(html: str, position: int) -> int:
    """Where the element ends whose opening tag ends at `position`."""
    depth = 1
    for match in TAG.finditer(html, position):
        if match[2] not in VOID:
            depth += -1 if match[1] else 1
            if not depth:
                return match.end()
    return len(html)


def _deepest(tags: re.Pattern[str], html: str) -> int:
    """How many of `tags`, whose first group tells the closing ones, are open at once."""
    return max(accumulate(map(_STEP.__getitem__, tags.findall(html))), default=0)


def tame(html: str) -> str:
    """`html` without the tags that nest deeper than any mail program writes, for the sanitiser's time grows with the square of the depth, and without
    those behind the first hundred thousand; the words stay."""
    if html.count("<") > MOST_TAGS:
        html = _without_late_tags(html)
    if html.count("<") < _FEW_TAGS or (
        _deepest(_NESTING, html) <= _RAW_DEPTH and _deepest(_FORMATTING_TAG, html) <= _MOST_FORMATTING
    ):
        return html
    open_tags: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    depth = 0
    out: list[str] = []
    position = 0
    for match in _RAW_TAG.finditer(html):
        name = match[2].lower()
        if name in _RAW_VOID:
            continue
        if match[1]:
            if dropped[name]:
                dropped[name] -= 1
                out.append(html[position : match.start()])
                position = match.end()
            elif open_tags[name]:
                open_tags[name] -= 1
                depth -= 1
        elif depth >= _RAW_DEPTH or (name in _FORMATTING and open_tags[name] >= _MOST_FORMATTING):
            dropped[name] += 1
            out.append(html[position : match.start()])
            position = match.end()
        elif name not in _SELF_CLOSING or open_tags[name] < 40:
            open_tags[name] += 1
            depth += 1
    return "".join((*out, html[position:])) if out else html


def _without_late_tags(html: str) -> str:
    last = next(islice(_RAW_TAG.finditer(html), MOST_TAGS, None), None)
    return html if last is None else html[: last.start()] + _RAW_TAG.sub(" ", html[last.start() :])


def cap_depth(html: str) -> str:
    """`html` (the sanitiser's) with tables nested 8 deep at most, and nothing deeper than 60; the words inside stay."""
    flat = html.count("<table") <= MOST_TABLES or _deepest(_TABLES, html) <= MOST_TABLES
    if flat and (html.count("</") <= _MOST_DEPTH or _deepest(_NOT_VOID, html) <= _MOST_DEPTH):
        return html
    out: list[str] = []
    kept: list[bool] = []
    tables, shown = 0, 0
    for index, piece in enumerate(SPLIT.split(html)):
        if not index % 2:
            out.append(piece)
            continue
        match = TAG.match(piece)
        if match is None or match[2] in VOID:
            out.append(piece)
        elif match[1]:
            keep = kept.pop() if kept else False
            if keep:
                shown -= 1
                out.append(piece)
            elif match[2] in {"tr", "p", "div", "li"}:
                out.append("<br>")
            elif match[2] in {"td", "th"}:
                out.append(" ")
            tables -= match[2] == "table"
        else:
            tables += match[2] == "table"
            keep = shown < _MOST_DEPTH and not (tables > MOST_TABLES and match[2] in _TABLE)
            kept.append(keep)
            shown += keep
            if keep:
                out.append(piece)
    return "".join(out)
