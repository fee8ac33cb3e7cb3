"""The knowledge base of the sample desk: `resources/sample/articles`, a file a language."""

import tomllib
from collections.abc import Mapping
from typing import Any, Final

from deskbell.actions.article_categories import save_category
from deskbell.actions.settle_article import settle_article, verify_article
from deskbell.actions.write_article import write_article
from deskbell.model.articles import ArticleState, SaveCategory, SettleArticle, VerifyArticle, WriteArticle
from deskbell.model.resources import resource
from deskbell.store.bulk import is_empty
from deskbell.store.session import Session
from deskbell.store.tables import article

LANGUAGES: Final = ("en", "de", "lt", "ru", "zh")


def read(language: str) -> dict[str, Any]:
    """What is written down in a language, as it stands there."""
    return tomllib.loads(resource("sample", "articles", f"{language}.toml").read_text("utf-8"))


def add_articles(session: Session, me: int) -> Mapping[str, int]:
    """Write them where the desk has none, all published and verified by `me`; their ids by key."""
    if not is_empty(session, article):
        return {}
    first, *others = LANGUAGES
    content = read(first)
    translated = {language: read(language)["article"] for language in others}
    made: dict[str, int] = {}
    for category in content["category"]:
        category_id = save_category(session, SaveCategory(agent_id=me, id=0, name=category["name"]))
        for key in category["articles"]:
            row = content["article"][key]
            number = _write(session, me, 0, first, row)
            for language, rows in translated.items():
                if key in rows:
                    _write(session, me, number, language, rows[key])
            settled = SettleArticle(
                agent_id=me,
                id=number,
                version=1,
                category_id=category_id,
                state=ArticleState.PUBLISHED,
                owner_id=me,
                tags=tuple(row["tags"]),
                sendable=row.get("sendable", False),
            )
            settle_article(session, settled)
            verify_article(session, VerifyArticle(agent_id=me, id=number))
            made[key] = number
    return made


def _write(session: Session, me: int, number: int, language: str, row: Mapping[str, str]) -> int:
    command = WriteArticle(agent_id=me, id=number, language=language, title=row["title"], body=row["body"].strip())
    return write_article(session, command)
