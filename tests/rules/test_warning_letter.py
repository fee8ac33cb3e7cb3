"""The mail that warns somebody."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deskbell.model.sla import Metric
from deskbell.model.sla_warnings import SlaWarning
from deskbell.rules.warning_letter import MOST, subject, text

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def of(number: int, *, over: bool, subject: str = "Where is my parcel?", minutes: int = 0) -> SlaWarning:
    return SlaWarning(number, subject, Metric.FIRST_REPLY, AT + timedelta(minutes=minutes), over)


@pytest.mark.parametrize(
    ("warnings", "said"),
    [
        ((of(7, over=False),), "#7 is due soon: Where is my parcel?"),
        ((of(7, over=True, subject="Line\r\nBcc: all@desk.example"),), "#7 is overdue: Line Bcc: all@desk.example"),
        ((of(7, over=True), of(8, over=True)), "2 tickets are overdue"),
        ((of(7, over=False), of(8, over=False)), "2 tickets are due soon"),
        ((of(7, over=False), of(8, over=True)), "2 tickets are due soon, 1 of them overdue"),
    ],
)
def test_its_subject(warnings: tuple[SlaWarning, ...], said: str) -> None:
    assert subject(warnings) == said


def test_its_text() -> None:
    said = text((of(8, over=False, minutes=30), of(7, over=True)), ZoneInfo("Europe/Vilnius"))
    assert said.split("\n\n")[:2] == [
        "#7 Where is my parcel?\nFirst reply was due 2026-01-05 11:00 EET.",
        "#8 Where is my parcel?\nFirst reply is due 2026-01-05 11:30 EET.",
    ]


def test_of_very_many_it_names_some() -> None:
    said = text([of(number, over=True) for number in range(1, MOST + 24)], UTC)
    assert f"#{MOST} " in said
    assert f"#{MOST + 1} " not in said
    assert "And 23 more." in said
