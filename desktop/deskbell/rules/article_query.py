"""What is typed in the search over articles: words, and conditions on what is kept of an article besides its text."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.rules.folding import fold
from deskbell.rules.search_query import LONGEST, PLAIN, TOKEN, Words


class ArticleKey(StrEnum):
    """What a condition is about. TITLE is a place for words: they stand in the title."""

    TAG = "tag"
    CATEGORY = "category"
    LANGUAGE = "language"
    STATE = "state"
    OWNER = "owner"
    IS = "is"


class ArticleCondition(Struct, frozen=True):
    """One of `values` is to hold, or none of them where it is `negated`."""

    key: ArticleKey
    values: tuple[str, ...]
    negated: bool = False


class ArticleQuery(Struct, frozen=True):
    """A text of an article must hold all words and none of those that are negated, and its article meet all conditions."""

    words: tuple[Words, ...] = ()
    conditions: tuple[ArticleCondition, ...] = ()


CHOICES: Final[Mapping[ArticleKey, tuple[str, ...]]] = {
    ArticleKey.STATE: ("draft", "review", "published", "archived"),
    ArticleKey.IS: ("verified", "due", "changed", "doubted", "never", "mine", "sendable"),
}
"""The values that a key can have; one that is not here takes a name."""


def parse(typed: str) -> ArticleQuery:
    """The query that is typed. Never raises; what cannot be understood is words."""
    text = typed[:LONGEST].translate(PLAIN).strip()
    words: list[Words] = []
    conditions: list[ArticleCondition] = []
    for found in TOKEN.finditer(text):
        quoted = found["bare"] is None
        value = (found["phrase"] or "") if quoted else found["bare"]
        negated, name = found["minus"] == "-", (found["key"] or "").lower()
        if not value.strip() or (not name and value.endswith(":") and value[:-1].lower() in set(ArticleKey)):
            continue  # A condition whose value is not typed yet.
        condition = _condition(name, value, quoted=quoted, negated=negated)
        if condition is not None:
            conditions.append(condition)
            continue
        unfinished = found.end() == len(text) and not found["end"]
        words.append(Words(f"{found['key']}:{value}" if name else value, prefix=unfinished, negated=negated))
    return ArticleQuery(tuple(words), tuple(conditions))


def words_alone(typed: str) -> str:
    """What is typed without its conditions: what somebody looks for."""
    return re.sub(r"\s+", " ", " ".join(one.text for one in parse(typed).words if not one.negated)).strip()


def _condition(name: str, value: str, *, quoted: bool, negated: bool) -> ArticleCondition | None:
    try:
        key = ArticleKey(name)
    except ValueError:
        return None
    written = [value] if quoted else value.split(",")
    values = tuple(fold(one).strip() for one in written if one.strip())
    known = key not in CHOICES or all(one in CHOICES[key] for one in values)
    return ArticleCondition(key, values, negated) if values and known and all(values) else None
