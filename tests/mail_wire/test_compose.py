"""Composing: what is put in comes out again, the same mail gives the same bytes, and nobody gets a line of their own into a header."""

import email
import email.policy
import os
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from deskbell.mail.compose import REFERENCES_KEPT, compose, redated, references
from deskbell.mail.parse import parse
from deskbell.model.errors import Mistake
from deskbell.model.mail import Mailbox, OutboundAttachment, OutboundMail

PLAIN = OutboundMail(
    sender=Mailbox("Acme Support", "help@acme.example"),
    to=(Mailbox("Kim Berg", "kim@example.org"),),
    subject="Your order",
    text="Good morning,\n\nit is on its way.\n\n-- \nAcme\n",
    message_id="db.desk.17.abc.signature@acme.example",
    date=datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=2))),
)
PNG = bytes.fromhex("89504e470d0a1a0a") + bytes(range(256))
# `nox -s faults` makes up many.
MADE_UP = int(os.environ.get("DESKBELL_COMPOSED", "100"))


def but(**others: object) -> OutboundMail:
    return replace(PLAIN, **others)  # type: ignore[arg-type]


def test_a_plain_mail_to_the_byte() -> None:
    mail = but(in_reply_to="2@example.org", references=("1@example.org", "2@example.org"), auto_submitted=True)
    assert compose(mail).decode("ascii").split("\r\n") == [
        "Date: Sun, 01 Mar 2026 09:30:00 +0200",
        "From: Acme Support <help@acme.example>",
        "To: Kim Berg <kim@example.org>",
        "Subject: Your order",
        "Message-ID: <db.desk.17.abc.signature@acme.example>",
        "In-Reply-To: <2@example.org>",
        "References: <1@example.org> <2@example.org>",
        "Auto-Submitted: auto-replied",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: 7bit",
        "",
        "Good morning,",
        "",
        "it is on its way.",
        "",
        "-- ",
        "Acme",
        "",
    ]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"subject": "Užsakymas"}, "Subject: =?utf-8?q?U=C5=BEsakymas?="),
        ({"subject": "退款"}, "Subject: =?utf-8?b?6YCA5qy+?="),
        ({"subject": ""}, "Subject:"),
        ({"subject": "=?utf-8?q?x?="}, "Subject: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?="),
        ({"sender": Mailbox("", "help@acme.example")}, "From: help@acme.example"),
        ({"sender": Mailbox("Berg, Kim", "k@x.org")}, 'From: "Berg, Kim" <k@x.org>'),
        ({"sender": Mailbox('The "Desk" \\', "k@x.org")}, 'From: "The \\"Desk\\" \\\\" <k@x.org>'),
        ({"sender": Mailbox("Ąžuolas", "k@x.org")}, "From: =?utf-8?b?xITFvnVvbGFz?= <k@x.org>"),
        ({"sender": Mailbox("K", "k@straße.example")}, "From: K <k@xn--strae-oqa.example>"),
        ({"sender": Mailbox("K", '"a b"@x.org')}, 'From: K <"a b"@x.org>'),
        ({"to": ()}, "To: undisclosed-recipients:;"),
        ({"to": (Mailbox("", "a@x.org"), Mailbox("B", "b@x.org"))}, "To: a@x.org, B <b@x.org>"),
        ({"cc": (Mailbox("", "a@x.org"),)}, "Cc: a@x.org"),
        ({"text": "Der Auftrag für März ist schon da."}, "Content-Transfer-Encoding: quoted-printable"),
        ({"text": "我们今天退款。" * 20}, "Content-Transfer-Encoding: base64"),
        ({"text": "x" * 2000}, "Content-Transfer-Encoding: quoted-printable"),
        ({"text": "From here on"}, "Content-Transfer-Encoding: quoted-printable"),
        ({"text": "blank at the end \n"}, "Content-Transfer-Encoding: quoted-printable"),
    ],
)
def test_lines(change: dict[str, object], line: str) -> None:
    assert line in compose(but(**change)).decode("ascii").split("\r\n")


@pytest.mark.parametrize("bad", ["a\r\nBcc: all@example.org", "a\nb", "a\rb", "\n"])
@pytest.mark.parametrize(
    "field", ["subject", "name", "address", "message_id", "in_reply_to", "references", "to", "file"]
)
def test_a_line_break_in_a_header_is_refused(field: str, bad: str) -> None:
    changes: dict[str, dict[str, object]] = {
        "subject": {"subject": bad},
        "name": {"sender": Mailbox(bad, "a@x.org")},
        "address": {"sender": Mailbox("", f"{bad}@x.org")},
        "to": {"to": (Mailbox("", f"a@x.org{bad}"),)},
        "message_id": {"message_id": bad},
        "in_reply_to": {"in_reply_to": bad},
        "references": {"references": (bad,)},
        "file": {"attachments": (OutboundAttachment(bad, "text/plain", b""),)},
    }
    with pytest.raises(Mistake) as caught:
        compose(but(**changes[field]))
    assert caught.value.code == "text.line_break"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "kim",
        "@x.org",
        "a@",
        "a@x.org>, <b@x.org",
        "a b@x.org",
        "a@b@x.org",
        "a@x..org",
        "a@x.org,b@x.org",
        "a@xn--\u00e4.org",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Mistake) as caught:
        compose(but(to=(Mailbox("", address),)))
    assert caught.value.code == "address.bad"


