"""Who is told that an article is due for verification: whoever answers for it, once for each date that it is due."""

import re
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from actions.conftest import SmallDesk
from actions.test_articles import settled, write
from building import BEGIN, Builder
from deskbell.actions import remind_to_verify as verifying
from deskbell.actions.dispatch import perform
from deskbell.model.article_files import FiledArticle, FiledSettings, FiledText, TakeInArticles
from deskbell.model.articles import ArticleState, SeeArticleReminders, SettleArticle, VerifyArticle
from deskbell.model.kinds import Entity
from deskbell.store.desk import Desk
from deskbell.store.queries import articles_due, changes
from deskbell.store.queries.articles_to_verify import to_verify
from deskbell.store.session import Session
from deskbell.store.tables import agent, article, article_text
from office import as_login
from store.test_search_articles import Articles


def verified(small: SmallDesk, title: str, *, days_ago: int = 91, **values: object) -> int:
    """An article that was verified so many days ago, for 90 days."""
    number = write(small, title)
    perform(small.desk, VerifyArticle(agent_id=small.ona, id=number))
    perform(small.desk, settled(small, number, **{"verifier_id": small.tomas, **values}))
    age(small, number, days_ago)
    return number


def age(small: SmallDesk, number: int, days: int) -> None:
    def go_back(session: Session) -> None:
        then = session.now - timedelta(days=days)
        session.connection.execute(update(article).where(article.c.id == number).values(verified_at=then))
        session.connection.execute(
            update(article_text).where(article_text.c.article_id == number).values(changed_at=then)
        )
        verifying.plan(session, [number])

    small.desk.transact(go_back)


def sweep(small: SmallDesk) -> int:
    return small.desk.transact(verifying.remind_to_verify) if small.desk.read(verifying.any_due) else 0


def told(small: SmallDesk, agent_id: int) -> list[str]:
    return [row.title for row in small.desk.read(articles_due.unseen, agent_id, "en")]


def heard(small: SmallDesk, after: int) -> list[int]:
    rows = small.desk.read(changes.since, after).rows
    return [row.row_id for row in rows if row.entity is Entity.ARTICLE_REMINDER]


def newest(small: SmallDesk) -> int:
    return small.desk.read(changes.latest)


def test_each_is_told_once(small: SmallDesk) -> None:
    for title in ("Refunds", "Times", "Limits"):
        verified(small, title)
    verified(small, "Fresh", days_ago=89)
    before = newest(small)
    assert [sweep(small), sweep(small)] == [3, 0]
    assert told(small, small.tomas) == ["Limits", "Refunds", "Times"]
    assert (told(small, small.ona), heard(small, before)) == ([], [small.tomas]), "one word to one person"


def test_who_has_seen_it_is_not_told_again_of_the_same_date(small: SmallDesk) -> None:
    number = verified(small, "Refunds")
    sweep(small)
    see = SeeArticleReminders(agent_id=small.tomas, articles=(number,))
    perform(small.desk, replace(see, agent_id=small.ona, deed="another"))
    assert told(small, small.tomas) == ["Refunds"], "nobody sees for another"
    perform(small.desk, see)
    perform(small.desk, settled(small, number, tags=("money",)))
    sweep(small)
    assert told(small, small.tomas) == []
    # Another date: it is due again.
    perform(small.desk, settled(small, number, review_days=30))
    sweep(small)
    assert told(small, small.tomas) == ["Refunds"]
    perform(small.desk, VerifyArticle(agent_id=small.tomas, id=number))
    assert (told(small, small.tomas), sweep(small)) == ([], 0)
    age(small, number, 31)
    sweep(small)
    assert told(small, small.tomas) == ["Refunds"]


def test_what_is_due_no_longer_takes_no_room_of_what_is(small: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles_due, "MOST", 1)
    for title, end in (
        ("Refunds", lambda one: VerifyArticle(agent_id=small.tomas, id=one)),
        ("Limits", lambda one: settled(small, one, state=ArticleState.ARCHIVED)),
    ):
        number = verified(small, title)
        sweep(small)
        perform(small.desk, end(number))
    verified(small, "Times")
    sweep(small)
    assert told(small, small.tomas) == ["Times"]


@pytest.mark.parametrize(
    ("verifier", "owner", "gone", "who"),
    [
        ("tomas", "ona", (), ["tomas"]),
        (None, "ona", (), ["ona"]),
        ("tomas", "ona", ("tomas",), ["ona"]),
        ("tomas", None, ("tomas",), []),
        (None, None, (), []),
    ],
)
def test_whom_it_is_told(
    small: SmallDesk, verifier: str | None, owner: str | None, gone: Sequence[str], who: list[str]
) -> None:
    ids = {"ona": small.ona, "tomas": small.tomas, None: None}
    verified(small, "Refunds", verifier_id=ids[verifier], owner_id=ids[owner])
    with small.desk.writing() as session:
        session.connection.execute(
            update(agent).where(agent.c.id.in_([ids[name] for name in gone])).values(active=False)
        )
    sweep(small)
    names = ("ona", "tomas")
    assert [name for name in names if told(small, ids[name] or 0)] == who
    queued = [name for name in names if small.desk.read(to_verify, ids[name] or 0, "en").rows]
    assert [name for name in queued if name not in gone] == who, "and it is in the same person's list"


