"""What is done to articles and their categories is taken back from the journal, all of it or nothing, and says where it cannot be."""

from collections.abc import Callable

import pytest
from msgspec.structs import asdict
from sqlalchemy import func, select, update

from actions.conftest import SmallDesk
from actions.test_articles import code_of, rasa, seen, settled, write
from deskbell.actions.dispatch import perform
from deskbell.model.articles import (
    Article,
    ArticleFact,
    ArticleState,
    Audience,
    MoveArticles,
    RemoveCategory,
    SaveCategory,
    VerifyArticle,
    WriteArticle,
)
from deskbell.model.commands import Command, UndoDeed
from deskbell.model.history import Standing, Step
from deskbell.model.teams import SaveTeam
from deskbell.store.queries import articles, history
from deskbell.store.tables import article_journal

__all__ = ["rasa"]


def back(small: SmallDesk, command: Command, agent_id: int = 0) -> UndoDeed:
    return UndoDeed(agent_id=agent_id or small.ona, undo=command.deed)


def category(small: SmallDesk, name: str, parent_id: int | None = None) -> int:
    return perform(small.desk, SaveCategory(agent_id=small.ona, id=0, name=name, parent_id=parent_id)) or 0


def tree(small: SmallDesk) -> list[tuple[int, str, int | None]]:
    return [(row.id, row.name, row.parent_id) for row in small.desk.read(articles.categories, small.ona)]


def done(small: SmallDesk, agent_id: int = 0) -> list[Step]:
    who = agent_id or small.ona
    return list(small.desk.read(lambda session: history.lately(session, who, viewer_id=who)).steps)


def as_settled(article: Article) -> dict[str, object]:
    """But for the version, which only goes up, and what follows from the clock."""
    return {name: value for name, value in asdict(article).items() if name not in ("version", "text", "trust")}


STEPS: dict[str, Callable[[SmallDesk, int], Command]] = {
    "moved": lambda small, number: settled(small, number, category_id=category(small, "Money")),
    "published": lambda small, number: settled(small, number, state=ArticleState.PUBLISHED),
    "archived": lambda small, number: settled(small, number, state=ArticleState.ARCHIVED),
    "for a team": lambda small, number: settled(
        small,
        number,
        audience=Audience.TEAM,
        team_id=perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name="Care")),
        tags=("money", "bank"),
        owner_id=small.tomas,
        verifier_id=small.ona,
        review_days=30,
        sendable=True,
    ),
    "verified": lambda small, number: VerifyArticle(agent_id=small.ona, id=number),
    "doubted": lambda small, number: VerifyArticle(agent_id=small.ona, id=number, doubt="The limit is another."),
}


@pytest.mark.parametrize("step", STEPS)
def test_each_is_taken_back(small: SmallDesk, step: str) -> None:
    number = write(small)
    perform(small.desk, VerifyArticle(agent_id=small.ona, id=number))
    before = as_settled(seen(small, number))
    command = STEPS[step](small, number)
    perform(small.desk, command)
    assert as_settled(seen(small, number)) != before
    perform(small.desk, back(small, command))
    assert as_settled(seen(small, number)) == before
    assert code_of(small, back(small, command)) == "undo.nothing", "once"


def test_a_title_and_a_text_are_taken_back_by_another_revision(small: SmallDesk) -> None:
    number = write(small)
    renamed = WriteArticle(agent_id=small.tomas, id=number, language="en", title="Money", body="Other.", base=1)
    perform(small.desk, renamed)
    perform(small.desk, back(small, renamed))
    text = seen(small, number).text
    assert (text.title, text.body, text.revision) == ("Refunds", "Ask *first*.", 3)
    made = WriteArticle(agent_id=small.ona, id=0, language="en", title="New", body="")
    perform(small.desk, made)
    assert code_of(small, back(small, made)) == "undo.nothing", "what is new stays"


def test_what_only_a_newer_program_knows_of_is_not_taken_back(small: SmallDesk) -> None:
    number = write(small)
    published = settled(small, number, state=ArticleState.PUBLISHED, tags=("money",))
    made = SaveCategory(agent_id=small.ona, id=0, name="Money")
    for command in (published, made):
        perform(small.desk, command)
        with small.desk.writing() as session:
            newest = select(func.max(article_journal.c.id)).where(article_journal.c.deed_id == command.deed)
            unknown = update(article_journal).where(article_journal.c.id == newest.scalar_subquery())
            session.connection.execute(unknown.values(kind="mood"))
        assert code_of(small, back(small, command)) == "undo.nothing"
    found = seen(small, number)
    assert (found.state, found.tags, len(tree(small))) == (ArticleState.PUBLISHED, ("money",), 1), "nor in part"


