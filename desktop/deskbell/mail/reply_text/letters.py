"""Words that begin and end a letter, by language. Who writes nothing else has answered somewhere else in the mail."""

import re
from typing import Final

from deskbell.mail.reply_text.table import alternatives, pattern

_GREETING: Final = alternatives(r"""
    hi | hello | hey | dear | good (?:morning|afternoon|evening|day) | greetings | hallo | guten (?:tag|morgen|abend) | liebe[rs]? | sehr geehrte[rs]?
    moin | servus | grüß gott | grüezi | bonjour | bonsoir | salut | cher | chère | madame | monsieur | hola | buenos días | buenas (?:tardes|noches)
    buenas | estimad[oa]s? | querid[oa]s? | ciao | buongiorno | buonasera | salve | gentile | gentili | egregio | olá | oi | bom dia | boa (?:tarde|noite)
    car[oa]s? | prezad[oa]s? | exm[oa]s?\.? | beste | geachte | goede(?:morgen|middag|navond|ndag) | hoi | dag | dzień dobry | witam | cześć | szanown[aiy]
    здравствуйте | здравствуй | добрый (?:день|вечер) | доброе утро | привет | уважаем(?:ый|ая|ые) | добрий (?:день|вечір) | доброго (?:дня|ранку)
    вітаю | привіт | шановн(?:ий|а|і) | laba diena | labas(?: rytas| vakaras)? | sveiki | sveikas | sveika | gerb\.? | gerbiam(?:as|a|ieji)
    labdien | labrīt | labvakar | cien\.? | cienījam(?:ais|ā|ie) | hej | hejsan | god(?:dag|morgen|aften) | god (?:dag|morgon|morgen|kväll) | kära | kære
    hei | moi | terve | hyvää (?:päivää|huomenta|iltaa) | arvoisa | dobrý (?:den|deň|večer) | dobré ráno | ahoj | vážen[áéýí] | dobar dan | poštovani
    szia | sziasztok | jó (?:napot|reggelt|estét) | tisztelt | kedves | merhaba | selam | sayın | iyi günler | bună(?: ziua| dimineața| seara)? | stimat[eă]
    γεια(?: σας| σου)? | καλημέρα | καλησπέρα | αγαπητ(?:έ|ή|οί) | tere | tervist | lugupeetud | tere päevast
""")
_GREETING_CJK: Final = (
    r"您好|你好|大家好|尊敬的.{0,12}|敬啟者|敬启者|お世話になっ(?:ております|ています|ております)|いつもお世話に.{0,14}|こんにちは|おはようございます|"
    r".{1,14}(?:様|さま|先生|小姐|女士|經理|经理)|안녕하세요|안녕하십니까|.{1,14}님(?: 안녕하세요)?"
)
_CLOSING: Final = alternatives(r"""
    (?:kind|best|warm|many)?\s?regards | (?:yours )?sincerely(?: yours)? | cheers | thanks | thank you | many thanks | thx | best(?: wishes)? | br | rgds
    (?:mit )?(?:freundlichen|besten|lieben|herzlichen|vielen) grüßen | (?:freundliche|beste|liebe|viele|schöne|herzliche) grüße | mfg | lg | vg | gruß | grüße
    danke | vielen dank | (?:bien |très )?cordialement | bien à vous | merci(?: d'avance)? | salutations | (?:un )?saludos?(?: cordiales)? | un saludo
    atentamente | gracias | (?:cordiali |distinti )?saluti | cordialmente | grazie | atenciosamente | att\.? | cumprimentos | obrigad[oa]
    (?:met )?vriendelijke groet(?:en)? | groet(?:en|jes)? | mvg | bedankt | pozdrawiam | z poważaniem | dziękuję | с уважением | спасибо | з повагою
    дякую | pagarbiai | ačiū | ar cieņu | paldies | (?:med )?vänliga? hälsning(?:ar)? | mvh | hälsningar | tack | (?:med )?venlige? hilsen | hilsen | tak
    takk | (?:ystävällisin )?terveisin | kiitos | t\. | s pozdravem | děkuji | díky | s pozdravom | lugupidamisega | aitäh | saygılarımla | teşekkürler
    üdvözlettel | köszönöm | cu stimă | mulțumesc | με εκτίμηση | ευχαριστώ
    谢谢 | 謝謝 | 此致 | 敬礼 | 祝好 | よろしくお願い(?:いた|致)?します | 以上 | 감사합니다 | 드림
""")
# How long a name may be is looked at afterwards: letters of all scripts, so many times over, take long to compile.
_GREETS: Final = pattern(
    rf"^\s*(?:(?:{_GREETING})((?:[\s,]+[\p{{L}}.'’\-]+){{0,4}})|{_GREETING_CJK})\s*[,.!:;，。！：、\-–]{{0,3}}\s*$"
)
_CLOSES: Final = pattern(rf"^\s*(?:{_CLOSING})\s*[,.!:，。！]{{0,3}}\s*$")
_NAME: Final = re.compile(r"[^?？:：]{1,40}")
_LONGEST_WORD: Final = 24
_MOST_LINES: Final = 12
_MOST_NAMES: Final = 3


def only_greets(lines: list[str]) -> bool:
    """Whether these filled lines are nothing but the greeting of a letter, its closing and a name: such a mail's answers stand elsewhere in it."""
    if not 0 < len(lines) <= _MOST_LINES or not _greets(lines[0]):
        return False
    rest = lines[1:]
    while rest and _greets(rest[0]):
        rest = rest[1:]
    if not rest:
        return True
    if len(rest[0]) > 80 or _CLOSES.match(rest[0]) is None:
        return False
    names = rest[1:]
    return len(names) <= _MOST_NAMES and all(_NAME.fullmatch(name) for name in names)


def _greets(line: str) -> bool:
    if len(line) > 80 or (found := _GREETS.match(line)) is None:
        return False
    return all(len(word.rstrip(".-")) <= _LONGEST_WORD for word in (found[1] or "").replace(",", " ").split())
