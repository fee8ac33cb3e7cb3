"""Who works here, as steps need to know it: who can be told of a ticket, and who can be given one."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from sqlalchemy import Row, select

from deskbell.model.kinds import Presence, Role
from deskbell.model.sla_steps import Step
from deskbell.rules.presence import is_away
from deskbell.store.session import Session
from deskbell.store.tables import agent, follower, mailbox, team, team_member

_AGENTS: Final = select(agent.c.id, agent.c.role, agent.c.presence, agent.c.away_until).where(agent.c.active)
_TEAMS: Final = select(team.c.id, team.c.lead_id).where(team.c.active)
_MEMBERS: Final = select(team_member.c.team_id, team_member.c.agent_id)
_RESTRICTED: Final = select(mailbox.c.id, mailbox.c.team_id).where(mailbox.c.restricted)


class Company:
    """Read once for a transaction. `following` is who follows which of its tickets (ids)."""

    def __init__(self, session: Session, tickets: Collection[int]) -> None:
        ask = session.connection.execute
        agents = ask(_AGENTS).all()
        self.active = frozenset(row.id for row in agents)
        now = session.now
        self.available = frozenset(row.id for row in agents if not is_away(Presence(row.presence), row.away_until, now))
        self._see_all = frozenset(row.id for row in agents if row.role != Role.AGENT)
        self._leads: Mapping[int, int | None] = {row.id: row.lead_id for row in ask(_TEAMS)}
        self.teams = frozenset(self._leads)
        self._members: dict[int, set[int]] = {}
        for row in ask(_MEMBERS):
            self._members.setdefault(row.team_id, set()).add(row.agent_id)
        self._restricted: Mapping[int, int | None] = {row.id: row.team_id for row in ask(_RESTRICTED)}
        self.following: dict[int, set[int]] = {}
        asked = select(follower.c.ticket_id, follower.c.agent_id).where(follower.c.ticket_id.in_(sorted(tickets)))
        for row in ask(asked):
            self.following.setdefault(row.ticket_id, set()).add(row.agent_id)

    def members(self, team_id: int | None) -> frozenset[int]:
        """Who of those that work here is in a team."""
        return frozenset(self._members.get(team_id or 0, ())) & self.active if team_id in self.teams else frozenset()

    def who_see(self, agents: AbstractSet[int], mailbox_id: int) -> frozenset[int]:
        """Those of these agents who see a mailbox."""
        if mailbox_id not in self._restricted:
            return frozenset(agents)
        return frozenset(agents & (self.members(self._restricted[mailbox_id]) | self._see_all))

    def told(self, step: Step, row: Row[Any], team_id: int | None, assignee_id: int | None) -> frozenset[int]:
        """Whom a step tells of a ticket (`row`) that is this team's and agent's now: those of them who work here and see it."""
        found = set(step.agents)
        if step.assignee:
            found |= {assignee_id} if assignee_id is not None else self.members(team_id)
        if step.lead:
            found |= self._lead(team_id)
        if step.followers:
            found |= self.following.get(row.id, set())
        return self.who_see(found & self.active, row.mailbox_id)

    def _lead(self, team_id: int | None) -> AbstractSet[int]:
        """Who answers for a team: without a lead who works here the managers and administrators, as also for a ticket without a team."""
        lead = self._leads.get(team_id or 0)
        return {lead} if lead is not None and lead in self.active else self._see_all
