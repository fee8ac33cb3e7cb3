"""Answers to FETCH: the quick way and the library's whole parser read the same."""

import pytest
from imapclient.response_parser import parse_fetch_response

from deskbell.mail import imap_answers
from deskbell.mail.imap_answers import read_answers

WHEN = b'INTERNALDATE "01-Mar-2026 09:30:00 +0200"'
MAIL = b"From: a\r\n\r\n(UID 9) {3}\r\n"


def whole(*heads: bytes) -> list[object]:
    return [part for head in heads for part in ((head + b" BODY[] {%d}" % len(MAIL), MAIL), b")")]


QUICK = {
    "mails": whole(b"1 (UID 7 " + WHEN, b"2 (" + WHEN + b" UID 8", b"3 (FLAGS (\\Seen $x) UID 9 " + WHEN),
    "with modseq": whole(b"1 (UID 7 MODSEQ (12) RFC822.SIZE 3 " + WHEN),
    "sizes": [b"1 (UID 7 RFC822.SIZE 120)", b"2 (RFC822.SIZE 3 UID 8)", b"3 (UID 9 FLAGS () RFC822.SIZE 0)"],
    "nothing": [],
}
OTHER = {
    "uid behind": [(b"1 (" + WHEN + b" BODY[] {%d}" % len(MAIL), MAIL), b" UID 7)"],
    "flags between": [*whole(b"1 (UID 7 " + WHEN), b"2 (UID 8 FLAGS (\\Seen))"],
    "quoted body": [b'1 (UID 7 INTERNALDATE "01-Mar-2026 09:30:00 +0200" BODY[] "abc")'],
    "nil": [b"1 (UID 7 BODY[] NIL)"],
    "flags alone": [b"1 (UID 7 FLAGS (\\Seen))"],
    "a literal that was longer than it said": [(b"1 (UID 7 " + WHEN + b" BODY[] {3}", b"abc"), b"X-REST 5)"],
}


def library(data: list[object]) -> dict[int, dict[bytes, object]]:
    told = parse_fetch_response(data, normalise_times=False, uid_is_key=True)
    asked = (b"SEQ", b"INTERNALDATE", b"BODY[]", b"RFC822.SIZE")
    return {uid: {key: answer[key] for key in asked if key in answer} for uid, answer in told.items()}


@pytest.mark.parametrize("name", QUICK)
def test_the_usual_form_is_read_the_quick_way(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = library(QUICK[name]) if QUICK[name] else {}
    monkeypatch.delattr(imap_answers, "parse_fetch_response")
    found = read_answers(QUICK[name])
    if name == "with modseq":
        assert found[7].keys() == {b"SEQ", b"INTERNALDATE", b"BODY[]"}
    else:
        assert found == expected


@pytest.mark.parametrize("name", OTHER)
def test_any_other_form_is_the_librarys(name: str) -> None:
    assert read_answers(OTHER[name]) == dict(parse_fetch_response(OTHER[name], normalise_times=False, uid_is_key=True))


def test_a_time_that_is_none() -> None:
    (answer,) = read_answers(whole(b'1 (UID 7 INTERNALDATE "yesterday"')).values()
    assert answer[b"INTERNALDATE"] is None
