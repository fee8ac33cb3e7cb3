"""Reading a mail: nothing that a sender writes may raise, take long, or be lost without a word."""

import email
import time
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deskbell.mail.inspect import describe
from deskbell.mail.mbox import is_mbox, split_mbox
from deskbell.mail.parse import Limits, parse
from deskbell.mail.parse.charsets import decode
from deskbell.mail.parse.dates import parse_date
from deskbell.mail.parse.ids import message_id, message_ids
from deskbell.mail.parse.language import language_of
from deskbell.mail.parse.mapi import SIGNATURE
from deskbell.mail.parse.names import safe_name
from deskbell.mail.parse.words import HeaderText
from deskbell.model.errors import Trouble

KEYS = ["subject", "from", "to", "cc", "reply_to", "date", "message_id", "in_reply_to", "references", "text", "html", "visible_reply", "attachments", "invites", "is_auto_reply",
        "is_bounce", "problems"]  # fmt: skip

PIECES = st.sampled_from(
    [b"From: ", b"To: ", b"Subject: ", b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: text/html", b"Content-Type: message/rfc822",
     b"Content-Type: multipart/report; report-type=delivery-status; boundary=b", b"Content-Type: text/plain; charset=", b"utf-8", b"gb2312", b"utf-7", b"hz", b"utf-16",
     b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"Content-Transfer-Encoding: uuencode", b"Content-Disposition: attachment; filename=",
     b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"--b", b"--b--", b" ", b"\t", b"<a@b>", b"(", b")", b"\"", b",", b";", b"=?utf-8?B?", b"?=", b"=?utf-8?Q?=", b"=FF", b"\xff", b"\xd0\x98",
     b"\x1b$B", b"begin 644 a", b"end", b"> quoted", b"On 3 May 2024 10:00 a@b wrote:", b"From jane Fri May 3 10:00:00 2024", b"<div>", b"</p>", b"Date: 3 May 2024",
     b"Content-Type: application/ms-tnef", b"\x78\x9f\x3e\x22", b"\x00", b"Message-ID: <x", b"filename*0*=utf-8''%ff", b"From: <>"]
)  # fmt: skip
MAILS = st.lists(PIECES | st.binary(max_size=12), max_size=60).map(b"".join) | st.binary(max_size=400)


@settings(max_examples=600)
@given(MAILS)
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    # What claims to be a file of Outlook and is none is told as such, and kept.
    assume(not raw.startswith(SIGNATURE))
    mail = parse(raw)
    assert list(describe(mail)) == KEYS
    for text in (
        mail.subject,
        mail.text,
        mail.html,
        mail.visible_reply,
        mail.sender.name,
        *(one.name for one in mail.attachments),
    ):
        text.encode("utf-8")
    assert all(one.name and "/" not in one.name and "\\" not in one.name for one in mail.attachments)
    assert mail.date is None or mail.date.tzinfo is UTC


def nested(depth: int) -> bytes:
    return (
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
        + b"\r\nhi"
    )


BEYOND = {
    "parse.depth": nested(1000),
    "parse.parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 10_000,
    "parse.header_bytes": b"Subject: " + b"=?utf-8?B?0JjQstCw0L0=?= " * 32_000 + b"\r\n\r\nx",
    "parse.body_bytes": b"Subject: x\r\n\r\n" + b"x" * (9 << 20),
}  # fmt: skip


@pytest.mark.parametrize(("code", "raw"), BEYOND.items(), ids=BEYOND.keys())
def test_beyond_a_limit_is_a_verdict(code: str, raw: bytes) -> None:
    began = time.process_time()
    with pytest.raises(Trouble) as verdict:
        parse(raw)
    assert verdict.value.code == code
    assert str(verdict.value) != code
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(message_bytes=1 << 20), "larger than 1 MB"),
        (Limits(body_bytes=64 << 10), "larger than 64 KB"),
        (Limits(header_bytes=100), "larger than 100 B"),
    ],
)
def test_a_limit_is_told_as_a_person_reads_it(limits: Limits, said: str) -> None:
    with pytest.raises(Trouble, match=said):
        parse(b"Subject: x\r\n" * 20 + b"\r\n" + b"x" * (2 << 20), limits=limits)


def test_a_mail_beyond_the_whole_size_is_refused_unread() -> None:
    with pytest.raises(Trouble) as verdict:
        parse(b"Subject: x\r\n\r\n" + b"x" * 1000, limits=Limits(message_bytes=100))
    assert verdict.value.code == "parse.message_bytes"


