"""A small desk for actions: two agents, two mailboxes, and a way to let mail arrive."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskbell.actions.dispatch import perform
from deskbell.actions.intake.arrival import Arrival, Placed, Policy
from deskbell.actions.keep_raw import RawMail, keep_raw
from deskbell.actions.receive import receive
from deskbell.model.commands import SaveAgent, SaveMailbox
from deskbell.model.kinds import Role
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.model.rows import TicketDetail
from deskbell.store.desk import Desk
from deskbell.store.queries import ticket
from deskbell.store.queries.identity import establish
from deskbell.store.tables import raw_mail
from servers.postgres import Postgres

RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class SmallDesk:
    """The desk and who is there."""

    desk: Desk
    ona: int
    tomas: int
    support: int
    billing: int
    uid: int = field(default=0)

    def arrive(
        self, *mails: InboundMail | None, mailbox: int | None = None, policy: Policy | None = None, special: str = ""
    ) -> list[Placed]:
        """Mails come in as one batch; None stands for one that could not be read. `special` is what their folder is for."""
        arrivals = [replace(self.kept(mail, mailbox or self.support), special=special) for mail in mails]
        return self.desk.transact(lambda session: receive(session, arrivals, policy or Policy()))

    def kept(self, mail: InboundMail | None, mailbox: int) -> Arrival:
        self.uid += 1
        content = f"raw {self.uid} {mail}".encode()
        self.desk.transact(
            lambda session: keep_raw(session, mailbox, "INBOX", 1, [RawMail(self.uid, RECEIVED, content)])
        )
        with self.desk.reading() as session:
            row = session.connection.execute(raw_mail.select().where(raw_mail.c.uid == self.uid)).one()
        at = self.desk.read(lambda session: session.now)
        unread = {"code": "parse.died", "reason": ""} if mail is None else {}
        return Arrival(row.id, row.blob_id, mailbox, at, "INBOX", mail, **unread)

    def ticket(self, number: int) -> TicketDetail:
        """A ticket as the window reads it."""
        detail = self.desk.read(ticket.detail, number)
        assert detail is not None
        return detail

    def outgoing_id(self, number: int) -> str:
        """The Message-ID of the last mail that went out on a ticket."""
        from deskbell.store.tables import message

        with self.desk.reading() as session:
            query = (
                message.select().where(message.c.ticket_id == number, message.c.kind == 1).order_by(message.c.id.desc())
            )
            return session.connection.execute(query).first().message_id


def mail(
    message_id: str, text: str = "It does not work.", *, sender: str = "li.na@mail.example", **values: object
) -> InboundMail:
    """A mail with sensible contents."""
    made = InboundMail(
        subject="The printer is offline",
        sender=Mailbox("Li Na", sender),
        to=(Mailbox("", "support@desk.example"),),
        message_id=message_id,
        text=text,
        visible_reply=text,
        date=RECEIVED,
    )
    return replace(made, **values)


SMALL = "desk_small"


def people_come(desk: Desk) -> tuple[int, int, int, int]:
    """Ona, Tomas, and the mailboxes Support and Billing."""
    desk.transact(establish)

    def agent(name: str) -> int:
        email = f"{name.lower()}@desk.example"
        return perform(desk, SaveAgent(agent_id=None, id=0, name=name, email=email, role=Role.ADMIN))

    def box(name: str) -> int:
        address = f"{name.lower()}@desk.example"
        return perform(
            desk, SaveMailbox(agent_id=None, id=0, name=name, address=address, smtp_host="mail.desk.example")
        )

    return agent("Ona"), agent("Tomas"), box("Support"), box("Billing")


@pytest.fixture(scope="session")
def sqlite_people(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[int, ...]]:
    """A file of the small desk, to be copied, and who is in it."""
    file = Path(shutil.copyfile(sqlite_template, tmp_path_factory.mktemp("small") / "desk.sqlite3"))
    with closing(Desk.open(f"sqlite:///{file}")) as desk:
        return file, people_come(desk)


@pytest.fixture(scope="session")
def postgresql_people(postgres: Postgres, postgres_template: str) -> tuple[str, tuple[int, ...]]:
    """The name of a database of the small desk, to be copied, and who is in it."""
    postgres.create_database(SMALL, postgres_template)
    with closing(Desk.open(postgres.url(SMALL))) as desk:
        return SMALL, people_come(desk)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallDesk]:
    """The small desk, on both engines; the test's own copy."""
    ready, people = request.getfixturevalue(f"{request.param}_people")
    if request.param == "sqlite":
        address = f"sqlite:///{shutil.copyfile(ready, tmp_path / 'desk.sqlite3')}"
    else:
        address = request.getfixturevalue("fresh_database")(ready)
    with closing(Desk.open(address)) as desk:
        yield SmallDesk(desk, *people)
