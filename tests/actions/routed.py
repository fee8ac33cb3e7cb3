"""The small desk with a team that hands its tickets out, for tests of how."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.actions.routing.hand_out import hand_out
from deskbell.model.commands import Command, SaveAgent, SetTeam
from deskbell.model.kinds import Presence, Role
from deskbell.model.presence import SetPresence, TellOpen
from deskbell.model.routing import AgentWork
from deskbell.model.teams import SaveTeam, TeamRow
from deskbell.rules.handed import Handed, from_text
from deskbell.store.queries import agents, teams
from deskbell.store.queries.routing import FIRST
from deskbell.store.tables import agent_seen, customer, journal, ticket


class Routed:
    """Mia and Tom are in the team Care, which hands out in turn; both have their Deskbell open. `ivy` is for tests that want a third."""

    def __init__(self, small: SmallDesk) -> None:
        self.small = small
        self.ivy = 0
        self.mia, self.tom = (self.agent(name) for name in ("Mia", "Tom"))
        self.care = self.do(SaveTeam(agent_id=None, id=0, name="Care", members=frozenset({self.mia, self.tom})))
        self.numbers = iter(range(1, 10_000))
        self.way("turn")
        self.seen(self.mia, self.tom)

    def do(self, command: Command) -> int:
        return perform(self.small.desk, command) or 0

    def agent(self, name: str, role: Role = Role.AGENT) -> int:
        return self.do(SaveAgent(agent_id=None, id=0, name=name, email=f"{name.lower()}@desk.example", role=role))

    def team(self) -> TeamRow:
        return next(row for row in self.small.desk.read(teams.rows) if row.id == self.care)

    def way(self, handing: str, skills: str = "", languages: str = "", **more: object) -> None:
        row = self.team()
        values = {"members": row.members, "levels": row.levels, "lead_id": row.lead_id} | more
        self.do(
            SaveTeam(
                agent_id=None,
                id=row.id,
                name=row.name,
                handing=handing,
                skills=skills,
                languages=languages,
                version=row.version,
                **values,  # type: ignore[arg-type]
            )
        )

    def seen(self, *people: int, minutes_ago: int = 0) -> None:
        """Their Deskbell told so long ago that it is open."""
        for one in people:
            self.do(TellOpen(agent_id=one))
            with self.small.desk.writing() as session:
                at = session.now - timedelta(minutes=minutes_ago)
                session.connection.execute(update(agent_seen).where(agent_seen.c.agent_id == one).values(at=at))

    def can(self, agent_id: int, work: AgentWork) -> None:
        row = next(row for row in self.small.desk.read(agents.rows) if row.id == agent_id)
        self.do(
            SaveAgent(
                agent_id=None, id=row.id, name=row.name, email=row.email, role=row.role, version=row.version, work=work
            )
        )

    def away(self, agent_id: int, **more: object) -> int:
        return self.do(SetPresence(agent_id=agent_id, presence=Presence.AWAY, **more))  # type: ignore[arg-type]

    def arrive(self, **values: object) -> int:
        """A new ticket in the team's queue."""
        number = self.small.arrive(mail(f"{next(self.numbers)}@mail.example", **values))[0].ticket_id  # type: ignore[arg-type]
        self.do(SetTeam(agent_id=None, tickets=(number,), team_id=self.care))
        return number

    def customer_speaks(self, number: int, language: str) -> None:
        with self.small.desk.writing() as session:
            whose = select(ticket.c.customer_id).where(ticket.c.id == number).scalar_subquery()
            session.connection.execute(update(customer).where(customer.c.id == whose).values(language=language))

    def hand_out(self) -> int:
        """As the worker does, until the queue has been gone through; how many were given."""
        given, behind = 0, FIRST
        while True:
            went = self.small.desk.transact(lambda session, place=behind: hand_out(session, self.care, place))
            given += went.given
            if went.behind is None:
                return given
            behind = went.behind

    def whose(self, numbers: Iterable[int]) -> list[int | None]:
        return [self.small.ticket(one).row.assignee_id for one in numbers]

    def lines(self, number: int, kind: str) -> list[tuple[str, str]]:
        with self.small.desk.reading() as session:
            asked = select(journal.c.before, journal.c.after).where(
                journal.c.ticket_id == number, journal.c.kind == kind
            )
            return [(row.before, row.after) for row in session.connection.execute(asked.order_by(journal.c.id))]

    def why(self, number: int) -> Handed | None:
        return from_text(self.lines(number, "handed")[-1][1])
