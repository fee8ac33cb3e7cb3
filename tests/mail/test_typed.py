"""A mail that somebody types comes out of the reader as it was meant."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskbell.mail.parse import parse
from deskbell.mail.typed import typed
from deskbell.model.errors import Mistake
from deskbell.model.reading import MailRead, MailUnread, TypedMail, asked, from_line, to_line


def test_it_is_read_as_it_was_typed() -> None:
    one = TypedMail(
        "Ona Šimkutė <ona@mail.example>",
        "support@desk.example",
        "Grąžinimas",
        "Labas\n退款",
        "List-Id: <a.example>",
        file=True,
    )
    mail = parse(typed(one))
    assert (mail.sender.name, mail.sender.email) == ("Ona Šimkutė", "ona@mail.example")
    assert [(to.name, to.email) for to in mail.to] == [("", "support@desk.example")]
    assert (mail.subject, mail.visible_reply.strip(), mail.is_list) == ("Grąžinimas", "Labas\n退款", True)
    assert [file.size for file in mail.attachments] == [1]


def test_a_bare_address_and_nothing_else() -> None:
    mail = parse(typed(TypedMail("ona@mail.example", "support@desk.example")))
    assert (mail.sender.email, mail.subject, mail.text.strip(), mail.attachments) == ("ona@mail.example", "", "", ())


@pytest.mark.parametrize(
    ("sender", "name", "email"),
    [
        ('"Li, Na" <li@mail.example>', "Li, Na", "li@mail.example"),
        ('"li na"@mail.example', "", '"li na"@mail.example'),
        ('Li <"li.na"@mail.example>', "Li", "li.na@mail.example"),
    ],
)
def test_a_sender_in_quotes(sender: str, name: str, email: str) -> None:
    mail = parse(typed(TypedMail(sender, "support@desk.example")))
    assert (mail.sender.name, mail.sender.email) == (name, email)


@pytest.mark.parametrize("sender", ["", "ona", "ona@", "@mail.example", "Ona <ona@>"])
def test_a_sender_that_is_none_is_said(sender: str) -> None:
    with pytest.raises(Mistake) as caught:
        typed(TypedMail(sender, "support@desk.example"))
    assert caught.value.code == "address.bad"


@pytest.mark.parametrize("line", ["no field", "From: jo@other.example", "subject: two", " folded", "Ä: b"])
def test_a_line_of_the_head_that_is_none_is_said(line: str) -> None:
    with pytest.raises(Mistake) as caught:
        typed(TypedMail("ona@mail.example", "support@desk.example", headers=line))
    assert caught.value.code == "try.header"


@pytest.mark.parametrize("of", ["sender", "subject", "text", "headers"])
def test_half_a_character_is_said(of: str) -> None:
    with pytest.raises(Mistake) as caught:
        typed(replace(TypedMail("ona@mail.example", "support@desk.example"), **{of: "X-A: \ud83d"}))
    assert caught.value.code == "try.half"


ANY = st.text(st.characters())


@given(ANY, ANY, ANY)
def test_whatever_is_typed_is_a_mail_or_a_mistake(subject: str, text: str, headers: str) -> None:
    """And no line of the head comes out of a subject or a text."""
    try:
        raw = typed(TypedMail("ona@mail.example", "support@desk.example", subject, text, headers))
    except Mistake:
        return
    mail = parse(raw)
    assert mail.sender.email == "ona@mail.example"
    assert [to.email for to in mail.to] == ["support@desk.example"]


def test_what_is_said_is_a_line() -> None:
    """Both ways; another line is none."""
    mail = parse(typed(TypedMail("ona@mail.example", "support@desk.example", "a\u2028b", "c\u2029d", file=True)))
    line = to_line(MailRead.of(mail))
    assert len(line.splitlines()) == 1
    assert from_line(line) == MailRead.of(mail)
    assert from_line(to_line(MailUnread("parse.died"))) == MailUnread("parse.died")
    assert from_line("nothing") is None
    assert asked(json.dumps({"type": "typed", "sender": "a", "to": "b"}).encode()) == TypedMail("a", "b")


def test_what_is_in_attachments_goes_through_no_pipe() -> None:
    """However large they are: their sizes do."""
    mail = parse(typed(TypedMail("ona@mail.example", "support@desk.example", file=True)))
    large = replace(mail, attachments=(replace(mail.attachments[0], content=b"x" * 1_000_000),))
    line = to_line(MailRead.of(large))
    assert len(line) < 10_000
    answer = from_line(line)
    assert isinstance(answer, MailRead)
    assert [(one.name, one.size) for one in answer.whole().attachments] == [("file.bin", 1_000_000)]
    assert answer.whole().text == mail.text
