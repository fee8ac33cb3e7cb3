"""A desk that promises something, on which one says what time it is."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import VERBS, perform
from deskbell.actions.intake.arrival import Arrival, Policy
from deskbell.actions.receive import receive
from deskbell.actions.recount import count_these
from deskbell.model.commands import Command, SendReply
from deskbell.model.kinds import Deed, ReplyKind
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.model.sla import ALWAYS, SavePolicy, Targets
from deskbell.store.queries.clocks import ask_courses
from deskbell.store.session import Session
from deskbell.store.tables import journal
from rules.sla_stories import HOUR, shown

TARGETS = (Targets(2 * HOUR, HOUR, 16 * HOUR),) * 3 + (Targets(HOUR, HOUR // 2, 4 * HOUR),)
LI = Mailbox("Li Na", "li.na@mail.example")


def at(hour: int, minute: int = 0, day: int = 5) -> datetime:
    """In January 2026, UTC; the 5th is a Monday."""
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


class PromisingDesk:
    """The small desk, with the policy `policy` for everybody: 2 hours to the first answer, 1 to each next, 16 to the solution; an urgent ticket half or less."""

    def __init__(self, small: SmallDesk) -> None:
        self.small, self.desk = small, small.desk
        self.policy = perform(self.desk, self.saves()) or 0

    def saves(self, **values: Any) -> SavePolicy:
        """The command that makes the policy, or another one."""
        made = {"id": 0, "name": "Everybody", "targets": TARGETS, "calendar_id": ALWAYS} | values
        return SavePolicy(agent_id=self.small.ona, **made)

    def when(self, now: datetime, work: Callable[[Session], Any]) -> Any:
        """Do it in a transaction of this time."""

        def told(session: Session) -> Any:
            session.__dict__["now"] = now
            return work(session)

        return self.desk.transact(told)

    def do(self, now: datetime, command: Command) -> int:
        """Carry a command out at this time."""
        return self.when(now, lambda session: VERBS[type(command)](session, command)) or 0

    def arrive(self, now: datetime, *mails: InboundMail, received: datetime | None = None, **policy: Any) -> int:
        """Mail that came then is filed now; the ticket of the first."""
        kept: list[Arrival] = [
            replace(self.small.kept(one, self.small.support), received_at=received or now) for one in mails
        ]
        return int(self.when(now, lambda session: receive(session, kept, Policy(**policy)))[0].ticket_id)

    def asks(self, now: datetime, name: str = "1@mail.example") -> int:
        """A customer asks something; the ticket."""
        return self.arrive(now, mail(name))

    def again(self, now: datetime, number: int, asked: str = "1@mail.example", **values: Any) -> None:
        """The customer writes once more, to the mail that asked."""
        of = f"{number}-{now.timestamp()}@mail.example"
        assert self.arrive(now, mail(of, in_reply_to=(asked,), **values)) == number

    def reply(self, now: datetime, number: int, **values: Any) -> int:
        """Ona answers; the message."""
        command = {"ticket_id": number, "kind": ReplyKind.REPLY, "mailbox_id": self.small.support, "to": (LI,)}
        return self.do(now, SendReply(agent_id=self.small.ona, **command | {"text": "It is on its way."} | values))

    def clocks(self, number: int) -> str:
        """The clocks of a ticket in words, as `rules.sla_stories.shown` has them; that the ticket knows the next of them is checked."""
        course = self.desk.read(lambda session: ask_courses(session, [number])())[number]
        known = sorted((one for _, one in course.clocks), key=lambda one: (one.started_at, one.metric))
        due = [one.due_at for one in known if one.stopped_at is None and one.due_at is not None]
        assert course.due_at == min(due, default=None)
        return ", ".join(map(shown, known))

    def promised_otherwise(self, number: int, kind: Deed = Deed.PROMISED) -> Sequence[tuple[str, str]]:
        """What the journal has of it."""
        lines = select(journal.c.before, journal.c.after).where(journal.c.ticket_id == number, journal.c.kind == kind)
        with self.desk.reading() as session:
            return [(row.before, row.after) for row in session.connection.execute(lines.order_by(journal.c.id))]

    def count_anew(self, now: datetime, *ids: int) -> list[int]:
        """Count tickets from their journals; those whose clocks are others then."""

        def work(session: Session) -> list[int]:
            before = {number: course.clocks for number, course in ask_courses(session, ids)().items()}
            count_these(session, ids)
            return [number for number, course in ask_courses(session, ids)().items() if course.clocks != before[number]]

        return list(self.when(now, work))
