"""The desk as rules need to know it besides the ticket."""

from collections.abc import Mapping
from datetime import UTC, tzinfo
from functools import cached_property
from typing import Final

from sqlalchemy import func, select

from deskbell.model.canned import CannedReply
from deskbell.model.kinds import Presence, Shelf
from deskbell.rules.loops import Caps
from deskbell.rules.wall_clock import zone
from deskbell.store.queries import calendars, canned, settings
from deskbell.store.session import Session
from deskbell.store.tables import agent, automation, mailbox, team, team_member, ticket_count

NOBODY: Final = 0
_AGENTS: Final = select(agent.c.id, agent.c.presence).where(agent.c.active)
_MEMBERS: Final = (
    select(team_member.c.team_id, team_member.c.agent_id)
    .join(team, team.c.id == team_member.c.team_id)
    .where(team.c.active)
)
_LOADS: Final = (
    select(ticket_count.c.assignee_id, func.sum(ticket_count.c.n))
    .where(ticket_count.c.shelf == int(Shelf.LIVE))
    .group_by(ticket_count.c.assignee_id)
)


class DeskNow:
    """Who works here, the shared canned replies and what else is at hand, read when it is first asked for; for one transaction.

    `turns` are, by rule, who was given a ticket last; they go on with each one given.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        asked = select(automation.c.id, automation.c.turn)
        self.turns: dict[int, int] = {row.id: row.turn for row in session.connection.execute(asked)}

    @cached_property
    def _presence(self) -> dict[int, str]:
        return {row.id: row.presence for row in self._session.connection.execute(_AGENTS)}

    @property
    def active(self) -> frozenset[int]:
        """Who works here."""
        return frozenset(self._presence)

    @property
    def there(self) -> frozenset[int]:
        """Who takes work now."""
        return frozenset(one for one, presence in self._presence.items() if presence == Presence.AVAILABLE)

    @cached_property
    def _members(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for team_id, agent_id in self._session.connection.execute(_MEMBERS):
            found.setdefault(team_id, set()).add(agent_id)
        return found

    def members(self, team_id: int | None) -> frozenset[int]:
        """Who of those that work here is in a team."""
        return frozenset(self._members.get(team_id or 0, ())) & self.active

    def loads(self) -> Mapping[int, int]:
        """How many open tickets each has at this moment."""
        return {agent_id: int(n) for agent_id, n in self._session.connection.execute(_LOADS)}

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
