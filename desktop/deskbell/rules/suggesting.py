"""Which words of a ticket tell what it is about, and which articles answer them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from math import log, log2
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.rules.empty_words import EMPTY_WORDS
from deskbell.rules.folding import LETTER, PAIRED, fold
from deskbell.rules.languages import base, language_key, speaks

MOST_WORDS: Final = 80
"""So many different words of a ticket are looked for at most."""
AT_MOST: Final = 3
"""So many articles are suggested."""
COMPARED: Final = 60
"""So many texts are looked at more closely than by how rare the words are that they hold."""

_ADDRESS: Final = re.compile(r"\S+@\S+|\bhttps?://\S+|\bwww\.\S+")
_WORD: Final = re.compile(rf"([{PAIRED}]+)|({LETTER}+)")
_SHORTEST: Final = 3
_IN_SUBJECT: Final = 1.6
_AGAIN: Final = 0.3
# A word that stands in one article alone may do so by chance.
_RAREST: Final = 2
_IN_TITLE: Final = 1.2
_OTHER_LANGUAGE: Final = 0.5
_FEWEST_TEXTS: Final = 12
_LEAST: Final = 2.4
# What is much worse than the best is not worth the room.
_BESIDE_BEST: Final = 0.4
_SHOWN_WORDS: Final = 3
_USED: Final = 0.25
# Fewer that are not in its title may be there by chance.
_FEWEST_WORDS: Final = 4


class Word(Struct, frozen=True):
    """A word of a ticket: `stem` is what it begins with however it is declined, or (`whole`) all of it; `written` as the customer has it."""

    stem: str
    written: str
    weight: float
    whole: bool


class Text(Struct, frozen=True):
    """What is known of a text of an article that holds some of the words: its title, its article's tags, and in how many tickets like this one that was
    used."""

    text_id: int
    article_id: int
    language: str
    title: str
    tags: tuple[str, ...] = ()
    sendable: bool = False
    uses: int = 0


class Likely(Struct, frozen=True):
    """A text that answers a ticket, how well, and by which of its words."""

    text: Text
    score: float
    words: tuple[Word, ...]


def telling(subject: str, written: Sequence[str], author: str = "") -> tuple[Word, ...]:
    """The words of a ticket that may tell what it is about, each once; numbers, addresses, the name of its `author` and what stands in every letter tell
    nothing. `written` is what the customer wrote, without quotes and signatures, the most important first."""
    names = frozenset(folded for folded, _, _ in _parts(author))
    found: dict[str, Word] = {}
    for text, weight in ((subject, _IN_SUBJECT), *((text, 1.0) for text in written)):
        for word in _words(text, weight, names):
            known = found.get(word.stem)
            if known is None:
                if len(found) < MOST_WORDS:
                    found[word.stem] = word
            elif known.weight < _IN_SUBJECT + _AGAIN:
                found[word.stem] = replace(known, weight=known.weight + _AGAIN)
    return tuple(found.values())


def rough(words: Sequence[Word], holding: Sequence[Sequence[int]], common: int) -> list[int]:
    """The texts to compare, the likeliest first. `holding` are the texts that hold each word, none for one that too many do; `common`: how many texts hold the
    commonest word, which tells how many there are."""
    scores: dict[int, float] = defaultdict(float)
    for word, texts in zip(words, holding, strict=True):
        gain = _gain(word, len(texts), common)
        for text_id in texts:
            scores[text_id] += gain
    return sorted(scores, key=lambda text_id: (-scores[text_id], text_id))[:COMPARED]


def likeliest(
    words: Sequence[Word],
    holding: Sequence[Sequence[int]],
    common: int,
    texts: Sequence[Text],
    languages: Sequence[str],
    most: int = AT_MOST,
) -> tuple[Likely, ...]:
    """The articles that answer best, each in one language; `languages` are those of the ticket, the best one first."""
    by_text: dict[int, list[tuple[float, Word]]] = defaultdict(list)
    for word, of_word in zip(words, holding, strict=True):
        gain = _gain(word, len(of_word), common)
        if gain > 0:
            for text_id in of_word:
                by_text[text_id].append((gain, word))
    best: dict[int, Likely] = {}
    for text in texts:
        likely = _likely(text, by_text.get(text.text_id, ()), languages)
        if likely is not None and (text.article_id not in best or likely.score > best[text.article_id].score):
            best[text.article_id] = likely
    ranked = sorted(best.values(), key=lambda one: (-one.score, one.text.article_id))[:most]
    return tuple(one for one in ranked if one.score >= _BESIDE_BEST * ranked[0].score)


def shown_words(words: Sequence[Word]) -> tuple[str, ...]:
    """A few of the words that told, as they are shown: no two pairs of one run of Chinese, none twice."""
    shown: list[str] = []
    for word in words:
        overlaps = word.whole and any(set(word.written) & set(other) for other in shown)
        if not overlaps and word.written.casefold() not in map(str.casefold, shown):
            shown.append(word.written)
    return tuple(shown[:_SHOWN_WORDS])


def _words(text: str, weight: float, names: Container[str]) -> Iterator[Word]:
    for folded, written, whole in _parts(text):
        if folded in EMPTY_WORDS or folded in names:
            continue
        if whole:
            yield Word(folded, written, weight, whole=True)
        elif len(folded) >= _SHORTEST and not folded.isdigit():
            yield Word(stem(folded), written, weight, whole=False)


def _parts(text: str) -> Iterator[tuple[str, str, bool]]:
    """The words and pairs of a text, folded and as they are written, and whether it is a pair."""
    for paired, word in _WORD.findall(_ADDRESS.sub(" ", unicodedata.normalize("NFC", text))):
        if word:
            yield fold(word), word, False
        for start in range(len(paired) - 1):
            pair = paired[start : start + 2]
            yield fold(pair), pair, True


def stem(folded: str) -> str:
    """What a word begins with in all its cases and numbers, near enough: endings are of one to three letters in the languages that are written so."""
    if len(folded) < 5:
        return folded
    return folded[: max(4, len(folded) - 2)]


def _gain(word: Word, texts: int, common: int) -> float:
    """How much it tells that a text holds a word which so many texts hold."""
    if not texts:
        return 0.0
    return word.weight * max(0.0, log(max(common, _FEWEST_TEXTS) / max(texts, _RAREST)))


def _likely(text: Text, held: Sequence[tuple[float, Word]], languages: Sequence[str]) -> Likely | None:
    """How well a text answers; None where that may be chance: a few words, and none of them in its title."""
    names = [fold(part) for part in (text.title, *text.tags)]
    in_title = [any(_begins(word, name) for name in names) for _, word in held]
    if len(held) < _FEWEST_WORDS and not any(in_title):
        return None
    told = [(gain * (1 + _IN_TITLE * named), word) for (gain, word), named in zip(held, in_title, strict=True)]
    score = sum(gain for gain, _ in told)
    if score < _LEAST:
        return None
    told.sort(key=lambda one: -one[0])
    return Likely(
        text, score * _fitting(text.language, languages) * _proven(text.uses), tuple(word for _, word in told)
    )


def _proven(uses: int) -> float:
    """How much more what has answered before is worth than what has not."""
    return 1 + _USED * log2(1 + uses)


def _begins(word: Word, name: str) -> bool:
    return word.stem in name if word.whole else re.search(rf"\b{re.escape(word.stem)}", name) is not None


def _fitting(language: str, languages: Sequence[str]) -> float:
    """How much a text in this language is worth to who reads these."""
    for wanted in languages:
        if speaks(language, wanted) or language_key(language) == language_key(wanted):
            return 1.0
        if base(language) == base(wanted):
            return 0.9
    return _OTHER_LANGUAGE


def ticket_languages(*codes: str) -> tuple[str, ...]:
    """The languages that a ticket may be answered in: its own, its customer's, without what nobody knows."""
    return tuple(dict.fromkeys(code for code in codes if code))
