"""What an attachment is called, however its name was sent (RFC 2231, RFC 2047 where it does not belong, raw bytes, paths)."""

import pytest

from deskbell.mail.parse import parse

DISPOSITIONS: list[tuple[str | bytes, str]] = [
    ("attachment; filename*=utf-8''S%C4%85skaita.pdf", 'Sąskaita.pdf'),
    ("attachment; filename*=UTF-8'lt'S%C4%85skaita.pdf", 'Sąskaita.pdf'),
    ("attachment; filename*0*=utf-8''S%C4%85; filename*1*=skaita; filename*2=.pdf", 'Sąskaita.pdf'),
    ('attachment; filename*1=skaita.pdf; filename*0=S', 'Sskaita.pdf'),
    ('attachment; filename*0="a b"; filename*1=" c.txt"', 'a b c.txt'),
    ('attachment; filename*0*=us-ascii\'en\'This%20is%20even%20more%20; filename*1*=%2A%2A%2Afun%2A%2A%2A%20; filename*2="isn\'t it!"', "This is even more ___fun___ isn't it!"),
    ('attachment; filename="=?utf-8?B?U8SFc2thaXRhLnBkZg==?="', 'Sąskaita.pdf'),
    ('attachment; filename==?utf-8?B?U8SFc2thaXRhLnBkZg==?=', 'Sąskaita.pdf'),
    ('attachment; filename="=?utf-8?Q?S=C4=85skaita?= 1.pdf"', 'Sąskaita 1.pdf'),
    ('attachment; filename="=?utf-8?Q?S=C4=85?=\r\n =?utf-8?Q?skaita.pdf?="', 'Sąskaita.pdf'),
    ('attachment; filename="=?gb2312?B?tqm1pS5wZGY=?="', '订单.pdf'),
    ('attachment; filename="Sąskaita.pdf"', 'Sąskaita.pdf'),
    ('attachment; filename=a b c.pdf', 'a b c.pdf'),
    ('attachment; filename=a;b.pdf', 'a'),
    ('attachment; filename="a;b.pdf"', 'a;b.pdf'),
    ('attachment; filename="a\\"b.pdf"', 'a_b.pdf'),
    ('attachment; filename="C:\\\\temp\\\\b.pdf"', 'b.pdf'),
    ('attachment; filename="C:\\temp\\b.pdf"', 'b.pdf'),
    ('attachment; filename="../../etc/passwd"', 'passwd'),
    ("attachment; filename*=utf-8''..%2F..%2Fpasswd", 'passwd'),
    ("attachment; filename*=iso-8859-1''Gr%FC%DFe.txt", 'Grüße.txt'),
    ('attachment; filename*=%C4%85.txt', 'ą.txt'),
    ("attachment; filename*=''%C4%85.txt", 'ą.txt'),
    ("attachment; filename*=utf-8''a.txt; filename=b.txt", 'a.txt'),
    ("attachment; filename=b.txt; filename*=utf-8''a.txt", 'a.txt'),
    ('attachment; filename="S%C4%85skaita.pdf"', 'Sąskaita.pdf'),
    ('attachment; filename="100%.pdf"', '100%.pdf'),
    ('attachment; filename=report.pdf; size=12', 'report.pdf'),
    ('attachment; filename = "report.pdf" ; size = 12', 'report.pdf'),
    ("attachment; filename='report.pdf'", 'report.pdf'),
    ('attachment; FILENAME=report.pdf', 'report.pdf'),
    ('filename=report.pdf', 'report.pdf'),
    ('attachment filename=report.pdf', 'report.pdf'),
    ('attachment;filename="report.pdf', 'report.pdf'),
    ('attachment; filename="invoice\r\n 5.pdf"', 'invoice 5.pdf'),
    ('attachment; filename="a.pdf\u202efdp.exe"', 'a.pdffdp.exe'),
    ('attachment; filename="a.txt          .exe"', 'a.txt .exe'),
    ('attachment; filename=""', 'attachment-1.bin'),
    ('attachment', 'attachment-1.bin'),
    ('attachment; filename="CON"', '_CON'),
    ('attachment; filename="=?iso-2022-jp?B?GyRCQ21KOBsoQi5wZGY=?="', '注文.pdf'),
    ("attachment; filename*=iso-2022-jp''%1B%24B%43%6D%4A%38%1B%28B.pdf", '注文.pdf'),
    ('attachment; filename*0="=?utf-8?B?U8SF"; filename*1="c2thaXRhLnBkZg==?="', 'Sąskaita.pdf'),
    ('attachment; filename="=?utf-8?B?U8SFc2thaXRhLnBkZg?="', 'Sąskaita.pdf'),
    ('attachment; filename="a=?utf-8?B?xIU=?=.pdf"', 'aą.pdf'),
    ('attachment; filename="&#261;.pdf"', '&#261;.pdf'),
    ('attachment; filename="a.pdf"; filename="b.pdf"', 'a.pdf'),
    ('attachment; filename="Sąskaita žalia.pdf"'.encode("cp1257"), "Sąskaita žalia.pdf"),
    ('attachment; filename="订单的问题.pdf"'.encode("gbk"), "订单的问题.pdf"),
    ('attachment; filename="Счёт за май.pdf"'.encode("cp1251"), "Счёт за май.pdf"),
    ('attachment; filename="注文について.pdf"'.encode("shift_jis"), "注文について.pdf"),
]  # fmt: skip
TYPES = [
    ('application/pdf; name="x.pdf"', 'x.pdf'),
    ('application/pdf; name=x y.pdf', 'x y.pdf'),
    ("application/pdf; name*=utf-8''%C4%85.pdf", 'ą.pdf'),
    ('application/pdf; name="=?utf-8?Q?=C4=85.pdf?="', 'ą.pdf'),
    ('application/pdf;\r\n\tname="=?UTF-8?B?xIU=?=\r\n\t=?UTF-8?B?LnBkZg==?="', 'ą.pdf'),
    ('application/pdf; x=y; name=z.pdf;', 'z.pdf'),
    ('image/png', 'image-1.png'),
    ('application/pdf name="x.pdf"', 'x.pdf'),
]  # fmt: skip


def only_name(fields: bytes) -> str:
    head = b"From: x@y.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n"
    (file,) = parse(head + fields + b"\r\n\r\nX\r\n--b--\r\n").attachments
    return file.name


@pytest.mark.parametrize(("disposition", "name"), DISPOSITIONS)
def test_a_name_in_the_disposition(disposition: str | bytes, name: str) -> None:
    sent = disposition.encode() if isinstance(disposition, str) else disposition
    assert only_name(b"Content-Type: application/octet-stream\r\nContent-Disposition: " + sent) == name


@pytest.mark.parametrize(("content_type", "name"), TYPES)
def test_a_name_in_the_type(content_type: str, name: str) -> None:
    assert only_name(b"Content-Type: " + content_type.encode()) == name
