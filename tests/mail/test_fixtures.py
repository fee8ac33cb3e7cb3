"""Mails of every kind of trouble, as bytes, beside what a reader must find in them (fixtures/expected.json)."""

import json
from pathlib import Path

import pytest

from deskbell.mail.inspect import describe
from deskbell.mail.parse import parse

FIXTURES = Path(__file__).parent / "fixtures"
EXPECTED: dict[str, dict[str, object]] = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_fixture_is_read_right(name: str) -> None:
    mail = parse((FIXTURES / name).read_bytes())
    found = {
        **describe(mail),
        "names": [one.name for one in mail.attachments],
        "bounced_ids": list(mail.bounced_ids),
        "bounced_addresses": list(mail.bounced_addresses),
    }
    assert {key: found[key] for key in EXPECTED[name]} == EXPECTED[name]
    assert "\ufffd" not in mail.subject + mail.text


def test_every_fixture_has_its_expectation() -> None:
    assert {path.name for path in FIXTURES.glob("*.eml")} == set(EXPECTED)


def test_an_attached_mail_keeps_its_bytes() -> None:
    raw = (FIXTURES / "attached-mail.eml").read_bytes()
    mail = parse(raw)
    assert mail.attachments[0].content in raw
    assert mail.attachments[0].content.startswith(b"From: x@example.com\r\n")
    assert mail.attachments[0].content.endswith(b"--inner--")


def test_the_hint_decides_where_nothing_else_does() -> None:
    raw = b"Subject: " + "Ačiū".encode("cp1257") + b"\r\n\r\n" + "Žąsys skrenda".encode("cp1257")
    mail = parse(raw, charset_hint="windows-1257")
    assert (mail.subject, mail.text) == ("Ačiū", "Žąsys skrenda")
