"""The words of a query as terms, and as each engine wants to be asked for them."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from deskbell.rules.search_query import Place, Words
from deskbell.store.search.terms import indexed, of_pairs, phrases

# The beginning of a word is asked for from this many letters on: with one, half of the index would be read.
SHORTEST_PREFIX = 2

_COLUMNS = {Place.SUBJECT: "subject", Place.SENDER: "people", Place.RECIPIENT: "people"}
# The weights that `index.add` gives to subject and people.
_WEIGHTS = {Place.SUBJECT: "A", Place.SENDER: "B", Place.RECIPIENT: "B"}


class Phrase(Struct, frozen=True):
    """Terms that stand side by side; with `prefix` the last of them may go on."""

    terms: tuple[str, ...]
    prefix: bool
    place: Place = Place.ANYWHERE

    def stands_in(self, text: str) -> bool:
        """Whether `text`, cut as the index cuts it, holds the phrase."""
        there = indexed(text).split(" ")
        *first, last = self.terms
        for start in range(len(there) - len(first)):
            end = there[start + len(first)]
            if there[start : start + len(first)] == first and (end.startswith(last) if self.prefix else end == last):
                return True
        return False


def asked(words: Words) -> list[Phrase]:
    """The phrases that all must be in a message that holds `words`; none where they have no letter or digit."""
    found = list(phrases(words.text))
    return [
        Phrase(terms, _prefix(terms, words.prefix and number == len(found)), words.place)
        for number, terms in enumerate(found, start=1)
    ]


def _prefix(terms: Sequence[str], unfinished: bool) -> bool:
    if len(terms) == 1 and len(terms[0]) == 1 and of_pairs(terms[0]):
        return True
    return unfinished and len(terms[-1]) >= SHORTEST_PREFIX


def tells_alone(phrases: Iterable[Phrase], *, prefixes: bool) -> bool:
    """Whether the index alone tells quickly that a message does not hold these: it knows no sender from a recipient, and the beginnings of words only
    where it is one of `prefixes`.
    """
    return not any(phrase.place in (Place.SENDER, Place.RECIPIENT) or phrase.prefix > prefixes for phrase in phrases)


def fts5(wanted: Iterable[Phrase], unwanted: Sequence[Sequence[Phrase]] = ()) -> str:
    """The match expression of SQLite for all of these phrases, and of each of `unwanted` not all (sqlite.org/fts5.html, 3). Terms hold letters and
    digits only.
    """
    found = " AND ".join(_fts5(phrase) for phrase in wanted)
    return f"({found}) NOT ({' OR '.join(f'({fts5(each)})' for each in unwanted)})" if unwanted else found


def _fts5(phrase: Phrase) -> str:
    column = _COLUMNS.get(phrase.place)
    words = '"' + " ".join(phrase.terms) + '"' + (" *" if phrase.prefix else "")
    return f"{column} : {words}" if column else words


def tsquery(wanted: Iterable[Phrase], unwanted: Sequence[Sequence[Phrase]] = ()) -> str:
    """The same for PostgreSQL (its manual, 8.11.2), as text for a cast to tsquery."""
    return " & ".join([*(f"({_tsquery(phrase)})" for phrase in wanted), *(f"!({tsquery(each)})" for each in unwanted)])


def _tsquery(phrase: Phrase) -> str:
    weight = _WEIGHTS.get(phrase.place, "")
    marks = [weight] * (len(phrase.terms) - 1) + [("*" if phrase.prefix else "") + weight]
    return " <-> ".join(
        f"'{term}':{mark}" if mark else f"'{term}'" for term, mark in zip(phrase.terms, marks, strict=True)
    )
