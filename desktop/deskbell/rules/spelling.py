"""Which words of a text are looked up in dictionaries, in which languages, and which a person has added."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final
from unicodedata import category, name, normalize

from msgspec import Struct

from deskbell.model.errors import Mistake
from deskbell.model.own_words import LONGEST, MOST

# Points and accents that stand behind a letter: Latin ones, and the vowels of Hebrew and Arabic.
_MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"
# What holds the parts of one word together; "какой-то" is one that its parts are not.
_INNER: Final = "'’ʼ\\-‐\u00ad"
_WORD: Final = re.compile(rf"[\w{_MARKS}]+(?:[{_INNER}][\w{_MARKS}]+)*")
_PLACEHOLDER: Final = re.compile(r"\{\{[^{}]{0,200}\}\}")
_RUN: Final = re.compile(r"\S+")
# Addresses of pages and people, files, paths, tags, codes: what has such a sign in its midst is nobody's prose.
_NO_PROSE: Final = re.compile(r"://|[@＠\\_]|\w[/=&#+~]\w|\w\.\w|^\W{0,3}[#/]\w")
_APOSTROPHES: Final = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "\u00ad": None})
_POSSESSIVE: Final = re.compile(r"['’ʼ]s?$")


class Found(Struct, frozen=True):
    """A word, and where it stands in its paragraph."""

    start: int
    end: int
    word: str


@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[Found, ...]:
    """The words of a paragraph that are worth looking up: not those with digits or with capitals in their midst, which are codes and names, nor what
    is part of an address, a path or a placeholder."""
    return tuple(_words(_PLACEHOLDER.sub(lambda match: " " * len(match.group()), text)))


def _words(text: str) -> Iterator[Found]:
    for run in _RUN.finditer(text):
        if _NO_PROSE.search(run.group()):
            continue
        for match in _WORD.finditer(text, *run.span()):
            word = plain(match.group())
            if 1 < len(word) <= LONGEST and ((word.isalpha() and word.islower()) or _is_prose(word)):
                yield Found(match.start(), match.end(), word)


def plain(word: str) -> str:
    """A word as dictionaries have it: composed, with a straight apostrophe, and without what only says where a line may end."""
    return word if word.isascii() else normalize("NFC", word.translate(_APOSTROPHES))


def _is_prose(word: str) -> bool:
    """Not A17; and not DHL, PostgreSQL, iPhone: with a capital behind the first letter of a part."""
    capitals = any(letter.isupper() for part in word.split("-") for letter in part[1:])
    return not capitals and not any(letter.isdigit() for letter in word)


def script_of(word: str) -> str:
    """The script that a word is written in, as Unicode calls it ("CYRILLIC"); "" where it has no letters."""
    for letter in word:
        if category(letter).startswith("L"):
            return name(letter, "").partition(" ")[0]
    return ""


class Known(Struct, frozen=True):
    """Words that are right here whatever the dictionaries say, as `added` makes them."""

    words: frozenset[str] = frozenset()

    def has(self, word: str) -> bool:
        """Whether it is one of them, also with a capital or as a possessive."""
        folded = word.casefold()
        return folded in self.words or _POSSESSIVE.sub("", folded) in self.words


def known(*texts: str) -> Known:
    """The words of texts (names, what a person added) as such that are right."""
    return Known(frozenset(plain(match.group()).casefold() for text in texts for match in _WORD.finditer(text)))


def kept_words(text: str) -> tuple[str, ...]:
    """The words that a setting keeps, in their order."""
    return tuple(text.split())


def changed_words(text: str, words: Iterable[str], *, known: bool) -> str:
    """The setting with these words among those that are kept, or without them. Raises `Mistake` for what is no word (spelling.word), and for too many
    (spelling.full)."""
    kept = set(kept_words(text))
    for word in words:
        one = plain(word.strip())
        if not known:
            kept.discard(one)
        elif len(one) > LONGEST or not _WORD.fullmatch(one):
            raise Mistake("spelling.word", word=word.strip(), most=LONGEST)
        else:
            kept.add(one)
    if known and len(kept) > MOST:
        raise Mistake("spelling.full", most=MOST)
    return "\n".join(sorted(kept, key=lambda one: (one.casefold(), one)))


def kept_languages(languages: Iterable[str]) -> str:
    """Dictionaries as a setting keeps them."""
    return " ".join(sorted(languages))


def chosen(kept: str, found: Collection[str], spoken: Sequence[str]) -> tuple[str, ...]:
    """The dictionaries to look words up in: those that are kept, where there are any; else those for the languages of the system, and English."""
    named = tuple(language for language in kept.split() if language in found)
    if kept:
        return named
    picked = (_best(wanted.replace("-", "_"), found) for wanted in (*spoken, "en_US"))
    return tuple(dict.fromkeys(one for one in picked if one))


def _best(wanted: str, found: Collection[str]) -> str:
    """The dictionary for a language: of that country, or of the country that it has its name from, or of any."""
    language = wanted.partition("_")[0]
    # zh_Hant_TW: the script stands between.
    exact = f"{language}_{wanted.rpartition('_')[2]}"
    alike = sorted(one for one in found if one.partition("_")[0] == language)
    own = f"{language}_{'US' if language == 'en' else language.upper()}"
    return next((one for one in (exact, language, own, *alike) if one in found), "")
