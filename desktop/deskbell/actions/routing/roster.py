"""Who can be given tickets in one transaction, and who was."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Final

from msgspec.structs import replace
from sqlalchemy import text

from deskbell.model.routing import Candidate, HandingOut, Hindrance, Level, Need, Verdict, Way
from deskbell.rules.routing import decide
from deskbell.store.queries import routing
from deskbell.store.queries.routing import Asked, Staff
from deskbell.store.session import Session
from deskbell.store.tables import agent_turn
from deskbell.store.upsert import keep

_ALONE: Final = text("SELECT pg_advisory_xact_lock(hashtext('deskbell routing'))")


def wait_alone(session: Session) -> None:
    """Wait until nobody else hands out tickets, and keep others from it until this transaction has ended. Whoever may do so comes here before it locks a ticket:
    else two would each wait for what the other has.
    """
    if session.engine_name == "postgresql":
        session.connection.execute(_ALONE)


class Roster:
    """Everybody who works here, as they are now. With `give` loads and turns go on from ticket to ticket; `keep` writes whose turn it was.

    Whoever `gives` waits until nobody else does: two that see the same loads would both give somebody their last place.
    """

    def __init__(self, session: Session, *, gives: bool = True) -> None:
        self._session = session
        self._gives = gives
        self._given: dict[int, int] = {}
        self._levels: dict[int, Mapping[int, Level]] = {}

    @cached_property
    def ways(self) -> Mapping[int, Way]:
        """How each team hands out."""
        return routing.ways(self._session)

    def hands_out(self, team_id: int) -> bool:
        """Whether a team hands out by itself what waits in its queue."""
        way = self.ways.get(team_id)
        return way is not None and way.handing is not HandingOut.NOT

    @property
    def skills(self) -> Mapping[int, str]:
        """The names of all tags that are anybody's skill, by id."""
        return self._staff.skills

    @property
    def there(self) -> frozenset[int]:
        """Who is at work."""
        return frozenset(one.agent_id for one in self._staff.agents.values() if one.absent is None)

    def team(self, team_id: int) -> tuple[Candidate, ...]:
        """The members of a team who work here."""
        there = self._staff.agents
        found = ((there[agent_id], level) for agent_id, level in self._members(team_id).items() if agent_id in there)
        return tuple(one if level is one.level else replace(one, level=level) for one, level in found)

    def least(self, team_id: int, seeing: Collection[int]) -> int | None:
        """Who of a team, among these who see the ticket (ids), has the fewest tickets, whatever these ask for; also whoever is not at work where nobody is, but
        nobody who said that they are away.
        """
        members = tuple(one for one in self.team(team_id) if one.agent_id in seeing)
        return decide(Need(), Way(HandingOut.LEAST), self._or_whoever(members)).agent_id

    def decide(self, asked: Asked, way: Way, team_id: int, *, waits: bool = True) -> Verdict:
        """Who of a team gets a ticket. With `waits` nobody does while nobody is at work; without it then also whoever has not said that they are away."""
        members = self.team(team_id)
        if asked.seen_by_team is not None:
            seeing = self._staff.sees_all | self._members(asked.seen_by_team).keys()
            members = tuple(one for one in members if one.agent_id in seeing)
        dedicated = way.handing is HandingOut.LAST
        last = routing.answered_last(self._session, asked.customer_id) if dedicated else None
        return decide(asked.need, way, members if waits else self._or_whoever(members), asked.had, last)

    @staticmethod
    def _or_whoever(members: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        if any(one.absent is None for one in members):
            return members
        return tuple(one if one.absent is Hindrance.AWAY else replace(one, absent=None) for one in members)

    def give(self, agent_id: int) -> None:
        """They have one ticket more now, and it was their turn."""
        agents = dict(self._staff.agents)
        turn = max(one.turn for one in agents.values()) + 1
        agents[agent_id] = replace(agents[agent_id], load=agents[agent_id].load + 1, turn=turn)
        self._staff = replace(self._staff, agents=agents)
        self._given[agent_id] = turn

    def keep(self) -> None:
        """Write whose turn it was."""
        for agent_id, turn in self._given.items():
            keep(self._session, agent_turn, ("agent_id",), {"agent_id": agent_id, "n": turn})
        self._given.clear()

    @cached_property
    def _staff(self) -> Staff:
        if self._gives:
            wait_alone(self._session)
        return routing.staff(self._session)

    def _members(self, team_id: int) -> Mapping[int, Level]:
        if team_id not in self._levels:
            self._levels[team_id] = routing.levels(self._session, team_id)
        return self._levels[team_id]
