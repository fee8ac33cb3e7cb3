"""Searching articles: the same on both engines, and what a plain scan finds, whatever is typed."""

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from building import BEGIN, Builder, statements
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveSettings
from deskbell.rules.article_query import ArticleKey
from deskbell.rules.markdown.reading import plain, read
from deskbell.rules.search_query import Words
from deskbell.store.desk import Desk
from deskbell.store.search import articles as search
from deskbell.store.search.articles import TextEntry
from deskbell.store.search.asked import asked
from deskbell.store.search.near_words import NearWords
from deskbell.store.tables import article, article_category, article_revision, article_text
from store.test_search_words import ALPHABET, FOUND, TEXTS

# What only messages have.
_OF_MESSAGES = ("from:", "to:", "subject:", "invoice")


class Articles:
    """Writes articles past the actions, many at once."""

    def __init__(self, build: Builder) -> None:
        self.build = build

    def write(self, title: str, body: str = "", language: str = "en", **values: Any) -> int:
        build, at = self.build, BEGIN
        held = {"language": language, "owner_id": build.me, "state": "published", "created_at": at}
        made = build.insert(article, **held | values)
        self.translate(made, title, body, language)
        return made

    def translate(self, of: int, title: str, body: str, language: str) -> None:
        build, at = self.build, BEGIN
        written = {"language": language, "title": title, "revision": 1, "changed_at": at, "changed_by": build.me}
        text = build.insert(article_text, article_id=of, **written)
        with build._writing() as session:
            kept = {"text_id": text, "number": 1, "title": title, "body": body, "agent_id": build.me, "at": at}
            session.connection.execute(article_revision.insert(), kept)
            search.add(session, [TextEntry(text, title, body)])

    def find(self, typed: str, language: str = "en", **page: int) -> list[int]:
        return [hit.id for hit in self.build.desk.read(search.find, typed, self.build.me, language, **page)]


@pytest.fixture
def articles(build: Builder) -> Articles:
    return Articles(build)


def test_words_are_found_in_every_language(build: Builder, articles: Articles) -> None:
    with build.together():
        names = {articles.write(title, body): name for name, (title, body) in TEXTS.items()}
    wanted = {query: sorted(of.split()) for query, of in FOUND if not any(key in query for key in _OF_MESSAGES)}
    assert len(wanted) > 50
    assert {query: sorted(names[one] for one in articles.find(query)) for query in wanted} == wanted


def test_nothing_is_missed_and_nothing_made_up(build: Builder, articles: Articles) -> None:
    random = Random(20261128)
    texts: dict[int, str] = {}
    with build.together():
        for _ in range(80):
            title, body = ("".join(random.choices(ALPHABET, k=random.randrange(1, 40))) for _ in range(2))
            texts[articles.write(title, body)] = f"{title}\n§\n{plain(read(body))}"
    for _ in range(150):
        text = random.choice(list(texts.values()))
        start = random.randrange(len(text) + 1)
        # In quotes, as nothing of it is a key then.
        typed = text[start : start + random.randrange(1, 9)].replace('"', " ")
        wanted = asked(Words(typed.strip()))
        if wanted:
            held = {one for one, words in texts.items() if all(phrase.stands_in(words) for phrase in wanted)}
            assert set(articles.find(f'"{typed}"', limit=100)) == held, typed


def test_the_shortest_title_that_holds_all_words_comes_first_and_pages_follow_each_other(articles: Articles) -> None:
    body = articles.write("Parcels", "refund money refund money")
    long = articles.write("How to refund money of a customer abroad")
    short = articles.write("Refund money")
    old = articles.write("Refunds, money", state="archived")
    assert articles.find("money refund") == [short, long, body, old]
    assert [articles.find("money refund", limit=2, after=n) for n in (0, 2, 4)] == [[short, long], [body, old], []]


