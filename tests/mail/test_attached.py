"""Messages inside messages: attached mails and winmail.dat files tell what they say."""

import base64
from datetime import UTC, datetime

import pytest

from deskbell.mail.parse import Limits, parse
from deskbell.mail.parse.tnef import WINMAIL
from deskbell.model.mail import AttachedMail, Mailbox
from deskbell.store.attached import packed, unpacked
from mail.outlook import compound_file, item

INSIDE = (
    "From: =?utf-8?B?xb1hbmV0YQ==?= <zaneta@example.lt>\r\nSubject: Senas laiškas\r\nDate: Fri, 3 May 2024 14:20:11 +0300\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nKur mano siunta?\r\n"
)


def outside(inside: bytes, *, encoding: str = "8bit", boundary: str = "b") -> bytes:
    head = f"Subject: FW\r\nContent-Type: multipart/mixed; boundary={boundary}\r\n\r\n--{boundary}\r\n\r\nhi\r\n"
    part = f"--{boundary}\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return (head + part).encode() + inside + f"\r\n--{boundary}--\r\n".encode()


@pytest.mark.parametrize("encoding", ["8bit", "base64"])
def test_an_attached_message_tells_what_it_says(encoding: str) -> None:
    inside = INSIDE.encode() if encoding == "8bit" else base64.encodebytes(INSIDE.encode())
    mail = parse(outside(inside, encoding=encoding))
    (file,) = mail.attachments
    assert file.name == "Senas laiškas.eml"
    assert file.mail == AttachedMail(
        "Senas laiškas",
        Mailbox("Žaneta", "zaneta@example.lt"),
        datetime(2024, 5, 3, 11, 20, 11, tzinfo=UTC),
        "Kur mano siunta?",
    )
    assert unpacked(packed(file.mail)) == file.mail
    assert mail.text == "hi"


def test_an_attached_file_of_outlook_tells_what_it_says_and_one_that_is_none_is_a_file() -> None:
    item_of = item({0x0042: "Ona", 0x5D02: "ona@desk.example", 0x0037: "Rückgabe", 0x1000: "Gern."})
    for content, subject in ((compound_file(item_of), "Rückgabe"), (b"no such file", None)):
        part = b"Content-Type: application/vnd.ms-outlook; name=a.msg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        head = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n"
        (file,) = parse(head + part + base64.encodebytes(content) + b"--b--\r\n").attachments
        assert file.name == "a.msg"
        assert (file.mail.subject if file.mail is not None else None) == subject


def test_a_message_in_an_attached_message_is_a_file_of_that_one() -> None:
    mail = parse(outside(outside(INSIDE.encode(), boundary="c")))
    (file,) = mail.attachments
    assert file.mail is not None
    assert (file.mail.subject, file.mail.text) == ("FW", "hi")


def test_an_attached_message_beyond_the_limits_is_a_file_and_no_more() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=x%d\r\n\r\n--x%d\r\n" % (n, n) for n in range(20))
    mail = parse(outside(b"Subject: deep\r\n" + deep + b"\r\nx"), limits=Limits(depth=10))
    (file,) = mail.attachments
    assert (file.name, file.mail) == ("deep.eml", None)


def an_attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
    head = bytes((level,)) + name.to_bytes(2, "little") + kind.to_bytes(2, "little") + len(data).to_bytes(4, "little")
    return head + data + (sum(data) & 0xFFFF).to_bytes(2, "little")


def test_a_winmail_alone_is_the_mail_it_holds() -> None:
    code_page = an_attribute(1, 0x9007, 6, (1257).to_bytes(4, "little") + bytes(4))
    subject = an_attribute(1, 0x8004, 1, "Sąskaita\0".encode("cp1257"))
    body = an_attribute(1, 0x800C, 2, "Žodžiai\r\n\0".encode("cp1257"))
    raw = WINMAIL + b"\x01\x00" + an_attribute(1, 0x9006, 8, b"\0\0\1\0") + code_page + subject + body
    mail = parse(raw)
    assert (mail.subject, mail.text) == ("Sąskaita", "Žodžiai")
    within = parse(b"Subject: its own\r\nContent-Type: application/ms-tnef\r\n\r\n" + raw)
    assert (within.subject, within.text) == ("its own", "Žodžiai")
