"""Canned replies: the language that is answered in, and which are offered first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskbell.model.canned import CannedReply, CannedText
from deskbell.rules import canned

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def texts(*languages: str) -> tuple[CannedText, ...]:
    return tuple(CannedText(language, "", f"in {language}") for language in languages)


@pytest.mark.parametrize(
    ("there", "customer", "mailbox", "chosen"),
    [
        (("en", "lt"), "lt", "en", "lt"),
        (("en", "lt"), "", "lt", "lt"),
        (("en", "lt"), "fr", "lt", "lt"),
        (("en", "lt"), "fr", "", "en"),
        (("", "en", "lt"), "fr", "de", ""),
        (("", "lt"), "lt_LT", "", "lt"),
        (("zh", "zh-Hant"), "zh_TW", "", "zh-Hant"),
        (("zh-Hant", "en"), "zh_CN", "en", "zh-Hant"),
        (("zh", "zh-Hant"), "zh-Hans", "", "zh"),
        (("ru",), "en", "lt", "ru"),
    ],
)
def test_the_customers_language_comes_first(there: tuple[str, ...], customer: str, mailbox: str, chosen: str) -> None:
    assert canned.text_for(texts(*there), customer, mailbox).language == chosen


def reply(number: int, name: str, text: str = "", **values: object) -> CannedReply:
    return CannedReply(
        number, None, str(values.get("folder", "")), name, str(values.get("shortcut", "")), (CannedText("", "", text),)
    )


REPLIES = [
    reply(1, "Refund granted", "We have sent 退款 back to your card.", shortcut="refund"),
    reply(2, "Refund refused", "We cannot refund this order."),
    reply(3, "Kelionė atšaukta", "Atsiprašome.", folder="Travel"),
    reply(4, "Password forgotten", "Use the link below to choose another.", shortcut="pw"),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [3, 4, 1, 2]),
        ("refund", [1, 2]),
        ("ref", [1, 2]),
        ("granted ref", [1]),
        ("pw", [4]),
        ("keliones", [3]),
        ("atsaukta", [3]),
        ("travel", [3]),
        ("pasword", [4]),
        ("passwrd", [4]),
        ("退款", [1]),
        ("below", [4]),
        ("zebra", []),
        ("refund zebra", []),
        ("  REFUND  ", [1, 2]),
    ],
)
def test_what_was_typed_finds_them(query: str, found: list[int]) -> None:
    assert [one.id for one in canned.offered(query, REPLIES, (), NOW)] == found


def test_of_equal_matches_the_one_used_of_late_comes_first() -> None:
    used = replace(REPLIES[1], last_used=NOW - timedelta(hours=1))
    assert next(one.id for one in canned.offered("", [REPLIES[0], used, REPLIES[3]], (), NOW)) == 2
    long_ago = replace(REPLIES[1], last_used=NOW - timedelta(days=300))
    assert [one.id for one in canned.offered("", [REPLIES[0], long_ago], (), NOW)] == [1, 2]


def test_of_equal_matches_the_one_that_speaks_of_what_the_ticket_does_comes_first() -> None:
    about = canned.words_of("I forgot my passwords again")
    assert next(iter(canned.offered("", REPLIES, about, NOW))).id == 4
    assert next(iter(canned.offered("", REPLIES, canned.words_of("请退款"), NOW))).id == 1


@pytest.mark.parametrize(
    ("typed", "kept"), [("/Refund", "refund"), (" Two Words ", "two-words"), ("//x", "x"), ("", "")]
)
def test_a_shortcut_is_one_word(typed: str, kept: str) -> None:
    assert canned.clean_shortcut(typed) == kept


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("/", ""),
        ("/re", "re"),
        ("/re fund", "re fund"),
        ("/ re", None),
        ("/usr/bin", None),
        ("//host", None),
        ("/c:\\temp", None),
        ("/" + "x" * 41, None),
        ("re", None),
    ],
)
def test_what_a_slash_asks_for(typed: str, query: str | None) -> None:
    assert canned.slash_query(typed) == query


@pytest.mark.parametrize(
    ("before", "may"), [("", True), ("see ", True), ("\t", True), ("and", False), ("https:", False)]
)
def test_where_a_slash_asks(before: str, may: bool) -> None:
    assert canned.may_begin(before) is may


@pytest.mark.parametrize(
    ("query", "sure"), [("", True), ("ref", True), ("pw", True), ("sent", False), ("etc", False), ("fused", False)]
)
def test_enter_means_a_reply_only_by_its_name(query: str, sure: bool) -> None:
    assert any(canned.certain(query, one) for one in REPLIES) is sure


@given(st.text(max_size=20), st.text(max_size=200))
def test_no_query_is_an_error(query: str, about: str) -> None:
    found = canned.offered(query, REPLIES, canned.words_of(about), NOW)
    assert len({one.id for one in found}) == len(found)
