"""Signatures that programs put below a mail, and mailing-list footers: taken away; what a person signs with stays."""

import re
from collections.abc import Sequence
from typing import Final

from deskbell.mail.reply_text.table import alternatives, pattern

# A short last line in which a program advertises itself or its device. Names of devices are free text, sentences are not: no comma, no full stop inside.
_DEVICE: Final = r"[^,;!?]{1,60}?[.!]?"
_MOBILE: Final = alternatives(
    r"""
    sent (?:from|via|using|with|by) (?:my |the |a )?{device} | get (?:the )?outlook for {device} | sent from outlook.{0,60}
    get bluemail for .{1,30} | yahoo mail ?: .{5,80} | (?:von|vom) (?:meinem|meiner|mein) {device} (?:gesendet|geschickt|verschickt)
    gesendet (?:von|mit|über|aus|vom)(?: (?:meinem|meiner|der|dem|mein))? {device}
    diese nachricht wurde von meinem .{1,60} gesendet | outlook für .{1,20} (?:beziehen|herunterladen)
    von outlook .{1,30} gesendet | (?:iegūstiet|lejupielādējiet) outlook .{1,40} | outlook for .{1,12}\s?を(?:入手|取得|ダウンロード) | získejte outlook pro .{1,20}
    holen sie sich outlook für .{1,20} | envoyé (?:de|depuis|à partir de|à partir d['’]|à partir du|d['’]|du|avec|via)(?: (?:mon|ma|l'|la))? ?{device}
    (?:obtenir|obtenez|télécharger|téléchargez) outlook pour .{1,20} | provenance ?: ?courrier pour windows.{0,10}
    enviado (?:desde|de|do|da|a partir do|pelo|con|com|via)(?: (?:mi|meu|minha|o|a))? ?{device}
    (?:obtener|descargar|obtenga|baixar|obter|obtenha)(?: o)? outlook para .{1,20}
    inviat[oa] (?:da|dal|dalla|con|tramite)(?: (?:mio|mia|il|la))? ?{device} | (?:scarica|ottieni|scaricare) outlook per .{1,20}
    (?:verstuurd|verzonden) (?:vanaf|met|van|via|vanuit)(?: (?:mijn|een))? ?{device}
    (?:outlook voor .{1,20} (?:downloaden|ophalen)|download outlook voor .{1,20})
    wysłan[eoy] (?:z|za pomocą|przy użyciu)(?: (?:mojego|telefonu|programu))? ?{device}
    pobierz (?:program |aplikację )?outlook dla .{1,30}
    отправлено (?:с|из|от|с помощью)(?: (?:моего|моей|мобильной|мобильного))? ?{device}
    (?:скачать|скачайте|получить|загрузить) outlook (?:для|на) .{1,20}
    (?:надіслано|відправлено) (?:з|із|зі|за допомогою)(?: (?:мого|моєї))? ?{device} | (?:отримати|завантажити) outlook для .{1,20}
    (?:išsiųsta|siųsta|atsiųsta) (?:iš|naudojant|su)(?: (?:mano|savo))? ?{device} | gaukite „?outlook.{1,30}
    (?:sūtīts|nosūtīts|sūtīta) (?:no|ar|izmantojot)(?: (?:mana|manas))? ?{device} | skickat från (?:min |mitt )?{device}
    (?:hämta|skaffa) outlook för .{1,20} | sendt (?:fra|med|via) (?:min |mit |mitt )?{device}
    (?:hent|få|skaff|last ned)(?: deg| dig)? outlook (?:til|for) .{1,20} | lähetetty (?:.{1,40}(?:sta|stä|lta|ltä|ni)|.{1,40} puhelimesta)
    (?:hanki|lataa) outlook(?:ille)? .{1,25} | odesláno (?:z|ze|pomocí)(?: (?:mého|mé))? ?{device}
    (?:získat|stáhnout) outlook pro .{1,20} | (?:发自|發自|寄自|来自|來自)\s?(?:我的|我)?\s?[^，。,]{1,24} | (?:從|从)\s?(?:我的)?\s?[a-z][^，。,]{1,24}(?:發送|发送|傳送|寄出)
    (?:获取|下载|取得|獲取|下載)\s?(?:ios 版|android 版|适用于 .{1,10} 的)?\s?outlook.{0,20} | [ -~]{2,30}から送信(?:されました)?
    (?:ios|android)\s?版?\s?(?:版 |用の )?outlook\s?(?:を入手|を取得|をダウンロード).{0,5} | (?:나의|내) .{1,24}에서 (?:보냄|보낸 메일) | [ -~]{2,30}에서 보냄
    (?:ios|android)용 outlook.{0,20} | .{3,30}(?:dan|den|tan|ten) gönderildi | trimis de pe .{1,30}
    küldve (?:az )?.{1,30}(?:ról|ből|emről|omról) | στάλθηκε από .{1,30}
    """,
    device=_DEVICE,
)
# A person ends a mail with "Sent by courier on Monday" too: it takes a device, a mail program or the sender's own "my" to be an advertisement.
_BRAND: Final = pattern(
    alternatives(r"""
    iphon | ipad | ipod | \bios\b | android | samsung | galaxy | huawei | honor\b | xiaomi | redmi | oneplus | pixel | nokia | blackberry | outlook | gmail
    \bmail\.ru | bluemail | mailbird | airmail | webmail | hotmail | protonmail | e-?mail[ -]?app | mail[ -]app | mail (?:for|für|per|para|pour|voor|app)\s
    (?:posta|correo|courrier|correio|poczt\S*|pošt\S*) (?:per|para|pour|dla|pro) windows | windows (?:phone|mail|live|1\d) | (?:für|for|para|pour|voor) windows
    yahoo | smartphone | smartfon | (?:mobile|windows|cell|my|mein|smart) ?phone | \bphone\s*$ | \bmobil\S*\s*(?:phone|device|gerät|telefon\S*|\.?$) | \bhandy | tablet
    \bhtc\b | sony | xperia | \blg\b | motorola | \bmoto\b | oppo | vivo | wiko | verizon | t-mobile | at&t | vodafone | telekom | typeapp | \bspark\b
    orange (?:mail|messagerie) | thunderbird | proton | tuta | \bgmx\b | web\.de | office ?365 | laptop | macbook
    телефон | смартфон | мобильн | мобільн | яндекс | аймейл | telefon | télép | móvil | celular | cellulare | telefonin | puhelim | 手机 | 手機 | 邮箱 | 郵箱 | 信箱
    邮件 | 郵件 | 客户端 | 華為 | 华为 | 小米 | 荣耀 | 휴대폰 | 스마트폰 | 갤럭시 | 네이버 | スマートフォン | 携帯
    """)
)
_MINE: Final = pattern(
    alternatives(r"""
    \bmy\b | \bmeinem\b | \bmeiner\b | \bmon\b | \bma\b | \bmi\b | \bmeu\b | \bminha\b | \bmio\b | \bmia\b | \bmijn\b | \bmojego\b | моего | моей | мого | \bmano\b | \bmana\b
    \bmin\b | \bmitt\b | \bmého\b | 我的 | 나의
    """)
)

