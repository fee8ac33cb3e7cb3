"""Articles that may answer a ticket, found by the words of its subject and of its customer's mails in the index of the search over articles."""

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, text

from deskbell.model.answering import Suggestion
from deskbell.model.articles import ArticleState
from deskbell.model.kinds import MessageKind
from deskbell.rules.suggesting import Likely, Text, Word, likeliest, rough, shown_words, telling, ticket_languages
from deskbell.store import plain
from deskbell.store.queries.article_uses import solved_alike
from deskbell.store.queries.articles import seen_by
from deskbell.store.session import Session
from deskbell.store.tables import article, article_text, customer, message, ticket

HELD_BY_MOST: Final = 500
"""A word that more texts than this hold tells nothing on a desk that has so many, and is not looked at."""

_MAILS: Final = 4
_LOOKED_AT: Final = 3_000
_IN: Final[ColumnElement[int]] = literal_column(str(int(MessageKind.IN)))
_ABOUT = select(ticket.c.subject, customer.c.language, customer.c.name).where(
    ticket.c.id == bindparam("ticket"), customer.c.id == ticket.c.customer_id
)
_WRITTEN = (
    select(func.substr(func.coalesce(message.c.visible, message.c.text), 1, literal_column(str(_LOOKED_AT))))
    .where(message.c.ticket_id == bindparam("ticket"), message.c.kind == _IN)
    .order_by(message.c.at.desc(), message.c.id.desc())
    .limit(_MAILS)
)
# Each word costs a statement, and this is the shortest way to the driver.
_HOLDING: Final = "SELECT rowid FROM article_search WHERE article_search MATCH ? LIMIT ?"
_TELLING: Final = text("SELECT word, text_id FROM articles_telling(CAST(:words AS text[]), CAST(:most AS bigint))")


def suggested(session: Session, ticket_id: int, agent_id: int, language: str) -> tuple[Suggestion, ...]:
    """Up to three published articles that may answer this ticket and that the agent sees, the likeliest first; each in the customer's language where it is
    there in that, or else in `language`, or as it was found."""
    asked = {"ticket": ticket_id}
    about = plain.ask_named(session.connection, _ABOUT, asked)
    written = plain.ask(session.connection, _WRITTEN, asked)
    here = next(iter(about()), None)
    if here is None:
        return ()
    mails = [row[0] or "" for row in written()]
    languages = ticket_languages(here.language or "", language)
    return answering(session, here.subject, mails, agent_id, languages, ticket_id, here.name)


def answering(
    session: Session,
    subject: str,
    written: Sequence[str],
    agent_id: int | None,
    languages: Sequence[str],
    ticket_id: int = 0,
    author: str = "",
) -> tuple[Suggestion, ...]:
    """The same for what somebody called `author` wrote: `written`, the most important first, without quotes and signatures; `languages`, the best one first; what was used in tickets
    like `ticket_id` comes before what was not."""
    words = telling(subject, written, author)
    if not words:
        return ()
    holding, common = _held_by(session, words)
    texts = _texts(session, rough(words, holding, common), agent_id)
    if ticket_id:
        uses = solved_alike(session, [one.article_id for one in texts], ticket_id)
        texts = [replace(one, uses=uses.get(one.article_id, 0)) for one in texts]
    found = likeliest(words, holding, common, texts, languages)
    return tuple(
        Suggestion(
            one.text.article_id,
            one.text.language,
            one.text.title,
            shown_words(one.words),
            one.text.sendable,
            one.text.uses,
        )
        for one in found
    )


def alike(
    session: Session, title: str, written: str, agent_id: int | None, language: str, article_id: int, most: int
) -> tuple[Likely, ...]:
    """The published articles that the agent sees and that have the most in common with the words of this one, so many of them at most."""
    words = telling(title, [written[:_LOOKED_AT]])
    if not words:
        return ()
    holding, common = _held_by(session, words)
    found = _texts(session, rough(words, holding, common), agent_id)
    texts = [one for one in found if one.article_id != article_id]
    return likeliest(words, holding, common, texts, (language,), most)


def _held_by(session: Session, words: Sequence[Word]) -> tuple[list[list[int]], int]:
    """The texts that hold each of these words, none for one that too many do, and how many hold the commonest."""
    holding: list[list[int]] = [[] for _ in words]
    common = 0
    if session.engine_name == "sqlite":
        driver: Any = session.connection.connection.driver_connection
        for number, word in enumerate(words):
            asked = f'"{word.stem}"' + ("" if word.whole else " *")
            holding[number] = [row[0] for row in driver.execute(_HOLDING, (asked, HELD_BY_MOST))]
            common = max(common, len(holding[number]))
    else:
        asked_all = [f"'{word.stem}'" + ("" if word.whole else ":*") for word in words]
        rows = session.connection.execute(_TELLING, {"words": asked_all, "most": HELD_BY_MOST})
        for number, text_id in rows:
            if text_id is None:
                common = HELD_BY_MOST
            else:
                holding[number - 1].append(text_id)
        common = max([common, *map(len, holding)])
    return [texts if len(texts) < HELD_BY_MOST else [] for texts in holding], common


def _texts(session: Session, ids: Sequence[int], agent_id: int | None) -> list[Text]:
    """Those of them that are published, and seen by the agent."""
    if not ids:
        return []
    columns = (
        article_text.c.id,
        article_text.c.article_id,
        article_text.c.language,
        article_text.c.title,
        article.c.tags,
        article.c.sendable,
    )
    query = (
        select(*columns)
        .join(article, article.c.id == article_text.c.article_id)
        .where(article_text.c.id.in_(ids), article.c.state == ArticleState.PUBLISHED.value, seen_by(agent_id))
    )
    return [
        Text(row.id, row.article_id, row.language, row.title, tuple(row.tags), row.sendable)
        for row in session.connection.execute(query)
    ]