def test_of_what_is_archived_nothing_is_told(small: SmallDesk) -> None:
    number, later = verified(small, "Refunds", state=ArticleState.ARCHIVED), verified(small, "Times")
    assert sweep(small) == 1
    perform(small.desk, settled(small, later, state=ArticleState.ARCHIVED))
    assert told(small, small.tomas) == []
    perform(small.desk, settled(small, number, state=ArticleState.PUBLISHED))
    perform(small.desk, settled(small, later, state=ArticleState.PUBLISHED))
    sweep(small)
    assert told(small, small.tomas) == ["Refunds", "Times"]


def test_what_is_taken_in_is_told_when_it_is_due(small: SmallDesk) -> None:
    long_ago = small.desk.read(lambda session: session.now) - timedelta(days=20)
    for days in (20, 30):
        settings = FiledSettings(verified=long_ago, review_days=days, verifier="tomas@desk.example")
        one = FiledArticle("k", (), (FiledText("", "en", "Refunds", ""),), settings=settings)
        other = FiledArticle(f"k{days}", (), (FiledText("", "en", f"After {days}", ""),), settings=settings)
        perform(small.desk, TakeInArticles(agent_id=small.ona, articles=(one, other)))
    assert (sweep(small), told(small, small.tomas)) == (1, ["After 20"])


@pytest.mark.servers
@pytest.mark.parametrize("by", ["settling", "taking in"])
def test_who_gives_an_article_of_an_office_away_says_when_it_is_due(empty_office: str, by: str) -> None:
    """After that they may change it no more."""
    with closing(Desk.open(empty_office)) as whole, closing(as_login(empty_office, "of_agent")) as hers:
        build = Builder(whole)
        her = build.agent("Agent", "agent@desk.example", login="of_agent", role="agent")
        him = build.agent("Manager", "manager@desk.example", login="of_manager", role="manager")
        mine = {"owner_id": her} if by == "settling" else {"owner_id": him, "verifier_id": her}
        verified_long_ago = {"verified_at": BEGIN, "verified_by": him, "state": "draft"}
        number = Articles(build).write("Refunds", key="k", **verified_long_ago, **mine)
        if by == "settling":
            draft = ArticleState.DRAFT
            settle = SettleArticle(
                agent_id=her, id=number, version=1, category_id=None, state=draft, owner_id=him, review_days=30
            )
            perform(hers, settle)
        else:
            his = "manager@desk.example"
            to_him = FiledSettings(owner=his, verifier=his, verified=BEGIN, review_days=30)
            one = FiledArticle("k", (), (FiledText("", "en", "Refunds", ""),), settings=to_him)
            perform(hers, TakeInArticles(agent_id=her, articles=(one,)))
        with whole.reading() as session:
            row = session.connection.execute(select(article)).one()
    assert (row.owner_id, row.review_days, row.remind_at) == (him, 30, BEGIN + timedelta(days=30))
    assert her not in (row.owner_id, row.verifier_id)


def test_what_an_older_program_verified_is_told_when_it_is_due(small: SmallDesk) -> None:
    """It writes when it was verified, and nothing of reminders."""
    planned, unplanned = verified(small, "Refunds"), verified(small, "Times", days_ago=10)
    with small.desk.writing() as session:
        session.connection.execute(update(article).where(article.c.id == planned).values(verified_at=session.now))
        session.connection.execute(update(article).where(article.c.id == unplanned).values(remind_at=None))
    assert (sweep(small), told(small, small.tomas)) == (1, [])
    small.desk.transact(verifying.plan_forgotten)
    with small.desk.reading() as session:
        rows = session.connection.execute(select(article.c.remind_at, article.c.verified_at)).all()
    assert [row.remind_at for row in rows] == [row.verified_at + timedelta(days=90) for row in rows]


def test_a_sweep_looks_at_what_is_due_alone(small: SmallDesk) -> None:
    """By the index, whatever else there is."""
    asked = "SELECT id FROM article WHERE remind_at <= 5 ORDER BY remind_at"
    with small.desk.reading() as session:
        if session.engine_name == "postgresql":
            # Of a table of this size it would rather read all.
            session.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN" if session.engine_name == "sqlite" else "EXPLAIN"
        plan = str(session.connection.exec_driver_sql(f"{explain} {asked}").all())
    assert re.search(r"ix_article_remind_at.*remind_at ?<", plan), plan
