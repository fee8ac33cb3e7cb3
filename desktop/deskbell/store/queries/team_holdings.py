"""What a team has that would be somebody else's, or nobody's, without it."""

from sqlalchemy import bindparam, func, select

from deskbell.model.articles import Audience
from deskbell.model.teams import TeamHoldings
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import article, team_count

_TICKETS = select(func.coalesce(func.sum(team_count.c.n), 0)).where(team_count.c.team_id == bindparam("team"))
_ARTICLES = (
    select(func.count())
    .select_from(article)
    .where(article.c.team_id == bindparam("team"), article.c.audience == Audience.TEAM.value)
)


def holdings(session: Session, team_id: int) -> TeamHoldings:
    """How much a team has."""
    tickets = plain.ask(session.connection, _TICKETS, {"team": team_id})
    articles = plain.ask(session.connection, _ARTICLES, {"team": team_id})
    return TeamHoldings(int(tickets()[0][0]), int(articles()[0][0]))