@pytest.mark.parametrize(
    "raw",
    [
        nested(39) + b"x\r\n" * 300_000,
        b"To: " + b"(" * 2000 + b"\r\n\r\nx",
        b"To: " + b'"' * 60_000 + b"\r\n\r\nx",
        b"To: " + b"<" * 60_000 + b"\r\n\r\nx",
        b"To: " + b"=?" * 30_000 + b"\r\n\r\nx",
        b"To: " + b"x" * 60_000 + b"\r\n\r\nx",
        b"Subject: " + b"=?utf-8?Q?a?= " * 15_000 + b"\r\n\r\nx",
        b"References: " + b"<" * 200_000 + b"\r\n\r\nx",
        b"X: y\r\n" * 40_000 + b"\r\nx",
        b"Content-Type: text/plain" + b'; a*0="x"' * 20_000 + b"\r\n\r\nx",
        b"\r\n\r\n" + b"begin 644 x\r\n" * 100_000,
        b"\r\n\r\n" + b">" * 1_000_000,
        b"\r\n\r\n" + b"x" * 28_000 + b":",
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=A" * 500_000,
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20_000,
        b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \r\n" * 200_000,
        b"Return-Path: <>\r\nSubject: undeliverable\r\n\r\n" + b"message-id: <" * 100_000,
    ],
    ids=lambda raw: raw[:28].decode("ascii").encode("unicode_escape").decode(),
)
def test_hostile_mail_takes_linear_time(raw: bytes) -> None:
    began = time.process_time()
    parse(raw)
    assert time.process_time() - began < 4


