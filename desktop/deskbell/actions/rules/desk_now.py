"""The desk as rules need to know it besides the ticket."""

from collections.abc import Mapping
from datetime import UTC, tzinfo
from functools import cached_property
from typing import Final

from sqlalchemy import select

from deskbell.actions.routing.roster import Roster
from deskbell.model.canned import CannedReply
from deskbell.model.kinds import Presence
from deskbell.rules.loops import Caps
from deskbell.rules.presence import is_away
from deskbell.rules.wall_clock import zone
from deskbell.store.queries import calendars, canned, settings
from deskbell.store.session import Session
from deskbell.store.tables import agent, mailbox, team, team_member

NOBODY: Final = 0
_AGENTS: Final = select(agent.c.id, agent.c.presence, agent.c.away_until).where(agent.c.active)
_MEMBERS: Final = (
    select(team_member.c.team_id, team_member.c.agent_id)
    .join(team, team.c.id == team_member.c.team_id)
    .where(team.c.active)
)


class DeskNow:
    """Who works here, the shared canned replies and what else is at hand, read when it is first asked for; for one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _away(self) -> dict[int, bool]:
        now = self._session.now
        return {
            row.id: is_away(Presence(row.presence), row.away_until, now)
            for row in self._session.connection.execute(_AGENTS)
        }

    @property
    def active(self) -> frozenset[int]:
        """Who works here."""
        return frozenset(self._away)

    @property
    def available(self) -> frozenset[int]:
        """Who has not said that they are away."""
        return frozenset(one for one, away in self._away.items() if not away)

    @cached_property
    def roster(self) -> Roster:
        """Who of a team can be given tickets."""
        return Roster(self._session)

    @cached_property
    def _members(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for team_id, agent_id in self._session.connection.execute(_MEMBERS):
            found.setdefault(team_id, set()).add(agent_id)
        return found

    def members(self, team_id: int | None) -> frozenset[int]:
        """Who of those that work here is in a team."""
        return frozenset(self._members.get(team_id or 0, ())) & self.active

    @cached_property
    def zone(self) -> tzinfo:
        """That of the desk's first calendar: a rule is nowhere else."""
        there = calendars.rows(self._session)
        return zone(there[0].zone) if there else UTC

    @cached_property
    def replies(self) -> Mapping[int, CannedReply]:
        """The canned replies that are everybody's, by id."""
        return {reply.id: reply for reply in canned.replies(self._session, NOBODY)}

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """Those of the mailboxes, in lower case."""
        return frozenset(
            one.casefold() for one in self._session.connection.execute(select(mailbox.c.address)).scalars()
        )

    @cached_property
    def caps(self) -> Caps:
        """How many automatic answers go out in a day."""
        found = settings.read(self._session, 0)
        return Caps(found.number("acknowledge.sender_day"), found.number("acknowledge.mailbox_day"))
