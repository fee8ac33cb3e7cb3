"""What the texts of articles must hold, with what means the same, as each engine wants to be asked for it."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, bindparam, cast, select

from deskbell.model.knowledge_settings import SYNONYMS
from deskbell.rules.search_query import Words
from deskbell.rules.synonyms import same_as
from deskbell.store.queries.settings import DESK
from deskbell.store.search.asked import Phrase, asked, fts5, tsquery
from deskbell.store.search.portions import TsQuery
from deskbell.store.session import Session
from deskbell.store.tables import setting

Phrases = Sequence[Phrase]
_KEPT = select(setting.c.value).where(setting.c.key == bindparam("key"), setting.c.owner == DESK)


class Sought(Struct, frozen=True):
    """Of each of `wanted` all phrases of one, and of none of `unwanted` all. `also` are words that were not typed."""

    wanted: Sequence[Sequence[Phrases]]
    unwanted: Sequence[Phrases] = ()
    also: tuple[str, ...] = ()

    def phrases(self) -> list[Phrase]:
        """All that is wanted."""
        return [phrase for one in self.wanted for each in one for phrase in each]

    def fts5(self) -> str:
        """What SQLite is asked for what is wanted."""
        return " AND ".join(f"({_any(each)})" for each in self.wanted)

    def unwanted_fts5(self) -> str:
        """The same for any of what is not."""
        return _any(self.unwanted)

    def titled(self) -> ColumnElement[Any]:
        """What PostgreSQL is asked for what is wanted; NULL where nothing is."""
        return cast(self._wanted() if self.wanted else None, TsQuery)

    def as_tsquery(self) -> ColumnElement[Any]:
        """The same, and nothing of what is unwanted."""
        unwanted = [f"!({tsquery(each)})" for each in self.unwanted]
        return cast(" & ".join([*([self._wanted()] if self.wanted else []), *unwanted]), TsQuery)

    def _wanted(self) -> str:
        return " & ".join(f"({' | '.join(f'({tsquery(each)})' for each in one)})" for one in self.wanted)


def _any(alternatives: Sequence[Phrases]) -> str:
    return " OR ".join(f"({fts5(each)})" for each in alternatives)


def sought(words: Sequence[Words], synonyms: str = "") -> Sought | None:
    """None where nothing is asked of words. What has no letter or digit asks for nothing."""
    wanted, also = [], []
    for one in words:
        alternatives = [phrases] if (phrases := asked(one)) else []
        if one.negated or not alternatives:
            continue
        for other in same_as(synonyms, one.text):
            alternatives.append(asked(Words(other)))
            also.append(other)
        wanted.append([each for each in alternatives if each])
    unwanted = [phrases for one in words if one.negated and (phrases := asked(one))]
    return Sought(wanted, unwanted, tuple(dict.fromkeys(also))) if wanted or unwanted else None


def synonyms_of(session: Session) -> str:
    """Those of the desk."""
    kept = session.connection.execute(_KEPT, {"key": SYNONYMS.key}).scalar()
    return kept if isinstance(kept, str) else ""