def test_a_winmail_that_claims_billions_of_properties_is_left_closed() -> None:
    properties = b"\x01\x03\x90\x06\x00" + (8).to_bytes(4, "little") + b"\xff\xff\xff\xff" + b"\0" * 6
    tnef = b"\x78\x9f\x3e\x22\x01\x00" + properties + b"\0" * 20
    mail = parse(b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n" + tnef)
    assert [one.name for one in mail.attachments] == ["winmail.dat"]
    assert "tnef:unreadable" in mail.problems


LEAVES = st.sampled_from(
    [
        (b"text/plain", b"Hello\r\nyou"),
        (b"text/html", b"<p>x</p>"),
        (b"image/png", b"\x89PNG\r\n"),
        (b"application/pdf", b"%PDF"),
    ]
)


@given(st.recursive(LEAVES, lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=8))
def test_parts_are_cut_as_the_standard_library_cuts_them(tree: object) -> None:
    numbers = iter(range(1000))

    def built(node: object) -> bytes:
        if isinstance(node, tuple):
            return b"Content-Type: " + node[0] + b"; name=n\r\nContent-Disposition: attachment\r\n\r\n" + node[1]
        assert isinstance(node, list)
        mark = b"b%d" % next(numbers)
        inner = b"".join(b"--" + mark + b"\r\n" + built(child) + b"\r\n" for child in node)
        return (
            b"Content-Type: multipart/mixed; boundary="
            + mark
            + b"\r\n\r\npreamble\r\n"
            + inner
            + b"--"
            + mark
            + b"--\r\nepilogue"
        )

    raw = b"Subject: x\r\n" + built(tree)
    theirs = [part for part in email.message_from_bytes(raw).walk() if not part.is_multipart()]
    ours = parse(raw).attachments
    assert [(one.content_type, one.content) for one in ours] == [
        (part.get_content_type(), part.get_payload(decode=True)) for part in theirs
    ]


DATES = {
    "Fri, 3 May 2024 14:20:11 +0300 (EEST)": "2024-05-03T11:20:11",
    "3 May 24 14:20 GMT": "2024-05-03T14:20:00",
    "2024-05-03T14:20:11Z": "2024-05-03T14:20:11",
    "2024-05-03 14:20:11.123 +03:00": "2024-05-03T11:20:11",
    "Fri, 3 May 2024 14:20:11 CEST": "2024-05-03T12:20:11",
    "Fri, 3 May 2024 14:20:11 +03:00": "2024-05-03T11:20:11",
    "Fri May  3 14:20:11 2024": "2024-05-03T14:20:11",
    "Fri May 03 2024 14:20:11 GMT+0300 (MSK)": "2024-05-03T11:20:11",
    "Fri, 3 May 2024 14.20.11 +0000": "2024-05-03T14:20:11",
    "Fri, 3 May 2024 24:00:00 +0000": "2024-05-04T00:00:00",
    "Fri, 3 May 2024 23:59:60 +0000": "2024-05-04T00:00:00",
    "Fri, 3 May 124 14:20:11 +0000": "2024-05-03T14:20:11",
    "Fr., 3 Mai 2024 14:20:11 +0200": "2024-05-03T12:20:11",
    "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600": "1997-11-21T15:55:06",
    "Mon, 30 Jun 3609 15:33:50 +0600": "",
    "Sat, 30 Feb 2024 10:00:00 +0000": "",
    "yesterday": "",
    "": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_dates(text: str, expected: str) -> None:
    assert parse_date(text) == (datetime.fromisoformat(expected).replace(tzinfo=UTC) if expected else None)


@given(
    st.text(max_size=60) | st.from_regex(r"\w{3}, \d{1,3} \w{3} \d{1,5} \d{1,3}:\d\d:\d\d [+-]\d{4,6}", fullmatch=True)
)
def test_no_date_raises(text: str) -> None:
    parse_date(text)


@pytest.mark.parametrize(
    ("field", "ids"),
    [
        (b"<a@b> <c@d>", ("a@b", "c@d")),
        (b"<a@b>,<a@b>", ("a@b",)),
        (b"<a\t@b>", ("a@b",)),
        (b"Your message of Monday", ()),
        (b"a@b", ("a@b",)),
        (b'"x" <a@b> (from Jane)', ("a@b",)),
        (b"", ()),
    ],
)
def test_message_ids(field: bytes, ids: tuple[str, ...]) -> None:
    assert message_ids(field) == ids


@pytest.mark.parametrize(
    ("field", "people"),
    [
        ('"ceo@x.example" <real@y.example>', [("ceo@x.example", "real@y.example")]),
        ("ceo@x.example <real@y.example>", [("ceo@x.example", "real@y.example")]),
        (
            '"a@x.example b@x.example" <real@y.example>, c@z.example',
            [("a@x.example b@x.example", "real@y.example"), ("", "c@z.example")],
        ),
        ("a@x.example b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
    ],
)
def test_a_name_that_looks_like_an_address_is_no_recipient(field: str, people: list[tuple[str, str]]) -> None:
    mail = parse(f"From: a@x.example\r\nTo: {field}\r\nCc: {field}\r\n\r\n".encode())
    assert [(one.name, one.email) for one in mail.to] == people
    assert mail.cc == mail.to


def test_an_id_without_an_at_is_an_id() -> None:
    assert message_id(b"<11107978796724623>") == message_id(b"11107978796724623") == "11107978796724623"


@given(st.text(max_size=300))
def test_safe_names_are_one_component(name: str) -> None:
    safe = safe_name(name)
    assert not set(safe) & set('/\\:*?"<>|\x00\n\u202e\u200b')
    assert safe not in {".", ".."}
    assert len(safe) <= 180


@given(
    st.binary(max_size=80),
    st.sampled_from(
        [
            "",
            "utf-8",
            "gb2312",
            "big5",
            "iso-2022-jp",
            "utf-7",
            "hz",
            "utf-16",
            "latin1",
            "no-such",
            "rot13",
            "idna",
            "windows-1257",
        ]
    ),
)
def test_decoding_never_raises(raw: bytes, label: str) -> None:
    text, problem = decode(raw, label)
    text.encode("utf-8")
    assert problem == "" or problem.startswith("charset:")


@given(st.text(max_size=60))
def test_encoded_words_are_the_inverse_of_encoding(text: str) -> None:
    from email.header import Header

    printable = " ".join("".join(character for character in text if character.isprintable()).split())
    encoded = Header(printable, "utf-8", maxlinelen=40).encode().replace("\n", "\r\n").encode("ascii")
    mail = parse(b"Subject: " + encoded + b"\r\n\r\n")
    assert mail.subject == printable


def test_header_problems_name_the_field() -> None:
    header = HeaderText()
    assert header.text("Grüße".encode(), "subject") == "Grüße"
    assert header.problems == ["header-8bit:subject>utf-8"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello, where is my parcel? I have not got it and the page is of no help.", "en"),
        ("Guten Tag, wo ist mein Paket? Ich habe es nicht bekommen und bitte um Hilfe.", "de"),
        ("Sveiki, kur yra mano siunta? Aš jos negavau ir prašau padėti.", "lt"),
        ("Bonjour, je n'ai pas reçu mon colis et vous ne répondez pas.", "fr"),
        ("Здравствуйте, где мой заказ? Я его так и не получил, прошу помочь.", "ru"),
        ("Вітаю, де моє замовлення? Я його ще не отримав.", "uk"),
        ("您好，我的订单还没有收到，请帮我查一下。", "zh"),
        ("您好，我的訂單還沒有收到，請幫我查一下。", "zh-Hant"),
        ("お世話になっております。荷物がまだ届いていません。", "ja"),
        ("안녕하세요. 주문한 상품이 아직 도착하지 않았습니다.", "ko"),
        ("OK", ""),
        ("1234 5678", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_an_mbox_is_split_at_its_separators_only() -> None:
    raw = (
        b"From jane@example.com Fri May  3 14:20:11 2024\nSubject: one\n\nFrom here on it is text.\n>From the start.\n\n"
        b"From - Fri May  3 14:20:12 2024\nSubject: two\n\nx\n"
    )
    assert is_mbox(raw)
    first, second = (parse(mail) for mail in split_mbox(raw))
    assert (first.subject, first.text) == ("one", "From here on it is text.\nFrom the start.")
    assert (second.subject, second.text) == ("two", "x")
    assert not is_mbox(b"From jane Fri May  3 14:20:11 2024\nSubject: one\n\nx")
