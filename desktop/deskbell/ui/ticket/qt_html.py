"""HTML as Qt reads it: where its reader differs from every browser, the markup is put so that both show the same."""

import re
from typing import Final

# Of a break that stands alone in a paragraph Qt makes two lines, unless it is told that the paragraph is empty.
_EMPTY: Final = re.compile(r"<(div|p)(?: [^<>]*)?>\s*<br ?/?>\s*</\1>", re.IGNORECASE)
_QTS_EMPTY: Final = '<p style="-qt-paragraph-type:empty;margin:0"><br></p>'
# A break right before the end of a paragraph is one that browsers don't show.
_LAST_BREAK: Final = re.compile(r"<br ?/?>\s*(</(?:div|p|li|td|th|blockquote)>)", re.IGNORECASE)


def for_qt(html: str) -> str:
    """`html` for `QTextDocument.setHtml`."""
    return _LAST_BREAK.sub(_without_break, _EMPTY.sub(_QTS_EMPTY, html))


def _without_break(found: re.Match[str]) -> str:
    # The empty paragraphs made above keep theirs.
    return found.group() if found.string.endswith('empty;margin:0">', 0, found.start()) else found.group(1)
