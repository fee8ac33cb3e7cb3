"""What of an article goes into a mail or a note, how it begins, and what two brackets ask for."""

import pytest

from deskbell.model.answering import Part
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.rules.answering import LONGEST_EXCERPT, brackets_query, excerpt, must_be_offered, offered

MAILS = (ReplyKind.REPLY, ReplyKind.REPLY_ALL, ReplyKind.FORWARD, ReplyKind.NEW)


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("kind", ReplyKind)
@pytest.mark.parametrize("site", [False, True])
def test_what_a_customer_reads_may_be_sent_and_is_no_link_of_the_desks_own(
    kind: ReplyKind, part: Part, site: bool
) -> None:
    for sendable in (True, False):
        code = ""
        try:
            must_be_offered(kind, part, "Refunds", sendable, on_site=site)
        except Mistake as error:
            code = error.code
        expected = "" if sendable else "article.not_sendable"
        if kind is ReplyKind.NOTE:
            expected = ""
        elif sendable and part is Part.LINK and not site:
            expected = "article.link_inside"
        assert code == expected
    assert (part in offered(kind, has_site=site)) is (kind is ReplyKind.NOTE or part is not Part.LINK or site)


LONG = "word " * (LONGEST_EXCERPT // 5)


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        ("One.\n\nTwo.\n\n## Then\n\nThree.", "One.\n\nTwo."),
        ("# Refunds\n\nOne.\n\n## Then\n\nTwo.", "One."),
        ("# Refunds\nOne.\n\nTwo.", "One.\n\nTwo."),
        ("", ""),
        (f"{LONG}\n\nOne.", LONG),
        ("- a\n- b", "- a\n- b"),
    ],
)
def test_an_excerpt_is_how_it_begins(body: str, begins: str) -> None:
    assert excerpt(body) == begins


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("[[", ""),
        ("[[re fund", "re fund"),
        ("[[a]", None),
        ("[", None),
        ("a", None),
        ("[[[", None),
        ("[[" + "a" * 61, None),
    ],
)
def test_two_brackets_ask_until_they_are_no_question_any_more(typed: str, query: str | None) -> None:
    assert brackets_query(typed) == query
