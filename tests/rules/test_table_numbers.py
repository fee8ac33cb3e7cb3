"""Numbers in tables: with points or commas before their decimals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.table_forms import NumberForm
from deskbell.rules.table_numbers import numbers, read_number

POINT, COMMA = NumberForm.POINT, NumberForm.COMMA


@pytest.mark.parametrize(
    ("text", "by_point", "by_comma"),
    [
        ("1,234.56", "1234.56", None),
        ("1.234,56", None, "1234.56"),
        ("1.234", "1.234", "1234"),
        ("1,234", "1234", "1.234"),
        ("12,5", None, "12.5"),
        ("12.5", "12.5", None),
        ("0,123", None, "0.123"),
        ("1,234,567", "1234567", None),
        ("1.234.567", None, "1234567"),
        ("1 234,50", None, "1234.5"),
        ("1’234.50", "1234.5", None),
        ("−,5", None, "-0.5"),
        ("1234", "1234", "1234"),
        ("1 234 567", "1234567", "1234567"),
        ("- 5", "-5", "-5"),
        ("(1,234.56)", "-1234.56", None),
        ("1.234,56-", None, "-1234.56"),
        ("( 5 )", "-5", "-5"),
        ("5 −", "-5", "-5"),
        *((text, None, None) for text in ("(5", "5)", "(-5)", "-5-", "--5", "()", "5-6", "(5)-")),
        ("1\u00a0234", "1234", "1234"),
        *((text, None, None) for text in ("", ".", ",", "-", "1,5.0", "1.2.3", "1e3", "12 %", "€ 5", "1" * 13)),
        *(
            (text, None, None)
            for text in ("1 2", "12 34 56", "1'2", "1 234'567", "0 123", "1 234,567.5", "0" * 60 + "5")
        ),
    ],
)
def test_a_number_in_either_form(text: str, by_point: str | None, by_comma: str | None) -> None:
    assert numbers(text) == (by_point, by_comma)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_what_is_written_in_a_form_is_read_in_it(number: object) -> None:
    text = f"{number:,.2f}"
    value = read_number(text, POINT)
    assert value is not None
    assert float(value) == float(text.replace(",", ""))
    turned = text.translate(str.maketrans(".,", ",."))
    assert read_number(turned, COMMA) == value
    assert (read_number(text, COMMA), read_number(turned, POINT)) == (value, value), "it can be read in one way only"


@given(st.text(st.sampled_from("0123456789.,- '+")))
def test_no_text_breaks_it(text: str) -> None:
    for value in numbers(text):
        assert value is None or read_number(value, POINT) == value
