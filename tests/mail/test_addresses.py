"""Address fields as the standards show them, and as they are really sent."""

import pytest

from deskbell.mail.parse import parse

People = list[tuple[str, str]]

FIELDS: list[tuple[str, People]] = [
    ('jdoe@test   . example', [('', 'jdoe@test.example')]),
    ('john . doe @ machine . example', [('', 'john.doe@machine.example')]),
    ('Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>', [('Pete', 'pete@silly.test')]),
    ("A Group(Some people):Chris Jones <c@(Chris's host.)public.example>, joe@example.org, John <jdoe@one.test> (my dear friend); (the end of the group)", [('Chris Jones', 'c@public.example'), ('', 'joe@example.org'), ('John', 'jdoe@one.test')]),
    ('(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;', []),
    ('"Joe & J. Harvey" <ddd @Org>, JJV @ BBN', [('Joe & J. Harvey', 'ddd@Org'), ('', 'JJV@BBN')]),
    ('"spickett@tiac.net" <Sean.Pickett@zork.tiac.net>', [('spickett@tiac.net', 'Sean.Pickett@zork.tiac.net')]),
    ('rls@intgp8.ih.att.com (-Schieve,R.L.)', [('-Schieve,R.L.', 'rls@intgp8.ih.att.com')]),
    ('"/foo/" <mailto:a@b.example>', [('/foo/', 'a@b.example')]),
    ('=?iso-8859-1?Q?J=F6rg?= =?iso-8859-1?Q?_M=FCller?= <j@x.example>', [('Jörg Müller', 'j@x.example')]),
    ('"=?iso-8859-1?Q?J=F6rg?=" <j@x.example>', [('Jörg', 'j@x.example')]),
    ('=?utf-8?B?IlNtaXRoLCBKb2huIg==?= <j@x.example>', [('Smith, John', 'j@x.example')]),
    ('=?utf-8?Q?Smith=2C_John?= <j@x.example>, b@c.example', [('Smith, John', 'j@x.example'), ('', 'b@c.example')]),
    ('=?utf-8?Q?=22Smith=2C_John=22_=3Cj=40x.example=3E?=', [('Smith, John', 'j@x.example')]),
    ('<=?utf-8?Q?j=40x.example?=>', [('', 'j@x.example')]),
    ('Smith, John <j@x.example>', [('Smith, John', 'j@x.example')]),
    ("'John Smith' <j@x.example>", [('John Smith', 'j@x.example')]),
    ('"\'John Smith\'" <j@x.example>', [('John Smith', 'j@x.example')]),
    ("'j@x.example' <j@x.example>", [('', 'j@x.example')]),
    ('John <j@x.example>; Jane <k@x.example>;', [('John', 'j@x.example'), ('Jane', 'k@x.example')]),
    ('John Smith [mailto:j@x.example]', [('John Smith', 'j@x.example')]),
    ('j@x.example <j@x.example>', [('', 'j@x.example')]),
    ('<j@x.example> John', [('John', 'j@x.example')]),
    ('John Smith j@x.example', [('John Smith', 'j@x.example')]),
    ('John <j@x.example', [('John', 'j@x.example')]),
    ('John j@x.example>', [('John', 'j@x.example')]),
    ('John <<j@x.example>>', [('John', 'j@x.example')]),
    ('"John" "Smith" <j@x.example>', [('John Smith', 'j@x.example')]),
    ('"John \\"J\\" Smith" <j@x.example>', [('John "J" Smith', 'j@x.example')]),
    ('"Unclosed <j@x.example>, k@x.example', [('Unclosed', 'j@x.example'), ('', 'k@x.example')]),
    ('用户@例子.广告', [('', '用户@例子.广告')]),
    ('Dörte <Dörte@Sörensen.example.com>', [('Dörte', 'Dörte@Sörensen.example.com')]),
    ('Иван <иван@почта.рф>', [('Иван', 'иван@почта.рф')]),
    ('user@[192.168.1.1]', [('', 'user@[192.168.1.1]')]),
    ('user@[IPv6:2001:db8::1]', [('', 'user@[IPv6:2001:db8::1]')]),
    ('Name <user@[IPv6:2001:db8::1]>', [('Name', 'user@[IPv6:2001:db8::1]')]),
    ('"quoted local"@x.example', [('', '"quoted local"@x.example')]),
    ('Name <"quoted local"@x.example>', [('Name', '"quoted local"@x.example')]),
    ('"a,b"@x.example, c@x.example', [('', '"a,b"@x.example'), ('', 'c@x.example')]),
    ('undisclosed-recipients:;', []),
    ('undisclosed-recipients: ;', []),
    ('Undisclosed recipients:;', []),
    ('N <@relay1.example,@relay2.example:user@x.example>', [('N', 'user@x.example')]),
    ('Acme: sales@acme.example, help@acme.example;, other@x.example', [('', 'sales@acme.example'), ('', 'help@acme.example'), ('', 'other@x.example')]),
    ('foo: bar <a@b.example>', [('bar', 'a@b.example')]),
    ('Info: The Desk <a@b.example>', [('The Desk', 'a@b.example')]),
    ('=?utf-8?B?R3LDvMOfZQ=?= <a@b.example>', [('Grüße', 'a@b.example')]),
    ('=?UTF-8?Q?Caf=C3=A9 Paris?= <a@b.example>', [('Café Paris', 'a@b.example')]),
    ('=?utf-8?q?=E2=9C=93?= Done <a@b.example>', [('✓ Done', 'a@b.example')]),
    ('Mr.=?utf-8?Q?M=C3=BCller?= <a@b.example>', [('Mr.Müller', 'a@b.example')]),
    ('"Müller, Jörg" <a@b.example>', [('Müller, Jörg', 'a@b.example')]),
    ('a@b.example,,c@d.example', [('', 'a@b.example'), ('', 'c@d.example')]),
    ('a@b.example c@d.example', [('', 'a@b.example'), ('', 'c@d.example')]),
    ('a@b.example\tc@d.example', [('', 'a@b.example'), ('', 'c@d.example')]),
    ('<a@b.example> <c@d.example>', [('', 'a@b.example'), ('', 'c@d.example')]),
    ('A <a@b.example> B <c@d.example>', [('A', 'a@b.example'), ('B', 'c@d.example')]),
    ('a@b.example (A B), c@d.example (C, D)', [('A B', 'a@b.example'), ('C, D', 'c@d.example')]),
    ('a@b.example (=?utf-8?Q?J=C3=B6rg?=)', [('Jörg', 'a@b.example')]),
    ('A.B. Smith <a@b.example>', [('A.B. Smith', 'a@b.example')]),
    ('Smith & Co. <a@b.example>', [('Smith & Co.', 'a@b.example')]),
    ('support@x.example (Support) <support@x.example>', [('Support', 'support@x.example')]),
    ('Sales @ Acme <a@b.example>', [('Sales @ Acme', 'a@b.example')]),
    ('"Sales @ Acme" <a@b.example>', [('Sales @ Acme', 'a@b.example')]),
    ('sales@acme <a@b.example>', [('sales@acme', 'a@b.example')]),
    ('John Smith (Acme) <a@b.example>', [('John Smith', 'a@b.example')]),
    ('(comment only) <a@b.example>', [('comment only', 'a@b.example')]),
    ('"" <a@b.example>', [('', 'a@b.example')]),
    ('" " <a@b.example>', [('', 'a@b.example')]),
    ('"a@b.example" <a@b.example>', [('', 'a@b.example')]),
    ('John\x00 <a@b.example>', [('John', 'a@b.example')]),
    ('=?utf-8?B?Sm9obgo=?= <a@b.example>', [('John', 'a@b.example')]),
    ('a@b.example.', [('', 'a@b.example')]),
    ('John Smith', []),
    ('=?utf-8?Q?=D0=98?=\r\n =?utf-8?Q?=D0=B2?= <a@b.example>', [('Ив', 'a@b.example')]),
]  # fmt: skip
RAW: list[tuple[bytes, People]] = [
    ('Иван <ivan@mail.example>'.encode('cp1251'), [('Иван', 'ivan@mail.example')]),
    ('Иван <ivan@mail.example>'.encode('koi8_r'), [('Иван', 'ivan@mail.example')]),
    ('山田太郎 <z@mail.example>'.encode('iso2022_jp'), [('山田太郎', 'z@mail.example')]),
    ('山田太郎 <z@mail.example>'.encode('shift_jis'), [('山田太郎', 'z@mail.example')]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "people"), FIELDS)
