"""Two mails with one Message-ID: the same one on two ways, or two that a careless sender gave the same id."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from deskbell.rules.same_mail import Trace, same_mail

SENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAIL = Trace("Li Na", "li.na@mail.example", SENT, "Printer offline", "It does not print.\nPlease help.")
MAILMAN = "\n_______________________________________________\nSupport mailing list\nhttps://lists.example/support\n"
GROUPS = "\n\n-- \nYou received this message because you are subscribed to the group."


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"email": "Li.Na@Mail.Example"}, True),
        ({"email": "other@mail.example"}, False),
        ({"name": "Li Na via Support", "email": "support@lists.example"}, True),
        ({"name": "'Li Na' via Support", "email": "support@lists.example"}, True),
        ({"name": "Kim via Support", "email": "support@lists.example"}, False),
        ({"name": "Li Na", "email": "li.na@elsewhere.example"}, False),
        ({"sent_at": None}, True),
        ({"sent_at": SENT.replace(minute=1)}, False),
        ({"subject": "[support] Printer offline"}, True),
        ({"subject": "[EXT] [support] Printer  offline"}, True),
        ({"subject": "Re: Printer offline"}, False),
        ({"subject": "Scanner offline"}, False),
        ({"text": "It does not print. Please help."}, True),
        ({"text": MAIL.text + MAILMAN}, True),
        ({"text": MAIL.text + GROUPS}, True),
        ({"text": MAIL.text + "\nAnd cancel order 7."}, False),
        ({"text": MAIL.text + MAILMAN + "x" * 4000}, False),
        ({"text": "It does not scan.\nPlease help."}, False),
        ({"text": ""}, False),
        ({"files": frozenset({("bill.pdf", 9)})}, True),
    ],
)
def test_the_same_mail(change: dict[str, object], same: bool) -> None:
    other = replace(MAIL, **change)  # type: ignore[arg-type]
    assert same_mail(MAIL, other) is same
    assert same_mail(other, MAIL) is same


def test_other_files_are_another_mail() -> None:
    one, other = (replace(MAIL, files=frozenset({("bill.pdf", size)})) for size in (9, 10))
    assert not same_mail(one, other)


def test_a_list_tag_stands_also_behind_re() -> None:
    answer = replace(MAIL, subject="Re: Printer offline")
    assert same_mail(answer, replace(answer, subject="Re: [support] Printer offline"))
    assert same_mail(answer, replace(answer, subject="[support] Re: Printer offline"))


def test_nothing_is_nothing() -> None:
    empty = replace(MAIL, text="")
    assert same_mail(empty, empty)
    assert not same_mail(empty, replace(MAIL, text="-- \nKim"))
