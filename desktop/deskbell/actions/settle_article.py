"""What becomes of an article: where it lies, its state, who sees it, who answers for it, and that it is right."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from deskbell.actions.article_journal import tell, tell_changed
from deskbell.actions.deeds import record
from deskbell.actions.remind_to_verify import plan
from deskbell.model.articles import ArticleFact, Audience, MoveArticles, SettleArticle, VerifyArticle
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity, Role
from deskbell.rules.article_facts import Facts, of_article, to_article
from deskbell.rules.articles import answers, clean, due_at, must_be_settled_well
from deskbell.store.queries.articles import seen_by
from deskbell.store.session import Session
from deskbell.store.tables import agent, article, article_category, article_text, team, team_member


def settle_article(session: Session, command: SettleArticle) -> None:
    """Change what is not its text. Raises `Mistake` article.missing, article.not_yours, category.missing, team.missing, article.nobody, those of
    `rules.articles.must_be_settled_well`, and `Conflict` article.settled.
    """
    before = settle(session, command)
    record(session, command, Deed.ARTICLE, [])
    tell_changed(session, command, command.id, before, facts(session, command.id))


def settle(session: Session, command: SettleArticle) -> Facts:
    """The same for whoever records it: what the article was before."""
    role = must_answer(session, command.agent_id, command.id)
    before = facts(session, command.id)
    in_teams = select(team_member.c.team_id).where(team_member.c.agent_id == command.agent_id)
    must_be_settled_well(command, role, frozenset(session.connection.execute(in_teams).scalars()))
    _must_be_there(session, command)
    verified = to_article([(ArticleFact.VERIFIED, before[ArticleFact.VERIFIED])])
    values = {
        "category_id": command.category_id,
        "state": command.state.value,
        "audience": command.audience.value,
        "team_id": command.team_id if command.audience is Audience.TEAM else None,
        "owner_id": command.owner_id,
        "verifier_id": command.verifier_id,
        "review_days": command.review_days,
        "tags": list(dict.fromkeys(filter(None, map(clean, command.tags)))),
        "sendable": command.sendable,
        "version": command.version + 1,
        "remind_at": due_at(command.state.value, verified["verified_at"], command.review_days),
    }
    as_read = (article.c.id == command.id, article.c.version == command.version)
    try:
        changed = session.connection.execute(update(article).where(*as_read).values(values)).rowcount
    except IntegrityError as error:
        # It was there a moment ago; nobody but managers may hold it.
        raise Mistake("category.missing") from error
    if changed == 0:
        raise Conflict("article.settled")
    session.changed(Entity.ARTICLE, command.id)
    return before


def verify_article(session: Session, command: VerifyArticle) -> None:
    """Say that it is right, now; or that it is not, and why. Anybody who sees an article may doubt it by telling who answers for it: this is for those.

    Raises `Mistake` article.missing, article.not_yours, and `Conflict` article.written.
    """
    must_answer(session, command.agent_id, command.id)
    before = facts(session, command.id, held=True)
    doubt = clean(command.doubt)
    if command.revision and not doubt:
        _must_say_what_was_read(session, command)
    values: dict[str, Any] = {"doubt": doubt, "version": article.c.version + 1}
    if not doubt:
        values |= {"verified_at": session.now, "verified_by": command.agent_id}
    session.connection.execute(update(article).where(article.c.id == command.id).values(values))
    plan(session, [command.id])
    record(session, command, Deed.ARTICLE, [])
    tell_changed(session, command, command.id, before, facts(session, command.id))
    session.changed(Entity.ARTICLE, command.id)


def move_articles(session: Session, command: MoveArticles) -> int:
    """Move all articles of a category; how many. For managers, who see all of them. Raises `Mistake` category.missing."""
    there = article.c.category_id.is_not_distinct_from(command.from_id)
    found = select(article.c.id).where(there, seen_by(command.agent_id)).order_by(article.c.id).with_for_update()
    ids = session.connection.execute(found).scalars().all()
    record(session, command, Deed.ARTICLE, [], len(ids))
    before, after = ("" if one is None else str(one) for one in (command.from_id, command.to_id))
    if before != after:
        put_into(session, ids, command.to_id)
        tell(session, command, [(number, ArticleFact.CATEGORY, before, after) for number in ids])
    return len(ids)


def put_into(session: Session, articles: Sequence[int], category_id: int | None) -> None:
    """Let these lie in a category. Raises `Mistake` category.missing."""
    if category_id is not None:
        query = select(article_category.c.id).where(article_category.c.id == category_id)
        if session.connection.execute(query).first() is None:
            raise Mistake("category.missing")
    values = {"category_id": category_id, "version": article.c.version + 1}
    try:
        session.connection.execute(update(article).where(article.c.id.in_(articles)).values(values))
    except IntegrityError as error:
        # It was there a moment ago; nobody but managers may hold it.
        raise Mistake("category.missing") from error
    for number in articles:
        session.changed(Entity.ARTICLE, number)


def facts(session: Session, article_id: int, *, held: bool = False) -> Facts:
    """What an article is, but for what it says; `held`: nobody changes that until this transaction has ended."""
    query = select(article).where(article.c.id == article_id)
    row = session.connection.execute(query.with_for_update() if held else query).mappings()
    return of_article(dict(row.one()))


def must_answer(session: Session, agent_id: int | None, article_id: int) -> Role:
    """The role of whoever answers for the article. Raises `Mistake` article.missing, article.not_yours."""
    columns = select(article.c.owner_id, article.c.verifier_id)
    found = session.connection.execute(columns.where(article.c.id == article_id, seen_by(agent_id))).first()
    if found is None:
        raise Mistake("article.missing")
    if agent_id is None:
        return Role.ADMIN
    role = Role(session.connection.execute(select(agent.c.role).where(agent.c.id == agent_id)).scalar_one())
    if not answers(role, agent_id, found.owner_id, found.verifier_id):
        raise Mistake("article.not_yours")
    return role


def _must_say_what_was_read(session: Session, command: VerifyArticle) -> None:
    """Held, so that whoever writes in it now does so afterwards."""
    of = article_text.c
    query = select(of.title, of.revision).where(of.article_id == command.id, of.language == command.language)
    found = session.connection.execute(query.with_for_update()).first()
    if found is None or found.revision != command.revision:
        raise Conflict("article.written", title=found.title if found is not None else command.language)


def _must_be_there(session: Session, command: SettleArticle) -> None:
    asked = (
        (article_category, {command.category_id}, "category.missing"),
        (team, {command.team_id}, "team.missing"),
        (agent, {command.owner_id, command.verifier_id}, "article.nobody"),
    )
    for table, ids, code in asked:
        wanted = ids - {None}
        if wanted and len(session.connection.execute(select(table.c.id).where(table.c.id.in_(wanted))).all()) < len(
            wanted
        ):
            raise Mistake(code)
