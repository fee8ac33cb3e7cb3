"""Meetings that recur: which rules are read, and that no rule costs anything, whatever it means."""

import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbell.mail.parse.invites import read_invites
from deskbell.model.mail import Every, Invite, Repeats
from deskbell.store.invites import packed, unpacked
from mail.test_invites import OUTLOOK_ZONE, event, only

VILNIUS = "DTSTART;TZID=Europe/Vilnius:20240503T100000"
"""A Friday."""
DAY = date(2024, 5, 3)


def read(*lines: str, start: str = VILNIUS, zones: str = "") -> Invite:
    return only(event(start, *lines, zones=zones))


@pytest.mark.parametrize(
    ("rule", "repeats"),
    [
        ("FREQ=DAILY", Repeats(Every.DAY, DAY)),
        ("freq=daily;interval=1;", Repeats(Every.DAY, DAY)),
        ("FREQ=DAILY;INTERVAL=3;COUNT=10", Repeats(Every.DAY, DAY, interval=3, count=10)),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", Repeats(Every.WEEK, DAY, weekdays=(1, 2, 3, 4, 5))),
        ("FREQ=WEEKLY", Repeats(Every.WEEK, DAY, weekdays=(5,))),
        ("FREQ=WEEKLY;WKST=MO;INTERVAL=2;BYDAY=TH,TU,TH", Repeats(Every.WEEK, DAY, interval=2, weekdays=(2, 4))),
        ("FREQ=MONTHLY", Repeats(Every.MONTH, DAY, month_day=3)),
        ("FREQ=MONTHLY;BYMONTHDAY=31", Repeats(Every.MONTH, DAY, month_day=31)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Repeats(Every.MONTH, DAY, month_day=-1)),
        ("FREQ=MONTHLY;BYDAY=1FR", Repeats(Every.MONTH, DAY, weekdays=(5,), nth=1)),
        ("FREQ=MONTHLY;BYDAY=+2FR", Repeats(Every.MONTH, DAY, weekdays=(5,), nth=2)),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", Repeats(Every.MONTH, DAY, weekdays=(5,), nth=-1)),
        ("FREQ=YEARLY", Repeats(Every.YEAR, DAY, month_day=3, month=5)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", Repeats(Every.YEAR, DAY, month_day=29, month=2)),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=-1SU", Repeats(Every.YEAR, DAY, weekdays=(7,), nth=-1, month=12)),
        ("FREQ=DAILY;UNTIL=20241203", Repeats(Every.DAY, DAY, until=date(2024, 12, 3))),
        ("FREQ=DAILY;UNTIL=20241203T100000", Repeats(Every.DAY, DAY, until=date(2024, 12, 3))),
        # The end of that day in winter, though the first time is one of summer.
        ("FREQ=DAILY;UNTIL=20241203T215959Z", Repeats(Every.DAY, DAY, until=date(2024, 12, 3))),
        ("FREQ=DAILY;UNTIL=20241203T220000Z", Repeats(Every.DAY, DAY, until=date(2024, 12, 4))),
        ("FREQ=DAILY;UNTIL=20240503", Repeats(Every.DAY, DAY, until=DAY)),
    ],
)
def test_the_rules_that_people_make(rule: str, repeats: Repeats) -> None:
    invite = read(f"RRULE:{rule}")
    assert (invite.repeats, invite.recurs) == (repeats, True)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=2",
        "FREQ=DAILY;BYHOUR=9,17",
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=3;UNTIL=20250101",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;UNTIL=20230101",
        "FREQ=DAILY;UNTIL=soon",
        "FREQ=DAILY;UNTIL=20241399",
        "FREQ=DAILY;UNTIL=00010101T000000Z",
        "FREQ=DAILY;BYMONTH=1,2",
        "FREQ=DAILY;X-ODD=1",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=MO,,TU",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=-2MO",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTH=5",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=1,7",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ",
        "D1 #10",
        "FREQ=DAILY;INTERVAL=" + "1" * 300,
    ],
)
def test_of_any_other_only_that_it_recurs_is_said(rule: str) -> None:
    invite = read(f"RRULE:{rule}")
    assert (invite.repeats, invite.recurs) == (None, True)


