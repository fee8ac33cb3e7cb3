"""Dates in tables: every form that spreadsheets and other programs write, and none that there is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.table_forms import DateForm
from deskbell.rules.table_dates import FORMS, NO_DAYS, days, is_short, read_date

DAY, MONTH, YEAR, SERIAL = FORMS
LAST = date(2025, 12, 31)
DATES = st.dates(date(1000, 1, 1))
RECENT = st.dates(date(1969, 1, 1), date(2068, 12, 31))
TIMES = st.sampled_from(["", " 00:00:00", "T00:00", " 0:00", ", 12:30 PM", "T23:59:59.999Z", " 10:00:00 +0200"])
WRITTEN = {
    DAY: ("{0.day}.{0.month}.{0:%Y}", "{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0.day}. {0.month}. {0:%Y}"),
    MONTH: ("{0:%m/%d/%Y}", "{0.month}/{0.day}/{0:%Y}", "{0:%m-%d-%Y}"),
    YEAR: ("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y}年{0.month}月{0.day}日", "{0:%Y%m%d}"),
}
SHORT = {
    DAY: ("{0:%d.%m.%y}", "{0.day}/{0.month}/{0:%y}"),
    MONTH: ("{0:%m/%d/%y}", "{0.month}-{0.day}-{0:%y}"),
    YEAR: ("{0:%y-%m-%d}", "{0:%y/%m/%d}"),
}


def day_of(text: str) -> date | None:
    """What a cell is that is the same in every form."""
    first, second, third, serial = days(text)
    assert (second, third, serial) == (first, first, None)
    return first


@pytest.mark.parametrize(
    "text",
    [
        "2025-12-31",
        "2025-12-31 00:00:00",
        "2025-12-31T00:00:00Z",
        "2025-12-31 00:00:00.123456+02",
        "Wed Dec 31 2025 00:00:00 GMT+0200",
        "2025-12-31T23:59:59.999+02:00",
        "2025/12/31",
        "2025/12/31 上午 12:00:00",
        "2025年12月31日10:00",
        "2025. 12. 31.",
        "20251231",
        "2025年12月31日",
        "２０２５年１２月３１日",
        "2025년 12월 31일",
        "31-Dec-25",
        "31-Dec-2025",
        "31 Dec 2025",
        "31 December, 2025",
        "December 31, 2025",
        "Dec 31 2025 12:00AM",
        "Wednesday, December 31, 2025",
        "Wed Dec 31 2025",
        "2025-Dec-31",
        "31st of December 2025",
        "31. Dez. 2025",
        "Mittwoch, 31. Dezember 2025",
        "31 déc. 2025",
        "31 de diciembre de 2025",
        "31.дек.25",
        "31 декабря 2025 г.",
        "2025 m. gruodžio 31 d.",
        "31 grudnia 2025 r.",
    ],
)
def test_what_can_be_one_day_only_is_it_in_every_form(text: str) -> None:
    assert day_of(text) == LAST


@pytest.mark.parametrize(
    ("text", "day", "month", "year"),
    [
        ("31.12.2025", LAST, None, None),
        ("31/12/2025 14:00", LAST, None, None),
        ("31. 12. 2025", LAST, None, None),
        ("31.12.2025 г.", LAST, None, None),
        ("12/31/2025", None, LAST, None),
        ("12/31/2025, 2:00:00 PM", None, LAST, None),
        ("03/04/2025", date(2025, 4, 3), date(2025, 3, 4), None),
        ("3-4-25", date(2025, 4, 3), date(2025, 3, 4), None),
        ("03-04-05", date(2005, 4, 3), date(2005, 3, 4), date(2003, 4, 5)),
        ("25-12-31", date(2031, 12, 25), None, LAST),
        ("99/12/31", None, None, date(1999, 12, 31)),
        ("1/1/68", date(2068, 1, 1), date(2068, 1, 1), None),
        ("1/1/69", date(1969, 1, 1), date(1969, 1, 1), None),
        ("29.02.2024", date(2024, 2, 29), None, None),
    ],
)
def test_digits_are_another_day_in_another_form(
    text: str, day: date | None, month: date | None, year: date | None
) -> None:
    assert days(text) == (day, month, year, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("45992", date(2025, 12, 1)),
        ("45992.75", date(2025, 12, 1)),
        ("45992,75", date(2025, 12, 1)),
        ("20000", date(1954, 10, 3)),
        ("60000", date(2064, 4, 8)),
    ],
)
def test_days_are_counted_as_spreadsheets_do(text: str, day: date) -> None:
    assert days(text) == (None, None, None, day)


@pytest.mark.parametrize(
    "text",
    [
        *("31.02.2025", "29/02/2025", "32.1.2025", "13/13/2025", "31-Feb-25", "0000-00-00", "2025-02-30", "1900-01-00"),
        *("19999", "60001", "61234", "4599", "45992.", "-45992", "31.12/2025", "12/2025", "Dec-25", "31.12.", "2025"),
        *(
            "31.12.025",
            "1.1.1",
            "31 Jui 2025",
            "31 Smarch 2025",
            "until 31 Dec 2025",
            "May May 2025",
            "soon",
            "",
            "٣١.١٢.٢٠٢٥",
        ),
        *("31.12.2025 or 1.1.2026", "#VALUE!", "1:00", "31.12.2025 25", "31.12.202510:00", f"31 Dec {'2' * 80}"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert days(text) == NO_DAYS


@pytest.mark.parametrize(
    "names",
    [
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jan feb mrz apr mai jun jul aug sep okt nov dez",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "jan fev mar abr mai jun jul ago set out nov dez",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "sty lut mar kwi maj cze lip sie wrz paź lis gru",
        "saus vas kov bal geg birž liep rugp rugs spal lapkr gruod",
        "янв февр мар апр мая июн июл авг сент окт нояб дек",
    ],
)
def test_months_as_they_are_shortened_in_each_language(names: str) -> None:
    """The names are those that CLDR has."""
    found = [day_of(f"5-{name}-25") for name in names.split()]
    assert found == [date(2025, month, 5) for month in range(1, 13)]


@pytest.mark.parametrize("form", [DAY, MONTH, YEAR])
@given(day=DATES, time=TIMES, data=st.data())
def test_what_is_written_in_a_form_is_read_in_it(form: DateForm, day: date, time: str, data: st.DataObject) -> None:
    assert read_date(data.draw(st.sampled_from(WRITTEN[form])).format(day) + time, form) == day


@pytest.mark.parametrize("form", [DAY, MONTH, YEAR])
@given(day=RECENT, time=TIMES, data=st.data())
def test_two_digits_are_a_year_from_1969_to_2068(form: DateForm, day: date, time: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SHORT[form])).format(day)
    assert read_date(text + time, form) == day
    assert is_short(text)


@given(st.text(st.sampled_from("0123456789./- ,:TZDecjui年月日г")))
def test_no_text_breaks_it(text: str) -> None:
    assert all(one is None or isinstance(one, date) for one in days(text))
