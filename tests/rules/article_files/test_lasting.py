"""Addresses of articles on the site for customers, which stay what they are."""

import pytest

from deskbell.model.errors import Mistake
from deskbell.model.knowledge_settings import CUSTOMER_SITE
from deskbell.rules.article_files.lasting import lasting_address, leading_page


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("https://help.example.com", "https://help.example.com/go/7.zh-Hant.html"),
        ("http://help.example.com:8080/kb/", "http://help.example.com:8080/kb/go/7.zh-Hant.html"),
        ("", ""),
    ],
)
def test_an_article_has_one_where_there_is_a_site(site: str, address: str) -> None:
    assert lasting_address(str(CUSTOMER_SITE.check(site)), 7, "zh-Hant") == address


@pytest.mark.parametrize(
    "site",
    [
        "help.example.com",
        "javascript:alert(1)",
        "file:///srv",
        "https://",
        "https://a b",
        "https://me@a.example",
        "https://a.example/?x",
        "//a.example",
    ],
)
def test_what_is_no_address_of_a_site_is_refused(site: str) -> None:
    with pytest.raises(Mistake) as refused:
        CUSTOMER_SITE.check(site)
    assert refused.value.code == "article.no_site"


def test_the_page_that_leads_on_says_nothing_as_markup() -> None:
    page = leading_page("en", "<script>", 'Money & "more"/退款.en.html')
    assert "<script>" not in page
    assert 'href="../Money%20%26%20%22more%22/%E9%80%80%E6%AC%BE.en.html"' in page
