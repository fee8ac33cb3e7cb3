"""The line to the SMTP server is cut at each stage: no mail arrives twice by itself, none is lost, and every unknown one is listed.

The number of cuts comes from DESKBELL_CUTS: few in the ordinary run, 200 by `nox -s faults`.
"""

import email
import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select, update

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.jobs.office import Office
from deskbell.jobs.send_outbox import OutboxSender
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import SaveMailbox, SendReply
from deskbell.model.kinds import OutboxState, ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import establish
from deskbell.store.secrets import Secrets
from deskbell.store.tables import message, outbox
from servers.smtp import SmtpServer
from servers.smtp_cutter import Cut, SmtpCutter

CUTS = int(os.environ.get("DESKBELL_CUTS", "24"))
SEED = int(os.environ.get("DESKBELL_SEED", "1"))
# The stages of a session, by what the client has said when the line goes, and whether the server's answer still comes.
STAGES: Final = (
    b"",
    b"ehlo",
    b"AUTH",
    b"MAIL",
    b"RCPT",
    b"DATA\r\n",
    b"Subject: ",
    b"Hello",
    b"\r\n.\r\n",
    b"quit",
)

pytestmark = [pytest.mark.servers, pytest.mark.timeout(1800)]


@pytest.fixture
def cutter(smtp_server: SmtpServer) -> Iterator[SmtpCutter]:
    made = SmtpCutter(smtp_server.plain_port)
    yield made
    made.close()


class Sending:
    """A desk that sends through the cutter."""

    def __init__(self, desk: Desk, folder: Path, cutter: SmtpCutter, password: str, pool: ParserPool) -> None:
        self.desk = desk
        desk.transact(establish)
        build = Builder(desk)
        self.me, self.ticket = build.me, build.ticket("Printer")
        box = SaveMailbox(
            agent_id=None, id=0, name="Out", address="out@desk.example",
            smtp_host=cutter.host, smtp_port=cutter.port, smtp_security="none", smtp_user="desk",
        )  # fmt: skip
        self.mailbox = perform(desk, box) or 0
        secrets = Secrets(folder)
        secrets.put(f"mailbox/{self.mailbox}/smtp", password)
        self.sender = OutboxSender(Office(desk, secrets, pool, "test", threading.Event()))

    def write(self, number: int) -> int:
        """A mail that is due at once."""
        command = SendReply(
            agent_id=self.me,
            ticket_id=self.ticket,
            kind=ReplyKind.REPLY,
            mailbox_id=self.mailbox,
            to=(Mailbox("", f"kim{number}@mail.example"), Mailbox("", "lee@mail.example")),
            text=f"Hello {number}\n" + "all work and no play\n" * (number % 5 * 2000),
            undo_seconds=0,
        )
        return perform(self.desk, command) or 0

    def states(self) -> dict[str, OutboxState]:
        """The state of each mail by its Message-ID."""
        query = select(message.c.message_id, outbox.c.state).join(outbox, outbox.c.message_id == message.c.id)
        with self.desk.reading() as session:
            return {row.message_id: OutboxState(row.state) for row in session.connection.execute(query)}

    def let_time_pass(self) -> None:
        """What waits is due."""
        with self.desk.writing() as session:
            session.connection.execute(update(outbox).values(not_before=session.now - timedelta(seconds=1)))


@pytest.fixture
def sending(empty_sqlite: str, tmp_path: Path, cutter: SmtpCutter, smtp_server: SmtpServer) -> Iterator[Sending]:
    desk = Desk.open(empty_sqlite)
    with ParserPool(workers=1) as pool:
        yield Sending(desk, tmp_path / "secrets", cutter, smtp_server.password, pool)
    desk.close()


def test_a_line_that_is_cut_doubles_and_loses_nothing(
    sending: Sending, cutter: SmtpCutter, smtp_server: SmtpServer
) -> None:
    chance = random.Random(SEED)
    sending.write(0)
    assert sending.sender.run() == 1
    said, heard = bytes(cutter.said), bytes(cutter.heard)
    unknown: set[str] = set()
    for number in range(1, CUTS + 1):
        for extra in range(1 + (number % 10 == 0)):
            sending.write(number + extra * 1000)
        cutter.arm(planned(chance, number, said, heard))
        sending.sender.run()
        unknown |= {name for name, state in sending.states().items() if state is OutboxState.UNKNOWN}
        sending.let_time_pass()
        sending.sender.run()
    states = sending.states()
    arrived = Counter(email.message_from_bytes(mail.content)["Message-ID"].strip("<>") for mail in smtp_server.mails)
    assert cutter.cuts >= CUTS * 3 // 4, "most cuts fell before the end"
    assert max(arrived.values()) == 1, "nothing arrived twice"
    assert set(states.values()) <= {OutboxState.SENT, OutboxState.UNKNOWN}
    assert {name for name, state in states.items() if state is OutboxState.SENT} <= set(arrived), (
        "what is called sent is there"
    )
    listed = {name for name, state in states.items() if state is OutboxState.UNKNOWN}
    assert listed == unknown, "what was unknown stays so until somebody decides"
    assert set(states) - set(arrived) <= listed, "what did not arrive is listed"


def planned(chance: random.Random, number: int, said: bytes, heard: bytes) -> Cut:
    """Each stage in turn, just before and just after its answer, and anywhere; `said` and `heard` are a session that went well."""
    reset = chance.random() < 0.5
    if number % 2:
        return Cut(from_client=chance.randrange(len(said)), reset=reset)
    stage = STAGES[number // 2 % len(STAGES)]
    at = said.find(stage)
    assert at >= 0, stage
    if chance.random() < 0.5:
        # The server has the command; its answer is lost, or half of it.
        return Cut(from_server=chance.randrange(len(heard)), reset=reset)
    return Cut(from_client=at + chance.choice((0, len(stage) // 2, len(stage))), reset=reset)
