"""What an article may be, whether it can be relied on, and who says what becomes of it."""

import hashlib
import re
from collections.abc import Container
from datetime import datetime, timedelta
from typing import Final

from deskbell.model.articles import ArticleState, Audience, SettleArticle, Trust, WriteArticle
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role

LONGEST_TITLE: Final = 200
LONGEST_BODY: Final = 200_000
LONGEST_REVIEW_DAYS: Final = 3_650
LARGEST_FILE_MB: Final = 25
LONGEST_WHY: Final = 200
"""Letters in which somebody says why an article was of no use."""
DEEPEST_CATEGORY: Final = 8
"""So many categories can lie in each other."""

# What no database takes: NUL, and half of a letter that is two in UTF-16.
_UNKEPT: Final = re.compile("[\0\ud800-\udfff]")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_RUNS_IT: Final = frozenset({Role.MANAGER, Role.ADMIN})


def clean(words: str) -> str:
    """A title or a name as it is kept: without what cannot be seen at its ends, in one line, and of letters that a database takes."""
    return " ".join(_UNKEPT.sub("", words).split())


def trust(now: datetime, verified_at: datetime | None, review_days: int, changed_at: datetime, doubt: str) -> Trust:
    """Whether an article can be relied on; `changed_at` is when any of its texts was last written."""
    if doubt:
        return Trust.DOUBTED
    if verified_at is None:
        return Trust.NEVER
    if changed_at > verified_at:
        return Trust.CHANGED
    return Trust.DUE if now >= verified_at + timedelta(days=review_days) else Trust.VERIFIED


def due_at(state: str, verified_at: datetime | None, review_days: int) -> datetime | None:
    """When an article is to be looked at again; None where it is archived, or was never verified."""
    if verified_at is None or state == ArticleState.ARCHIVED.value:
        return None
    return verified_at + timedelta(days=review_days)


def must_be_written_well(command: WriteArticle) -> None:
    """Raise `Mistake` article.title, article.title_long, article.long or article.language where a text cannot be kept as it is."""
    title = clean(command.title)
    if not title:
        raise Mistake("article.title")
    if len(title) > LONGEST_TITLE:
        raise Mistake("article.title_long", limit=LONGEST_TITLE)
    if len(command.body) > LONGEST_BODY:
        raise Mistake("article.long", limit=LONGEST_BODY)
    if _LANGUAGE.fullmatch(command.language) is None:
        raise Mistake("article.language", language=command.language)


def kept_body(body: str) -> str:
    """A text as it is kept: its lines end as lines do, and it is of letters that a database takes."""
    return _UNKEPT.sub("", body.replace("\r\n", "\n").replace("\r", "\n"))


def answers(role: Role, agent_id: int, owner_id: int | None, verifier_id: int | None) -> bool:
    """Whether an agent says what becomes of an article: whose it is, who verifies it, and managers."""
    return role in _RUNS_IT or agent_id in (owner_id, verifier_id)


def who_verifies(verifier_id: int | None, owner_id: int | None, here: Container[int]) -> int | None:
    """Who is to look at an article again, of those who work `here`: its verifier, or else its owner."""
    return next((one for one in (verifier_id, owner_id) if one is not None and one in here), None)


def must_be_settled_well(command: SettleArticle, role: Role, teams: frozenset[int]) -> None:
    """Raise `Mistake` article.days, article.no_team, or article.unseen where whoever settles it, who is in these teams, would not see it any more."""
    if not 1 <= command.review_days <= LONGEST_REVIEW_DAYS:
        raise Mistake("article.days", limit=LONGEST_REVIEW_DAYS)
    if command.audience is Audience.TEAM and command.team_id is None:
        raise Mistake("article.no_team")
    if command.agent_id is None or answers(role, command.agent_id, command.owner_id, command.verifier_id):
        return
    if command.audience is Audience.MANAGERS or (command.audience is Audience.TEAM and command.team_id not in teams):
        raise Mistake("article.unseen")


def told_apart(title: str, body: str) -> str:
    """By what a text that is being written is told from others, as the desk keeps it."""
    return hashlib.sha256(f"{kept_body(title)}\n{kept_body(body)}".encode()).hexdigest()
