"""What is to become of articles of files: held against what the desk has, before anything is written."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import func, select

from deskbell.model.article_files import FiledArticle, FiledSettings, FiledText, LeftOut, TakeInArticles
from deskbell.model.articles import ArticleState, Audience, SettleArticle, WriteArticle
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role
from deskbell.rules.article_files.links import ATTACHMENT, KEYED, PICTURE, addresses, path_said, rewritten
from deskbell.rules.articles import (
    DEEPEST_CATEGORY,
    LARGEST_FILE_MB,
    answers,
    clean,
    kept_body,
    must_be_settled_well,
    must_be_written_well,
)
from deskbell.store import blobs
from deskbell.store.queries.filed_articles import KeptArticle, ids_of, kept
from deskbell.store.session import Session
from deskbell.store.tables import agent, article_category, team, team_member

# What only those who run the desk take over from files as it stands there.
_ANSWERED: Final = ("owner_id", "verified_at", "verified_by", "doubt")


class Known(Struct):
    """What articles of files are held against. `categories` are by the names down to them, in one case; `ids` are articles by key; `files` are those
    of each article that it has already, by their paths."""

    role: Role
    teams: frozenset[int]
    people: Mapping[str, int]
    team_ids: Mapping[str, int]
    categories: dict[tuple[str, ...], int]
    ids: dict[str, int]
    there: Mapping[int, KeptArticle]
    files: Mapping[int, dict[str, int]]

    @property
    def runs_it(self) -> bool:
        """Whether whoever takes them in is among those who run the desk."""
        return self.role is not Role.AGENT


class Placing(Struct):
    """What an article is to be: `values` of its row, without its category where that is still to be made. `there` is what it is now, None for a new one."""

    filed: FiledArticle
    there: KeptArticle | None
    values: dict[str, Any]
    is_same: bool = False


def known_to(session: Session, command: TakeInArticles) -> Known:
    """What the desk has of all that these articles name."""
    me = command.agent_id
    role = Role.ADMIN
    if me is not None:
        role = Role(session.connection.execute(select(agent.c.role).where(agent.c.id == me)).scalar_one())
    in_teams = select(team_member.c.team_id).where(team_member.c.agent_id == me)
    named = {one.key for one in command.articles}
    named |= {
        key for one in command.articles for text in one.texts for key in map(key_said, addresses(text.body)) if key
    }
    ids = ids_of(session, me, named)
    known = [ids[one.key] for one in command.articles if one.key in ids]
    people = session.connection.execute(select(func.lower(agent.c.email), agent.c.id))
    teams = session.connection.execute(select(team.c.name, team.c.id))
    there = kept(session, me, known) if known else {}
    filed = {ids[one.key]: one for one in command.articles if one.key in ids}
    return Known(
        role=role,
        teams=frozenset(session.connection.execute(in_teams).scalars()),
        people={row[0]: row.id for row in people},
        team_ids={row.name.casefold(): row.id for row in teams},
        categories=categories_by_path(session),
        ids=ids,
        there=there,
        files={number: files_there(session, filed[number], one) for number, one in there.items()},
    )


def planned(command: TakeInArticles, known: Known, now: Any) -> tuple[list[Placing], list[LeftOut]]:
    """What is to become of each, and which are left out."""
    plans: list[Placing] = []
    left_out: list[LeftOut] = []
    for one in command.articles:
        try:
            plans.append(_place(command, known, one, now))
        except Mistake as mistake:
            left_out.append(LeftOut(one.path, mistake.code, dict(mistake.values)))
    return plans, left_out


def path_key(names: Sequence[str]) -> tuple[str, ...]:
    """The names down to a category, as they are compared."""
    return tuple(clean(name).casefold() for name in names)


def categories_by_path(session: Session) -> dict[tuple[str, ...], int]:
    """All categories by the names down to them."""
    rows = {row.id: row for row in session.connection.execute(select(article_category))}

    def path(number: int | None) -> tuple[str, ...]:
        return () if number is None else (*path(rows[number].parent_id), rows[number].name.casefold())

    return {path(number): number for number in rows}


def key_said(address: str) -> str:
    """The key that a link under way names, "" for another link."""
    if not address.startswith(KEYED):
        return ""
    said = path_said(address.removeprefix(KEYED))
    return said[0] if said else ""


def resolved(text: FiledText, ids: Mapping[str, int], files: Mapping[str, int]) -> str:
    """A text with the numbers that this desk knows articles and files by; what it does not know stays as it was."""

    def change(address: str, shown: bool | None) -> str | None:
        del shown
        if key := key_said(address):
            number, (_, mark, anchor) = ids.get(key), address.partition("#")
            return None if number is None else f"article:{number}{mark}{anchor}"
        for begins, kind in ((PICTURE, "picture"), (ATTACHMENT, "attachment")):
            said = path_said(address.removeprefix(begins)) if address.startswith(begins) else None
            if said is not None and said[0] in files:
                return f"{kind}:{files[said[0]]}"
        return None

    return kept_body(rewritten(text.body, change))


def files_there(session: Session, filed: FiledArticle, there: KeptArticle) -> dict[str, int]:
    """Those of the files that the article has already, by their paths. What a content is known by an office tells nobody: those of one name and size are read."""
    alike = [
        (file, one)
        for file in filed.files
        for one in there.files
        if (one.name, one.size) == (clean(file.name), len(file.content))
    ]
    contents = blobs.read_all(session, {one.blob_id for _, one in alike})
    return {file.path: one.id for file, one in alike if contents[one.blob_id] == file.content}


def is_behind(there: KeptArticle, language: str) -> bool:
    """Whether a translation is behind the first language."""
    first = there.texts[0]
    return any(one.of_first < first.revision for one in there.texts[1:] if one.language == language)


def _place(command: TakeInArticles, known: Known, filed: FiledArticle, now: Any) -> Placing:
    there = known.there.get(known.ids.get(filed.key, 0))
    for text in filed.texts:
        told = WriteArticle(agent_id=None, id=0, language=text.language, title=text.title, body=text.body)
        must_be_written_well(told)
    for file in filed.files:
        if len(file.content) > LARGEST_FILE_MB << 20:
            raise Mistake("article.file_large", name=file.name, limit=LARGEST_FILE_MB)
    values = _values(command, known, filed, there, now)
    _must_be_allowed(command, known, filed, there, values)
    found = Placing(filed, there, values)
    found.is_same = there is not None and _is_same(found, there, known)
    return found


def _values(
    command: TakeInArticles, known: Known, filed: FiledArticle, there: KeptArticle | None, now: Any
) -> dict[str, Any]:
    said = filed.settings or FiledSettings()
    before: Mapping[str, Any] = there.row if there else {"owner_id": command.agent_id}
    if there is not None and filed.settings is None:
        return {}
    if said.audience is Audience.TEAM and said.team.casefold() not in known.team_ids:
        raise Mistake("article.team_unknown", name=said.team)
    values = {
        "category_id": known.categories.get(path_key(filed.category)),
        "state": said.state.value,
        "audience": said.audience.value,
        "team_id": known.team_ids[said.team.casefold()] if said.audience is Audience.TEAM else None,
        "owner_id": known.people.get(said.owner.lower()) if said.owner else None,
        "verifier_id": known.people.get(said.verifier.lower(), before.get("verifier_id")) if said.verifier else None,
        "review_days": said.review_days,
        "verified_at": None if said.verified is None else min(said.verified, now),
        "verified_by": known.people.get(said.verified_by.lower(), before.get("verified_by")),
        "doubt": clean(said.doubt),
        "tags": list(dict.fromkeys(filter(None, map(clean, said.tags)))),
        "sendable": said.sendable,
    }
    if filed.settings is None or (said.owner and values["owner_id"] is None):
        values["owner_id"] = before.get("owner_id")
    if not known.runs_it:
        empty = {"owner_id": command.agent_id, "doubt": ""}
        values |= {name: before.get(name, empty.get(name)) for name in _ANSWERED}
    return values


def _must_be_allowed(
    command: TakeInArticles, known: Known, filed: FiledArticle, there: KeptArticle | None, values: Mapping[str, Any]
) -> None:
    """Raise `Mistake` where whoever takes it in may not make of it what it is to be."""
    if len(filed.category) > DEEPEST_CATEGORY:
        raise Mistake("category.deep", limit=DEEPEST_CATEGORY)
    if not values:
        return
    if filed.category and values["category_id"] is None and not known.runs_it:
        raise Mistake("category.unmade", name=" / ".join(filed.category))
    settled = SettleArticle(
        agent_id=command.agent_id,
        id=0,
        version=0,
        category_id=None,
        state=ArticleState(values["state"]),
        owner_id=values["owner_id"],
        audience=Audience(values["audience"]),
        team_id=values["team_id"],
        verifier_id=values["verifier_id"],
        review_days=values["review_days"],
    )
    must_be_settled_well(settled, known.role, known.teams)
    if there is None or command.agent_id is None or _settled_same(filed, there, values):
        return
    if not answers(known.role, command.agent_id, there.row["owner_id"], there.row["verifier_id"]):
        raise Mistake("article.not_yours")


def _settled_same(filed: FiledArticle, there: KeptArticle, values: Mapping[str, Any]) -> bool:
    unmade = bool(values and filed.category and values["category_id"] is None)
    return not unmade and all(there.row[name] == value for name, value in values.items())


def _is_same(one: Placing, there: KeptArticle, known: Known) -> bool:
    files = known.files[there.id]
    if len(files) < len(one.filed.files) or not _settled_same(one.filed, there, one.values):
        return False
    now = {text.language: text for text in there.texts}
    first = there.texts[0].language
    for text in one.filed.texts:
        kept_text = now.get(text.language)
        if kept_text is None or kept_text.title != clean(text.title):
            return False
        if kept_text.body.rstrip("\n") != resolved(text, known.ids, files).rstrip("\n"):
            return False
        if text.language != first and is_behind(there, text.language) != text.behind:
            return False
    return True
