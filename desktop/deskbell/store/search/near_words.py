"""What somebody meant who mistyped a word: the words of the titles that they see, kept while nobody writes, and the nearest of them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select

from deskbell.rules.search_query import LONGEST, PLAIN, TOKEN
from deskbell.store.queries.articles import seen_by
from deskbell.store.search.terms import indexed, of_pairs, phrases
from deskbell.store.session import Session
from deskbell.store.tables import article, article_text

_SHORTEST: Final = 4
"""A shorter word is like too many others."""
_LONG: Final = 7
"""From so many letters on two may be wrong, and one before."""
_MOST_ALIKE: Final = 8


class NearWords:
    """Whoever searches keeps one, and says `forget` when articles were written. To read all titles takes longer than to search: that is done when first a
    word is not known."""

    def __init__(self) -> None:
        self._counts: Mapping[str, int] | None = None
        self._sorted: Sequence[str] = ()

    def forget(self) -> None:
        """Titles are other ones now."""
        self._counts = None

    def respelt(self, session: Session, typed: str, agent_id: int | None) -> str:
        """What is typed with those words that begin no word of a title put as the nearest that does; "" where that changes nothing. Conditions, and what stands
        in quotation marks or with a - before it, stay as they are."""
        counts = self._known(session, agent_id)
        text = typed[:LONGEST].translate(PLAIN)
        changed = "".join(self._each(text, counts))
        return "" if changed == text else changed.strip()

    def _each(self, text: str, counts: Mapping[str, int]) -> Sequence[str]:
        parts, end = [], 0
        for found in TOKEN.finditer(text):
            parts.append(text[end : found.start()])
            word = "" if found["minus"] or found["key"] else found["bare"] or ""
            parts.append(self._nearest(word, counts) or found[0])
            end = found.end()
        return [*parts, text[end:]]

    def _nearest(self, word: str, counts: Mapping[str, int]) -> str:
        terms = [term for phrase in phrases(word) for term in phrase]
        if len(terms) != 1 or len(terms[0]) < _SHORTEST or of_pairs(terms[0]):
            return ""
        (term,) = terms
        place = bisect_left(self._sorted, term)
        if place < len(self._sorted) and self._sorted[place].startswith(term):
            return ""
        # Loaded here: who types well begins without.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        wrong = 2 if len(term) >= _LONG else 1
        alike = process.extract(term, self._sorted, scorer=OSA.distance, score_cutoff=wrong, limit=_MOST_ALIKE)
        return min(alike, key=lambda one: (one[1], one[0][0] != term[0], -counts[one[0]], one[0]))[0] if alike else ""

    def _known(self, session: Session, agent_id: int | None) -> Mapping[str, int]:
        if self._counts is None:
            query = select(article_text.c.title).join(article, article.c.id == article_text.c.article_id)
            titles = session.connection.execute(query.where(seen_by(agent_id))).scalars()
            counts = Counter(" ".join(map(indexed, titles)).split(" "))
            words = sorted(word for word in counts if len(word) >= _SHORTEST - 1 and not of_pairs(word))
            self._sorted, self._counts = words, counts
        return self._counts
