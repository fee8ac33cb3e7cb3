"""Words that mean the same: how they are written, and what stands for what."""

import pytest

from deskbell.rules.synonyms import groups, same_as, tidy


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("refund", ""),
        ("refund, Refund, RÉFUND", ""),
        ("refund,money  back ;退款", "refund, money back, 退款"),
        ("退款、退钱，还款", "退款, 退钱, 还款"),
        (" a = b \n\nalone\nc,d,", "a, b\nc, d"),
    ],
)
def test_what_is_no_group_is_left_out(written: str, kept: str) -> None:
    assert tidy(written) == kept
    assert tidy(kept) == kept
    assert len(groups(written)) == len(kept.splitlines())


def test_each_word_of_a_group_stands_for_the_others_whatever_its_case_and_accents() -> None:
    kept = "Sąskaita, invoice\ninvoice, bill"
    assert list(same_as(kept, "SASKAITA")) == ["invoice"]
    assert sorted(same_as(kept, "invoice")) == ["Sąskaita", "bill"]
    assert list(same_as(kept, "invoices")) == []
