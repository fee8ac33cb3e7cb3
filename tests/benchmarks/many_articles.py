"""A knowledge base of many articles in English, Lithuanian and Chinese, in a minute: of the words of the sample desk, often used ones often, and of the
dictionaries, each rarely.

They lie in categories of very different size, are of several people, and some of them are for a team or for managers alone.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Any, Final

from msgspec import Struct

from deskbell.model.resources import resource
from deskbell.store import plain
from deskbell.store.desk import Desk
from deskbell.store.queries.canned import day_of
from deskbell.store.search.index import Entry, body_terms, words_of
from deskbell.store.search.terms import indexed
from deskbell.store.session import Session
from deskbell.store.tables import (
    article,
    article_category,
    article_link,
    article_read,
    article_revision,
    article_text,
)

LANGUAGES: Final = ("en", "lt", "zh_CN")
TOP, BELOW = 20, 9
_AT_ONCE: Final = 1_000
_AT: Final = 1_767_225_600_000
_DAY: Final = 86_400_000
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_RUN: Final = re.compile("[\u4e00-\u9fff]+")
_DICTIONARIES: Final = {"en": ("en_GB.dic", "utf-8"), "lt": ("lt_LT.dic", "iso-8859-13")}
_TABLES: Final = (article_category, article, article_text)


class Words(Struct, frozen=True):
    """What is written with: `often` with how often each of them is used in all, `rarely` once in ten."""

    often: tuple[str, ...]
    sums: tuple[int, ...]
    rarely: tuple[str, ...]
    gap: str = " "

    def some(self, random: Random, count: int) -> list[str]:
        """So many words."""
        found = random.choices(self.often, cum_weights=self.sums, k=count)
        for place in range(0, count, 10):
            found[place] = random.choice(self.rarely)
        return found


def words_in(language: str) -> Words:
    """The words of a language."""
    folder = resource("sample") / language
    written = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.toml")))
    written = re.sub(r"\{\w+\}", " ", written)
    if language == "zh_CN":
        runs = _RUN.findall(written)
        cut = [
            run[start : start + size]
            for run in runs
            for size in (2, 3)
            for start in range(0, len(run) - size + 1, size)
        ]
        single = sorted({sign for run in runs for sign in run})
        rarely = tuple(a + b for a in single[::3] for b in single[::7])
        return Words(*_counted(cut), rarely, gap="")
    name, encoding = _DICTIONARIES[language]
    dictionary = (resource("dictionaries") / name).read_text(encoding=encoding)
    rarely = tuple(line.split("/")[0].strip() for line in dictionary.splitlines()[1:])
    return Words(*_counted(_WORD.findall(written)), tuple(one for one in rarely if _WORD.fullmatch(one)))


def _counted(found: list[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    counts = Counter(found)
    return tuple(counts), tuple(accumulate(counts.values()))


class Written(Struct, frozen=True):
    """A title, a body in Markdown, and what that says."""

    title: str
    body: str
    says: str


def write(words: Words, random: Random, number: int) -> Written:
    """A text with two headings, a list and about a hundred words."""
    gap, stop = words.gap, "。" if not words.gap else "."
    parts = [words.some(random, size) for size in (4, 30, 3, 25, 20, 3, 20)]
    steps = [gap.join(parts[3][start : start + 5]) for start in range(0, 25, 5)]
    title, opening, first, _, more, second, rest = (gap.join(part).capitalize() for part in parts)
    title = f"{title} {number}"
    listed = "\n".join(f"- {step}" for step in steps)
    body = f"{opening}{stop}\n\n## {first}\n\n{listed}\n\n{more}{stop}\n\n## {second}\n\n**{rest}**{stop}\n"
    return Written(title, body, f"{opening}\n{first}\n{' '.join(steps)}\n{more}\n{second}\n{rest}")


def fill_articles(desk: Desk, count: int, people: tuple[int, ...], teams: tuple[int, ...]) -> None:
    """Write so many articles, each in all of `LANGUAGES`, into a desk that has none. On PostgreSQL it takes a superuser."""
    random, words = Random(7), {language: words_in(language) for language in LANGUAGES}
    desk.transact(_write_categories)
    for first in range(1, count + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count + 1))
        desk.transact(lambda session, numbers=numbers: _write(session, random, words, numbers, people, teams))
    desk.transact(_number_on)
    desk.transact(lambda session: _write_readings(session, random, count))


def _write_categories(session: Session) -> None:
    _alone(session)
    above = [{"id": one, "parent_id": None, "name": f"Product {one}", "position": one} for one in range(1, TOP + 1)]
    below = [
        {"id": TOP + one, "parent_id": one % TOP + 1, "name": f"Topic {one}", "position": one}
        for one in range(1, TOP * BELOW + 1)
    ]
    plain.insert(session.connection, article_category, [*above, *below])


def _write(
    session: Session,
    random: Random,
    words: dict[str, Words],
    numbers: range,
    people: tuple[int, ...],
    teams: tuple[int, ...],
) -> None:
    _alone(session)
    run = session.connection
    plain.insert(run, article, [_article(random, number, people, teams) for number in numbers])
    texts: list[tuple[dict[str, Any], Written]] = []
    for number in numbers:
        for place, language in enumerate(LANGUAGES):
            written = write(words[language], random, number)
            changed_at = _AT - random.randrange(700) * _DAY
            row = {
                "id": (number - 1) * len(LANGUAGES) + place + 1,
                "article_id": number,
                "language": language,
                "title": written.title,
                "revision": 2,
                "of_first": 2 if place else 0,
                "changed_at": changed_at,
                "changed_by": random.choice(people),
            }
            texts.append((row, written))
    plain.insert(run, article_text, [row for row, _ in texts])
    plain.insert(run, article_revision, [revision for row, written in texts for revision in _revisions(row, written)])
    links = {(row["id"], random.randrange(1, numbers[-1] + 1)) for row, _ in texts[::2]}
    plain.insert(run, article_link, [{"text_id": text, "target_id": target} for text, target in sorted(links)])
    _index(session, [(row["id"], written) for row, written in texts])


def _article(random: Random, number: int, people: tuple[int, ...], teams: tuple[int, ...]) -> dict[str, Any]:
    audience = random.choices(("everyone", "team", "managers"), (80, 15, 5))[0]
    verified_at = _AT - random.randrange(200) * _DAY if random.random() < 0.8 else None
    return {
        "id": number,
        # A large category, and ever smaller ones.
        "category_id": min(int(random.expovariate(1 / 60)) + 1, TOP * (BELOW + 1)),
        "language": LANGUAGES[0],
        "state": random.choices(("published", "draft", "review", "archived"), (85, 5, 5, 5))[0],
        "audience": audience,
        "team_id": random.choice(teams) if audience == "team" else None,
        "owner_id": random.choice(people),
        "verifier_id": random.choice(people),
        "verified_at": verified_at,
        "tags": json.dumps(
            random.sample(("howto", "known-error", "policy", "warranty", "退款"), 2), ensure_ascii=False
        ),
        "created_at": _AT - 800 * _DAY,
    }


def _revisions(row: dict[str, Any], written: Written) -> Iterator[dict[str, Any]]:
    for number in (1, 2):
        body = written.body if number == 2 else written.body[: len(written.body) // 2]
        of = {"title": written.title, "body": body, "of_first": row["of_first"] and number}
        yield {"text_id": row["id"], "number": number, "agent_id": row["changed_by"], "at": row["changed_at"], **of}


def _write_readings(session: Session, random: Random, count: int) -> None:
    """A year of them: a tenth of all articles is read each day, of which half over and over, and half of them all never."""
    _alone(session)
    today, often = day_of(session.now), range(1, count // 10)
    for past in range(0, 365, 5):
        seldom = random.sample(range(count // 10, count // 2), count // 20)
        read = {*random.sample(often, count // 20), *seldom}
        rows = [
            {"article_id": one, "day": today - past, "n": random.randrange(1, 20), "deed": ""} for one in sorted(read)
        ]
        plain.insert(session.connection, article_read, rows)


def _index(session: Session, texts: list[tuple[int, Written]]) -> None:
    """As `search.articles.add` does, but of what is known to be said: to read Markdown takes longer than all the rest."""
    if session.engine_name == "sqlite":
        words = "INSERT INTO article_search (rowid, title, body) VALUES (?, ?, ?)"
        rows = [(number, indexed(written.title), body_terms(written.says)) for number, written in texts]
    else:
        words = "INSERT INTO article_search (text_id, words) VALUES (%s, CAST(%s AS tsvector))"
        rows = [(number, words_of(Entry(number, written.title, written.says, ""))) for number, written in texts]  # type: ignore[misc]
    plain.put(session.connection, words, rows)


def _alone(session: Session) -> None:
    """Nobody else is there: PostgreSQL looks up no keys."""
    if session.engine_name == "postgresql":
        session.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")


def _number_on(session: Session) -> None:
    """What is added later is numbered behind these."""
    if session.engine_name == "postgresql":
        for table in _TABLES:
            words = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
            session.connection.exec_driver_sql(words)
