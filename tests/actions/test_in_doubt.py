"""The connection breaks while a command is committed: whatever was lost, it is carried out exactly once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import func, insert, select, update

from building import Builder
from deskbell.actions import dispatch
from deskbell.actions.dispatch import VERBS, perform
from deskbell.model import commands
from deskbell.model.commands import Command
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import MessageKind, Presence, Priority, ReplyKind, Status
from deskbell.model.mail import Mailbox, OutboundAttachment
from deskbell.store import blobs, postgresql
from deskbell.store import desk as desk_module
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import establish
from deskbell.store.session import Session
from deskbell.store.tables import change, mailbox, message, metadata, outbox, raw_mail, tag, team
from servers.cable import Cable, Lost
from servers.postgres import Postgres

pytestmark = pytest.mark.servers

COMMIT = rb"COMMIT\0"
LATER = datetime(2030, 1, 1, 8, 0, tzinfo=UTC)
ANNA = Mailbox("Anna", "anna@customer.example")


@dataclass
class Scene:
    """A desk with a ticket, and what a command was answered with before, by name."""

    desk: Desk
    build: Builder
    ticket: int
    asked: int
    answers: dict[str, int | None] = field(default_factory=dict)
    deeds: dict[str, str] = field(default_factory=dict)

    def command(self, name: str) -> Command:
        """The command of this name, made now."""
        made = STEPS[name](self, self.build)
        self.deeds[name] = made.deed
        return made

    def mail(self, name: str, state: str) -> int:
        """A mail that was sent by the command of this name; it is in the outbox with this state by now."""
        made = self.answers[name]
        assert made is not None
        with self.desk.writing() as session:
            session.connection.execute(update(outbox).where(outbox.c.message_id == made).values(state=state))
        return made


def scene(desk: Desk) -> Scene:
    desk.transact(establish)
    build = Builder(desk)
    ticket = build.ticket(customer_id=build.customer("Anna", ANNA.email))
    build.participant(ticket, "Anna", ANNA.email)
    for number in range(3):
        build.message(ticket, f"And {number}?", sender=("Anna", ANNA.email))
    with desk.writing() as session:
        (original,) = blobs.keep(session, [b"From: Anna"])
        session.connection.execute(update(mailbox).values(smtp_host="smtp.desk.example"))
    raw = build.insert(
        raw_mail,
        mailbox_id=build.support,
        folder="INBOX",
        uidvalidity=1,
        uid=1,
        sha256=b"0" * 32,
        blob_id=original,
        received_at=build.at(),
        kept_at=build.at(),
        state="filed",
    )
    asked = build.message(ticket, "Where is it?", sender=("Anna", ANNA.email), raw_id=raw)
    build.draft(ticket, kind="forward", text="begun")
    return Scene(desk, build, ticket, asked)


def _reply(text: str, ticket: int, build: Builder, **more: Any) -> Command:
    kind = ReplyKind.REPLY if ticket else ReplyKind.NEW
    values = {"agent_id": build.me, "ticket_id": ticket, "mailbox_id": build.support, "to": (ANNA,), "text": text}
    return commands.SendReply(**values, kind=kind, subject="Your order", **more)


# In this order: some need what another has made.
STEPS: Mapping[str, Callable[[Scene, Builder], Command]] = {
    "note": lambda at, by: commands.AddNote(agent_id=by.me, ticket_id=at.ticket, text="Ask the warehouse."),
    "reply": lambda at, by: _reply(
        "It is on its way.", at.ticket, by, attachments=(OutboundAttachment("slip.txt", "text/plain", b"slip"),)
    ),
    "new ticket": lambda at, by: _reply("Good morning!", 0, by),
    "to a stranger": lambda at, by: _reply("Hello!", at.ticket, by, cc=(Mailbox("Bo", "bo@else.example"),)),
    "undo send": lambda at, by: commands.UndoSend(agent_id=by.me, message_id=at.mail("to a stranger", "waiting")),
    "send now": lambda at, by: commands.SendNow(agent_id=by.me, message_id=at.mail("new ticket", "waiting")),
    "send again": lambda at, by: commands.SendAgain(agent_id=by.me, message_id=at.mail("reply", "failed")),
    "arrived": lambda at, by: commands.SayArrived(agent_id=by.me, message_id=at.mail("reply", "unknown")),
    "draft": lambda at, by: commands.SaveDraft(
        agent_id=by.me,
        ticket_id=at.ticket,
        kind=ReplyKind.REPLY,
        mailbox_id=by.support,
        text="I am",
        attachments=(OutboundAttachment("a.txt", "text/plain", b"a"), OutboundAttachment("b.txt", "text/plain", b"b")),
    ),
    "look": lambda at, by: commands.TellViewing(agent_id=by.me, window="w", ticket_id=at.ticket),
    "discard": lambda at, by: commands.DiscardDraft(agent_id=by.me, ticket_id=at.ticket, kind=ReplyKind.FORWARD),
    "status": lambda at, by: commands.SetStatus(agent_id=by.me, tickets=(at.ticket,), status=Status.PENDING),
    "assign": lambda at, by: commands.Assign(agent_id=by.me, tickets=(at.ticket,), assignee_id=by.me),
    "priority": lambda at, by: commands.SetPriority(agent_id=by.me, tickets=(at.ticket,), priority=Priority.HIGH),
    "subject": lambda at, by: commands.SetSubject(agent_id=by.me, ticket_id=at.ticket, subject="Where is order 7?"),
    "snooze": lambda at, by: commands.Snooze(agent_id=by.me, tickets=(at.ticket,), until=LATER),
    "tags": lambda at, by: commands.ChangeTags(agent_id=by.me, tickets=(at.ticket,), add=("parcel", "late")),
    "agent": lambda at, by: commands.SaveAgent(agent_id=by.me, id=0, name="Tomas", email="tomas@desk.example"),
    "presence": lambda at, by: commands.SaveAgent(
        agent_id=by.me, id=by.me, name="Ona", email="ona@desk.example", presence=Presence.AWAY, version=1
    ),
    "mailbox": lambda at, by: commands.SaveMailbox(agent_id=by.me, id=0, name="Billing", address="bill@desk.example"),
    "move": lambda at, by: commands.MoveToMailbox(
        agent_id=by.me, tickets=(at.ticket,), mailbox_id=at.answers["mailbox"] or 0
    ),
    "team": lambda at, by: commands.SaveTeam(agent_id=by.me, id=0, name="Parcels", members=frozenset({by.me})),
    "give to team": lambda at, by: commands.SetTeam(
        agent_id=by.me, tickets=(at.ticket,), team_id=at.answers["team"] or 0
    ),
    "no team": lambda at, by: commands.RemoveTeam(
        agent_id=by.me, id=at.answers["team"] or 0, successor_id=None, version=1
    ),
    "customer": lambda at, by: commands.SaveCustomer(
        agent_id=by.me, id=1, name="Anna B.", organisation="B.", language="lt", note="", version=1
    ),
    "pictures": lambda at, by: commands.SetPictureSenders(agent_id=by.me, addresses=(ANNA.email,), shown=True),
    "settings": lambda at, by: commands.SaveSettings(agent_id=by.me, owner=by.me, values=(("reply.undo_seconds", 2),)),
    "senders": lambda at, by: commands.ListSenders(agent_id=by.me, block=("spam.example",), allow=(ANNA.email,)),
    "split": lambda at, by: commands.MoveMessages(agent_id=by.me, ticket_id=at.ticket, messages=(at.asked,)),
    "read again": lambda at, by: commands.ReadAgain(agent_id=by.me, message_id=at.asked),
    "block": lambda at, by: commands.BlockSender(agent_id=by.me, ticket_id=at.ticket, pattern="else.example"),
    "undo": lambda at, by: commands.UndoDeed(agent_id=by.me, undo=at.deeds["block"]),
}


def rows(session: Session) -> dict[str, int]:
    """How many rows each table has. That something changed may be told twice: by a verb that leaves no deed and is carried out again."""
    return {
        table.name: session.connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
        if table is not change
    }


@pytest.fixture
def line(postgres: Postgres, cable: Callable[..., Cable]) -> Cable:
    return cable(postgres.port)


@pytest.fixture
def far(fresh_database: Callable[..., str], postgres_template: str, postgres: Postgres, line: Cable) -> Iterator[Desk]:
    """A desk at the other end of the line, on which everybody can read along."""
    address = fresh_database(postgres_template).replace(f":{postgres.port}/", f":{line.port}/")
    with closing(Desk.open(f"{address}?sslmode=disable")) as desk:
        yield desk


@pytest.fixture
def near(empty_postgresql: str) -> Iterator[Desk]:
    """A desk that nothing happens to."""
    with closing(Desk.open(empty_postgresql)) as desk:
        yield desk


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lost", [Lost.ANSWER, Lost.REQUEST], ids=["answer", "commit"])
def test_each_command_is_carried_out_exactly_once(near: Desk, far: Desk, line: Cable, lost: Lost) -> None:
    """Over a line that breaks at COMMIT as many rows are written as over one that does not, and the same is answered."""
    well, broken = scene(near), scene(far)
    done = set()
    for name in STEPS:
        command = well.command(name)
        done.add(type(command))
        well.answers[name] = perform(near, command)
        command = broken.command(name)
        line.losses.append((COMMIT, lost))
        broken.answers[name] = perform(far, command)
        assert line.losses == []
        assert far.read(rows) == near.read(rows), name
        # A number that was given out is not given out again; what a verb does not answer is no matter.
        assert lost is Lost.REQUEST or well.answers[name] in (None, broken.answers[name])
    assert done == set(VERBS)


def test_a_server_that_falls_silent_over_a_commit(far: Desk, line: Cable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "STATEMENT_SECONDS", 1)
    monkeypatch.setattr(postgresql, "GRACE_SECONDS", 0)
    build = scene(far)
    with closing(Desk.open(far.url.set(query={"sslmode": "disable"}).render_as_string())) as hasty:
        line.losses.append((COMMIT, Lost.SILENCE))
        made = perform(hasty, build.command("note"))
    assert notes(far) == [made]


def notes(desk: Desk) -> list[int]:
    query = select(message.c.id).where(message.c.kind == int(MessageKind.NOTE))
    return desk.read(lambda session: list(session.connection.execute(query).scalars()))


@pytest.mark.parametrize("lost", [Lost.ANSWER, Lost.REQUEST], ids=["answer", "commit"])
def test_what_is_not_known_is_said_and_settled_when_the_server_is_back(
    far: Desk, line: Cable, monkeypatch: pytest.MonkeyPatch, lost: Lost
) -> None:
    monkeypatch.setattr(desk_module, "RETRY_AFTER", ())
    command = scene(far).command("note")
    line.losses.append((COMMIT, lost))
    with pytest.raises(Trouble) as trouble:
        perform(far, command)
    assert (trouble.value.code, "{" in str(trouble.value)) == ("db.in_doubt", False)
    assert len(notes(far)) == (1 if lost is Lost.ANSWER else 0)
    made = perform(far, command)
    assert notes(far) == [made]


def test_work_that_cannot_settle_itself_is_not_done_again(far: Desk, line: Cable) -> None:
    build = scene(far).build
    line.losses.append((COMMIT, Lost.ANSWER))

    def work(session: Session) -> None:
        session.connection.execute(insert(tag).values(name="once"))

    with pytest.raises(Trouble) as trouble:
        far.transact(work)
    assert trouble.value.code == "db.in_doubt"
    assert build.tag("once") == 1


def test_a_first_attempt_that_comes_through_late_is_not_taken_for_somebody_else(far: Desk, line: Cable) -> None:
    """The second attempt finds no deed, waits for the row that the first one holds, and finds the ticket's name taken."""
    at = scene(far)
    command = commands.SaveTeam(agent_id=at.build.me, id=0, name="Parcels")
    looks = iter([False, False])
    real = dispatch.answered

    def late(session: Session, asked: Command) -> int | None:
        found = real(session, asked)
        return None if not next(looks, True) else found

    line.losses.append((COMMIT, Lost.ANSWER))
    with mock.patch.object(dispatch, "answered", late):
        made = perform(far, command)
    assert far.read(lambda session: session.connection.execute(select(team.c.id, team.c.name)).all()) == [
        (made, "Parcels")
    ]


def test_a_mistake_is_a_mistake_also_after_a_lost_answer(far: Desk, line: Cable) -> None:
    at = scene(far)
    at.build.team("Parcels")
    line.losses.append((COMMIT, Lost.REQUEST))
    tried = count()

    def work(session: Session) -> None:
        if next(tried):
            raise Mistake("team.exists", name="Parcels")
        session.connection.execute(insert(tag).values(name="x"))

    with pytest.raises(Mistake):
        far.transact(work, settles=True)
    assert next(tried) == 3
