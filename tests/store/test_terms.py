"""How texts are cut into terms: alike before indexing and before asking, and alike on both engines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.folding import fold
from deskbell.store.search.terms import LONGEST_TERM, indexed, phrases


@pytest.mark.parametrize(
    ("text", "terms", "asked"),
    [
        ("", "", []),
        ("!?… — 💌", "", []),
        ("Refund", "refund", [("refund",)]),
        ("Sąskaita SĄSKAITA saskaita", "saskaita saskaita saskaita", [("saskaita",) * 3]),
        ("ąčęėįšųūž", "aceeisuuz", [("aceeisuuz",)]),
        ("возврат ещё Ёж", "возврат еще еж", [("возврат", "еще", "еж")]),
        ("й", "и", [("и",)]),
        ("Straße STRASSE", "strasse strasse", [("strasse", "strasse")]),
        ("Øre łódź Þór", "ore lodz thor", [("ore", "lodz", "thor")]),
        ("ＡＢＣ１２３ ﬁne ㎒", "abc123 fine mhz", [("abc123", "fine", "mhz")]),
        ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul", [("istanbul",) * 3]),
        ("anna.b@mail.example", "anna b mail example", [("anna", "b", "mail", "example")]),
        ("snake_case don't", "snake case don t", [("snake", "case", "don", "t")]),
        ("退款", "退款 款", [("退款",)]),
        ("款", "款", [("款",)]),
        ("订单的退款", "订单 单的 的退 退款 款", [("订单", "单的", "的退", "退款")]),
        ("订单ABC123退款", "订单 单 abc123 退款 款", [("订单",), ("abc123",), ("退款",)]),
        ("返金をお願い", "返金 金を をお お願 願い い", [("返金", "金を", "をお", "お願", "願い")]),
        ("ﾃﾞｰﾀ", "テー ータ タ", [("テー", "ータ")]),
        ("환불 요청", "환불 불 요청 청", [("환불",), ("요청",)]),
        ("환불", "환불 불", [("환불",)]),
        ("x" * 100, "x" * LONGEST_TERM, [("x" * LONGEST_TERM,)]),
    ],
)  # fmt: skip
def test_terms(text: str, terms: str, asked: list[tuple[str, ...]]) -> None:
    assert indexed(text) == terms
    assert list(phrases(text)) == asked


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text).lower() == fold(text)
    assert fold(text.upper()) == fold(text.upper().lower())


@given(st.text(), st.text(), st.text())
def test_what_is_asked_for_is_found_in_what_was_indexed(before: str, text: str, after: str) -> None:
    there = f" {indexed(f'{before} {text} {after}')} "
    for phrase in phrases(text):
        assert f" {' '.join(phrase)} " in there or (len(phrase) == 1 and len(phrase[0]) == 1), phrase
        assert not any(sign in term for term in phrase for sign in "'\"\\:*&|!() ")


@given(st.text())
def test_what_stands_beside_a_text_does_not_change_its_terms(text: str) -> None:
    # With and without pairs a text is cut in two ways, which must be one to whoever asks.
    assert indexed(f"{text} 款") == f"{indexed(text)} 款".strip()
    assert indexed(f"{text} word") == f"{indexed(text)} word".strip()
