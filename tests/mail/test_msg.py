"""Outlook's .msg files are read like the mail they were."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskbell.mail.parse import parse
from deskbell.mail.parse.msg import eml_of_msg
from deskbell.model.errors import Trouble
from deskbell.model.mail import InboundMail, Mailbox
from mail.outlook import Tree, attachment, compound_file, item

SENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LI = {0x0C15: 1, 0x3001: "Li Na 李娜", 0x39FE: "li.na@mail.example", 0x3003: "/O=EX/CN=LI", 0x3002: "EX"}
JONAS = {0x0C15: 2, 0x3001: "jonas@mail.example", 0x3003: "jonas@mail.example", 0x3002: "SMTP"}
HIDDEN = {0x0C15: 3, 0x3001: "Boss", 0x39FE: "boss@mail.example"}
FROM = {0x0042: "Berg, Ona", 0x5D02: "ona@desk.example", 0x0C1A: "Someone Else", 0x5D01: "else@desk.example"}
# What Outlook writes of <p>Grüße <b>dort</b></p>, with the text for those who read no HTML hidden in between.
WRAPPED = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Gr\'fc\'dfe "
    rb"{\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 dort{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}"
)


def stored(rtf: bytes) -> bytes:
    """Rich Text in the form of PidTagRtfCompressed that is not compressed."""
    return (len(rtf) + 12).to_bytes(4, "little") + len(rtf).to_bytes(4, "little") + b"MELA" + bytes(4) + rtf


def test_a_sent_mail_has_its_people_date_and_ids() -> None:
    ids = {
        0x1035: "<one@desk.example>",
        0x1042: "<asked@mail.example>",
        0x1039: "<first@x.example> <asked@mail.example>",
    }
    raw = compound_file(
        item({**FROM, **ids, 0x0037: "Re: Rückgabe", 0x0039: SENT, 0x1000: "Gern.\r\n"}, [LI, JONAS, HIDDEN])
    )
    read = parse(raw)
    assert read.subject == "Re: Rückgabe"
    assert read.sender == Mailbox("Berg, Ona", "ona@desk.example")
    assert read.to == (Mailbox("Li Na 李娜", "li.na@mail.example"),)
    assert read.cc == (Mailbox("", "jonas@mail.example"),)
    assert (read.date, read.message_id, read.in_reply_to) == (SENT, "one@desk.example", ("asked@mail.example",))
    assert read.references == ("first@x.example", "asked@mail.example")
    assert read.text.strip() == "Gern."
    assert read.problems == ()


def test_the_headers_that_it_came_with_are_used() -> None:
    headers = (
        "Received: from a by b\r\nFrom: =?utf-8?q?Li_N=C3=A0?= <li@mail.example>\r\nTo: support@desk.example\r\n"
        "Subject: a long\r\n subject\r\nMessage-ID: <there@mail.example>\r\nDate: Mon, 02 Mar 2026 09:30:00 +0000\r\n"
        "Auto-Submitted: auto-replied\r\nContent-Type: multipart/mixed;\r\n boundary=old\r\nMIME-Version: 1.0\r\n\r\nFrom: not@this.example\r\n"
    )
    read = parse(compound_file(item({**FROM, 0x007D: headers, 0x0037: "other", 0x1000: "Away."}, [JONAS])))
    assert (read.subject, read.sender) == ("a long subject", Mailbox("Li Nà", "li@mail.example"))
    assert (read.message_id, read.to) == ("there@mail.example", (Mailbox("", "support@desk.example"),))
    assert read.is_auto_reply
    assert read.text.strip() == "Away."


@pytest.mark.parametrize(
    ("bodies", "html"),
    [
        ({0x1013: "<p>Grüße <b>dort</b></p>".encode(), 0x3FDE: 65001}, "<p>Grüße <b>dort</b></p>"),
        ({0x1013: "<p>Привет</p>".encode("koi8-r"), 0x3FDE: 20866}, "<p>Привет</p>"),
        ({0x1013: "<p>Grüße</p>"}, "<p>Grüße</p>"),
        ({0x1009: stored(WRAPPED), 0x3FDE: 1252}, "<p>Grüße <b>dort</b></p>"),
    ],
    ids=["bytes", "code page", "text", "rich text"],
)
def test_html(bodies: dict[int, bytes | str | int], html: str) -> None:
    read = parse(compound_file(item({**FROM, 0x1000: "plain", **bodies})))
    assert html in read.html
    assert read.text.strip() == "plain"


def test_rich_text_alone_becomes_text() -> None:
    read = parse(
        compound_file(item({**FROM, 0x1009: stored(rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2\par}")}))
    )
    assert (read.text.strip(), read.html) == ("Привет", "")


def test_8_bit_strings_are_in_the_file_s_code_page() -> None:
    read = parse(
        compound_file(item({0x3FFD: 1257, 0x0042: "Ąžuolas", 0x0037: "Sąskaita", 0x1000: "Ačiū"}, codec="cp1257"))
    )
    assert (read.subject, read.sender.name, read.text.strip()) == ("Sąskaita", "Ąžuolas", "Ačiū")


def test_attachments_pictures_and_attached_mails() -> None:
    picture = {0x3701: b"\x89PNG picture", 0x3707: "logo.png", 0x370E: "image/png", 0x3712: "logo@x", 0x3714: 4}
    inner = item({**FROM, 0x0037: "Inside", 0x1000: "deeper"}, [LI], attached=True)
    parts: list[Tree] = [
        attachment(
            {
                0x3701: b"%PDF-1.7 bill",
                0x3707: "Rechnung für März.pdf",
                0x3704: "RECHNU~1.PDF",
                0x370E: "application/pdf",
            }
        ),
        attachment(picture),
        attachment({0x3001: "Inside"}, inner),
        attachment({0x3001: "Drawing"}, {"CONTENTS": b"drawn", "\x01Ole": b"x"}),
        attachment({0x3701: b"?", 0x370E: "multipart/mixed; boundary=x"}),
    ]
    read = parse(compound_file(item({**FROM, 0x1013: b'<p>See <img src="cid:logo@x"></p>', 0x1000: "See"}, [], parts)))
    assert [(one.name, one.content_type, one.inline) for one in read.attachments][:2] == [
        ("logo.png", "image/png", True),
        ("Rechnung für März.pdf", "application/pdf", False),
    ]
    assert [one.content for one in read.attachments][:2] == [b"\x89PNG picture", b"%PDF-1.7 bill"]
    mails = [one for one in read.attachments if one.content_type == "message/rfc822"]
    assert [parse(one.content).subject for one in mails] == ["Inside"]
    assert parse(mails[0].content).to == (Mailbox("Li Na 李娜", "li.na@mail.example"),)
    assert b"drawn" in [one.content for one in read.attachments]
    assert read.attachments[-1].content == b"?"


def test_a_signed_mail_is_the_one_that_was_signed() -> None:
    signed = b'Content-Type: multipart/signed; boundary="s"\r\n\r\n--s\r\nContent-Type: text/plain\r\n\r\nI sign.\r\n--s--\r\n'
    whole = item(
        {**FROM, 0x001A: "IPM.Note.SMIME.MultipartSigned"}, [], [attachment({0x3701: signed, 0x3707: "smime.p7m"})]
    )
    assert parse(compound_file(whole)).text.strip() == "I sign."


def test_exchange_addresses_are_no_addresses() -> None:
    read = parse(
        compound_file(
            item(
                {0x0042: "Ona", 0x0065: "/O=ORG/CN=ONA", 0x0064: "EX"}, [{0x0C15: 1, 0x3001: "Li, Na", 0x3003: "/O=X"}]
            )
        )
    )
    assert read.sender == Mailbox("Ona", "")
    assert read.to == ()


def test_line_breaks_make_no_headers() -> None:
    raw = compound_file(
        item({0x0042: "Ona\r\nX-Evil: 1", 0x5D02: "ona@desk.example\r\nBcc: a@b.c", 0x0037: "One\r\nX-Evil: 2"})
    )
    head = eml_of_msg(raw).partition(b"\r\n\r\n")[0].lower()
    assert b"\nx-evil" not in head
    assert b"\nbcc" not in head


def test_no_mail_inside() -> None:
    raw = compound_file({"WordDocument": b"x" * 5000})
    for broken in (raw, raw[:512], raw[:600]):
        with pytest.raises(Trouble, match="Outlook"):
            parse(broken)


def test_mails_in_mails_have_an_end() -> None:
    inner = item({0x0037: "last"}, attached=True)
    for _ in range(30):
        inner = item({0x0037: "next"}, [], [attachment({}, inner)], attached=True)
    with pytest.raises(Trouble):
        parse(compound_file(item({0x0037: "first"}, [], [attachment({}, inner)])))


WHOLE = compound_file(
    item({**FROM, 0x0037: "Whole", 0x1000: "text", 0x0039: SENT}, [LI, JONAS], [attachment({0x3701: b"file"})])
)


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=40), st.integers(400, len(WHOLE))
)
@example([(32, 63)], len(WHOLE))  # sectors larger than any memory
def test_damage_is_told(changes: list[tuple[int, int]], length: int) -> None:
    damaged = bytearray(WHOLE)
    for at, byte in changes:
        damaged[at] = byte
    # Nothing else is raised, whatever the damage: what can be read is.
    with suppress(Trouble):
        assert isinstance(parse(bytes(damaged[:length])), InboundMail)
