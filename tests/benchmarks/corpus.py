"""Ten thousand mails as a desk gets them: languages, charsets, encodings, threads, HTML and attachments, the same ones every time."""

import base64
import quopri
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime
from pathlib import Path

from benchmarks import html_bodies

# How many of the mails with an HTML body have a heavy one, of 15 to 30 kB, as Outlook, Gmail and newsletters have.
HEAVY = 0.3

# A charset and an encoding that such mail really comes in, a greeting, and sentences.
VOICES = (
    (
        "utf-8",
        "quoted-printable",
        "Hello,",
        (
            "The printer is offline since we moved offices.",
            "Could you check the order again?",
            "We need two more seats before Friday.",
            "The invoice shows the wrong address.",
        ),
    ),
    (
        "us-ascii",
        "7bit",
        "Hi there,",
        (
            "It worked yesterday and stopped this morning.",
            "Please tell me when the replacement will be sent.",
            "I attached a photo of the label.",
            "Thanks for the quick answer last week.",
        ),
    ),
    (
        "iso-8859-1",
        "8bit",
        "Guten Tag,",
        (
            "die Lieferung für unsere Filiale fehlt noch.",
            "Können Sie die Rechnung bitte ändern?",
            "Über eine schnelle Antwort würde ich mich freuen.",
            "Das Gerät schaltet sich während der Arbeit aus.",
        ),
    ),
    (
        "windows-1252",
        "quoted-printable",
        "Bonjour,",
        (
            "je n’ai toujours pas reçu ma commande.",
            "Le casque grésille du côté gauche.",
            "Pouvez-vous vérifier l’adresse de livraison ?",
            "Merci d’avance pour votre aide.",
        ),
    ),
    (
        "gb2312",
        "base64",
        "您好，",
        (
            "订单的退款还没有到账，请帮忙查询。",
            "耳机左边没有声音。",
            "请问什么时候可以发货？",
            "发票抬头写错了，能重新开吗？",
        ),
    ),
    (
        "big5",
        "base64",
        "您好：",
        ("無法登入帳號，重設密碼信沒有收到。", "請問訂單何時出貨？", "收到的商品外盒破損。", "麻煩協助更改收件地址。"),
    ),
    (
        "koi8-r",
        "base64",
        "Здравствуйте!",
        (
            "Счёт за октябрь выставлен дважды.",
            "Не работает вход после обновления.",
            "Когда придёт возврат денег?",
            "Прошу заменить адрес доставки.",
        ),
    ),
    (
        "windows-1251",
        "8bit",
        "Добрый день!",
        (
            "Колонка перестала включаться.",
            "Пришлите, пожалуйста, накладную.",
            "Заказ пришёл не полностью.",
            "Спасибо за быстрый ответ.",
        ),
    ),
    (
        "windows-1257",
        "quoted-printable",
        "Sveiki,",
        (
            "neveikia prisijungimas po atnaujinimo.",
            "Prašau pakeisti sąskaitos adresą.",
            "Ausinės traška kairėje pusėje.",
            "Ačiū už greitą atsakymą.",
        ),
    ),
    (
        "iso-2022-jp",
        "7bit",
        "お世話になっております。",
        (
            "注文した商品がまだ届きません。",
            "返金はいつになりますか。",
            "住所の変更をお願いします。",
            "説明書を送ってください。",
        ),
    ),
)
FIRST = ("Anna", "Jonas", "Li", "Maria", "Daniel", "Irina", "Pierre", "Yuki", "Tomas", "Chloé", "Marek", "Ruth")
LAST = ("Petrauskas", "Hoffmann", "Kim", "Smirnova", "Chen", "Dubois", "Tanaka", "Novak", "Berg", "Silva", "Jensen")


@dataclass(frozen=True, slots=True)
class _Sent:
    message_id: str
    subject: str
    voice: int


