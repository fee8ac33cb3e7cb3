"""Where in an article the words of a search stand: the line to show of it, and the heading that it stands under."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from sqlalchemy import func, select

from deskbell.rules.folding import fold
from deskbell.rules.markdown.reading import plain, read
from deskbell.rules.markdown.sections import heading_above
from deskbell.store.search import hit
from deskbell.store.session import Session
from deskbell.store.tables import article_revision, article_text

# Under which heading something stands is looked for in so much of a text: to read more, for each that is found, would take longer than to find them.
_HEADINGS_IN: Final = 8_000


class Spot(Struct, frozen=True):
    """The line that holds the words, as it is read, and the heading it stands under, by its words and its anchor; "" where there is none."""

    line: str = ""
    heading: str = ""
    anchor: str = ""


NOWHERE: Final = Spot()


def spots(session: Session, ids: Sequence[int], wanted: re.Pattern[str]) -> dict[int, Spot]:
    """Those of these texts, as they are now."""
    last = (article_revision.c.text_id == article_text.c.id) & (article_revision.c.number == article_text.c.revision)
    body = func.substr(article_revision.c.body, 1, hit.LOOKED_THROUGH)
    query = select(article_text.c.id, body).join_from(article_text, article_revision, last)
    rows = session.connection.execute(query.where(article_text.c.id.in_(ids)))
    return {number: spot(text, wanted) for number, text in rows}


def spot(body: str, wanted: re.Pattern[str]) -> Spot:
    """The first line of a body that holds what is wanted."""
    lines = body.split("\n")
    number = next((n for n, line in enumerate(lines) if wanted.search(fold(line))), None)
    if number is None:
        return NOWHERE
    # A row of a table is none without the rows around it.
    said = " ".join(plain(read(lines[number])).replace(" | ", " ").strip("| ").split())
    line = hit.line((said,), wanted) or hit.line((lines[number],), wanted)
    near = sum(map(len, lines[:number])) < _HEADINGS_IN
    above = heading_above(body, number) if near else None
    return Spot(line) if above is None else Spot("" if line == above.text else line, above.text, above.anchor)
