"""Which searches that found nothing are kept, and what becomes of them as synonyms."""

import pytest

from deskbell.rules import gaps, synonyms


@pytest.mark.parametrize(
    ("typed", "key", "written"),
    [
        ("VPN", "vpn", "VPN"),
        ("  Slapta  ŽODŽIO keitimas ", "slapta zodzio keitimas", "Slapta ŽODŽIO keitimas"),
        ('"return label" printer', "return label printer", "return label printer"),
        ("退款", "退款", "退款"),
        ("ЁЛКА", "елка", "ЁЛКА"),
        ("office 365", "office 365", "office 365"),
        ("a" * gaps.LONGEST, "a" * gaps.LONGEST, "a" * gaps.LONGEST),
    ],
)
def test_words_are_kept_folded_and_as_they_were_written(typed: str, key: str, written: str) -> None:
    assert gaps.kept(typed) == gaps.Sought(key, written)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "vp",
        "退",
        "12",
        "tag:vpn router",
        "vpn -router",
        "anna@example.org",
        "https://shop.example/a",
        "www.shop.example",
        "order 10482",
        "+370 612 34567",
        "a" * (gaps.LONGEST + 1),
        "my parcel has not come since last",
    ],
)
def test_nothing_is_kept_that_says_little_or_may_tell_who_a_customer_is(typed: str) -> None:
    assert gaps.kept(typed) is None


@pytest.mark.parametrize(
    ("typed", "people", "tells"),
    [
        ("refund petrausko", ("Jonas Petrauskas",), True),
        ("jonas", ("Jonas Petrauskas",), True),
        ("zydre refund", ("Žydrė Kazlauskaitė",), True),
        ("王小明 退款", ("王小明",), True),
        ("refund", ("Jonas Petrauskas", ""), False),
        ("jonas", (), False),
        ("12 Mill Road", (), True),
        ("office 365", ("Jonas Petrauskas",), False),
    ],
)
def test_who_is_named_is_told_whatever_the_case(typed: str, people: tuple[str, ...], tells: bool) -> None:
    sought = gaps.kept(typed)
    assert sought is not None
    assert gaps.tells(sought, people) is tells


@pytest.mark.parametrize(
    ("kept", "word", "other", "then"),
    [
        ("", "money back", "refund", "refund, money back"),
        ("refund, reimbursement", "money back", "Refund", "refund, reimbursement, money back"),
        (
            "sign-in, login\nrefund, money back",
            "reimbursement",
            "money back",
            "sign-in, login\nrefund, money back, reimbursement",
        ),
        ("refund, money back", "Money Back", "refund", "refund, money back"),
        ("vpn, tunnel", "refund", "money", "vpn, tunnel\nmoney, refund"),
    ],
)
def test_a_word_joins_the_group_of_another(kept: str, word: str, other: str, then: str) -> None:
    joined = synonyms.joined(kept, word, other)
    assert joined == then
    assert {synonyms.fold(one) for one in synonyms.same_as(joined, other)} >= {synonyms.fold(word)}


@pytest.mark.parametrize("word", ["", " ", "a, b", "a；b", "a\nb", "x" * 61])
def test_what_would_fall_apart_in_a_group_is_no_word(word: str) -> None:
    assert not synonyms.is_word(word)
