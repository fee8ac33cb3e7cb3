"""A charset for bytes that nobody labelled: the shapes of East Asian charsets, the letters that are frequent in a script, then charset-normalizer."""

import re
from typing import Final

_HIGH: Final = re.compile(rb"[\x80-\xff]")
_LETTER: Final = re.compile(rb"[A-Za-z]")
_ENOUGH: Final = 3000
# Letters that are frequent in running text; common hanzi of simplified and traditional text.
_SIMPLIFIED: Final = frozenset(
    "的是不我一有在人了这你请们为到时会没就对上和可以个好问题谢收发货订单什么您已退款换联系客户快递址登录密账寄价钱"
)
_TRADITIONAL: Final = frozenset(
    "的是不我一有在人了這你請們為到時會沒就對上和可以個好問題謝收發貨訂單什麼您已退款換聯繫客戶快遞址登錄密帳寄價錢"
)
# The letters of scripts of their own, the most frequent first, and the charsets that hold the same letters at swapped places.
_SCRIPTS: Final = (
    ("оеаинтсрвлкмдпуяыьгзбчйхжшюціщэфъёїєґў", ("cp1251", "koi8_u", "iso8859_5", "cp866", "mac_cyrillic")),
    ("αοιετσνηυρπκμλςάίέόήδύωχθφγβξζώψ", ("cp1253", "cp737")),
    ("اليمنوترهبدعسفكحقجشصطخضغذزثظئءؤةىآأإ", ("cp1256", "iso8859_6")),
    ("านรกอเงยลวมทสตะดบปคจแพชขหผ่้ิีัุูไำโซ็ใถ์ฟญธณศภษฉฮฎฐฝืึ", ("cp874",)),
    ("יוהלאםמרתשבנכדןקעחפטגצזסךףץ", ("cp1255",)),
)
_WEIGHTS: Final = tuple(
    ({letter: 1 - rank / len(letters) for rank, letter in enumerate(letters)}, codecs) for letters, codecs in _SCRIPTS
)
# What a capital weighs of its small letter: text has few, and a swapped charset makes many; or it is capitals throughout.
_CAPITAL: Final = 0.5
_AMONG_CAPITALS: Final = 0.95
_LIKELY: Final = 0.5
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_KOREAN: Final = frozenset("이다는을에가고의지하로사기어서리도니한은를시나자아인해대요주세문")
_CENTRAL: Final = (
    ("cp1252", frozenset("äöüßéèàçñáíóúâêôåøæãõìòùÿœ’‘“”„–—…ïëîû¿¡«»°´€£§\xa0")),
    ("cp1257", frozenset("ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņõäöü„“–")),
    ("cp1250", frozenset("ąćęłńóśźżčďěňřšťůžýáíéúőűăâîșțşţ„”–")),
    ("iso8859_2", frozenset("ąćęłńóśźżčďěňřšťůžýáíéúőűăâîșțşţ")),
    ("cp1254", frozenset("ğışöüçİ’")),
    ("cp1252", frozenset("þðæöáéíóúý")),
)


def guess(raw: bytes) -> str:
    """The codec that most likely reads `raw`, which is neither ASCII nor UTF-8; it may still need errors="replace"."""
    # From the line on in which it begins to matter: a mail may quote a page of English first.
    first = _HIGH.search(raw)
    start = raw.rfind(b"\n", 0, first.start()) + 1 if first is not None else 0
    sample = raw[start : start + _ENOUGH]
    words = _WORD.findall(sample)
    letters = sum(len(_LETTER.findall(word)) for word in words)
    high = sum(map(len, words)) - letters
    mixed = sum(1 for word in words if _LETTER.search(word))
    # A script of its own makes words without ASCII letters; beside them may stand an address or English words, which say nothing.
    if mixed * 2 <= len(words) or high > 2 * letters:
        found = _east_asian(sample) or (_of_script(words) if mixed * 2 <= len(words) else "") or _european(sample)
    else:
        found = _european(sample) or _east_asian(sample)
    return found or _library(sample)


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
        ("cp949", _KOREAN),
        ("gb18030", _SIMPLIFIED),
        ("cp950", _TRADITIONAL),
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


def _of_script(words: list[bytes]) -> str:
    """Among the charsets of scripts with letters of their own the one in which the letters are those that are frequent, and small."""
    best, score = "", _LIKELY
    joined = b"".join(words)
    for weights, codecs in _WEIGHTS:
        for codec in codecs:
            wide = "".join(letter for letter in joined.decode(codec, "replace") if letter > "\x7f")
            capital = _AMONG_CAPITALS if wide.isupper() else _CAPITAL
            share = sum(weights.get(one) or weights.get(one.lower(), 0) * capital for one in wide) / max(len(wide), 1)
            if share > score:
                best, score = codec, share
    return best


def _european(sample: bytes) -> str:
    """Mostly ASCII letters with a few others between them: the charset in which those others are letters that a language uses."""
    best, score = "", 0.7
    for codec, letters in _CENTRAL:
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
