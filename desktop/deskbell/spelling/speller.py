"""Several dictionaries at once: a word is right if one of them has it."""

import logging
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Final

from deskbell.model.spelling import Answered, Asked, Begin, Judge, Judged, Ready, Suggest, Suggested, Verdict
from deskbell.rules.spelling import chosen, script_of
from deskbell.spelling.dictionary import Dictionary

log = logging.getLogger("deskbell.spelling")

_MOST_OF_ONE: Final = 5
_MOST_SUGGESTED: Final = 8


class Speller:
    """Answers what the window asks. `found` are the files of the dictionaries that there are."""

    def __init__(self, found: Mapping[str, Path]) -> None:
        self._found = found
        self._loaded: dict[str, Dictionary] = {}

    def answer(self, asked: Asked) -> Answered:
        """What to say to it."""
        match asked:
            case Begin():
                self._load(chosen(" ".join(asked.languages), self._found, asked.spoken))
                return Ready(tuple(self._found), tuple(self._loaded))
            case Judge():
                return Judged({word: self._judge(word) for word in asked.words})
            case Suggest():
                return Suggested(asked.word, self._suggest(asked.word, asked.languages))

    def _load(self, languages: Iterable[str]) -> None:
        before, self._loaded = self._loaded, {}
        for language in languages:
            try:
                self._loaded[language] = before.get(language) or Dictionary(self._found[language])
            except OSError as error:
                log.warning("the dictionary %s cannot be read: %s", language, error)

    def _judge(self, word: str) -> Verdict:
        script = script_of(word)
        writes = knows = 0
        for place, dictionary in enumerate(self._loaded.values()):
            if dictionary.script == script:
                writes |= 1 << place
                knows |= dictionary.knows(word) << place
        return Verdict(writes, knows)

    def _suggest(self, word: str, languages: Iterable[str]) -> tuple[str, ...]:
        script = script_of(word)
        asked = [self._loaded[one] for one in languages if one in self._loaded]
        each = [dictionary.suggest(word)[:_MOST_OF_ONE] for dictionary in asked if dictionary.script == script]
        return tuple(dict.fromkeys(one for one in chain.from_iterable(each) if one != word))[:_MOST_SUGGESTED]