def test_what_we_would_do_wrong_ourselves_is_a_bug() -> None:
    for change in ({"message_id": ""}, {"message_id": "a b@x"}, {"date": datetime(2026, 3, 1)}):  # noqa: DTZ001
        with pytest.raises(ValueError, match="Message-ID"):
            compose(but(**change))


def test_references_keep_the_first_and_the_latest() -> None:
    ids = tuple(f"{number}@x" for number in range(100))
    kept = references(but(references=ids, in_reply_to="answered@x"))
    assert len(kept) == REFERENCES_KEPT
    assert kept == ["0@x", *(f"{number}@x" for number in range(82, 100)), "answered@x"]
    assert references(but(references=("1@x", "2@x", "1@x"), in_reply_to="1@x")) == ["2@x", "1@x"]
    assert references(but(references=("good@x", "not good", "", "ą@x", "a<b>"))) == ["good@x"]
    assert references(PLAIN) == []


def test_the_shape_of_a_rich_mail() -> None:
    logo = OutboundAttachment("logo.png", "image/png", PNG, "logo@acme")
    unused = OutboundAttachment("unused.png", "image/png", PNG, "unused@acme")
    bill = OutboundAttachment("Rechnung März – 请款.pdf", "application/pdf", b"%PDF" + PNG)
    mail = but(html='<p>Hi <img src="cid:logo@acme"></p>', attachments=(logo, bill, unused))
    read = email.message_from_bytes(compose(mail), policy=email.policy.default)
    shape = [(part.get_content_type(), part.get_content_disposition(), part.get_filename()) for part in read.walk()]
    assert shape == [
        ("multipart/mixed", None, None),
        ("multipart/alternative", None, None),
        ("text/plain", None, None),
        ("multipart/related", None, None),
        ("text/html", None, None),
        ("image/png", "inline", "logo.png"),
        ("application/pdf", "attachment", "Rechnung März – 请款.pdf"),
        ("image/png", "attachment", "unused.png"),
    ]
    assert [part["Content-ID"] for part in read.walk() if part["Content-ID"]] == ["<logo@acme>"]
    assert not list(read.defects)


def test_a_mail_with_html_alone_gets_a_text() -> None:
    read = parse(compose(but(text="", html="<p>Good morning</p><ul><li>one</li><li>two</li></ul>")))
    assert "Good morning" in read.text
    assert "one" in read.text
    assert "<" not in read.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Subject: in\r\n\r\nhere\r\n", "message/rfc822"),
        (b"Subject: in\n\nhere\n", "application/octet-stream"),
        ("Subject: ą\r\n\r\n".encode(), "application/octet-stream"),
        (b"x" * 1200 + b"\r\n", "application/octet-stream"),
        (b"no end of line", "application/octet-stream"),
    ],
)
def test_a_mail_in_the_mail_goes_as_it_is_or_as_a_file(content: bytes, kind: str) -> None:
    raw = compose(but(attachments=(OutboundAttachment("a.eml", "message/rfc822", content),)))
    read = email.message_from_bytes(raw)
    inner = read.get_payload()[1]  # type: ignore[index]
    assert inner.get_content_type() == kind
    assert content in raw if kind == "message/rfc822" else inner.get_payload(decode=True) == content


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "text",
        "text/",
        "multipart/mixed",
        "message/partial",
        "a/b\r\nX: y",
        'text/plain; name="x"',
        "TEXT/CSV",
        "te xt/plain",
    ],
)
def test_odd_media_types_do_no_harm(odd: str) -> None:
    raw = compose(but(attachments=(OutboundAttachment("file", odd, b"abc"),)))
    inner = email.message_from_bytes(raw).get_payload()[1]  # type: ignore[index]
    assert inner.get_payload(decode=True) == b"abc"
    assert inner.get_content_type() in {"application/octet-stream", "text/plain", "text/csv"}
    assert "X" not in inner


def test_a_boundary_is_in_none_of_its_parts() -> None:
    first = re.search(rb'boundary="([^"]+)"', compose(but(html="<p>x</p>")))
    assert first is not None
    raw = compose(but(text=f"--{first[1].decode()}--\n", html="<p>x</p>"))
    assert parse(raw).text == f"--{first[1].decode()}--"