def test_an_address_field(field: str, people: People) -> None:
    mail = parse(f"From: x@y.example\r\nTo: {field}\r\n\r\nx".encode())
    assert [(one.name, one.email) for one in mail.to] == people


@pytest.mark.parametrize(("field", "people"), RAW)
def test_a_name_in_raw_eight_bit(field: bytes, people: People) -> None:
    mail = parse(b"From: x@y.example\r\nTo: " + field + b"\r\n\r\nx")
    assert [(one.name, one.email) for one in mail.to] == people


@pytest.mark.parametrize(
    ("fields", "sender"),
    [
        ("From: Jane <jane@a.example>\r\nSender: Bot <bot@a.example>", ("Jane", "jane@a.example")),
        ("From: <>\r\nReply-To: Jane <jane@a.example>", ("Jane", "jane@a.example")),
        ("From: Jane Doe <>\r\nReply-To: <jane@a.example>", ("Jane Doe", "jane@a.example")),
        ("From: Jane Doe\r\nSender: jane@a.example", ("Jane Doe", "jane@a.example")),
        ("Sender: Jane <jane@a.example>", ("Jane", "jane@a.example")),
        ("Return-Path: <jane@a.example>", ("", "jane@a.example")),
        ("From:\r\nReply-To: jane@a.example", ("", "jane@a.example")),
        ("From: Doe, Jane <jane@a.example>", ("Doe, Jane", "jane@a.example")),
        ("From: A <a@a.example>, B <b@a.example>\r\nSender: B <b@a.example>", ("A", "a@a.example")),
        ("From: A <a@a.example>\r\nFrom: B <b@a.example>", ("A", "a@a.example")),
        ("Resent-From: r@a.example\r\nFrom: A <a@a.example>", ("A", "a@a.example")),
        ("Subject: x", ("", "")),
    ],
)  # fmt: skip
def test_who_is_to_be_answered(fields: str, sender: tuple[str, str]) -> None:
    mail = parse(f"{fields}\r\n\r\nx".encode())
    assert (mail.sender.name, mail.sender.email) == sender
