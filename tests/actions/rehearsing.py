"""Two desks on which the same happens: on one a rule is at work, on the other it is rehearsed afterwards."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from unittest import mock

from msgspec.structs import replace
from sqlalchemy import func, select

from actions.conftest import SmallDesk, mail
from actions.rule_desk import Desk
from deskbell.model import commands
from deskbell.model.automation import Hand, Rule, RuleActions, SaveRule
from deskbell.model.fields import FieldKind, SaveField, SetField
from deskbell.model.kinds import Deed, Priority, ReplyKind, Status, TicketType
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.model.rehearsal import WouldHave
from deskbell.model.rows import TicketRow
from deskbell.model.teams import SaveTeam
from deskbell.rules.fields import from_journal
from deskbell.store.queries import rehearsal
from deskbell.store.session import Session
from deskbell.store.tables import automation_run, automation_timer, journal

T = TypeVar("T")
BEGIN = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
TAGS = ("refund", "printer", "late", "seen")
_WORDS = ("A refund, please.", "The printer is offline.", "Where is my order A-1234?", "Thank you!", "URGENT: help")
_STATUSES = (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED)


class Clock:
    """The time of both desks."""

    def __init__(self) -> None:
        self.now = BEGIN

    @contextmanager
    def kept(self) -> Iterator[None]:
        with mock.patch.object(Session, "now", property(lambda _: self.now)):
            yield


class Story:
    """What happens by chance, on both desks. Whoever changes something makes it another than it is, on either: a change that changes nothing is in no journal.

    `desks` are the one where rules are at work and the one where they are not, but those that are said to be on both.
    """

    def __init__(self, desks: tuple[Desk, Desk], clock: Clock, seed: int) -> None:
        self.desks = desks
        self.clock = clock
        self.random = random.Random(seed)
        self.tickets: list[int] = []
        self.mails: dict[int, list[tuple[str, str]]] = {}
        self._numbers = 0
        self.lately = 40
        (self.team,) = set(
            self.both(
                SaveTeam(
                    agent_id=desks[0].small.ona,
                    id=0,
                    name="Refunds",
                    members=frozenset({desks[0].small.ona, desks[0].small.tomas}),
                )
            )
        )
        (self.field,) = set(self.both(SaveField(agent_id=desks[0].small.ona, id=0, name="Order", kind=FieldKind.TEXT)))

    def both(self, command: commands.Command) -> list[int]:
        """The same command on both, in this order."""
        return [desk.do(replace(command, deed=commands.new_deed())) for desk in self.desks]

    def go_on(self, steps: int) -> None:
        """So many things happen, one after the other; rules at work have their turn after each, and whenever the time of one has come."""
        for _ in range(steps):
            self.pass_time(timedelta(minutes=self.random.randint(1, 300)))
            self.step()
            for desk in self.desks:
                desk.run()

    def pass_time(self, amount: timedelta) -> None:
        """Time passes; where a rule waits for it, not a moment too long."""
        until = self.clock.now + amount
        while True:
            due = [one for one in map(_next_due, self.desks) if one is not None and one <= until]
            if not due:
                break
            self.clock.now = max(self.clock.now, min(due))
            for desk in self.desks:
                desk.run()
        self.clock.now = until

    def step(self) -> None:
        """One thing happens."""
        if not self.tickets or self.random.random() < 0.3:
            self.arrive()
            return
        self.random.choice(
            (
                *(
                    self.answer,
                    self.answer,
                    self.reply,
                    self.reply,
                    self.status,
                    self.priority,
                    self.assign,
                    self.team_up,
                ),
                *(self.tag, self.subject, self.type, self.note, self.snooze, self.fill, self.move, self.trash),
            )
        )()

    def arrive(self) -> None:
        """A mail that begins a ticket."""
        sender = f"customer{self.random.randrange(12)}@mail.example"
        self._come(self._mail(sender, subject=self.random.choice(_WORDS)), self.random.choice(("support", "billing")))

    def answer(self) -> None:
        number = self._any()
        if not self.mails.get(number):
            return
        message_id, sender = self.mails[number][0]
        auto = self.random.random() < 0.1
        self._come(self._mail(sender, in_reply_to=(message_id,), is_auto_reply=auto), "support")

    def reply(self) -> None:
        number = self._any()
        rows = self._rows(number)
        # An answer opens a new ticket by itself: that somebody chose it would be seen nowhere.
        others = [one for one in _STATUSES[1:] if one not in {row.status for row in rows}]
        self._do(
            commands.SendReply(
                agent_id=self._somebody(),
                ticket_id=number,
                kind=ReplyKind.REPLY,
                mailbox_id=rows[0].mailbox_id,
                to=(Mailbox("Li Na", "li.na@mail.example"),),
                text="Please restart it.",
                then=self.random.choice((None, *others)),
            )
        )

    def status(self) -> None:
        self._put(
            lambda row: row.status,
            _STATUSES,
            lambda n, one: commands.SetStatus(agent_id=self._somebody(), tickets=(n,), status=one),
        )

    def priority(self) -> None:
        self._put(
            lambda row: row.priority,
            tuple(Priority),
            lambda n, one: commands.SetPriority(agent_id=self._somebody(), tickets=(n,), priority=one),
        )

    def assign(self) -> None:
        people = (self._small.ona, self._small.tomas, None)
        self._put(
            lambda row: row.assignee_id,
            people,
            lambda n, one: commands.Assign(agent_id=self._somebody(), tickets=(n,), assignee_id=one),
        )

    def team_up(self) -> None:
        self._put(
            lambda row: row.team_id,
            (self.team, None),
            lambda n, one: commands.SetTeam(agent_id=self._somebody(), tickets=(n,), team_id=one),
        )

    def type(self) -> None:
        self._put(
            lambda row: row.type,
            tuple(TicketType),
            lambda n, one: commands.SetType(agent_id=self._somebody(), tickets=(n,), type=one),
        )

    def tag(self) -> None:
        number = self._any()
        rows = self._rows(number)
        name = self.random.choice(TAGS)
        if all(name not in row.tags for row in rows):
            self._do(commands.ChangeTags(agent_id=self._somebody(), tickets=(number,), add=(name,)))
        elif all(name in row.tags for row in rows):
            self._do(commands.ChangeTags(agent_id=self._somebody(), tickets=(number,), remove=(name,)))

    def subject(self) -> None:
        self._do(
            commands.SetSubject(
                agent_id=self._somebody(),
                ticket_id=self._any(),
                subject=f"{self.random.choice(_WORDS)} {self._number()}",
            )
        )

    def note(self) -> None:
        self._do(commands.AddNote(agent_id=self._somebody(), ticket_id=self._any(), text="Asked the shop."))

    def snooze(self) -> None:
        until = self.clock.now + timedelta(days=300)
        self._do(commands.Snooze(agent_id=self._somebody(), tickets=(self._any(),), until=until))

    def fill(self) -> None:
        self._do(
            SetField(
                agent_id=self._somebody(), tickets=(self._any(),), field_id=self.field, value=f"A-{self._number()}"
            )
        )

    def move(self) -> None:
        boxes = (self._small.support, self._small.billing)
        self._put(
            lambda row: row.mailbox_id,
            boxes,
            lambda n, one: commands.MoveToMailbox(agent_id=self._somebody(), tickets=(n,), mailbox_id=one),
        )

    def trash(self) -> None:
        if self.random.random() < 0.3:
            self._put(
                lambda row: row.status,
                (Status.SPAM, Status.TRASH),
                lambda n, one: commands.SetStatus(agent_id=self._somebody(), tickets=(n,), status=one),
            )

    @property
    def _small(self) -> SmallDesk:
        return self.desks[0].small

    def _mail(self, sender: str, **values: object) -> InboundMail:
        return mail(f"{self._number()}@mail.example", self.random.choice(_WORDS), sender=sender, **values)

    def _come(self, one: InboundMail, box: str) -> None:
        (number,) = {desk.small.arrive(one, mailbox=getattr(desk.small, box))[0].ticket_id for desk in self.desks}
        if number not in self.mails:
            self.tickets.append(number)
        self.mails.setdefault(number, []).append((one.message_id, one.sender.email))

    def _put(
        self, now: Callable[[TicketRow], object], values: Sequence[T], command: Callable[[int, T], commands.Command]
    ) -> None:
        number = self._any()
        there = {now(row) for row in self._rows(number)}
        others = [one for one in values if one not in there]
        if others:
            self._do(command(number, self.random.choice(others)))

    def _do(self, command: commands.Command) -> None:
        self.both(command)

    def _rows(self, number: int) -> list[TicketRow]:
        return [desk.small.ticket(number).row for desk in self.desks]

    def _any(self) -> int:
        return self.random.choice(self.tickets[-self.lately :])

    def _somebody(self) -> int:
        return self.random.choice((self._small.ona, self._small.tomas))

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers


def _next_due(desk: Desk) -> datetime | None:
    with desk.small.desk.reading() as session:
        found: datetime | None = session.connection.execute(select(func.min(automation_timer.c.due_at))).scalar()
        return found


Did = tuple[int, datetime, tuple[tuple[str, str], ...]]


def did(desk: Desk, rule_id: int) -> list[Did]:
    """What a rule did: the ticket, when, and what, of the journal."""
    asked = (
        select(automation_run.c.ticket_id, journal.c.at, journal.c.kind, journal.c.before, journal.c.after, journal.c.deed_id)
        .join(journal, journal.c.deed_id == automation_run.c.deed_id)
        .where(automation_run.c.rule_id == rule_id)
        .order_by(journal.c.id)
    )  # fmt: skip
    found: dict[str, tuple[int, datetime, dict[str, str]]] = {}
    with desk.small.desk.reading() as session:
        for row in session.connection.execute(asked):
            found.setdefault(row.deed_id, (row.ticket_id, row.at, {}))[2].update(_line(row.kind, row.before, row.after))
    status = next((rule.actions.status for rule in desk.rules().values() if rule.id == rule_id), None)
    for _, _, what in found.values():
        # To be given a status that it has takes a ticket out of its snooze.
        if what.pop("woken", None) is not None and status is not None:
            what.setdefault("status", str(int(status)))
    return [(ticket_id, at, tuple(sorted(what.items()))) for ticket_id, at, what in found.values()]


def _line(kind: str, before: str, after: str) -> dict[str, str]:
    match Deed(kind):
        case Deed.TAGGED:
            old, new = (set(side.split("\n")) - {""} for side in (before, after))
            return {"on": " ".join(sorted(new - old)), "off": " ".join(sorted(old - new))}
        case Deed.FIELD:
            return {kind: from_journal(after)[1]}
        case Deed.ASSIGNED:
            return {kind: "somebody" if after else "nobody"}
        case Deed.SNOOZED | Deed.NOTED | Deed.REPLIED:
            return {kind: ""} if after else {"woken": ""}
        case Deed.STATUS | Deed.PRIORITY | Deed.TYPE | Deed.TEAM:
            return {kind: after}
    return {}


def would_have(found: Sequence[WouldHave]) -> list[Did]:
    """The same of a rehearsal."""
    return [(one.ticket_id, one.at, tuple(sorted(_done(one.does).items()))) for one in found]


def _done(does: RuleActions) -> dict[str, str]:
    said: dict[str, str] = {}
    for kind, value in (
        ("status", does.status),
        ("priority", does.priority),
        ("type", does.type),
        ("team", does.team_id),
    ):
        if value is not None:
            said[kind] = str(int(value))
    if does.assign is not Hand.AS_IT_IS:
        said["assigned"] = "nobody" if does.assign is Hand.NOBODY else "somebody"
    if does.add_tags or does.remove_tags:
        said |= {"on": " ".join(sorted(does.add_tags)), "off": " ".join(sorted(does.remove_tags))}
    for _, value in does.fields:
        said["field"] = value
    for kind, there in (("noted", does.note), ("replied", does.reply_id), ("snoozed", does.snooze_hours)):
        if there:
            said[kind] = ""
    return said


def rehearse(
    desk: Desk, rule: Rule, known_as: str = "", days: int = 3650, since: datetime | None = None
) -> list[WouldHave]:
    """All that a rehearsal finds, over so many days or since a moment."""
    database = desk.small.desk
    left = database.read(rehearsal.begin, days)
    if since is not None:
        before = select(func.coalesce(func.max(journal.c.id), 0)).where(journal.c.at < since)
        with database.reading() as session:
            left = replace(left, since=since, first=session.connection.execute(before).scalar_one() + 1)
    found: list[WouldHave] = []
    while not left.over:
        piece = database.read(rehearsal.rehearse, rule, known_as, left)
        assert piece.left.place < left.place
        found += piece.found
        left = piece.left
    return found


def saved(desk: Desk, rule: Rule) -> int:
    """The rule is at work; its id."""
    return desk.do(
        SaveRule(
            agent_id=desk.small.ona,
            id=0,
            name=rule.name,
            events=rule.events,
            conditions=rule.conditions,
            actions=rule.actions,
            stop=rule.stop,
            timer=rule.timer,
        )
    )
