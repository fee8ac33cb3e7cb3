"""A cheap guess at the language of a text, by script and by the small words that no text does without."""

import re
from collections import Counter
from typing import Final

_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]{1,14}")
_LOOKED_AT: Final = 1200
_HANGUL, _KANA = re.compile("[\uac00-\ud7a3]"), re.compile("[\u3041-\u30ff]")
_HAN, _CYRILLIC = re.compile("[\u4e00-\u9fff]"), re.compile("[\u0400-\u04ff]")
_SMALL: Final = {
    "en": "the and is are you to of for my your have not this it with was please on we can i in be do but",
    "de": "der die das und ist nicht ich sie wir mit ein eine bitte auf für zu haben mein den dem es von auch",
    "fr": "le la les et est je vous nous ne pas un une des pour avec mon ma du que qui votre bonjour merci",
    "es": "el la los y es que no un una para con por mi del se su las pero hola gracias tengo este",
    "it": "il la che e di non un una per con mi sono del ho è le ma grazie questo ciao buongiorno",
    "pt": "o a os e que não um uma para com por meu minha do da em se mas obrigado olá está bom dia",
    "nl": "de het een en is niet ik u van voor met mijn dat op zijn wij maar te bij graag hallo",
    "pl": "i w nie na że się z do jest to mam proszę dzień dobry czy po za od jak mnie",
    "lt": "ir yra kad ne su į aš mano jūsų prašau dėl iš bet ar man labas ačiū kaip nuo už",
    "lv": "un ir ka ne ar es mans jūsu lūdzu par no bet vai man paldies kā uz labdien",
    "sv": "och är att det inte jag en ett för med som på min har vi ni hej tack av den till",
    "da": "og er at det ikke jeg en et for med som på min har vi de hej tak af den til",
    "no": "og er at det ikke jeg en et for med som på min har vi dere hei takk av den til",
    "fi": "ja on ei että se en minun ole kiitos mutta hei kun voi mikä olen tämä myös",
    "cs": "a je že se na to v ne s mám prosím dobrý den ale jsem by za do jak",
}
# word -> the languages that use it. Single letters tell nothing.
_LANGUAGES: Final[dict[str, list[str]]] = {}
for _language, _words in _SMALL.items():
    for _word in _words.split():
        if len(_word) > 1:
            _LANGUAGES.setdefault(_word, []).append(_language)
_UKRAINIAN, _RUSSIAN = re.compile("[іїєґІЇЄҐ]"), re.compile("[ыэъёЫЭЪЁ]")
_TRADITIONAL: Final = frozenset("們這個來時會說對發現開關為與過還問題單訂購貨運費價請謝電話號碼應該麼樣裡點臺灣嗎經")
_SIMPLIFIED: Final = frozenset("们这个来时会说对发现开关为与过还问题单订购货运费价请谢电话号码应该么样里点台湾吗经")


def language_of(text: str) -> str:
    """The language's code (en, de, …, zh, zh-Hant, ja, ko, ru, uk, lt …), "" in doubt."""
    sample = text[:_LOOKED_AT]
    letters = len(_LETTER.findall(sample))
    if letters < 4:
        return ""
    if not sample.isascii() and (code := _by_script(sample, letters)) is not None:
        return code
    words = _WORD.findall(sample.lower())
    counts = Counter(language for word in words for language in _LANGUAGES.get(word, ()))
    if not counts:
        return ""
    (best, most), (_, second) = [*counts.most_common(2), ("", 0)][:2]
    return best if most >= 2 and most > second and most >= len(words) * 0.1 else ""


def _by_script(sample: str, letters: int) -> str | None:
    """The language where the script tells it, "" where the script is one of several languages, None where it is Latin or unknown."""
    if len(_HANGUL.findall(sample)) > letters * 0.3:
        return "ko"
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    if kana > letters * 0.15:
        return "ja"
    if han > letters * 0.3:
        return "zh-Hant" if sum(c in _TRADITIONAL for c in sample) > sum(c in _SIMPLIFIED for c in sample) else "zh"
    if len(_CYRILLIC.findall(sample)) > letters * 0.5:
        ukrainian, russian = len(_UKRAINIAN.findall(sample)), len(_RUSSIAN.findall(sample))
        return "uk" if ukrainian > russian else "ru" if russian or letters > 30 else ""
    return None
