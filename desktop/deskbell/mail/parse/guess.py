"""A charset for bytes that nobody labelled: the shapes of Cyrillic and of East Asian charsets first, then charset-normalizer."""

import re
from typing import Final

_HIGH: Final = re.compile(rb"[\x80-\xff]")
_ENOUGH: Final = 3000
# Letters that are frequent in running text; common hanzi of simplified and traditional text.
_SIMPLIFIED: Final = frozenset("的是不我一有在人了这你请们为到时会没就对上和可以个好问题谢收发货订单什么您已")
_TRADITIONAL: Final = frozenset("的是不我一有在人了這你請們為到時會沒就對上和可以個好問題謝收發貨訂單什麼您已")
_RUSSIAN: Final = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
_KOREAN: Final = frozenset("이다는을에가고의지하로사기어서리도니한은를시나자아인해대요주세문")
_CENTRAL: Final = {
    "cp1252": frozenset("äöüßéèàçñáíóúâêôåøæãõìòùÿœ’‘“”„–—…ïëîû¿¡«»°´€£§\xa0"),
    "cp1257": frozenset("ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņõäöü„“–"),
    "cp1250": frozenset("ąćęłńóśźżčďěňřšťůžýáíéúőűăâîșț„”–"),
    "cp1254": frozenset("ğışöüçİ’"),
}


def guess(raw: bytes) -> str:
    """The codec that most likely reads `raw`, which is neither ASCII nor UTF-8; it may still need errors="replace"."""
    sample = raw[:_ENOUGH]
    high = len(_HIGH.findall(sample))
    letters = len(re.findall(rb"[A-Za-z]", sample))
    if high > letters:
        found = _east_asian(sample) or _cyrillic(sample)
        if found:
            return found
    else:
        found = _european(sample) or _east_asian(sample)
        if found:
            return found
    return _library(sample)


def _text(sample: bytes, codec: str) -> str | None:
    """`sample` in `codec`; a character cut at the end of the sample is forgiven."""
    for cut in (0, 1, 2, 3) if len(sample) == _ENOUGH else (0,):
        try:
            return sample[: len(sample) - cut].decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def _east_asian(sample: bytes) -> str:
    best, score = "", 0.25
    for codec, common in (
        ("gb18030", _SIMPLIFIED),
        ("cp950", _TRADITIONAL),
        ("cp949", _KOREAN),
        ("cp932", frozenset()),
        ("euc_jp", frozenset()),
    ):
        text = _text(sample, codec)
        wide = [character for character in text or "" if character > "\x7f"]
        if not wide:
            continue
        if common:
            share = sum(character in common for character in wide) / len(wide) * 3
        else:
            share = sum("\u3041" <= character <= "\u30fe" for character in wide) / len(wide) * 2
        if share > score:
            best, score = codec, share
    return best


def _cyrillic(sample: bytes) -> str:
    """Among the Cyrillic charsets the one in which most letters are small and common: they hold the same letters at swapped places."""
    best, score = "", 0.6
    for codec in ("cp1251", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic"):
        text = sample.decode(codec, "replace")
        wide = [character for character in text if character > "\x7f"]
        share = sum(character in _RUSSIAN for character in wide) / len(wide) if wide else 0
        if share > score:
            best, score = codec, share
    return best


def _european(sample: bytes) -> str:
    """Mostly ASCII letters with a few others between them: the charset in which those others are letters that a language uses."""
    best, score = "", 0.7
    for codec, letters in _CENTRAL.items():
        text = sample.decode(codec, "replace")
        wide = [character for character in text if character > "\x7f"]
        share = sum(character.lower() in letters for character in wide) / len(wide) if wide else 0
        if share > score:
            best, score = codec, share
    return best


def _library(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(sample, preemptive_behaviour=False).best()
    return found.encoding if found is not None else "cp1252"