def test_what_was_changed_again_since_is_told_and_nothing_changes(small: SmallDesk) -> None:
    number = write(small)
    published = settled(small, number, state=ArticleState.PUBLISHED, tags=("money",))
    perform(small.desk, published)
    perform(small.desk, settled(small, number, tags=("bank",)))
    assert code_of(small, back(small, published)) == "undo.article"
    assert seen(small, number).state is ArticleState.PUBLISHED
    written = WriteArticle(agent_id=small.ona, id=number, language="en", title="Refunds", body="One", base=1)
    perform(small.desk, written)
    write(small, id=number, base=2, body="Two")
    assert code_of(small, back(small, written)) == "undo.article"
    assert seen(small, number).text.body == "Two"


def test_all_of_a_category_are_moved_and_taken_back_at_once(small: SmallDesk) -> None:
    here, there = category(small, "Here"), category(small, "There")
    moved = [write(small, f"Article {number}", category_id=here) for number in range(5)]
    other = write(small, "Other", category_id=there)
    perform(small.desk, settled(small, moved[0], state=ArticleState.ARCHIVED))
    command = MoveArticles(agent_id=small.ona, from_id=here, to_id=there)
    assert perform(small.desk, command) == 5
    assert {seen(small, number).category_id for number in moved} == {there}
    (step, *_) = done(small)
    assert (step.tickets, step.facts, step.standing) == (5, (ArticleFact.CATEGORY,), Standing.UNSURE)
    perform(small.desk, back(small, command))
    assert {seen(small, number).category_id for number in moved} == {here}
    assert seen(small, other).category_id == there
    # Of all or of none.
    again = MoveArticles(agent_id=small.ona, from_id=here, to_id=there)
    perform(small.desk, again)
    perform(small.desk, settled(small, moved[3], category_id=None))
    assert code_of(small, back(small, again)) == "undo.article"
    assert seen(small, moved[0]).category_id == there
    gone = MoveArticles(agent_id=small.ona, from_id=there, to_id=99)
    assert code_of(small, gone) == "category.missing"


def test_categories_are_taken_back(small: SmallDesk) -> None:
    first, second = category(small, "First"), category(small, "Second")
    within = category(small, "Within", first)
    before = tree(small)
    commands: list[Command] = [
        SaveCategory(agent_id=small.ona, id=within, name="Inside", parent_id=second, version=1),
        SaveCategory(agent_id=small.ona, id=second, name="Second", place=0, version=1),
        SaveCategory(agent_id=small.ona, id=0, name="Third"),
        RemoveCategory(agent_id=small.ona, id=within, version=2),
    ]
    trees = [before]
    for command in commands:
        perform(small.desk, command)
        trees.append(tree(small))
    for command, then in zip(reversed(commands), reversed(trees[:-1]), strict=True):
        perform(small.desk, back(small, command))
        assert sorted(tree(small)) == sorted(then)
        assert [row[1] for row in tree(small) if row[2] is None] == [row[1] for row in then if row[2] is None]


def test_a_category_that_holds_something_or_is_another_stays(small: SmallDesk, rasa: int) -> None:
    made = SaveCategory(agent_id=small.ona, id=0, name="Money")
    number = perform(small.desk, made) or 0
    write(small, category_id=number)
    assert code_of(small, back(small, made)) == "category.full"
    renamed = SaveCategory(agent_id=small.ona, id=number, name="Bank", version=1)
    perform(small.desk, renamed)
    assert code_of(small, back(small, renamed, rasa)) == "rights.manager"
    perform(small.desk, SaveCategory(agent_id=small.ona, id=number, name="Cash", version=2))
    assert code_of(small, back(small, renamed)) == "undo.category"


def test_whoever_does_not_answer_takes_nothing_back(small: SmallDesk, rasa: int) -> None:
    number = write(small)
    published = settled(small, number, state=ArticleState.PUBLISHED)
    perform(small.desk, published)
    assert code_of(small, back(small, published, rasa)) == "article.not_yours"
    hidden = settled(small, number, audience=Audience.MANAGERS)
    perform(small.desk, hidden)
    assert code_of(small, back(small, hidden, rasa)) == "article.missing"
    # What they gave away is no longer theirs to take back.
    own = write(small, "Own", agent_id=rasa)
    given = settled(small, own, owner_id=small.tomas, agent_id=rasa)
    perform(small.desk, given)
    assert code_of(small, back(small, given, rasa)) == "article.not_yours"


def test_the_history_names_articles_that_one_sees(small: SmallDesk, rasa: int) -> None:
    number = write(small, "Own", agent_id=rasa)
    perform(small.desk, settled(small, number, state=ArticleState.PUBLISHED, agent_id=rasa))
    removed = category(small, "Money")
    perform(small.desk, RemoveCategory(agent_id=small.ona, id=removed, version=1))
    assert [(step.subject, step.facts) for step in done(small, rasa)] == [("Own", (ArticleFact.STATE,))]
    assert [step.subject for step in done(small)] == ["Money", "Money"]
    perform(small.desk, settled(small, number, owner_id=small.ona, audience=Audience.MANAGERS))
    assert done(small, rasa) == []
