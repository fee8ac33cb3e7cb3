"""How tickets are handed out: what a team wants of whom, what its members can do, and why somebody got one or did not."""

from enum import IntEnum, StrEnum
from typing import Final

from msgspec import Struct


class HandingOut(StrEnum):
    """How a team's tickets come to its members. The values are stored: never rename one, only add.

    NOT: they lie in the team's queue, and whoever likes takes them. TURN: who has waited longest for one. LEAST: who has the fewest open ones. LAST: who
    answered this customer last, and else who has the fewest.
    """

    NOT = ""
    TURN = "turn"
    LEAST = "least"
    LAST = "last"


class Match(StrEnum):
    """What a skill or a language is asked for. The values are stored: never rename one, only add."""

    ANY = ""
    PREFERRED = "preferred"
    REQUIRED = "required"


class Level(IntEnum):
    """Where somebody stands in a team, and who of it a ticket is for. The values are stored: never renumber one, only add."""

    FIRST = 1
    SECOND = 2
    SPECIALIST = 3


class Way(Struct, frozen=True):
    """How a team hands out, and what it asks of its members then."""

    handing: HandingOut = HandingOut.NOT
    skills: Match = Match.ANY
    languages: Match = Match.ANY


class AgentWork(Struct, frozen=True):
    """What can be given to an agent.

    `skills` are tags (ids): of a ticket with such a tag they know something. `languages` (of BCP 47, "lt") are those that they answer in, none named: any.
    `capacity` is how many open tickets they are given at most, None for any number. `calendar_id`: only within those hours, None for whenever they are there.
    """

    skills: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    capacity: int | None = None
    calendar_id: int | None = None


ANYTHING: Final = AgentWork()
"""That of whom nothing was said."""


class Need(Struct, frozen=True):
    """What a ticket asks of whom it is given to. `skills` are those of its tags that are anybody's skill; `language` is the customer's, "" for not known."""

    ticket_id: int = 0
    skills: frozenset[int] = frozenset()
    language: str = ""
    level: Level = Level.FIRST


class Hindrance(StrEnum):
    """Why somebody is not given a ticket. AWAY: they said so. GONE: no Deskbell of theirs is open. CLOSED: outside their working hours. FULL: they have as many
    as they take. HAD: it was taken off them by hand since it came to the team. BEHIND: nothing hinders, but another one comes first.
    """

    AWAY = "away"
    GONE = "gone"
    CLOSED = "closed"
    FULL = "full"
    LEVEL = "level"
    SKILL = "skill"
    LANGUAGE = "language"
    HAD = "had"
    BEHIND = "behind"


ABSENT: Final = frozenset({Hindrance.AWAY, Hindrance.GONE, Hindrance.CLOSED})
"""Who is not at work."""


class Candidate(Struct, frozen=True):
    """A member of a team. `absent` is why they are not at work, None where they are. `load` are their open tickets. `turn` rises with each ticket given to
    anybody: who has the lowest has waited longest.
    """

    agent_id: int
    work: AgentWork = ANYTHING
    level: Level = Level.FIRST
    absent: Hindrance | None = None
    load: int = 0
    turn: int = 0

    @property
    def full(self) -> bool:
        """Whether they have as many open tickets as they take."""
        return self.work.capacity is not None and self.load >= self.work.capacity


class Judged(Struct, frozen=True):
    """What was found about one member: what hinders (nothing where they get the ticket), which of the skills that are asked for they have and lack (ids), whether they
    speak the language (None: it is not known, or not asked for), and whether they answered the customer last.
    """

    candidate: Candidate
    hindrances: tuple[Hindrance, ...]
    has: frozenset[int] = frozenset()
    lacks: frozenset[int] = frozenset()
    speaks: bool | None = None
    answered: bool = False


class Verdict(Struct, frozen=True):
    """Whom a ticket is given to (None: nobody can take it), and what was found about each member, in the order in which they come."""

    agent_id: int | None
    need: Need
    way: Way
    judged: tuple[Judged, ...]

    @property
    def chosen(self) -> Judged | None:
        """What was found about who gets it."""
        return next((one for one in self.judged if one.candidate.agent_id == self.agent_id), None)

    @property
    def nobody_there(self) -> bool:
        """Nobody of the team is at work: it is not for want of skills that it stays."""
        return all(one.candidate.absent is not None for one in self.judged)