SCRIPTS = {
    "latin": "abc XYZ äöüß ąčęėįšųūž éñ ŁØ",
    "cyrillic": "абв ЭЮЯ ёъї",
    "chinese": "退款订单，。客服 號",
    "arabic": "شكرا لكم على",
    "devanagari": "नमस्ते क्षमा",
    "signs": "🙂👩‍💻€“”–…!?.,;:'()[]<>@&%$#\"\\=_-+*/0123456789",
}
# A script at a time, and all of them mixed.
ALPHABETS = [*SCRIPTS.values(), "".join(SCRIPTS.values())]
LINES = (
    st.sampled_from(ALPHABETS)
    .flatmap(lambda letters: st.text(letters, max_size=150))
    .map(lambda text: " ".join(text.split()))
)
TEXTS = st.lists(LINES, min_size=1, max_size=12).map("\n".join).map(str.strip)
# No apostrophe: the reader takes one before an address for a quotation mark.
LOCALS = st.from_regex(r"[a-z0-9!#$%&*+/=?^_{|}~-]{1,20}(\.[a-z0-9]{1,10})?", fullmatch=True)
# Nor quotation marks around a name, nor a name that is an address.
PEOPLE = LINES.map(lambda name: re.sub("[@“”'\"]", "", name).strip())
MAILBOXES = st.builds(lambda name, local: Mailbox(name, f"{local}@example.org"), PEOPLE, LOCALS)
IDS = st.from_regex(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,120}@[a-z0-9.-]{1,60}", fullmatch=True)
# What a reader changes in a name to make it safe: separators, joiners, dots and spaces at the ends.
NAMES = LINES.map(lambda name: re.sub(r'[/\\:*?"<>|\u200d]', "_", name).strip(" ._") or "file")
FILES = st.builds(
    OutboundAttachment,
    NAMES,
    st.sampled_from(["application/pdf", "image/png", "text/csv", "x/unknown"]),
    st.binary(max_size=300),
)
MAILS = st.builds(
    OutboundMail,
    sender=MAILBOXES,
    to=st.lists(MAILBOXES, min_size=1, max_size=4, unique_by=lambda one: one.email).map(tuple),
    cc=st.lists(MAILBOXES, max_size=3, unique_by=lambda one: one.email).map(tuple),
    subject=LINES,
    text=TEXTS,
    message_id=IDS,
    date=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    in_reply_to=st.just("") | IDS,
    references=st.lists(IDS, max_size=8, unique=True).map(tuple),
    attachments=st.lists(FILES, max_size=3).map(tuple),
    auto_submitted=st.booleans(),
)


@settings(max_examples=MADE_UP)
@given(MAILS)
def test_parsing_gives_back_what_was_composed(mail: OutboundMail) -> None:
    raw = compose(mail)
    assert compose(mail) == raw
    read = parse(raw)
    assert read.problems == ()
    assert read.subject == mail.subject
    assert (read.sender, read.to, read.cc) == (mail.sender, mail.to, mail.cc)
    assert read.date == mail.date.replace(microsecond=0)
    assert (read.message_id, read.in_reply_to) == (mail.message_id, (mail.in_reply_to,) if mail.in_reply_to else ())
    assert list(read.references) == references(mail)
    assert read.text == mail.text
    assert read.is_auto_reply is mail.auto_submitted
    given_files = [(file.name, file.content_type, file.content) for file in mail.attachments]
    assert [(file.name, file.content_type, file.content) for file in read.attachments] == given_files


@settings(max_examples=MADE_UP)
@given(MAILS, st.text(max_size=300), st.text(max_size=300).filter(lambda text: not re.search(r"[\r\n]", text)))
def test_bytes_are_fit_for_any_server(mail: OutboundMail, text: str, words: str) -> None:
    odd = replace(mail, text=text, subject=words, sender=Mailbox(words, mail.sender.email))
    raw = compose(odd)
    assert raw.isascii()
    assert b"\0" not in raw
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", raw)
    assert raw.endswith(b"\r\n")
    header, _, _ = raw.partition(b"\r\n\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert all(len(line) <= 78 or b" " not in line.strip() or b": " in line for line in header.split(b"\r\n"))
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert not read.defects
    known = {
        "date",
        "from",
        "to",
        "cc",
        "subject",
        "message-id",
        "in-reply-to",
        "references",
        "auto-submitted",
        "mime-version",
    }
    assert {name.lower() for name in read} <= known | {
        "x-auto-response-suppress",
        "content-type",
        "content-transfer-encoding",
    }
    body = read.get_body(("plain",))
    assert body is not None
    wanted = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
    assert body.get_payload(decode=True).replace(b"\r\n", b"\n") == wanted.encode()


def test_another_date_changes_nothing_else() -> None:
    raw = compose(but(subject="Užsakymas"))
    later = redated(raw, datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert later.startswith(b"Date: Sat, 02 Jan 2027 03:04:05 +0000\r\n")
    assert later.partition(b"\r\n")[2] == raw.partition(b"\r\n")[2]
