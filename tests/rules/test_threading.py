"""Which ticket a mail belongs to: a mark of ours first, who takes part next, and nobody by a subject."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.kinds import LinkKind, Status, Why
from deskbell.rules.threading import Known, Report, Verdict, is_ticket_number, number_in, place, pointers

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
FAILED, LATE = Report(True), Report(False)


def known(number: int = 7, status: Status = Status.OPEN, days_done: int | None = None, **found: bool) -> Known:
    done_at = None if days_done is None else NOW - timedelta(days=days_done)
    return Known(number, status, done_at, **{"by_token": False, "ours": False, "takes_part": False} | found)


TOKEN = known(by_token=True, ours=True)
PART = known(8, takes_part=True)
STRANGER = known(9)


@pytest.mark.parametrize(
    ("found", "report", "expected"),
    [
        ([], None, Verdict(None, Why.NOTHING_KNOWN)),
        ([TOKEN], None, Verdict(7, Why.TOKEN)),
        ([PART], None, Verdict(8, Why.REFERENCES)),
        ([known(8, takes_part=True, ours=True)], None, Verdict(8, Why.REPLY_TO_OURS)),
        ([STRANGER], None, Verdict(None, Why.STRANGER, 9, LinkKind.SUGGESTED)),
        # A mark of ours is worth more than a nearer reference.
        ([PART, TOKEN], None, Verdict(7, Why.TOKEN)),
        ([STRANGER, PART], None, Verdict(8, Why.REFERENCES)),
        # A mail that we sent, named by somebody who has no part in its ticket.
        ([known(9, ours=True)], None, Verdict(None, Why.STRANGER, 9, LinkKind.SUGGESTED)),
        ([known(9, ours=True)], FAILED, Verdict(9, Why.BOUNCE)),
        ([known(9, ours=True)], LATE, Verdict(9, Why.DELAYED)),
        ([STRANGER], FAILED, Verdict(None, Why.STRANGER, 9, LinkKind.SUGGESTED)),
        ([known(status=Status.CLOSED, days_done=29, by_token=True)], None, Verdict(7, Why.TOKEN)),
        ([known(status=Status.CLOSED, days_done=31, by_token=True)], None, Verdict(None, Why.CLOSED, 7, LinkKind.FOLLOW_UP)),
        ([known(status=Status.CLOSED, days_done=31, by_token=True)], FAILED, Verdict(7, Why.BOUNCE)),
        ([known(status=Status.SOLVED, days_done=300, takes_part=True)], None, Verdict(7, Why.REFERENCES)),
        ([known(by_token=True, merged=True)], None, Verdict(7, Why.MERGED)),
        ([known(status=Status.CLOSED, days_done=31, takes_part=True, merged=True)], None, Verdict(None, Why.CLOSED, 7, LinkKind.FOLLOW_UP)),
    ],
)  # fmt: skip
def test_where_a_mail_goes(found: list[Known], report: Report | None, expected: Verdict) -> None:
    assert place(found, report=report, has_references=True, now=NOW, reopen_for=MONTH) == expected


@pytest.mark.parametrize(
    ("found", "references", "expected"),
    [
        ([], False, Verdict(None, Why.SUBJECT, 42, LinkKind.SUGGESTED)),
        ([], True, Verdict(None, Why.SUBJECT, 42, LinkKind.SUGGESTED)),
        ([PART], True, Verdict(8, Why.REFERENCES)),
        ([STRANGER], True, Verdict(None, Why.STRANGER, 9, LinkKind.SUGGESTED)),
    ],
)
def test_a_subject_only_suggests(found: list[Known], references: bool, expected: Verdict) -> None:
    assert place(found, report=None, has_references=references, now=NOW, reopen_for=MONTH, named=42) == expected


FOUND = st.builds(
    Known,
    ticket_id=st.integers(1, 5),
    status=st.sampled_from(Status),
    done_at=st.none() | st.just(NOW - timedelta(days=90)),
    by_token=st.just(False),
    ours=st.booleans(),
    takes_part=st.just(False),
    merged=st.booleans(),
)


@given(found=st.lists(FOUND), named=st.integers(0, 9))
def test_a_stranger_without_a_mark_joins_nothing(found: list[Known], named: int) -> None:
    verdict = place(found, report=None, has_references=True, now=NOW, reopen_for=MONTH, named=named)
    assert verdict.ticket_id is None


@pytest.mark.parametrize(
    ("subject", "number"),
    [("Re: Printer [#1042]", 1042), ("#7", 7), ("Printer", 0), ("# 7", 0), ("#0", 0), ("#12ab", 0), ("#" + "9" * 40, 0), ("", 0)],
)  # fmt: skip
def test_the_number_in_a_subject(subject: str, number: int) -> None:
    assert number_in(subject) == number


@pytest.mark.parametrize(
    ("subject", "ticket"),
    [("Re: Printer [#1042]", True), ("(# 7)", False), ("【#7】打印机", True), ("Order #1042", False), ("[1042]", False), ("", False)],
)  # fmt: skip
def test_a_number_that_is_a_tickets(subject: str, ticket: bool) -> None:
    assert is_ticket_number(subject) is ticket


def test_the_nearest_reference_comes_first_and_each_once() -> None:
    assert pointers(("c",), ("a", "b", "c")) == ["c", "b", "a"]
