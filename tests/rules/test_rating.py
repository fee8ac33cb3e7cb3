"""Ratings by mail: the marks in subjects, and the links in mails."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.ratings import Rating
from deskbell.rules.placeholders import Facts, fill, fill_html, fill_ratings, fill_ratings_html, unknown
from deskbell.rules.rating import Rated, links, mark, read

KEY = b"k" * 32
LINKS = {Rating.GOOD: "mailto:a@x.example?subject=good", Rating.BAD: "mailto:a@x.example?subject=bad&x"}
NUMBERS = st.integers(1, 10**18 - 1)
RATINGS = st.sampled_from(Rating)


@given(NUMBERS, RATINGS, st.text(max_size=20), st.text(max_size=20))
def test_a_mark_is_read_whatever_stands_around_it(number: int, rating: Rating, before: str, after: str) -> None:
    made = mark(KEY, number, rating)
    if "(db-" not in f"{before}{after}".lower():
        assert read(KEY, f"{before}{made}{after}") == Rated(number, rating)
        assert read(KEY, f"Re: {made.upper()}") == Rated(number, rating)


@given(NUMBERS, RATINGS)
def test_nobody_makes_one_for_another_ticket_or_rating(number: int, rating: Rating) -> None:
    made = mark(KEY, number, rating)
    other = Rating.BAD if rating is Rating.GOOD else Rating.GOOD
    assert read(KEY, made.replace(rating.value, other.value)) is None
    assert read(KEY, made.replace(f"-{number}-", f"-{number + 1}-")) is None
    assert read(b"x" * 32, made) is None


@given(st.text(max_size=200))
def test_no_subject_upsets_us(subject: str) -> None:
    assert read(KEY, subject) is None
    assert read(KEY, f"(db-good-1-{subject})") is None


@given(NUMBERS)
def test_links_lead_to_us_with_the_mark(number: int) -> None:
    for rating, link in links(KEY, "ona+desk@desk.example", number).items():
        parts = urlsplit(link)
        assert (parts.scheme, unquote(parts.path)) == ("mailto", "ona+desk@desk.example")
        (subject,) = parse_qs(parts.query)["subject"]
        assert read(KEY, subject) == Rated(number, rating)


@pytest.mark.parametrize(
    ("text", "filled", "html"),
    [
        (
            "{{rating.good}}",
            "👍 <mailto:a@x.example?subject=good>",
            '<a href="mailto:a@x.example?subject=good">👍</a>',
        ),
        (
            "{{ Rating.Bad | Not at all }}!",
            "Not at all <mailto:a@x.example?subject=bad&x>!",
            '<a href="mailto:a@x.example?subject=bad&amp;x">Not at all</a>!',
        ),
        (
            "{{rating}}",
            "👍 <mailto:a@x.example?subject=good>\n👎 <mailto:a@x.example?subject=bad&x>",
            '<a href="mailto:a@x.example?subject=good">👍</a>&nbsp;&nbsp; <a href="mailto:a@x.example?subject=bad&amp;x">👎</a>',
        ),
        ("{{rating.fair}} {{agent.name}}", "{{rating.fair}} {{agent.name}}", "{{rating.fair}} {{agent.name}}"),
    ],
)
def test_links_are_put_in_and_nothing_else(text: str, filled: str, html: str) -> None:
    assert fill_ratings(text, LINKS) == filled
    assert fill_ratings_html(text, LINKS) == html


def test_a_reply_keeps_them_until_it_is_sent() -> None:
    """Then its ticket is known, and who may sign."""
    text = "Dear {{customer.name}}, {{rating.good|Fine}}"
    half = fill(text, Facts(customer="Li Na"))
    assert half == "Dear Li Na, {{rating.good|Fine}}"
    assert fill_html(text, Facts(customer="Li Na")) == half
    assert fill(half, Facts(ratings=LINKS)).endswith("Fine <mailto:a@x.example?subject=good>")
    assert fill_html("<b>{{rat<i>ing.good</i>}}</b>", Facts(ratings=LINKS)).count("<a href") == 1
    assert unknown("{{rating}} {{rating.good|x}} {{rating.fair}}", frozenset()) == ("rating.fair",)