_SENT_FROM: Final = pattern(r"\W{0,4}(?:" + _MOBILE + r")(?:\s*<[^<>\s]{4,300}>|\s*\(?https?://\S{4,300}\)?)?\W{0,3}")
_FOOTER: Final = pattern(
    r"mailing list|mailman/listinfo|to unsubscribe|unsubscribe from this|you (?:are receiving|received) this (?:e-?mail|message) because|groups\.google\.com|listserv|abmelden von"
)
# Programs of these languages put the link in the middle: "Outlook für iOS<https://aka.ms/o0ukef> beziehen".
_LAST_WORDS: Final = (
    "beziehen",
    "gesendet",
    "herunterladen",
    "downloaden",
    "ophalen",
    "letöltése",
    "indirin",
    "edinin",
)
_LINK: Final = re.compile(r"\s?<https?://[^<>\s]{1,300}>")
_DASH_CHARACTERS: Final = frozenset("-_—–=*")
_POSTSCRIPT: Final = re.compile(
    r"\s*(?:p\.?\s?p?\.?\s?s\b|p\.?\s?d\.?:|n\.?b\.?:|п\.?\s?с\b|з\.?\s?ы\b|追伸|又及|附注)", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r".{25}[.?!:。]\s*$")
_QUESTION: Final = re.compile(r"\S\s\S.*[?？]\s*$")
# Three words and the end of a sentence: more than a name, a trade or a place.
_SAYS: Final = re.compile(r"\S\s+\S+\s+\S.*[.?!。？！]\s*$")
_DISCLAIMER: Final = pattern(
    alternatives(r"""
    confidential | vertraulich | confidentiel | confidencial | riservat | vertrouwelijk | poufn | конфиденциал | конфіденційн | konfidencial
    konfidenciāl | konfidentiell | fortrolig | luottamukselli | důvěrn | dôvern | 保密 | 机密 | 機密 | 機密 | 기밀 | bizalmas | gizli | disclaimer
    intended (?:only|solely)? ?for | registered (?:in|office) | amtsgericht | handelsregister | geschäftsführer | virus | before printing | drucken
    """)
)
_CONTACT: Final = re.compile(r"@|www\.|://|\d[\d ()/.-]{5}")
_FEW: Final = 4
_LONGEST_SIGNATURE: Final = 14
_LONGEST_ADVERTISEMENT: Final = 420
_LONGEST_LINE: Final = 160


