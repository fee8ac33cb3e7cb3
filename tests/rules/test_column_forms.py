"""How a column's dates and numbers are written: told from all of it, and asked where it does not tell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.fields import FieldKind
from deskbell.model.table_forms import DateForm, Form, NumberForm
from deskbell.rules.column_forms import Tally, Verdict, in_forms, value_in

DAY, MONTH, YEAR, SERIAL = DateForm
POINT, COMMA = NumberForm
DATES = st.dates(date(1969, 1, 1), date(2068, 12, 31))


def verdict(kind: FieldKind, cells: list[str], guess: Form) -> Verdict:
    tally = Tally(kind)
    for cell in cells:
        tally.add(cell)
    return tally.verdict(guess)


@pytest.mark.parametrize(
    ("cells", "form", "offered"),
    [
        (["03/04/2025", "31/12/2025"], DAY, ()),
        (["03/04/2025", "12/31/2025"], MONTH, ()),
        (["03/04/2025", "12/31/2025", "soon", "31.02.2025", ""], MONTH, ()),
        (["03/04/2025"], MONTH, (DAY, MONTH)),
        (["03/04/2025", "2025-12-31"], MONTH, (DAY, MONTH)),
        (["05/05/2025", "6/6/2025"], MONTH, ()),
        (["03.04.2025"], DAY, (DAY, MONTH)),
        (["03.04.2025", "05/06/2025"], MONTH, (DAY, MONTH)),
        (["31/12/2025", "12/31/2025", "12/30/2025"], MONTH, (MONTH, DAY)),
        (["31/12/2025", "30/12/2025", "12/31/2025"], DAY, (DAY, MONTH)),
        (["31/12/25"], DAY, ()),
        (["99/12/31"], YEAR, ()),
        (["99-12-31", "03-04-05"], YEAR, ()),
        (["03-04-05"], MONTH, (DAY, MONTH, YEAR)),
        (["25-12-31"], DAY, (DAY, YEAR)),
        (["03-03-05"], MONTH, (MONTH, YEAR)),
        (["03/04/2025 10:00:00.000"], MONTH, (DAY, MONTH)),
        (["03/04/2025 10:00 a.m."], MONTH, (DAY, MONTH)),
        (["31/12/25 10:00:00-05:00"], DAY, ()),
        (["\u200e31\u200e/\u200e12\u200e/\u200e2025", "\ufeff'03/04/2025"], DAY, ()),
        (["31‐12‐2025"], DAY, ()),
        (["３１．１２．２０２５"], DAY, ()),
        ([" " * 200_000 + "31/12/2025", "9" * 200_000], DAY, ()),
        (["2025-12-31", "31-Dec-25"], MONTH, ()),
        (["45992", "45993.5", " "], SERIAL, ()),
        (["45992", "31/12/2025"], DAY, ()),
        (["45992", "12"], MONTH, ()),
        (["45992", "n/a", "#VALUE!", "-"], SERIAL, ()),
        (["45992", "soon", "12"], MONTH, ()),
        (["soon"], MONTH, ()),
        ([], MONTH, ()),
    ],
)
def test_the_order_of_day_and_month(cells: list[str], form: DateForm, offered: tuple[DateForm, ...]) -> None:
    found = verdict(FieldKind.DATE, cells, MONTH)
    assert (found.form, found.offered) == (form, offered)


@pytest.mark.parametrize(
    ("cells", "form", "offered"),
    [
        (["1.234,56", "1.234"], COMMA, ()),
        (["1,234.56", "1.234"], POINT, ()),
        (["1.234", "17"], COMMA, (POINT, COMMA)),
        (["1,234"], COMMA, (POINT, COMMA)),
        (["1.234", "1,5", "1.5"], COMMA, (POINT, COMMA)),
        (["1,5", "1.5"], COMMA, ()),
        (["17", "1 234"], COMMA, ()),
        (["'-1,5"], COMMA, ()),
        (["１，２３４．５", "1,234"], POINT, ()),
        (["\u200e1.5", "1.234"], POINT, ()),
        ([], COMMA, ()),
    ],
)
def test_the_sign_before_the_decimals(cells: list[str], form: NumberForm, offered: tuple[NumberForm, ...]) -> None:
    found = verdict(FieldKind.NUMBER, cells, COMMA)
    assert (found.form, found.offered) == (form, offered)


@given(st.lists(st.text(st.sampled_from("01325-/."), min_size=6, max_size=10)), st.sampled_from(DateForm))
def test_what_is_taken_first_is_among_what_is_offered(cells: list[str], guess: DateForm) -> None:
    found = verdict(FieldKind.DATE, cells, guess)
    assert not found.offered or found.form in found.offered


def test_years_of_two_digits_are_seen_beside_a_clock_and_in_wide_digits() -> None:
    cells = ["31-12-25 10:00 +0200", "20251231 10:00", "２０２５年１２月３１日"]
    assert [verdict(FieldKind.DATE, [cell], DAY).short_years for cell in cells] == [True, False, False]


@given(st.lists(DATES, min_size=1), st.sampled_from([DAY, MONTH]), st.sampled_from([DAY, MONTH]))
def test_a_day_after_the_twelfth_tells_it_and_nothing_is_asked_in_vain(
    days: list[date], written: DateForm, guess: DateForm
) -> None:
    shape = "{0:%d/%m/%Y}" if written is DAY else "{0:%m/%d/%Y}"
    cells = [shape.format(day) for day in days]
    found = verdict(FieldKind.DATE, cells, guess)
    if any(day.day > 12 for day in days):
        assert (found.form, found.offered, found.told) == (written, (), True)
    else:
        assert found.form is guess
        assert bool(found.offered) == any(day.day != day.month for day in days)
    if found.form is written or not found.offered:
        assert [value_in(cell, found.form) for cell in cells] == list(map(str, days))


@pytest.mark.parametrize(
    ("cells", "told", "any_", "samples", "short"),
    [
        (["05/05/2025", "31/12/2025", "3/4/25"], True, True, ("31/12/2025", "3/4/25"), True),
        (["2025-12-31", "20251231", "2025-12-30"], False, True, ("2025-12-31", "20251231"), False),
        (["45992", "45992", "45993"], True, True, ("45992", "45993"), False),
        (["soon", "17"], False, False, (), False),
    ],
)
def test_cells_that_show_it(cells: list[str], told: bool, any_: bool, samples: tuple[str, ...], short: bool) -> None:
    found = verdict(FieldKind.DATE, cells, DAY)
    assert (found.told, found.any, found.samples, found.short_years) == (told, any_, samples, short)


def test_a_cell_without_end_is_not_kept() -> None:
    tally = Tally(FieldKind.NUMBER)
    for number in range(3):
        tally.add(f"{number}" + "0" * 100_000)
    assert not tally._waiting
    assert not tally.verdict(COMMA).any, "what has no room below a column is no number"
    taken = in_forms({0: COMMA})
    assert taken([" " * 1000 + "1,5"]) == ["1.5"]


def test_cells_become_what_fields_keep_and_what_cannot_be_read_stays() -> None:
    taken = in_forms({1: DAY, 2: COMMA, 3: SERIAL, 9: DAY})
    assert taken(["03/04/2025", " 03/04/2025 ", "'-1.234,5", "45992"]) == [
        "03/04/2025",
        "2025-04-03",
        "-1234.5",
        "2025-12-01",
    ]
    unread = ["", "12/31/2025", "many", "31.12.2025"]
    assert [taken(unread), in_forms({})(unread)] == [unread, unread]