@pytest.fixture
def various(build: Builder, articles: Articles) -> dict[int, str]:
    """Articles by what they are called in these tests; all hold the word slip."""
    tomas = build.agent("Tomas Žukas", "tomas@desk.example")
    parcels = build.insert(article_category, name="Parcels")
    lost = build.insert(article_category, name="Lost and found", parent_id=parcels)
    at = BEGIN
    with build.together():
        first = articles.write(
            "Slip one", tags=["How-To", "退款"], category_id=parcels, verified_at=at, review_days=3_650
        )
        articles.translate(first, "Lapelis vienas slip", "", "lt")
        return {
            first: "a",
            articles.write("Slip two", tags=["howto"], category_id=lost, owner_id=tomas, doubt="No."): "b",
            articles.write("Slip three", "", "zh-CN", state="draft", verified_at=at, review_days=1, sendable=True): "c",
            articles.write(
                "Slip four 100%", tags=["50%_off"], state="archived", owner_id=tomas, verifier_id=build.me
            ): "d",
        }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tag:how-to", "a"),
        ("TAG:HOW-TO slip", "a"),
        ("tag:howto", "b"),
        ("tag:退款", "a"),
        ("tag:50%_off", "d"),
        ("tag:50", ""),
        ("tag:how-to,howto", "ab"),
        ("-tag:howto", "acd"),
        ("slip -tag:howto -is:due", "ad"),
        ("category:parcels", "ab"),
        ("category:lost", "b"),
        ('category:"lost and found"', "b"),
        ("category:none", "cd"),
        ("-category:parcels", "cd"),
        ("language:lt", "a"),
        ("language:zh", "c"),
        ("language:zh_cn slip", "c"),
        ("language:x%", ""),
        ("vienas language:en", ""),
        ("vienas language:lt", "a"),
        ("state:archived", "d"),
        ("state:draft,archived slip", "cd"),
        ("owner:me", "ac"),
        ("owner:zukas", ""),
        ("owner:tomas", "bd"),
        ('owner:"tomas z"', "bd"),
        ("is:verified", "a"),
        ("is:due", "c"),
        ("is:doubted", "b"),
        ("is:never", "d"),
        ("is:mine", "acd"),
        ("is:sendable", "c"),
        ("is:due,doubted", "bc"),
        ("two -one", "b"),
        ("-two", "acd"),
        ("-two is:mine", "acd"),
        ("is:strange", ""),
        ("tag:", ""),
    ],
)  # fmt: skip
def test_what_is_kept_of_an_article_besides_its_text_is_asked_for(
    articles: Articles, various: dict[int, str], typed: str, found: str
) -> None:
    assert "".join(sorted(various[one] for one in articles.find(typed))) == found


def test_it_says_under_which_heading_the_words_stand(build: Builder, articles: Articles) -> None:
    body = "Before\n\n# Steps\n\none\n\n## Steps\n\n- the **ąčiū** word and [more](https://example.org)\n\n```\n# no heading\n```\n\nAfter all\n---\nlast"
    articles.write("Title", body)

    def spot(typed: str) -> tuple[str, str, str]:
        (hit,) = build.desk.read(search.find, typed, build.me, "en")
        return hit.line, hit.heading, hit.anchor

    assert spot("aciu") == ("the ąčiū word and more", "Steps", "steps-2")
    assert spot("before") == ("Before", "", "")
    assert spot("one") == ("one", "Steps", "steps")
    assert spot("steps") == ("", "Steps", "steps")
    assert spot("after all") == ("", "After all", "after-all")
    assert spot("last") == ("last", "After all", "after-all")
    assert spot("title") == ("", "", "")


@pytest.mark.usefixtures("various")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                ["slip", "-", '"', "(", "*", "tag:", "\0", "\ud800", "😀", "'a':*", "{title} :", " NEAR ", "\\"]
            ),
            st.builds("{}:{}".format, st.sampled_from([key.value for key in ArticleKey]), st.text(max_size=6)),
        ),
        max_size=5,
    )
)
def test_nothing_that_is_typed_is_an_error(articles: Articles, parts: list[str]) -> None:
    for between in ("", " "):
        assert len(articles.find(between.join(parts))) <= 4


