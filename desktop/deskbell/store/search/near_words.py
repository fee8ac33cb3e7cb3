"""What somebody meant who mistyped a word: the words of the titles that they see, kept while nobody writes, and the nearest of them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Final

from msgspec import Struct
from sqlalchemy import select

from deskbell.rules.folding import PAIRED, fold
from deskbell.rules.search_query import LONGEST, PLAIN, TOKEN
from deskbell.store.queries.articles import seen_by
from deskbell.store.search.terms import of_pairs, phrases
from deskbell.store.session import Session
from deskbell.store.tables import article, article_text

_SHORTEST: Final = 4
"""A shorter word is like too many others."""
_LONG: Final = 7
"""From so many letters on two may be wrong, and one before."""
_MOST_ALIKE: Final = 8
_TOGETHER: Final = 500
"""So many titles are cut into words at once."""
_BETWEEN: Final = re.compile(rf"[\W_{PAIRED}]+")
"""What is no word that one mistypes: gaps, and scripts that are written without them."""


class _Words(Struct, frozen=True):
    """The words of titles, as they were after so many `changes`: how often each is there, and in order those that another may be like."""

    changes: int
    counts: Mapping[str, int]
    ordered: Sequence[str]


class NearWords:
    """Whoever searches keeps one, and says `forget` when articles were written. To read all titles takes longer than to search: that is done when first a
    word is not known, or before by whoever has the time (`prepare`). Several threads may ask at once."""

    def __init__(self) -> None:
        self._words: _Words | None = None
        self._changes = 0
        self._reading = Lock()

    @property
    def is_ready(self) -> bool:
        """Whether the words are known."""
        return self._words is not None and self._words.changes == self._changes

    def forget(self) -> None:
        """Titles are other ones now."""
        self._changes += 1

    def prepare(self, session: Session, agent_id: int | None) -> None:
        """Know the words of the titles from now on."""
        self._known(session, agent_id)

    def respelt(self, session: Session, typed: str, agent_id: int | None) -> str:
        """What is typed with those words that begin no word of a title put as the nearest that does; "" where that changes nothing. Conditions, and what stands
        in quotation marks or with a - before it, stay as they are."""
        known = self._known(session, agent_id)
        text = typed[:LONGEST].translate(PLAIN)
        changed = "".join(self._each(text, known))
        return "" if changed == text else changed.strip()

    def _each(self, text: str, known: _Words) -> Sequence[str]:
        parts, end = [], 0
        for found in TOKEN.finditer(text):
            parts.append(text[end : found.start()])
            word = "" if found["minus"] or found["key"] else found["bare"] or ""
            parts.append(self._nearest(word, known) or found[0])
            end = found.end()
        return [*parts, text[end:]]

    def _nearest(self, word: str, known: _Words) -> str:
        terms = [term for phrase in phrases(word) for term in phrase]
        if len(terms) != 1 or len(terms[0]) < _SHORTEST or of_pairs(terms[0]):
            return ""
        (term,) = terms
        place = bisect_left(known.ordered, term)
        if place < len(known.ordered) and known.ordered[place].startswith(term):
            return ""
        # Loaded here: who types well begins without.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        wrong = 2 if len(term) >= _LONG else 1
        alike = process.extract(term, known.ordered, scorer=OSA.distance, score_cutoff=wrong, limit=_MOST_ALIKE)
        return (
            min(alike, key=lambda one: (one[1], one[0][0] != term[0], -known.counts[one[0]], one[0]))[0]
            if alike
            else ""
        )

    def _known(self, session: Session, agent_id: int | None) -> _Words:
        with self._reading:
            if self._words is None or not self.is_ready:
                self._words = _read(session, agent_id, self._changes)
            return self._words


def _read(session: Session, agent_id: int | None, changes: int) -> _Words:
    query = select(article_text.c.title).join(article, article.c.id == article_text.c.article_id)
    titles = session.connection.execute(query.where(seen_by(agent_id))).scalars()
    counts: Counter[str] = Counter()
    # Of many at once, which is quicker; not of all, which would hold up the threads beside this one.
    for some in titles.partitions(_TOGETHER):
        counts.update(_BETWEEN.split(fold("\n".join(some))))
    return _Words(changes, counts, sorted(word for word in counts if len(word) >= _SHORTEST - 1))