def mails(count: int, seed: int = 7) -> Iterator[bytes]:
    """`count` raw mails; every third answers an earlier one of the same customer, one in eight carries a file."""
    chance = random.Random(seed)
    threads: dict[int, list[_Sent]] = {}
    at = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    for number in range(count):
        at += timedelta(minutes=chance.randrange(1, 40))
        customer = chance.randrange(max(count // 6, 1))
        earlier = threads.setdefault(customer, [])
        answered = chance.choice(earlier) if earlier and chance.random() < 0.45 else None
        voice = answered.voice if answered else chance.randrange(len(VOICES))
        sent = _Sent(
            f"{number}.{chance.getrandbits(48):x}@mail.example",
            answered.subject if answered else _subject(chance, voice, number),
            voice,
        )
        earlier.append(sent)
        yield _mail(chance, sent, answered, customer, at)


def write_folder(folder: Path, count: int) -> int:
    """Write the mails as .eml files, spread over subfolders; their bytes in all."""
    total = 0
    for number, raw in enumerate(mails(count)):
        place = folder / f"{number // 1000:03d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06d}.eml").write_bytes(raw)
        total += len(raw)
    return total


def _subject(chance: random.Random, voice: int, number: int) -> str:
    words = chance.choice(VOICES[voice][3]).rstrip(".。？?")
    return f"{words} ({number})"


def _mail(chance: random.Random, sent: _Sent, answered: _Sent | None, customer: int, at: datetime) -> bytes:
    charset, encoding, greeting, sentences = VOICES[sent.voice]
    name = f"{FIRST[customer % len(FIRST)]} {LAST[customer // 7 % len(LAST)]}"
    paragraphs = [
        " ".join(chance.choice(sentences) for _ in range(chance.randrange(1, 5))) for _ in range(chance.randrange(1, 6))
    ]
    text = "\n\n".join([greeting, *paragraphs, name])
    if answered:
        quoted = "\n".join("> " + chance.choice(sentences) for _ in range(chance.randrange(2, 12)))
        text += f"\n\nOn {at:%a, %b %d, %Y at %H:%M} Deskbell Support wrote:\n{quoted}\n"
    headers = [
        f"From: {Header(name, 'utf-8').encode()} <customer{customer}@mail.example>",
        "To: Support <support@desk.example>",
        f"Subject: {Header(('Re: ' if answered else '') + sent.subject, charset if charset != 'us-ascii' else 'utf-8').encode()}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{sent.message_id}>",
        "MIME-Version: 1.0",
    ]
    if answered:
        headers += [f"In-Reply-To: <{answered.message_id}>", f"References: <{answered.message_id}>"]
    body = _text_part(text, charset, encoding, "plain")
    if chance.random() < 0.5:
        html = _html(chance, text, sentences)
        body = _multipart("alternative", [body, _text_part(html, charset, encoding, "html")], f"a{sent.message_id[:6]}")
    if chance.random() < 0.125:
        body = _multipart("mixed", [body, _file_part(chance)], f"m{sent.message_id[:6]}")
    return "\r\n".join(headers).encode("ascii") + b"\r\n" + body


def _html(chance: random.Random, text: str, sentences: Sequence[str]) -> str:
    lines = text.split("\n\n")
    if chance.random() < HEAVY:
        return chance.choice(html_bodies.KINDS)(chance, sentences, lines)
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><body>{paragraphs}<ul><li>one</li><li>two</li></ul></body></html>"


def _text_part(text: str, charset: str, encoding: str, kind: str) -> bytes:
    raw = text.encode(charset, "replace").replace(b"\n", b"\r\n")
    if encoding == "base64":
        raw = base64.encodebytes(raw).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        raw = quopri.encodestring(raw)
    return (
        f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + raw
    )


def _file_part(chance: random.Random) -> bytes:
    content = b"%PDF-1.4\n" + chance.randbytes(chance.randrange(2_000, 60_000))
    head = "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename*=utf-8''%E9%80%80%E8%B4%A7%E5%8D%95.pdf\r\n\r\n"
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _multipart(kind: str, parts: list[bytes], boundary: str) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return (
        head
        + b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
        + b"--"
        + boundary.encode()
        + b"--\r\n"
    )