def test_the_desk_is_asked_alike_by_everybody(desk: Desk, articles: Articles, various: dict[int, str]) -> None:
    del various
    everything = desk.read(search.find, "slip", None, "lt")
    assert len(everything) == 4
    assert {hit.language for hit in everything} == {"lt", "en", "zh-CN"}


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("pasword", "password"),
        ("passwrod reset", "password reset"),
        ("reste PASWORD", "reset password"),
        ("сброс парола", "сброс пароля"),
        ("slaptazodi", ""),
        ("slptazodis", "slaptazodis"),
        ("tag:x pasword", ""),
        ("is:never pasword -refund", "is:never password -refund"),
        ('"pasword"', ""),
        ("密马", ""),
        ("psw", ""),
        ("entirely else", ""),
        ("", ""),
        ("printer", ""),
    ],
)
def test_a_mistyped_word_is_searched_for_as_it_was_meant(
    build: Builder, articles: Articles, typed: str, instead: str
) -> None:
    with build.together():
        of = {
            articles.write("Password reset"): "en",
            articles.write("Сброс пароля", language="ru"): "ru",
            articles.write("Slaptažodis", language="lt"): "lt",
            articles.write("密码", "A printer", language="zh-CN"): "zh-CN",
        }
    near = NearWords()
    found = build.desk.read(search.found, typed, build.me, "en", near)
    assert (found.instead, bool(found.hits)) == (instead, bool(instead) or typed in ("printer", "slaptazodi"))
    assert {of[hit.id] for hit in found.hits} <= set(of.values())


def test_words_of_new_titles_are_known_once_it_is_told(build: Builder, articles: Articles) -> None:
    near = NearWords()

    def instead() -> str:
        return build.desk.read(search.found, "warrnaty", build.me, "en", near).instead

    assert instead() == ""
    articles.write("Warranty")
    assert instead() == ""
    near.forget()
    assert instead() == "warranty"
    assert near.is_ready


def test_words_are_read_before_somebody_mistypes_one(build: Builder, articles: Articles) -> None:
    articles.write("Warranty, Garantie\u0301 and 退款保修 2")
    near = NearWords()
    assert not near.is_ready
    build.desk.read(near.prepare, build.me)
    with statements(build.desk) as sent:
        found = [build.desk.read(near.respelt, typed, build.me) for typed in ("warrnaty", "garantei", "保修退")]
    assert (found, sent) == (["warranty", "garantie", ""], [])


@pytest.mark.parametrize(
    ("typed", "found", "also"),
    [
        ("refund", "abc", ("money back", "退款")),
        ("REFUND ", "abc", ("money back", "退款")),
        ("退款", "abc", ("refund", "money back")),
        ('"money back"', "abc", ("refund", "退款")),
        ("money", "b", ()),
        ("refund steps", "a", ("money back", "退款")),
        ("refund -steps", "bc", ("money back", "退款")),
        ("-refund", "bcd", ()),
        ("sąskaita", "d", ("invoice",)),
        ("title", "", ()),
    ],
)
def test_words_that_mean_the_same_are_searched_for_both_ways(
    build: Builder, articles: Articles, typed: str, found: str, also: tuple[str, ...]
) -> None:
    kept = "refund, money back, 退款\nalone\nSaskaita; invoice"
    perform(build.desk, SaveSettings(agent_id=build.me, owner=0, values=(("knowledge.synonyms", kept),)))
    with build.together():
        names = {
            articles.write("Refund", "steps"): "a",
            articles.write("Pay", "They have the money back"): "b",
            articles.write("退款流程"): "c",
            articles.write("Invoice"): "d",
        }
    answer = build.desk.read(search.found, typed, build.me, "en")
    assert ("".join(sorted(names[hit.id] for hit in answer.hits)), answer.also) == (found, also)
