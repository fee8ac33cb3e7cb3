"""Teams, and what is asked of them."""

from msgspec import Struct

from deskbell.model.commands import Command


class TeamRow(Struct, frozen=True):
    """A team and the agents (ids) who are in it, those who have left the desk too, and who leads it; without a calendar of its own it goes by the desk's first.
    `handing`, `skills` and `languages` are a `routing.Way`; `levels` those of members who are not at the first (`routing.Level`)."""

    id: int
    name: str
    members: frozenset[int]
    version: int
    calendar_id: int | None = None
    lead_id: int | None = None
    handing: str = ""
    skills: str = ""
    languages: str = ""
    levels: tuple[tuple[int, int], ...] = ()


class TeamHoldings(Struct, frozen=True):
    """How much a team has: tickets, solved ones and all, and articles that it alone sees."""

    tickets: int
    articles: int


class SaveTeam(Command, frozen=True, kw_only=True):
    """Make a team (id 0) or change one. `members` are the agents in it, all of them; without a calendar it goes by the desk's first.

    `lead_id` is the agent who answers for the team and hears of what goes wrong there, a member or not; None for nobody. `handing`, `skills` and `languages` are
    a `routing.Way`; `levels` those of members who are not at the first.
    """

    id: int
    name: str
    members: frozenset[int] = frozenset()
    calendar_id: int | None = None
    version: int = 0
    lead_id: int | None = None
    handing: str = ""
    skills: str = ""
    languages: str = ""
    levels: tuple[tuple[int, int], ...] = ()


class RemoveTeam(Command, frozen=True, kw_only=True):
    """There is no such team any more: its tickets, solved ones too, and its mailboxes go to the team `successor_id`, or to none (None).

    The articles that it alone sees go to the successor; to none, they stay with those who were in it.
    """

    id: int
    successor_id: int | None
    version: int
