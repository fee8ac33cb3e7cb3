"""A desk with a mailbox on the real Dovecot and the real SMTP server, and the worker's jobs over it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from deskbell.actions.dispatch import perform
from deskbell.jobs.copy_sent import SentCopier
from deskbell.jobs.fetch_mail import MailboxFetcher
from deskbell.jobs.office import Office
from deskbell.jobs.read_mail import MailReader
from deskbell.jobs.send_outbox import OutboxSender
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import SaveAgent, SaveMailbox, SendReply
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.model.rows import MailboxRow, MessageRow, TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import mailboxes, ticket, ticket_list
from deskbell.store.queries.identity import establish
from deskbell.store.secrets import Secrets
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer


class MailDesk(Struct):
    """The desk, its one mailbox, and whoever works on it."""

    desk: Desk
    office: Office
    dovecot: Dovecot
    smtp: SmtpServer
    user: str
    ona: int
    mailbox: int

    def fetch(self) -> float:
        """Look for new mail once, and file it."""
        fetcher = MailboxFetcher(self.office, self.mailbox)
        pause = fetcher.run(wait=False)
        MailReader(self.office).run()
        fetcher.finish()
        fetcher.close()
        return pause

    def change(self, **values: object) -> None:
        """Change the mailbox, as an administrator does."""
        box = self.box()
        names = set(SaveMailbox.__struct_fields__) & set(MailboxRow.__struct_fields__)
        kept = {name: getattr(box, name) for name in names}
        perform(self.desk, SaveMailbox(agent_id=None, **kept | values))

    def second(self, user: str, name: str = "Billing") -> "MailDesk":
        """Another mailbox of the same desk, for another user of the server."""
        box = self.box()
        command = SaveMailbox(
            agent_id=None,
            id=0,
            name=name,
            address=f"{name.lower()}@desk.example",
            imap_host=box.imap_host,
            imap_port=box.imap_port,
            imap_user=user,
            ca_file=box.ca_file,
            history_days=-1,
        )
        mailbox = perform(self.desk, command)
        assert mailbox is not None
        self.office.secrets.put(f"mailbox/{mailbox}/imap", self.dovecot.password)
        return replace(self, user=user, mailbox=mailbox)

    def send(self) -> int:
        """Send what is due, and copy it into Sent."""
        sent = OutboxSender(self.office).run()
        SentCopier(self.office).run()
        return sent

    def reply(self, number: int, text: str, to: str = "li.na@mail.example", html: str = "") -> int:
        """Ona answers; the mail is due at once."""
        command = SendReply(
            agent_id=self.ona,
            ticket_id=number,
            kind=ReplyKind.REPLY,
            mailbox_id=self.mailbox,
            to=(Mailbox("Li Na", to),),
            text=text,
            html=html,
            undo_seconds=0,
        )
        message_id = perform(self.desk, command)
        assert message_id is not None
        return message_id

    def tickets(self) -> tuple[TicketRow, ...]:
        """All open tickets, latest first."""
        return self.desk.read(ticket_list.page, View(ViewKind.OPEN), Sort.LATEST, self.ona, limit=1000).rows

    def messages(self, number: int) -> tuple[MessageRow, ...]:
        """The thread of a ticket."""
        detail = self.desk.read(ticket.detail, number, newest=1000)
        assert detail is not None
        return detail.messages

    def box(self) -> MailboxRow:
        """The mailbox as it is now."""
        row = self.desk.read(mailboxes.by_id, self.mailbox)
        assert row is not None
        return row


@pytest.fixture(scope="session")
def parser_pool() -> Iterator[ParserPool]:
    """One pool for all tests: its children take a moment to start."""
    with ParserPool(workers=1) as pool:
        yield pool


@pytest.fixture
def mail_desk(
    desk: Desk, dovecot: Dovecot, smtp_server: SmtpServer, mail_user: str, tmp_path: Path, parser_pool: ParserPool
) -> MailDesk:
    """A desk whose mailbox works."""
    return made(desk, dovecot, smtp_server, mail_user, tmp_path / "secrets", parser_pool)


def made(
    desk: Desk, dovecot: Dovecot, smtp: SmtpServer, user: str, secrets_at: Path, pool: ParserPool, **values: object
) -> MailDesk:
    """An empty desk becomes one with Ona and the mailbox of `user`; `values` are what its mailbox has of its own."""
    desk.transact(establish)
    secrets = Secrets(secrets_at)
    ona = perform(desk, SaveAgent(agent_id=None, id=0, name="Ona", email="ona@desk.example"))
    box = SaveMailbox(
        agent_id=None,
        id=0,
        name="Support",
        address="support@desk.example",
        imap_host=dovecot.host,
        imap_port=dovecot.tls_port,
        imap_user=user,
        smtp_host=smtp.host,
        smtp_port=smtp.tls_port,
        smtp_user="desk",
        sent_folder="Sent",
        ca_file=str(dovecot.ca_file),
        history_days=-1,
    )
    mailbox = perform(desk, replace(box, **values))
    assert ona is not None
    assert mailbox is not None
    secrets.put(f"mailbox/{mailbox}/imap", dovecot.password)
    secrets.put(f"mailbox/{mailbox}/smtp", smtp.password)
    office = Office(desk, secrets, pool, "test", threading.Event())
    return MailDesk(desk, office, dovecot, smtp, user, ona, mailbox)
