"""What becomes of an article: where it lies, its state, who sees it, who answers for it, and that it is right."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from deskbell.actions.deeds import record
from deskbell.actions.remind_to_verify import plan
from deskbell.model.articles import Audience, SettleArticle, VerifyArticle
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity, Role
from deskbell.rules.articles import answers, clean, must_be_settled_well
from deskbell.store.queries.articles import seen_by
from deskbell.store.session import Session
from deskbell.store.tables import agent, article, article_category, article_text, team, team_member


def settle_article(session: Session, command: SettleArticle) -> None:
    """Change what is not its text. Raises `Mistake` article.missing, article.not_yours, category.missing, team.missing, article.nobody, those of
    `rules.articles.must_be_settled_well`, and `Conflict` article.settled.
    """
    role = _must_answer(session, command)
    in_teams = select(team_member.c.team_id).where(team_member.c.agent_id == command.agent_id)
    must_be_settled_well(command, role, frozenset(session.connection.execute(in_teams).scalars()))
    _must_be_there(session, command)
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
    }
    as_read = (article.c.id == command.id, article.c.version == command.version)
    try:
        changed = session.connection.execute(update(article).where(*as_read).values(values)).rowcount
    except IntegrityError as error:
        # It was there a moment ago; nobody but managers may hold it.
        raise Mistake("category.missing") from error
    if changed == 0:
        raise Conflict("article.settled")
    plan(session, [command.id])
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.ARTICLE, command.id)


def verify_article(session: Session, command: VerifyArticle) -> None:
    """Say that it is right, now; or that it is not, and why. Anybody who sees an article may doubt it by telling who answers for it: this is for those.

    Raises `Mistake` article.missing, article.not_yours, and `Conflict` article.written.
    """
    _must_answer(session, command)
    doubt = clean(command.doubt)
    if command.revision and not doubt:
        _must_say_what_was_read(session, command)
    values: dict[str, Any] = {"doubt": doubt, "version": article.c.version + 1}
    if not doubt:
        values |= {"verified_at": session.now, "verified_by": command.agent_id}
    session.connection.execute(update(article).where(article.c.id == command.id).values(values))
    plan(session, [command.id])
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.ARTICLE, command.id)


def _must_answer(session: Session, command: SettleArticle | VerifyArticle) -> Role:
    """The role of whoever answers for the article."""
    columns = select(article.c.owner_id, article.c.verifier_id)
    found = session.connection.execute(columns.where(article.c.id == command.id, seen_by(command.agent_id))).first()
    if found is None:
        raise Mistake("article.missing")
    if command.agent_id is None:
        return Role.ADMIN
    role = Role(session.connection.execute(select(agent.c.role).where(agent.c.id == command.agent_id)).scalar_one())
    if not answers(role, command.agent_id, found.owner_id, found.verifier_id):
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
