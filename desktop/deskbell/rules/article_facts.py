"""What an article is, and a category, as texts: what the journal tells of a change, and what of it is still as it was left."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from deskbell.model.articles import ArticleFact

Facts = Mapping[ArticleFact, str]

NO_CATEGORY: Final[Facts] = {
    ArticleFact.NAME: "",
    ArticleFact.PARENT: "",
    ArticleFact.PLACE: "",
    ArticleFact.THERE: "",
}
"""What is told of a category that is not there."""

_NUMBERS: Final = {
    ArticleFact.CATEGORY: "category_id",
    ArticleFact.OWNER: "owner_id",
    ArticleFact.VERIFIER: "verifier_id",
    ArticleFact.DAYS: "review_days",
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def of_article(row: Mapping[str, Any]) -> Facts:
    """An article's columns as texts."""
    facts = {fact: _number(row[column]) for fact, column in _NUMBERS.items()}
    team = f":{row['team_id']}" if row["team_id"] is not None else ""
    at = row["verified_at"]
    return {
        **facts,
        ArticleFact.STATE: str(row["state"]),
        ArticleFact.AUDIENCE: f"{row['audience']}{team}",
        ArticleFact.TAGS: "\n".join(row["tags"]),
        ArticleFact.SENDABLE: "1" if row["sendable"] else "",
        ArticleFact.VERIFIED: "" if at is None else f"{(at - _EPOCH) // _MILLISECOND} {_number(row['verified_by'])}",
        ArticleFact.DOUBT: str(row["doubt"]),
    }


def to_article(facts: Iterable[tuple[ArticleFact, str]]) -> dict[str, Any]:
    """The columns that such texts are kept in."""
    values: dict[str, Any] = {}
    for fact, text in facts:
        first, _, rest = text.partition(":" if fact is ArticleFact.AUDIENCE else " ")
        match fact:
            case ArticleFact.CATEGORY | ArticleFact.OWNER | ArticleFact.VERIFIER | ArticleFact.DAYS:
                values[_NUMBERS[fact]] = as_number(text)
            case ArticleFact.AUDIENCE:
                values |= {"audience": first, "team_id": as_number(rest)}
            case ArticleFact.TAGS:
                values["tags"] = text.split("\n") if text else []
            case ArticleFact.SENDABLE:
                values["sendable"] = bool(text)
            case ArticleFact.VERIFIED:
                at = _EPOCH + int(first) * _MILLISECOND if text else None
                values |= {"verified_at": at, "verified_by": as_number(rest)}
            case ArticleFact.STATE | ArticleFact.DOUBT:
                values[fact.value] = text
    return values


def of_category(name: str, parent_id: int | None, place: int) -> Facts:
    """A category that is there, as texts."""
    return {
        ArticleFact.NAME: name,
        ArticleFact.PARENT: _number(parent_id),
        ArticleFact.PLACE: str(place),
        ArticleFact.THERE: "1",
    }


def of_text(language: str, revision: int) -> str:
    """Which text it is, in which of its revisions."""
    return f"{language} {revision}"


def to_text(text: str) -> tuple[str, int]:
    """The language and the revision that `of_text` tells."""
    language, _, revision = text.partition(" ")
    return language, int(revision or 0)


def as_number(text: str) -> int | None:
    """An id that is told, None for none."""
    return int(text) if text else None


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
