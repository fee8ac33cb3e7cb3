"""The knowledge base on both engines: articles written, settled, verified and found, and nothing of them lost."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.model.articles import (
    AddArticleFile,
    Article,
    ArticleState,
    Audience,
    RemoveCategory,
    SaveCategory,
    SettleArticle,
    Trust,
    VerifyArticle,
    WriteArticle,
)
from deskbell.model.commands import Command, SaveAgent
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.mail import OutboundAttachment
from deskbell.model.teams import RemoveTeam, SaveTeam
from deskbell.rules.articles import DEEPEST_CATEGORY, LONGEST_BODY, LONGEST_TITLE
from deskbell.store import integrity
from deskbell.store.queries import articles
from deskbell.store.queries.articles_to_verify import to_verify
from deskbell.store.search import articles as search
from deskbell.store.tables import article, article_revision, article_text


def write(small: SmallDesk, title: str = "Refunds", body: str = "Ask *first*.", **values: object) -> int:
    made = WriteArticle(agent_id=small.ona, id=0, language="en", title=title, body=body)
    return perform(small.desk, replace(made, **values)) or 0


def settled(small: SmallDesk, number: int, **values: object) -> SettleArticle:
    there = seen(small, number)
    same = {name: getattr(there, name) for name in SettleArticle.__struct_fields__ if hasattr(there, name)}
    return SettleArticle(**{**same, "agent_id": small.ona, **values})


def seen(small: SmallDesk, number: int, language: str = "en", agent_id: int = 0) -> Article:
    found = small.desk.read(articles.read, agent_id or small.ona, number, language)
    assert found is not None
    return found


def code_of(small: SmallDesk, command: Command) -> str:
    with pytest.raises(Mistake) as refused:
        perform(small.desk, command)
    return refused.value.code


@pytest.fixture
def rasa(small: SmallDesk) -> int:
    """An agent who is no manager."""
    return perform(small.desk, SaveAgent(agent_id=small.ona, id=0, name="Rasa", email="rasa@desk.example")) or 0


def test_a_new_article_is_a_draft_of_whoever_writes_it(small: SmallDesk) -> None:
    number = write(small, "  How   to refund ", "Line\r\nnext\0")
    found = seen(small, number)
    assert (found.text.title, found.text.body, found.text.revision) == ("How to refund", "Line\nnext", 1)
    assert (found.state, found.audience, found.owner_id) == (ArticleState.DRAFT, Audience.EVERYONE, small.ona)
    assert (found.trust, found.text.changed_by, found.languages) == (Trust.NEVER, small.ona, ("en",))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " \t"}, "article.title"),
        ({"title": "x" * (LONGEST_TITLE + 1)}, "article.title_long"),
        ({"body": "x" * (LONGEST_BODY + 1)}, "article.long"),
        ({"language": "English"}, "article.language"),
        ({"language": ""}, "article.language"),
        ({"id": 99, "base": 1}, "article.missing"),
        ({"category_id": 99}, "category.missing"),
    ],
    # Not the values: a text too long is too long for the environment, which names the test.
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_kept_is_told(small: SmallDesk, values: dict[str, object], code: str) -> None:
    with pytest.raises(Mistake) as refused:
        write(small, **values)
    assert refused.value.code == code
    with small.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(article)).scalar() == 0


@pytest.mark.parametrize("odd", ["\0", "\ud800"], ids=ascii)
def test_letters_that_no_database_takes_are_left_out(small: SmallDesk, odd: str) -> None:
    number = write(small, f"Re{odd}funds", f"Ask{odd} first.", note=f"ne{odd}w")
    file = OutboundAttachment(f"sl{odd}ip.png", "image/png", b"slip")
    perform(small.desk, AddArticleFile(agent_id=small.ona, id=number, file=file))
    perform(small.desk, settled(small, number, tags=(f"mo{odd}ney",)))
    perform(small.desk, VerifyArticle(agent_id=small.ona, id=number, doubt=f"mo{odd}ved"))
    category(small, f"Or{odd}ders")
    found = seen(small, number)
    (revision,) = small.desk.read(articles.revisions, small.ona, number, "en")
    assert (found.text.title, found.text.body, revision.note) == ("Refunds", "Ask first.", "new")
    assert (found.files[0].name, found.tags, found.doubt) == ("slip.png", ("money",), "moved")
    assert names(small) == ["Orders"]


@pytest.mark.parametrize("succeeded", [True, False])
def test_what_a_team_sees_its_successor_sees(small: SmallDesk, rasa: int, succeeded: bool) -> None:
    money, bank = (
        perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name=name, members=frozenset({rasa} & members))) or 0
        for name, members in (("Money", set[int]()), ("Bank", {rasa}))
    )
    number = write(small)
    perform(small.desk, settled(small, number, audience=Audience.TEAM, team_id=money))
    assert small.desk.read(articles.read, rasa, number, "en") is None
    perform(small.desk, RemoveTeam(agent_id=small.ona, id=money, version=1, successor_id=bank if succeeded else None))
    assert (small.desk.read(articles.read, rasa, number, "en") is not None) is succeeded
    assert seen(small, number).team_id == (bank if succeeded else money)


def test_each_save_is_a_revision_and_stays(small: SmallDesk) -> None:
    number = write(small, body="one")
    write(small, "Refunding", "two", id=number, base=1, note="the new way", agent_id=small.tomas)
    there = small.desk.read(articles.revisions, small.ona, number, "en")
    assert [(one.number, one.title, one.agent_id, one.note) for one in there] == [
        (2, "Refunding", small.tomas, "the new way"),
        (1, "Refunds", small.ona, ""),
    ]
    bodies = [small.desk.read(articles.body_of, small.ona, number, "en", one) for one in (1, 2, 3)]
    assert bodies == ["one", "two", None]


@pytest.mark.parametrize("base", [0, 1, 3])
def test_who_saves_over_another_text_is_refused_and_nothing_is_lost(small: SmallDesk, base: int) -> None:
    number = write(small, body="one")
    write(small, "Hers", "two", id=number, base=1, agent_id=small.tomas)
    with pytest.raises(Conflict) as refused:
        write(small, "His", "three", id=number, base=base)
    assert (refused.value.code, refused.value.values) == ("article.changed", {"title": "Hers", "revision": 2})
    assert (seen(small, number).text.body, seen(small, number).text.revision) == ("two", 2)
    with small.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(article_revision)).scalar() == 2
    write(small, "Both", "two and three", id=number, base=2)
    assert seen(small, number).text.body == "two and three"


def test_a_translation_is_behind_once_the_first_text_is_another(small: SmallDesk) -> None:
    number = write(small)
    write(small, "Grąžinimas", "Pirma paklauskite.", id=number, language="lt")
    assert (seen(small, number, "lt").text.title, seen(small, number, "lt").text.behind) == ("Grąžinimas", False)
    write(small, body="Ask twice.", id=number, base=1)
    assert seen(small, number, "lt").text.behind
    assert not seen(small, number, "en").text.behind
    assert seen(small, number, "ru").text.language == "en"
    # Of a wrong letter that is put right nobody says that it was translated anew.
    write(small, "Grąžinimai", "Pirma paklauskite.", id=number, language="lt", base=1)
    assert seen(small, number, "lt").text.behind
    write(small, "Grąžinimai", "Paklauskite dukart.", id=number, language="lt", base=2, of_first=2)
    assert not seen(small, number, "lt").text.behind
    assert seen(small, number).languages == ("en", "lt")


def test_links_are_known_from_both_ends(small: SmallDesk) -> None:
    target = write(small, "Target")
    link = write(small, "Link", f"See [it](article:{target}#first) and `[not](article:{target})`, [gone](article:999).")
    write(small, "Code", f"```\n[no](article:{target})\n```")
    assert [(one.id, one.title) for one in seen(small, target).linked_from] == [(link, "Link")]
    perform(small.desk, settled(small, link, state=ArticleState.ARCHIVED))
    assert seen(small, target).linked_from == ()
    perform(small.desk, settled(small, link, state=ArticleState.DRAFT))
    write(small, "Link", "Nothing.", id=link, base=1)
    assert seen(small, target).linked_from == ()


def test_it_can_be_relied_on_as_long_as_nobody_says_otherwise(small: SmallDesk) -> None:
    number = write(small)
    perform(small.desk, VerifyArticle(agent_id=small.ona, id=number))
    assert seen(small, number).trust is Trust.VERIFIED
    perform(small.desk, VerifyArticle(agent_id=small.tomas, id=number, doubt=" The form  moved. "))
    assert (seen(small, number).trust, seen(small, number).doubt) == (Trust.DOUBTED, "The form moved.")
    perform(small.desk, VerifyArticle(agent_id=small.ona, id=number))
    with small.desk.writing() as session:
        long_ago = session.now - timedelta(days=90)
        session.connection.execute(update(article_text).values(changed_at=long_ago))
        session.connection.execute(update(article).values(verified_at=long_ago))
    assert seen(small, number).trust is Trust.DUE
    (row,) = small.desk.read(articles.in_category, small.ona, None, "en").rows
    assert row.trust is Trust.DUE
    write(small, id=number, base=1, body="another")
    assert seen(small, number).trust is Trust.CHANGED


def test_what_cannot_be_relied_on_is_with_who_verifies_it(small: SmallDesk) -> None:
    def queue(agent_id: int) -> list[str]:
        return [row.title for row in small.desk.read(to_verify, agent_id, "en").rows]

    never, doubted, due, changed, gone, theirs = (
        write(small, title) for title in ("Never", "Doubted", "Due", "Changed", "Gone", "Theirs")
    )
    for number in (due, changed, gone, theirs):
        perform(small.desk, VerifyArticle(agent_id=small.ona, id=number))
    for number in (doubted, gone, theirs):
        perform(small.desk, VerifyArticle(agent_id=small.ona, id=number, doubt="No."))
    perform(small.desk, settled(small, gone, state=ArticleState.ARCHIVED))
    perform(small.desk, settled(small, theirs, verifier_id=small.tomas))
    perform(small.desk, settled(small, due, review_days=3))
    assert (queue(small.ona), queue(small.tomas)) == (["Doubted"], ["Theirs"])
    assert never
    with small.desk.writing() as session:
        long_ago = session.now - timedelta(days=3)
        session.connection.execute(update(article_text).values(changed_at=long_ago))
        session.connection.execute(update(article).where(article.c.id == due).values(verified_at=long_ago))
    write(small, "Changed", id=changed, base=1, body="another")
    with small.desk.writing() as session:
        later = session.now + timedelta(seconds=1)
        session.connection.execute(
            update(article_text).where(article_text.c.article_id == changed).values(changed_at=later)
        )
    assert queue(small.ona) == ["Changed", "Doubted", "Due"]


def test_who_does_not_answer_for_an_article_writes_in_it_and_no_more(small: SmallDesk, rasa: int) -> None:
    number = write(small)
    write(small, id=number, base=1, body="Better.", agent_id=rasa)
    assert seen(small, number).text.changed_by == rasa
    publish = settled(small, number, state=ArticleState.PUBLISHED, agent_id=rasa)
    assert code_of(small, publish) == "article.not_yours"
    assert code_of(small, VerifyArticle(agent_id=rasa, id=number)) == "article.not_yours"
    perform(small.desk, settled(small, number, verifier_id=rasa))
    perform(small.desk, settled(small, number, state=ArticleState.PUBLISHED, agent_id=rasa))
    perform(small.desk, VerifyArticle(agent_id=rasa, id=number))
    assert (seen(small, number).state, seen(small, number).verified_by) == (ArticleState.PUBLISHED, rasa)


def test_an_article_is_seen_by_its_audience_alone(small: SmallDesk, rasa: int) -> None:
    jonas = perform(small.desk, SaveAgent(agent_id=small.ona, id=0, name="Jonas", email="jonas@desk.example")) or 0
    team_id = perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name="Money", members=frozenset({rasa}))) or 0
    slip = OutboundAttachment("slip.png", "image/png", b"slip")
    number = write(small, "Bank codes", "Secret 4711")
    file_id = perform(small.desk, AddArticleFile(agent_id=small.ona, id=number, file=slip)) or 0
    other = write(small, "Other", f"[codes](article:{number})", agent_id=jonas)

    def sees(agent_id: int) -> bool:
        read = small.desk.read
        ways = (
            read(articles.read, agent_id, number, "en") is not None,
            any(row.id == number for row in read(articles.in_category, agent_id, None, "en").rows),
            any(hit.id == number for hit in read(search.find, "4711", agent_id, "en")),
            bool(read(articles.revisions, agent_id, number, "en")),
            read(articles.body_of, agent_id, number, "en", 1) is not None,
            read(articles.contents, agent_id, number, [file_id]) == {file_id: b"slip"},
        )
        assert len(set(ways)) == 1, ways
        return ways[0]

    assert [sees(who) for who in (small.tomas, rasa, jonas)] == [True, True, True]
    perform(small.desk, settled(small, number, audience=Audience.TEAM, team_id=team_id))
    assert [sees(who) for who in (small.tomas, rasa, jonas)] == [True, True, False]
    perform(small.desk, settled(small, number, audience=Audience.MANAGERS))
    assert [sees(who) for who in (small.tomas, rasa, jonas)] == [True, False, False]
    assert seen(small, number).team_id is None
    assert code_of(small, WriteArticle(agent_id=rasa, id=number, language="en", title="x", body="", base=1)) == (
        "article.missing"
    )
    assert code_of(small, AddArticleFile(agent_id=rasa, id=number, file=slip)) == "article.missing"
    perform(small.desk, settled(small, number, owner_id=rasa))
    assert sees(rasa)
    # Whoever owns it may not lock themselves out.
    command = settled(small, number, owner_id=jonas, agent_id=rasa)
    assert code_of(small, command) == "article.unseen"
    assert seen(small, number).linked_from[0].id == other


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"version": 7}, "article.settled"),
        ({"review_days": 0}, "article.days"),
        ({"review_days": 9999}, "article.days"),
        ({"audience": Audience.TEAM}, "article.no_team"),
        ({"audience": Audience.TEAM, "team_id": 99}, "team.missing"),
        ({"category_id": 99}, "category.missing"),
        ({"owner_id": 99}, "article.nobody"),
        ({"verifier_id": 99}, "article.nobody"),
        ({"id": 99}, "article.missing"),
    ],
    ids=str,
)
def test_what_cannot_become_of_an_article_is_told(small: SmallDesk, values: dict[str, object], code: str) -> None:
    number = write(small)
    assert code_of(small, settled(small, number, **values)) == code
    assert seen(small, number).version == 1


def test_files_are_the_articles_own(small: SmallDesk) -> None:
    number, other = write(small), write(small, "Other")
    slip = OutboundAttachment("slip.png", "image/png", b"slip")
    made = perform(small.desk, AddArticleFile(agent_id=small.ona, id=number, file=slip)) or 0
    assert [(file.id, file.name, file.size) for file in seen(small, number).files] == [(made, "slip.png", 4)]
    assert small.desk.read(articles.contents, small.ona, number, [made, 99]) == {made: b"slip"}
    assert small.desk.read(articles.contents, small.ona, other, [made]) == {}


def category(small: SmallDesk, name: str, **values: object) -> int:
    return perform(small.desk, replace(SaveCategory(agent_id=small.ona, id=0, name=name), **values)) or 0


def names(small: SmallDesk, parent_id: int | None = None) -> list[str]:
    return [one.name for one in small.desk.read(articles.categories, small.ona) if one.parent_id == parent_id]


def test_categories_are_a_tree_in_order(small: SmallDesk) -> None:
    one, two, three = (category(small, name) for name in ("One", "Two", "Three"))
    assert names(small) == ["One", "Two", "Three"]
    category(small, "First", place=0)
    category(small, "Three", id=three, place=1, version=1)
    assert names(small) == ["First", "Three", "One", "Two"]
    category(small, "Two", id=two, parent_id=one, version=1)
    assert (names(small), names(small, one)) == (["First", "Three", "One"], ["Two"])
    write(small, category_id=two)
    held = {row.name: row.articles for row in small.desk.read(articles.categories, small.ona)}
    assert held == {"First": 0, "Three": 0, "One": 0, "Two": 1}


def test_a_category_that_cannot_be_is_refused(small: SmallDesk) -> None:
    one = category(small, "One")
    two = category(small, "Two", parent_id=one)
    perform(small.desk, RemoveCategory(agent_id=small.ona, id=category(small, "Gone"), version=1))
    deep = two
    for level in range(3, DEEPEST_CATEGORY + 1):
        deep = category(small, f"Level {level}", parent_id=deep)
    made = SaveCategory(agent_id=small.ona, id=0, name="New")
    refused: list[tuple[Command, str]] = [
        (replace(made, name="  "), "name.empty"),
        (replace(made, name="one"), "category.exists"),
        (replace(made, parent_id=99), "category.missing"),
        (replace(made, id=99), "category.missing"),
        (replace(made, parent_id=deep), "category.deep"),
        (replace(made, id=one, name="One", parent_id=two, version=1), "category.within"),
        (replace(made, id=one, name="One", parent_id=one, version=1), "category.within"),
        (replace(made, id=one, version=9), "category.changed"),
        (RemoveCategory(agent_id=small.ona, id=one, version=1), "category.full"),
        (RemoveCategory(agent_id=small.ona, id=99, version=1), "category.missing"),
        (RemoveCategory(agent_id=small.ona, id=deep, version=9), "category.changed"),
    ]
    assert [code_of(small, command) for command, _ in refused] == [code for _, code in refused]
    write(small, category_id=deep)
    assert code_of(small, RemoveCategory(agent_id=small.ona, id=deep, version=1)) == "category.full"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("refund", ["Refunds", "Parcels"]),
        ("refu", ["Refunds", "Parcels"]),
        ("退款", ["退款流程"]),
        ("grazinimas", ["Grąžinimas"]),
        ("sąskaita", ["Grąžinimas"]),
        ("bold words", ["Refunds"]),
        ("words some", ["Refunds"]),
        ('"words some"', []),
        ('"some bold"', ["Refunds"]),
        ("boldly", []),
        ("image alt", ["Parcels"]),
        ("refund nowhere", []),
        ("example", []),
        (" - ", []),
        ('"*(', []),
    ],
    ids=str,
)
def test_it_is_found_by_its_words_those_of_its_title_first(small: SmallDesk, words: str, found: list[str]) -> None:
    write(small, "Parcels", "Refund it, the refund, a refund. ![image alt](picture:1) [here](https://example.org)")
    first = write(small, "Refunds", "Some **bold** words")
    write(small, "Grąžinimas", "Sąskaita", id=first, language="lt")
    write(small, "退款流程", "订单的退款还没有到账")
    hits = small.desk.read(search.find, words, small.ona, "en")
    assert [hit.title for hit in hits] == found


def test_it_is_found_in_the_language_of_whoever_looks_with_the_line_and_as_it_is_now(small: SmallDesk) -> None:
    first = write(small, "SAP", "English **SAP**")
    write(small, "SAP", "Lietuviškai: SAP, *taip*.", id=first, language="lt")
    (hit,) = small.desk.read(search.find, "sap", small.ona, "lt")
    assert (hit.language, hit.line) == ("lt", "Lietuviškai: SAP, taip.")
    write(small, "ERP", "All new", id=first, base=1)
    assert [hit.language for hit in small.desk.read(search.find, "sap", small.ona, "en")] == ["lt"]
    old = write(small, "ERP of before", "x")
    perform(small.desk, settled(small, old, state=ArticleState.ARCHIVED))
    assert [hit.id for hit in small.desk.read(search.find, "erp", small.ona, "en")] == [first, old]
    assert small.desk.read(integrity.problems) == []
