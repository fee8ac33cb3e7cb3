"""What an agent is writing in articles and has not saved."""

from msgspec import Struct
from sqlalchemy import select

from deskbell.model.articles import KeptArticle
from deskbell.store.queries.identity import identity
from deskbell.store.session import Session
from deskbell.store.tables import article_draft


class KeptArticles(Struct, frozen=True):
    """The drafts of one agent on the desk of this name (`desk_id`)."""

    desk_id: str
    drafts: tuple[KeptArticle, ...]


def of_agent(session: Session, agent_id: int) -> KeptArticles:
    """All of an agent's own."""
    of = article_draft.c
    columns = (of.article_id, of.language, of.title, of.body, of.base, of.gap_id)
    query = select(*columns).where(of.agent_id == agent_id)
    drafts = tuple(KeptArticle(*row) for row in session.connection.execute(query))
    return KeptArticles(str(identity(session).desk_id), drafts)