@pytest.mark.parametrize(
    ("lines", "recurs", "repeats"),
    [
        (("RRULE:FREQ=DAILY", "EXDATE:20240504T070000Z"), True, Repeats(Every.DAY, DAY, excepted=True)),
        (("RRULE:FREQ=DAILY", "RDATE:20240504T070000Z"), True, None),
        (("RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY"), True, None),
        (("RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"), True, None),
        (("RDATE:20240504T070000Z",), True, None),
        (("RRULE:FREQ=DAILY;COUNT=1",), False, None),
        ((), False, None),
    ],
)
def test_what_stands_beside_a_rule(lines: tuple[str, ...], recurs: bool, repeats: Repeats | None) -> None:
    invite = read(*lines)
    assert (invite.recurs, invite.repeats) == (recurs, repeats)


@pytest.mark.parametrize(
    ("start", "zones", "until", "day", "last"),
    [
        ("DTSTART;VALUE=DATE:20240503", "", "20240703", DAY, date(2024, 7, 3)),
        ("DTSTART;VALUE=DATE:20240503", "", "20240703T230000Z", DAY, date(2024, 7, 3)),
        ("DTSTART:20240503T230000Z", "", "20240703T230000Z", DAY, date(2024, 7, 3)),
        ("DTSTART:20240503T230000", "", "20240703T230000", DAY, date(2024, 7, 3)),
        ("DTSTART;TZID=America/New_York:20240503T210000", "", "20240704T010000Z", DAY, date(2024, 7, 3)),
        ("DTSTART;TZID=Customized Time Zone:20240503T100000", OUTLOOK_ZONE, "20241203T215959Z", DAY, date(2024, 12, 3)),
    ],
)  # fmt: skip
def test_its_days_are_those_of_who_wrote_it(start: str, zones: str, until: str, day: date, last: date) -> None:
    repeats = read(f"RRULE:FREQ=DAILY;UNTIL={until}", start=start, zones=zones).repeats
    assert repeats is not None
    assert (repeats.day, repeats.until) == (day, last)


PARTS = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=SECONDLY", "INTERVAL=2", "COUNT=5", "COUNT=1", "UNTIL=99991231T235959Z", "UNTIL=20250101",
     "BYDAY=MO,TU", "BYDAY=-1SU", "BYDAY=FR", "BYSETPOS=5", "BYMONTHDAY=31", "BYMONTHDAY=-1", "BYMONTH=2", "WKST=SU", "BYSECOND=" + ",".join(map(str, range(60)))]
)  # fmt: skip
STARTS = st.sampled_from(
    [VILNIUS, "DTSTART;VALUE=DATE:99991231", "DTSTART:00010101T000000Z", "DTSTART:99991231T235959"]
)


@settings(max_examples=300)
@given(STARTS, st.lists(PARTS | st.text(max_size=12), max_size=8).map(";".join))
def test_any_rule_is_read_and_kept(start: str, rule: str) -> None:
    invites = read_invites([event(start, f"RRULE:{rule}")])
    assert unpacked(packed(invites)) == invites
    for found in (one.repeats for one in invites if one.repeats is not None):
        plain = {Every.DAY: not found.weekdays, Every.WEEK: bool(found.weekdays)}
        assert plain.get(found.every, bool(found.month_day) is not bool(found.nth))
        assert found.until is None or found.until >= found.day


def calls(rule: str) -> int:
    """How many functions, also Python's own, are called to read an invitation with this rule."""
    text, made = event(VILNIUS, f"RRULE:{rule}"), []
    read_invites([text])
    sys.setprofile(lambda _frame, what, _of: made.append(what) if what.endswith("call") else None)
    try:
        read_invites([text])
    finally:
        sys.setprofile(None)
    return len(made)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=9999",
        "FREQ=DAILY;UNTIL=99991231T235959Z",
        "FREQ=SECONDLY;UNTIL=99991231T235959Z",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=9999",
        "FREQ=DAILY;BYSECOND=" + ",".join(["59"] * 100_000),
        "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 100_000),
        ";".join(["FREQ=DAILY"] * 10_000),
    ],
)
def test_a_rule_is_never_counted_out(rule: str) -> None:
    assert calls(rule) < calls("FREQ=DAILY;COUNT=2") + 100