def end_without_signature(lines: list[str], first: int, end: int, named: Sequence[bool] = ()) -> int:
    """Where lines[first:end] end when the signatures at their end are left out. What could be more than a signature stays.

    `named[n]`: line n stands in what the sender's program calls their signature.
    """
    below = end < len(lines)
    while True:
        shorter = _one_less(lines, first, end, below=below)
        if shorter == end:
            shorter = _before_named(lines, first, end, named)
        below = True
        if shorter == end:
            return end
        end = shorter


def _before_named(lines: list[str], first: int, end: int, named: Sequence[bool]) -> int:
    """Where the lines end without the signature that the program has named, if it is the last thing in them and no more than that: people write on in
    there too."""
    while end > first and not lines[end - 1].strip():
        end -= 1
    start = end
    while start > first and start <= len(named) and (named[start - 1] or not lines[start - 1].strip()):
        start -= 1
    below = [line for line in lines[start:end] if line.strip()]
    short = len(below) <= _LONGEST_SIGNATURE and all(len(line) <= _LONGEST_LINE for line in below)
    said = any(_POSTSCRIPT.match(line) or _SAYS.search(line) for line in below)
    card = any(_CONTACT.search(line) for line in below)
    return start if short and card and (not said or _is_disclaimer(below)) else end


def _one_less(lines: list[str], first: int, end: int, *, below: bool) -> int:
    while end > first and not lines[end - 1].strip():
        end -= 1
    if end > first and is_sent_from(lines[end - 1]):
        return end - 1
    for index in range(max(first, end - _LONGEST_SIGNATURE - 10), end):
        if (
            lines[index].lstrip()[:1] in _DASH_CHARACTERS
            and _begins_signature(lines[index].lstrip(), lines[index + 1 : end], taken=below)
            and not _is_list(lines, first, index, end)
        ):
            return index
    return end


def _begins_signature(rule: str, below: list[str], *, taken: bool) -> bool:
    """Whether a line of dashes parts a signature from the mail: "-- " (RFC 3676, 4.3), the rule above a list's footer, a dash of some phones.
    `taken`: what stood below was a quote or a signature and has been left out."""
    following = [line for line in below if line.strip()]
    rule = "-- " if rule.startswith("-- ") and not rule.strip("- ") else rule.strip()
    if not following:
        # A rule that nothing follows is the rest of a signature that was taken away.
        return taken and len(rule) > 1 and set(rule.strip()) <= _DASH_CHARACTERS
    if any(_POSTSCRIPT.match(line) for line in following):
        return False
    if rule.rstrip() == "--":
        short = len(following) <= _LONGEST_SIGNATURE and all(len(line) <= _LONGEST_LINE for line in following)
        if rule == "--":
            # Without its blank it may be a person's own line between paragraphs.
            return short and (not any(_SENTENCE.search(line) for line in following) or _is_disclaimer(following))
        return short and not any(_QUESTION.search(line) for line in following)
    if set(rule) == {"_"}:
        return len(rule) > 1 and len(following) <= 10 and any(_FOOTER.search(line) for line in following)
    if set(rule) <= {"—", "–"}:
        # People write such dashes too: what follows must look like a card, not like sentences.
        return len(following) <= 6 and all(len(line) < 60 and not _SENTENCE.search(line) for line in following)
    return False


def _is_list(lines: list[str], first: int, index: int, end: int) -> bool:
    """Whether two dashes, without the blank that parts a signature, may stand above a list: below a colon, or above much that tells no way to reach
    somebody."""
    if lines[index].strip() != "--" or lines[index].endswith("-- "):
        return False
    above = index - 1
    while above > first and not lines[above].strip():
        above -= 1
    if above >= first and lines[above].rstrip()[-1:] in {":", "："}:
        return True
    below = [line for line in lines[index + 1 : end] if line.strip()]
    return len(below) > _FEW and not any(_CONTACT.search(line) for line in below)


def _is_disclaimer(lines: list[str]) -> bool:
    return any(_DISCLAIMER.search(line) for line in lines)


def is_sent_from(line: str) -> bool:
    """Whether `line` is what a mail program puts below: "Sent from my iPhone" and its like."""
    bare = line.strip()
    if not 4 <= len(bare) <= _LONGEST_ADVERTISEMENT:
        return False
    if bare.endswith(_LAST_WORDS):
        bare = _LINK.sub("", bare)
    words = bare.partition("<")[0]
    if len(words) > 110 or len(words.split()) > 12 or _SENT_FROM.fullmatch(bare) is None:
        return False
    if _BRAND.search(words) or words != bare:
        return True
    return len(words.split()) <= 6 and words.rstrip()[-1:] not in ".!。" and _MINE.search(words) is not None
