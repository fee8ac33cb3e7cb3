"""Pictures that would have to be fetched: counted, put in place once they are here, and those that only spy never."""

import pytest

from deskbell.rules.remote_pictures import OWN_NAME, addresses, with_fetched, with_sources

HTML = (
    '<p>a<img data-remote="https://a.example/1?x=1&amp;y=2" alt="one"><img src="cid:2"><img alt="" data-remote="http://b.example/3" width="20"></p>'
    '<img data-remote="https://spy.example/p" width="1" height="1"><img height="0" data-remote="https://spy.example/q">'
    '<img data-remote="https://a.example/1?x=1&amp;y=2">'
)
FIRST, SECOND = "https://a.example/1?x=1&y=2", "http://b.example/3"


def test_each_picture_that_a_person_would_see_is_named_once() -> None:
    assert addresses(HTML) == (FIRST, SECOND)


def test_what_is_fetched_becomes_a_picture_of_the_message() -> None:
    shown = with_fetched(HTML, {OWN_NAME + FIRST})
    assert shown.count(f'src="cid:{OWN_NAME}https://a.example/1?x=1&amp;y=2"') == 2
    assert addresses(shown) == (SECOND,)
    assert with_fetched(HTML, {FIRST, "2", SECOND}) == HTML


def test_a_browser_gets_those_that_are_seen() -> None:
    shown = with_sources(HTML)
    assert '<img src="https://a.example/1?x=1&amp;y=2" alt="one">' in shown
    assert '<img alt="" src="http://b.example/3" width="20">' in shown
    assert shown.count("spy.example") == 2
    assert ' src="https://spy' not in shown


@pytest.mark.parametrize(
    "html", ["", "<p>x</p>", '<p>data-remote="https://a.example/1"</p>', '<b data-remote="https://a.example/1">x</b>']
)
def test_where_there_is_no_such_picture_nothing_changes(html: str) -> None:
    assert addresses(html) == ()
    assert with_sources(html) == html
    assert with_fetched(html, {OWN_NAME + "https://a.example/1"}) == html
