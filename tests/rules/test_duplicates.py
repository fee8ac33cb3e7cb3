"""What may be the same as a ticket, and what surely is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.duplicates import MOST, Written, likely

LONG = "Good morning, since yesterday the printer in our office shows the error 49 and prints empty pages."


def alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return likely(Written(1, *one), [Written(2, *other)]) == (2,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("Printer offline again", ""), ("Printer offline again", ""), id="same subject"),
        pytest.param(("Re: Printer offline", ""), ("PRINTER  offline", ""), id="an answer to it, and its case"),
        pytest.param(("AW: WG: Re[2]: Printer offline", ""), ("Printer offline", ""), id="marks of other languages"),
        pytest.param(("Printer offline [#1042]", ""), ("Printer offline", ""), id="with our number"),
        pytest.param(("Neveikia prisijungimas po atnaujinimo", ""), ("Neveikia prisijungimas", ""), id="more words"),
        pytest.param(("Sąskaita už spalį", ""), ("saskaita uz spali", ""), id="without accents"),
        pytest.param(("Счёт за октябрь", ""), ("Re: счет за октябрь", ""), id="ё and е"),
        pytest.param(("订单的退款还没有到账", ""), ("回复: 订单的退款没有到账", ""), id="written without spaces"),
        pytest.param(("Order 88213: refund", ""), ("Refund of order 88213", ""), id="the same order"),
        pytest.param(("Printer", LONG), ("Help!", f"{LONG} Please help."), id="another subject, the same text"),
        pytest.param(("", LONG), ("", LONG), id="no subject"),
    ],
)
def test_maybe_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("Printer offline", ""), ("Invoice of October", ""), id="something else"),
        pytest.param(("Hello", "Where is it?"), ("Hello", "The lamp is broken."), id="a subject that says nothing"),
        pytest.param(("Re: Frage", ""), ("Frage", ""), id="nor with a mark"),
        pytest.param(("", ""), ("", ""), id="nothing at all"),
        pytest.param(("Re:", "Thanks!"), ("Fwd:", "Thanks!"), id="marks only"),
        pytest.param(("Order 88213: refund", ""), ("Order 88214: refund", ""), id="another order"),
        pytest.param(
            ("Refund", f"{LONG} Order 88213."), ("Refund", f"{LONG} Order 88214."), id="another order in the same text"
        ),
        pytest.param(("你好", "在吗"), ("你好", "退款"), id="a greeting without spaces"),
        pytest.param(("Delivery to Vilnius late", ""), ("Delivery to Kaunas refused", ""), id="half of the words"),
    ],
)
def test_not_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


def test_the_likeliest_come_first_and_not_too_many() -> None:
    here = Written(1, "Printer offline after moving offices")
    others = [
        Written(2, "Printer offline after moving"),
        Written(3, "Invoice of October"),
        Written(4, "Printer offline after moving offices"),
        Written(5, "Printer offline after moving"),
        Written(6, "Printer offline after moving"),
    ]
    assert likely(here, others) == (4, 2, 5)
    assert MOST == 3


_TEXTS = st.text(max_size=300)


@given(_TEXTS, _TEXTS, _TEXTS, _TEXTS)
def test_it_is_mutual_and_bears_any_text(subject: str, text: str, other: str, other_text: str) -> None:
    assert alike((subject, text), (other, other_text)) == alike((other, other_text), (subject, text))
