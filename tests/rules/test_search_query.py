"""The language of the search box."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.search_query import (
    CHOICES,
    LONGEST,
    Condition,
    Key,
    Place,
    SearchQuery,
    Words,
    day_of,
    due_days,
    of_field,
    parse,
    with_tags,
    words_anywhere,
)


def words(*found: Words) -> SearchQuery:
    return SearchQuery(found)


def conditions(*found: Condition) -> SearchQuery:
    return SearchQuery((), found)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", SearchQuery()),
        ("  \t ", SearchQuery()),
        ("refund", words(Words("refund", prefix=True))),
        ("late refund", words(Words("late"), Words("refund", prefix=True))),
        ('"late refund"', words(Words("late refund"))),
        ('"late refu', words(Words("late refu", prefix=True))),
        ("“late refund”", words(Words("late refund"))),
        ("-late refund", words(Words("late", negated=True), Words("refund", prefix=True))),
        ('-"too late"', words(Words("too late", negated=True))),
        ("out-of-office", words(Words("out-of-office", prefix=True))),
        ("a - b", words(Words("a"), Words("-"), Words("b", prefix=True))),
        ('""', SearchQuery()),
        ("退款　订单", words(Words("退款"), Words("订单", prefix=True))),
        ("subject:late", words(Words("late", Place.SUBJECT, prefix=True))),
        ('from:"Anna B" to:x@y.example', words(Words("Anna B", Place.SENDER), Words("x@y.example", Place.RECIPIENT, prefix=True))),
        ("-FROM:anna", words(Words("anna", Place.SENDER, prefix=True, negated=True))),
        ("status:open", conditions(Condition(Key.STATUS, ("open",)))),
        ("Status:Open,PENDING", conditions(Condition(Key.STATUS, ("open", "pending")))),
        ("status：solved，closed", conditions(Condition(Key.STATUS, ("solved", "closed")))),
        ("status:hold", conditions(Condition(Key.STATUS, ("on-hold",)))),
        ("-is:mine", conditions(Condition(Key.IS, ("mine",), negated=True))),
        ("has:attachments", conditions(Condition(Key.HAS, ("attachment",)))),
        ("priority:urgent,", conditions(Condition(Key.PRIORITY, ("urgent",)))),
        ('tag:"big client"', conditions(Condition(Key.TAG, ("big client",)))),
        ('tag:"late, but paid"', conditions(Condition(Key.TAG, ("late, but paid",)))),
        ("field:Region", conditions(Condition(Key.FIELD, ("Region",)))),
        ("-field:Region=North,east", conditions(Condition(Key.FIELD, ("Region=North,east",), negated=True))),
        ('field:"Order number=A 17"', conditions(Condition(Key.FIELD, ("Order number=A 17",)))),
        ('Field:"Order number"=A-17 is:open', conditions(Condition(Key.FIELD, ("Order number=A-17",)), Condition(Key.IS, ("open",)))),
        ('-field:Region="Far north', conditions(Condition(Key.FIELD, ("Region=Far north",), negated=True))),
        ("field:Weight>=5", conditions(Condition(Key.FIELD, ("Weight>=5",)))),
        ("field:Weight=", conditions(Condition(Key.FIELD, ("Weight=",)))),
        ("field:=5", words(Words("field:=5", prefix=True))),
        ("field:", SearchQuery()),
        ("Team:Orders,none", conditions(Condition(Key.TEAM, ("Orders", "none")))),
        ("mailbox:Support assignee:me", conditions(Condition(Key.MAILBOX, ("Support",)), Condition(Key.ASSIGNEE, ("me",)))),
        ("#1042", conditions(Condition(Key.NUMBER, ("1042",)))),
        ("number:#1042,7", conditions(Condition(Key.NUMBER, ("1042", "7")))),
        ("number:7,1042-1050", conditions(Condition(Key.NUMBER, ("7", "1042-1050")))),
        ("number:#1042..#1050", conditions(Condition(Key.NUMBER, ("1042-1050",)))),
        ("#1042-1050", conditions(Condition(Key.NUMBER, ("1042-1050",)))),
        ("is:Overdue", conditions(Condition(Key.IS, ("overdue",)))),
        ("number:5-", words(Words("number:5-", prefix=True))),
        ("number:5-9223372036854775808", words(Words("number:5-9223372036854775808", prefix=True))),
        ("before:2026-10-31 after:2w", conditions(Condition(Key.BEFORE, ("2026-10-31",)), Condition(Key.AFTER, ("2w",)))),
        ("Due:<2026-12-01,Overdue", conditions(Condition(Key.DUE, ("<2026-12-01", "overdue")))),
        ("-due:none due:>=2w", conditions(Condition(Key.DUE, ("none",), negated=True), Condition(Key.DUE, (">=2w",)))),
        ('org:"Acme, Ltd"', conditions(Condition(Key.ORG, ("Acme, Ltd",)))),
        ("-ORG:acme,none", conditions(Condition(Key.ORG, ("acme", "none"), negated=True))),
        ("vip:Yes", conditions(Condition(Key.VIP, ("yes",)))),
        ('customer:"Li Na"', conditions(Condition(Key.CUSTOMER, ("Li Na",)))),
        ("level:2,Specialist", conditions(Condition(Key.LEVEL, ("second", "specialist")))),
        ("level:4", words(Words("level:4", prefix=True))),
        ("vip:maybe", words(Words("vip:maybe", prefix=True))),
        ("due:soon", words(Words("due:soon", prefix=True))),
        ("due:<", words(Words("due:<", prefix=True))),
        ("status:", SearchQuery()),
        ("is: refund", words(Words("refund", prefix=True))),
        ("from:", SearchQuery()),
        ('tag:""', SearchQuery()),
        # What looks like a condition and is none is words.
        ("re: hello", words(Words("re:"), Words("hello", prefix=True))),
        ("status:whatever", words(Words("status:whatever", prefix=True))),
        ("status:open,whatever x", words(Words("status:open,whatever"), Words("x", prefix=True))),
        ("https://a.example/b?c=1", words(Words("https://a.example/b?c=1", prefix=True))),
        ("before:2026-02-31", words(Words("before:2026-02-31", prefix=True))),
        ("after:0000", words(Words("after:0000", prefix=True))),
        ("number:99999999999999999999", words(Words("number:99999999999999999999", prefix=True))),
        ("number:9223372036854775808", words(Words("number:9223372036854775808", prefix=True))),
        ("#name", words(Words("#name", prefix=True))),
        ('"#1042"', words(Words("#1042"))),
        ("10:30", words(Words("10:30", prefix=True))),
        ("squad:x", words(Words("squad:x", prefix=True))),
    ],
)  # fmt: skip
def test_what_is_typed_is_what_is_meant(text: str, query: SearchQuery) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-1-2", date(2026, 1, 2)),
        ("2026-11", date(2026, 11, 1)),
        ("2026", date(2026, 1, 1)),
        ("today", date(2026, 3, 1)),
        ("Yesterday", date(2026, 2, 28)),
        ("0d", date(2026, 3, 1)),
        ("7d", date(2026, 2, 22)),
        ("2w", date(2026, 2, 15)),
        ("3m", date(2025, 12, 1)),
        ("1y", date(2025, 3, 1)),
        ("9999y", date.min),
        ("2026-13", None),
        ("2026-02-30", None),
        ("26-02-03", None),
        ("2026-1-2-3", None),
        ("d", None),
        ("", None),
        ("２０２６", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert day_of(text, date(2026, 3, 1)) == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-11-22", (date(2026, 11, 22), date(2026, 11, 23))),
        ("=2026-11-22", (date(2026, 11, 22), date(2026, 11, 23))),
        ("<2026-11-22", (None, date(2026, 11, 22))),
        ("<=2026-11-22", (None, date(2026, 11, 23))),
        (">2026-11-22", (date(2026, 11, 23), None)),
        (">=2026-11-22", (date(2026, 11, 22), None)),
        ("2026-02", (date(2026, 2, 1), date(2026, 3, 1))),
        ("2026-12", (date(2026, 12, 1), date(2027, 1, 1))),
        (">2026-1", (date(2026, 2, 1), None)),
        ("2024", (date(2024, 1, 1), date(2025, 1, 1))),
        ("<=2026", (None, date(2027, 1, 1))),
        ("today", (date(2026, 3, 1), date(2026, 3, 2))),
        ("<Tomorrow", (None, date(2026, 3, 2))),
        ("yesterday", (date(2026, 2, 28), date(2026, 3, 1))),
        ("<=1w", (None, date(2026, 3, 9))),
        ("9999y", (date.max, date.max)),
        (">9999", (date.max, None)),
        ("", None),
        (">", None),
        ("<>2026", None),
        ("2026-02-30", None),
        ("soon", None),
    ],
)
def test_days_that_something_is_due(text: str, days: tuple[date | None, date | None] | None) -> None:
    assert due_days(text, date(2026, 3, 1)) == days


PIECES = [
    *(f"{key}:" for key in (*Key, *Place, "http", "RE")),
    *(value for values in CHOICES.values() for value in values),
    *'"-:#,“ 　\t\n',
    "退款",
    "2026-02-31",
    "7d",
    ">=2026-12",
    "10" * 12,
]


@given(st.one_of(st.text(), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join)))
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    for found in query.words:
        assert found.text.strip()
        assert found.text.translate(str.maketrans("", "", '"')) in text.translate(
            str.maketrans({"：": ":", "，": ",", "＃": "#", **dict.fromkeys('"“”„«»＂')})
        )
    for condition in query.conditions:
        assert condition.values
        if condition.key in CHOICES:
            assert set(condition.values) <= set(CHOICES[condition.key])
    assert sum(found.prefix for found in query.words) <= 1


def test_a_pasted_book_is_a_short_query() -> None:
    query = parse("word " * 1_000_000)
    assert len(query.words) == LONGEST // len("word ")


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("Region", ("Region", "", "")),
        ("Order number = A 17 ", ("Order number", "=", "A 17")),
        ("Weight>=5", ("Weight", ">=", "5")),
        ("Weight>", ("Weight", "", "")),
        ("Formula=a=b", ("Formula", "=", "a=b")),
    ],
)
def test_what_is_asked_of_a_field(value: str, asked: tuple[str, str, str]) -> None:
    assert of_field(value) == asked


@pytest.mark.parametrize("key", CHOICES)
def test_every_value_that_is_offered_is_understood(key: Key) -> None:
    for value in CHOICES[key]:
        assert parse(f"{key}:{value}") == conditions(Condition(key, (value,)))


@pytest.mark.parametrize(
    ("query", "now"),
    [
        ("tag:late", "tag:delayed"),
        ("parcel -TAG:Late is:open", "parcel -TAG:delayed is:open"),
        ("tag:late,vip", "tag:delayed,vip"),
        ('tag:"late"', 'tag:"delayed"'),
        ("tag:slow", 'tag:"very slow"'),
        ('tag:"held  up" x', 'tag:"delayed" x'),
        ("tag:a", 'tag:"b, c"'),
        ("tag:slow,vip", "tag:slow,vip"),
        ("tag:odd", "tag:odd"),
        ("-customer-tag:late", "-customer-tag:delayed"),
        ("tag:", "tag:"),
        ("late team:late subject:late", "late team:late subject:late"),
        ('"tag:late"', '"tag:late"'),
        ("tag:other", "tag:other"),
    ],
)
def test_a_query_says_what_tags_are_called_now(query: str, now: str) -> None:
    """What cannot be said in a query stays as it is."""
    names = {"late": "delayed", "slow": "very slow", "held up": "delayed", "a": "b, c", "odd": 'so "odd"'}
    assert with_tags(query, names) == now


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("refund ona", "refund ona"),
        ("  refund   status:open is:mine -vat", "refund"),
        ('"14 days" -"never mind" tag:vip', '"14 days"'),
        ("from:ona subject:refund #1042", ""),
        ("status:open", ""),
        ("退款", "退款"),
        ("", ""),
    ],
)
def test_the_words_alone(query: str, words: str) -> None:
    assert words_anywhere(query) == words
