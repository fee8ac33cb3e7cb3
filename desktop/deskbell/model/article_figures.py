"""How much articles are read and used, and whether they were of use."""

from datetime import datetime

from msgspec import Struct

from deskbell.model.articles import ArticleRow
from deskbell.model.commands import Command


class Complaint(Struct, frozen=True):
    """Why an article was of no use to an agent (id), who said so after it was verified last."""

    agent_id: int
    why: str
    at: datetime


class Figures(Struct, frozen=True):
    """Of an article: readings of 7 and of 30 days, how many tickets it was used in within 30, how many agents it was of use to and how many not, what whoever
    asks has said (None: nothing), why it was not, and who read it within 30 days where the desk wants names and whoever asks may know."""

    week: int = 0
    month: int = 0
    uses: int = 0
    useful: int = 0
    useless: int = 0
    mine: bool | None = None
    complaints: tuple[Complaint, ...] = ()
    readers: tuple[int, ...] = ()


class UsedRow(Struct, frozen=True):
    """An article with its readings and uses in tickets of 30 days."""

    row: ArticleRow
    reads: int = 0
    uses: int = 0

    @property
    def id(self) -> int:
        """The article's."""
        return self.row.id


class UsedKey(Struct, frozen=True):
    """Where a page of such a list ends: at this number, by which it is ordered, and this article."""

    place: int
    id: int


class UsedPage(Struct, frozen=True):
    """Some of such a list; `last` is where the next page begins, None where these are all that are left."""

    rows: tuple[UsedRow, ...] = ()
    last: UsedKey | None = None


class NoteReadings(Command, frozen=True, kw_only=True):
    """Count that these articles were read, each by this agent for the first time today."""

    ids: tuple[int, ...]


class SayUseful(Command, frozen=True, kw_only=True):
    """Say whether an article was of use; where it was not perhaps why, to whoever answers for it."""

    id: int
    useful: bool
    why: str = ""
