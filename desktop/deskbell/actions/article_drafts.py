"""What is being written in an article is kept as it is typed. Drafts are nobody's history, so no deed is recorded."""

from sqlalchemy import delete

from deskbell.model.articles import DropArticleDraft, KeepArticleDraft
from deskbell.model.kinds import Entity
from deskbell.rules.articles import kept_body
from deskbell.store.session import Session
from deskbell.store.tables import article_draft
from deskbell.store.upsert import keep


def keep_article_draft(session: Session, command: KeepArticleDraft) -> None:
    """Keep a draft; the latest text wins."""
    row = {
        "agent_id": command.agent_id,
        "article_id": command.article_id,
        "language": command.language,
        "title": kept_body(command.title),
        "body": kept_body(command.body),
        "base": command.base,
        "updated_at": session.now,
        "gap_id": command.gap_id,
    }
    keep(session, article_draft, ("agent_id", "article_id", "language"), row)()
    session.changed(Entity.ARTICLE_DRAFT, command.agent_id or 0)


def drop_article_draft(session: Session, command: DropArticleDraft) -> None:
    """Throw one away; one that is not there is no more."""
    of = article_draft.c
    here = (of.agent_id == command.agent_id, of.article_id == command.article_id, of.language == command.language)
    if session.connection.execute(delete(article_draft).where(*here)).rowcount:
        session.changed(Entity.ARTICLE_DRAFT, command.agent_id or 0)
