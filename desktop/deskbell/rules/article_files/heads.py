"""What the head of an article's file says, and what is wrong with it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from deskbell.model.article_files import FiledSettings, FiledText
from deskbell.model.articles import ArticleState, Audience
from deskbell.model.errors import Mistake
from deskbell.rules.article_files.front_matter import Head
from deskbell.rules.articles import LONGEST_REVIEW_DAYS

MOST_TAGS: Final = 200
LONGEST_KEY: Final = 400


def head_of_first(key: str, text: FiledText, settings: FiledSettings, files: list[dict[str, str]]) -> dict[str, Any]:
    """The head of the file in an article's first language. What says nothing is left out."""
    values = {
        **_head(key, text),
        "state": settings.state.value,
        "audience": settings.audience.value,
        "team": settings.team,
        "owner": settings.owner,
        "verifier": settings.verifier,
        "review_days": settings.review_days,
        "verified": _moment(settings.verified),
        "verified_by": settings.verified_by,
        "doubt": settings.doubt,
        "tags": list(settings.tags),
        "may_be_sent": settings.sendable,
        "files": files,
    }
    return {name: value for name, value in values.items() if value not in ("", [], None)}


def head_of_translation(key: str, text: FiledText, first: str) -> dict[str, Any]:
    """The head of the file in another language."""
    return {**_head(key, text), "translation_of": first, **({"behind": True} if text.behind else {})}


def settings_of(head: Head) -> FiledSettings | None:
    """What a head says of an article's settings; None where it says nothing of them. Raises `Mistake` head.value with the line."""
    said = head.values
    if not said.keys() & _SETTING_NAMES:
        return None
    return FiledSettings(
        state=_read(head, "state", ArticleState, ArticleState.DRAFT),
        audience=_read(head, "audience", _audience, Audience.EVERYONE),
        team=_read(head, "team", _words, ""),
        owner=_read(head, "owner", _words, ""),
        verifier=_read(head, "verifier", _words, ""),
        review_days=_read(head, "review_days", _days, FiledSettings().review_days),
        verified=_read(head, "verified", moment, None),
        verified_by=_read(head, "verified_by", _words, ""),
        doubt=_read(head, "doubt", _words, ""),
        tags=_read(head, "tags", _tags, ()),
        sendable=_read(head, "may_be_sent", _flag, False),
    )


def words(head: Head, name: str) -> str:
    """A word or some of a head, "" where it has none of this name. Raises as `settings_of`."""
    return str(_read(head, name, _words, ""))


def flag(head: Head, name: str) -> bool:
    """Yes or no. Raises as `settings_of`."""
    return bool(_read(head, name, _flag, False))


def changed(head: Head) -> datetime | None:
    """When the text was last changed. Raises as `settings_of`."""
    found: datetime | None = _read(head, "changed", moment, None)
    return found


def files_of(head: Head) -> tuple[Mapping[str, str], ...]:
    """The files that a head names: each with its `path`, and the `name` and `type` that it has. Raises as `settings_of`."""
    found: tuple[Mapping[str, str], ...] = _read(head, "files", _files, ())
    return found


def moment(value: object) -> datetime:
    """A time in a head, which is in UTC where it does not say so; raises `ValueError`."""
    found = datetime.fromisoformat(_words(value))
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


_SETTING_NAMES: Final = frozenset(
    {"state", "audience", "team", "owner", "verifier", "review_days", "verified", "verified_by", "doubt", "tags"}
    | {"may_be_sent"}
)


def _head(key: str, text: FiledText) -> dict[str, Any]:
    return {"title": text.title, "language": text.language, "key": key, "changed": _moment(text.changed)}


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _read(head: Head, name: str, convert: Callable[[Any], Any], otherwise: Any) -> Any:
    value = head.values.get(name)
    if value is None:
        return otherwise
    try:
        return convert(value)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise Mistake("head.value", name=name, value=str(value)[:80], line=head.lines.get(name, 0)) from error


def _words(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError
    return str(value).strip()


def _audience(value: object) -> Audience:
    # A word that only a newer program knows is none here: what it would be read as hides it from whom it is for.
    return {one.value: one for one in Audience}[_words(value)]


def _days(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_REVIEW_DAYS:
        raise ValueError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _tags(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [one for one in value.split(",") if one.strip()]
    if not isinstance(value, list) or len(value) > MOST_TAGS:
        raise TypeError
    return tuple(map(_words, value))


def _files(value: object) -> tuple[Mapping[str, str], ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(
        {"path": _words(one["path"]), **{name: _words(one[name]) for name in ("name", "type") if name in one}}
        for one in value
    )
