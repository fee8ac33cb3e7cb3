"""A desk whose policy has steps, on which one says what time it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from actions.conftest import SmallDesk
from actions.promised import PromisingDesk, at
from deskbell.actions import recount
from deskbell.actions.dispatch import perform
from deskbell.actions.due_clocks import anything_due, do_due
from deskbell.actions.steps import warned
from deskbell.model.commands import Assign, SaveAgent
from deskbell.model.kinds import Deed, Role
from deskbell.model.sla import Metric, Policy
from deskbell.model.sla_steps import Step
from deskbell.model.teams import SaveTeam
from deskbell.store.queries import policies
from deskbell.store.tables import change, journal, step_done, ticket, warning

FIRST = (Metric.FIRST_REPLY,)
HALF = Step(percent=50, metrics=FIRST, assignee=True)
WHOLE = Step(percent=100, metrics=FIRST, assignee=True)
SAVED = at(8)


class Stepping(PromisingDesk):
    """A desk whose policy has steps, since the 5th of January 2026, 8:00. Two hours are promised to the first answer, day and night."""

    def __init__(self, small: SmallDesk) -> None:
        super().__init__(small)
        self.version = 1

    def save(self, *steps: Step, now: datetime = SAVED, **values: Any) -> None:
        """Give the policy these steps."""
        self.do(now, self.saves(id=self.policy, version=self.version, steps=steps, **values))
        self.version += 1

    def kept(self) -> Policy:
        """The policy as it is kept."""
        return self.desk.read(policies.rows)[0]

    def sweep(self, now: datetime) -> int:
        """What a worker does that looks now."""
        if not self.when(now, anything_due):
            return 0
        done: int = self.when(now, do_due)
        self.when(now, warned.tell)
        return done

    def given(self, now: datetime, number: int, agent_id: int | None) -> None:
        self.do(now, Assign(agent_id=self.small.ona, tickets=(number,), assignee_id=agent_id))

    def team(self, name: str, *members: int) -> int:
        return perform(self.desk, SaveTeam(agent_id=self.small.ona, id=0, name=name, members=frozenset(members))) or 0

    def person(self, name: str, role: Role = Role.AGENT, **values: Any) -> int:
        email = f"{name.lower()}@desk.example"
        return (
            perform(self.desk, SaveAgent(agent_id=self.small.ona, id=0, name=name, email=email, role=role, **values))
            or 0
        )

    def told(self) -> list[tuple[int, int, str]]:
        """Who was told of which ticket, and how."""
        with self.desk.reading() as session:
            rows = session.connection.execute(select(warning).where(warning.c.told_at.is_not(None)))
            return sorted((row.agent_id, row.ticket_id, ("notice" * row.notify) + (" mail" * row.mail)) for row in rows)

    def lines(self, number: int) -> list[tuple[str, str, str]]:
        """What the journal says besides what was received."""
        with self.desk.reading() as session:
            asked = select(journal.c.kind, journal.c.before, journal.c.after).where(journal.c.ticket_id == number)
            rows = session.connection.execute(asked.order_by(journal.c.id))
            return [tuple(row) for row in rows if row.kind not in (Deed.RECEIVED, Deed.PROMISED, Deed.BREACHED)]

    def row(self, number: int) -> Any:
        with self.desk.reading() as session:
            return session.connection.execute(select(ticket).where(ticket.c.id == number)).one()


def go_on(stepping: Stepping, now: datetime) -> None:
    while stepping.when(now, recount.go_on):
        pass


def done(stepping: Stepping) -> Sequence[Any]:
    with stepping.desk.reading() as session:
        return session.connection.execute(select(step_done)).all()


def last_change(stepping: Stepping) -> int:
    with stepping.desk.reading() as session:
        return session.connection.execute(select(change.c.id).order_by(change.c.id.desc()).limit(1)).scalar() or 0


def changes(stepping: Stepping, after: int) -> set[tuple[str, int, int]]:
    with stepping.desk.reading() as session:
        rows = session.connection.execute(select(change).where(change.c.id > after))
        return {(row.entity, row.row_id, row.ticket_id) for row in rows}
