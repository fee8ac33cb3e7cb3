"""Canned replies: how their names are kept, in which language one answers, and which of them is offered first."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from deskbell.model.canned import CannedReply, CannedText
from deskbell.rules.languages import base, language_key
from deskbell.rules.likeness import mistyped, named

KEPT: Final = timedelta(days=31)
"""Uses that are older are forgotten."""

_MONTH: Final = timedelta(days=30)
_WORD: Final = re.compile(r"\w+")
_DENSE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LONGEST_QUERY: Final = 40
_BEGINNING: Final = 100


def clean(name: str) -> str:
    """A name or a folder as it is kept: one line, no spaces around it."""
    return " ".join(name.split())


def clean_shortcut(typed: str) -> str:
    """A shortcut as it is kept: one word in small letters, without the slash that it is called by."""
    return "-".join(typed.casefold().split()).lstrip("/")


def text_for(texts: Sequence[CannedText], customer: str, mailbox: str) -> CannedText:
    """The text in the customer's language, else in the mailbox's, else the one for any, else the first. `texts` is not empty."""
    for wanted in (language_key(customer), language_key(mailbox)):
        if not wanted:
            continue
        exact = next((text for text in texts if language_key(text.language) == wanted), None)
        near = next((text for text in texts if base(text.language) == base(wanted)), None)
        if exact or near:
            return exact or near or texts[0]
    return next((text for text in texts if not text.language), texts[0])


def offered(
    query: str, replies: Iterable[CannedReply], ticket_words: Iterable[str], now: datetime
) -> list[CannedReply]:
    """The replies that answer what was typed: the best match first; of equals those that were used of late, and that share words with the ticket.

    All of them where nothing was typed. A word of the query may be the beginning of one, or mistyped; each must be found.
    """
    asked = folded(query).split()
    about = frozenset(ticket_words)
    found = []
    for reply in replies:
        match = _match(folded(query).strip(), asked, reply) if asked else 0
        if match is not None:
            near = _recency(reply, now) + _shared(about, reply)
            found.append((-match, -near, folded(reply.name), reply.id, reply))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:-1])]


def slash_query(typed: str) -> str | None:
    """What `typed`, from a slash up to the caret, asks the list of replies for; None where it is a path, a fraction or an address."""
    query = typed[1:]
    if not typed.startswith("/") or len(query) > _LONGEST_QUERY or query[:1].isspace() or "/" in query or "\\" in query:
        return None
    return query


def may_begin(before: str) -> bool:
    """Whether a slash behind these words of a line asks for the list: at its beginning, and after white space."""
    return not before or before[-1].isspace()


def certain(query: str, reply: CannedReply) -> bool:
    """Whether so much of a name or a shortcut was typed that Enter means the reply, and not a new line."""
    asked = folded(query).split()
    match = _match(folded(query).strip(), asked, reply) if asked else _BEGINNING
    return match is not None and match >= _BEGINNING


def words_of(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about: long ones, cut to their beginning for the sake of their endings; pairs of Chinese characters."""
    found: set[str] = set()
    for word in _WORD.findall(folded(text)):
        if _DENSE.search(word):
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= 4 and not word.isdigit():
            found.add(word[:5])
    return frozenset(found)


def folded(text: str) -> str:
    """Without case and accents: ąžuolas as azuolas, ё as е."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _match(whole: str, asked: Sequence[str], reply: CannedReply) -> int | None:
    """How well a reply answers, in steps of 10; None where it does not."""
    shortcut = folded(reply.shortcut)
    if shortcut and shortcut.startswith(whole):
        return 200 if shortcut == whole else 150
    name, folder = folded(reply.name), folded(reply.folder)
    texts = [folded(text.text) for text in reply.texts]
    scores = [_word_match(word, name, folder, texts) for word in asked]
    return None if not all(scores) else sum(scores) // len(scores) // 10 * 10


def _word_match(word: str, name: str, folder: str, texts: Sequence[str]) -> int:
    if match := named(word, name):
        return match
    if word in folder:
        return 60
    if any(word in text for text in texts):
        return 50
    return 40 if mistyped(word, name) else 0


def _recency(reply: CannedReply, now: datetime) -> float:
    """From 1 for one that was used just now to 0 for one that was not within a month."""
    return 0.0 if reply.last_used is None else max(0.0, 1 - (now - reply.last_used) / _MONTH)


def _shared(about: frozenset[str], reply: CannedReply) -> float:
    """How much of what the reply is about the ticket speaks of: from 0 to 1, its name counting most."""
    if not about:
        return 0.0
    name = words_of(reply.name)
    said = words_of(" ".join(text.text for text in reply.texts))
    named = len(name & about) / len(name) if name else 0.0
    return 0.7 * named + 0.3 * min(1.0, len(said & about) / 5)
