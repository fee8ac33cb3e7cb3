"""The article of a macro, on both engines: kept with it, and named to who may see it."""

import pytest
from msgspec.structs import replace

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.answering import ArticleChoice
from deskbell.model.articles import ArticleState, Audience, SettleArticle, WriteArticle
from deskbell.model.canned import Actions, CannedReply, CannedText, SaveCannedReply
from deskbell.store.desk import Desk
from deskbell.store.queries import canned


@pytest.fixture
def article(desk: Desk, build: Builder) -> int:
    write = WriteArticle(agent_id=build.me, id=0, language="en", title="Refunds", body="It takes five days.")
    return perform(desk, write) or 0


def macro(desk: Desk, build: Builder, **actions: object) -> CannedReply:
    text = CannedText("", "<div>See</div>", "See")
    given = SaveCannedReply(
        agent_id=build.me, id=0, owner_id=None, name="See", texts=(text,), actions=Actions(**actions)
    )
    made = perform(desk, given)
    return next(one for one in desk.read(canned.replies, build.me) if one.id == made)


@pytest.mark.parametrize(
    ("state", "sendable", "for_customers"),
    [
        (ArticleState.PUBLISHED, True, True),
        (ArticleState.PUBLISHED, False, False),
        (ArticleState.DRAFT, True, False),
        (ArticleState.ARCHIVED, True, False),
    ],
)
def test_it_is_kept_and_named(
    desk: Desk, build: Builder, article: int, state: ArticleState, sendable: bool, for_customers: bool
) -> None:
    settle = SettleArticle(agent_id=build.me, id=article, version=1, category_id=None, state=state, owner_id=build.me)
    perform(desk, replace(settle, sendable=sendable))
    reply = macro(desk, build, article_id=article)
    assert reply.actions == Actions(article_id=article)
    assert reply.article == ArticleChoice(article, "en", "Refunds", for_customers)


def test_who_may_not_see_it_is_not_told_its_title(desk: Desk, build: Builder, article: int) -> None:
    published = ArticleState.PUBLISHED
    settle = SettleArticle(
        agent_id=build.me, id=article, version=1, category_id=None, state=published, owner_id=build.me
    )
    perform(desk, replace(settle, audience=Audience.MANAGERS))
    other = build.agent("Tomas", "tomas@desk.example", role="agent")
    reply = macro(desk, build, article_id=article)
    (seen,) = desk.read(canned.replies, other)
    assert (seen.actions.article_id, seen.article) == (article, None)
    assert reply.article is not None


def test_one_that_is_gone_is_no_article(desk: Desk, build: Builder, article: int) -> None:
    assert macro(desk, build, article_id=article + 1).article is None
    assert macro(desk, build).article is None
