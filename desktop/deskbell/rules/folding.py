"""Text without what nobody looks for: case, accents and width are folded away, so that ą and a, ё and е, ａ and a are one."""

import unicodedata
from typing import Final

PAIRED: Final = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Kana, Hangul, the ideographs with their extensions, and the iteration mark: scripts written without spaces, or with spaces that say little."""
LETTER: Final = rf"[^\W_{PAIRED}]"
"""One letter or digit of a script that is written in words, as a regular expression."""

# Letters that no decomposition takes apart.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


class _Bare(dict[int, int | str | None]):
    """For `str.translate`: takes accents away, also of the letters that no decomposition takes apart. Filled with the characters that come by."""

    def __missing__(self, code: int) -> int | str | None:
        self[code] = None if unicodedata.combining(chr(code)) else _PLAIN.get(code, code)
        return self[code]


_BARE = _Bare()


def fold(text: str) -> str:
    """`text` in lower case, without accents, half width."""
    if text.isascii():
        return text.lower()
    # Twice, and lower at the end: ㎒ comes apart into MHz, and a Cherokee letter folds to its capital.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).lower()
    bare = decomposed.translate(_BARE)
    # Hangul falls apart into jamo above; put together again it pairs by syllable.
    return unicodedata.normalize("NFC", bare)
