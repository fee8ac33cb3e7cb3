"""In which tickets an article was used, and what that tells of the next one, on both engines."""

import pytest
from sqlalchemy import delete

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.articles import ArticleState, ArticleUse, SettleArticle, UseArticle, WriteArticle
from deskbell.model.kinds import MessageKind, Status
from deskbell.store.desk import Desk
from deskbell.store.queries.article_choices import choices
from deskbell.store.queries.article_uses import used_in
from deskbell.store.search.suggest import suggested
from deskbell.store.tables import ticket


@pytest.fixture
def articles(desk: Desk, build: Builder) -> tuple[int, int]:
    """Two of which the second has less of the words that are asked about."""
    made = []
    for title, body in (("Refund of money", "Refund."), ("Money by bank", "Refund.")):
        number = perform(desk, WriteArticle(agent_id=build.me, id=0, language="en", title=title, body=body)) or 0
        published = ArticleState.PUBLISHED
        settled = SettleArticle(
            agent_id=build.me, id=number, version=1, category_id=None, state=published, owner_id=build.me
        )
        perform(desk, settled)
        made.append(number)
    return made[0], made[1]


def asked(build: Builder, *tags: str, status: Status = Status.OPEN) -> int:
    number = build.ticket(subject="Refund money", tags=tags, status=status)
    build.message(number, "My refund, please", kind=MessageKind.IN)
    return number


def test_a_use_is_kept_once_and_goes_with_what_it_is_of(desk: Desk, build: Builder, articles: tuple[int, int]) -> None:
    one, two = asked(build), asked(build)
    for number in (one, two, one):
        perform(desk, UseArticle(agent_id=build.me, id=articles[0], ticket_id=number))
    perform(desk, UseArticle(agent_id=build.me, id=articles[0], ticket_id=999))
    perform(desk, UseArticle(agent_id=build.me, id=999, ticket_id=one))
    assert set(desk.read(used_in, articles[0])) == {ArticleUse(one, "Refund money"), ArticleUse(two, "Refund money")}
    assert desk.read(used_in, articles[1]) == ()
    desk.transact(lambda session: session.connection.execute(delete(ticket).where(ticket.c.id == two)))
    assert desk.read(used_in, articles[0]) == (ArticleUse(one, "Refund money"),)


def test_what_solved_tickets_with_a_tag_of_this_one_comes_first_and_says_so(
    desk: Desk, build: Builder, articles: tuple[int, int]
) -> None:
    here = asked(build, "refund", "bank")
    assert [one.id for one in desk.read(suggested, here, build.me, "en")] == list(articles)
    solved = [asked(build, "bank", status=Status.SOLVED) for _ in range(6)]
    for number in (*solved, asked(build, "bank"), asked(build, "other", status=Status.SOLVED), here):
        perform(desk, UseArticle(agent_id=build.me, id=articles[1], ticket_id=number))
    found = desk.read(suggested, here, build.me, "en")
    assert [(one.id, one.uses) for one in found] == [(articles[1], 6), (articles[0], 0)]
    assert "refund" in [word.lower() for word in found[0].words]
    offered = desk.read(choices, "", build.me, "en", here)
    assert [one.id for one in offered] == [articles[1], articles[0]], "suggested ones first, each once"
    assert [one.id for one in desk.read(choices, "bank", build.me, "en")] == [articles[1]]
