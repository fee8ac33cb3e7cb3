"""A mail in its mailbox's layout: header and footer around what was written, with their placeholders filled in.

The HTML is what all mail programs draw alike: a table of one cell each for header and footer, with lines, and without any colour of ground or letters, so
that programs that show mails dark may do as they like. The classes tell these parts from what people write when the mail comes back quoted.
"""

import hashlib
import re
from collections.abc import Iterable
from html import escape
from typing import Final

from deskbell.model.mail_layout import MailLayout
from deskbell.rules.placeholders import FIELDS, RATINGS, Facts, fill, fill_html, slots
from deskbell.rules.quoting import Written, above, below, paragraphs

PLACEHOLDERS: Final = (*(name for name in FIELDS if not name.startswith("date.")), *RATINGS)
"""What a layout may ask for: the worker, which sends by itself too, has no words for dates."""

_TABLE: Final = (
    '<table class="{name}" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
    '<td style="{style}">{inside}</td></tr></table>'
)
_LOGO: Final = '<div><img class="deskbell-logo" src="cid:{id}" width="{width}" height="{height}" alt="{alt}" style="border:0"></div>'
_LOGO_TAG: Final = re.compile(r'<div><img class="deskbell-logo"[^>]*></div>')
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_PLAIN_LINE: Final = "#c8ced8"


def dressed(
    written: Written, layout: MailLayout, facts: Facts, *, quoted: Written | None = None, quote_above: bool = False
) -> Written:
    """`written` in this layout, with what it quotes below (or above) it. Its HTML is made of its text where it has none."""
    body = Written(written.text, written.html or paragraphs(written.text))
    if quoted is not None and quote_above:
        body = above(body, quoted)
    head, foot = _head(layout, facts), _foot(layout, facts)
    text = "\n\n".join(part for part in (head.text, body.text.strip("\n").rstrip(), foot.text) if part)
    whole = Written(text, f"{head.html}{body.html}{foot.html}")
    return below(whole, quoted) if quoted is not None and not quote_above else whole


def logo_id(layout: MailLayout) -> str:
    """The content id of the logo, the same as long as that is the same; "" where there is none."""
    return f"logo-{hashlib.sha256(layout.logo.content).hexdigest()[:16]}@deskbell" if layout.logo is not None else ""


def good_accent(accent: str) -> bool:
    """Whether this can be a layout's colour: #rrggbb in small letters, or none."""
    return not accent or _COLOUR.fullmatch(accent) is not None


def without_logo(html: str) -> str:
    """HTML that `dressed` made, without the picture: the desk keeps it once, and not with each mail."""
    return _LOGO_TAG.sub("", html)


def asks_for(layout: MailLayout, names: Iterable[str]) -> bool:
    """Whether a placeholder in this layout begins with one of these names."""
    begins = tuple(names)
    texts = (layout.header_text, layout.footer_text)
    return any(slot.name.casefold().startswith(begins) for text in texts for slot in slots(text))


def _accent(layout: MailLayout) -> str:
    """The colour, where it is one: while it is typed it is not yet, and nothing else may get into a style."""
    return layout.accent if good_accent(layout.accent) else ""


def _head(layout: MailLayout, facts: Facts) -> Written:
    if not layout.header():
        return Written("")
    parts = []
    if layout.logo is not None:
        size = {"width": layout.logo.width, "height": layout.logo.height}
        parts.append(_LOGO.format(id=logo_id(layout), alt=escape(facts.mailbox), **size))
    parts.append(fill_html(layout.header_html, facts))
    accent = _accent(layout)
    style = f"padding:0 0 10px;border-bottom:2px solid {accent}" if accent else "padding:0 0 10px"
    html = _TABLE.format(name="deskbell-head", style=style, inside="".join(parts)) + "<br>"
    return Written(fill(layout.header_text, facts).strip("\n").rstrip(), html)


def _foot(layout: MailLayout, facts: Facts) -> Written:
    if not layout.footer():
        return Written("")
    style = f"padding:10px 0 0;border-top:1px solid {_accent(layout) or _PLAIN_LINE};font-size:13px"
    html = _TABLE.format(name="deskbell-foot", style=style, inside=fill_html(layout.footer_html, facts))
    return Written(fill(layout.footer_text, facts).strip("\n").rstrip(), f"<br>{html}")
