"""Several computers do the office's work, and not each of them has every password: whoever lacks one leaves the mailbox to the others."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from deskbell.jobs.fetch_mail import MailboxFetcher
from deskbell.jobs.mailbox_state import SERVED
from deskbell.jobs.office import Office
from deskbell.jobs.send_outbox import OTHERS_TURN, OutboxSender
from deskbell.model.kinds import MailboxState, OutboxState
from deskbell.store.secrets import Secrets
from deskbell.store.tables import mailbox, outbox
from jobs.conftest import MailDesk
from jobs.test_the_road import customer_mail

pytestmark = pytest.mark.servers


@pytest.fixture
def elsewhere(mail_desk: MailDesk, tmp_path: Path) -> Office:
    """Another computer's worker, which has no password."""
    return replace(mail_desk.office, secrets=Secrets(tmp_path / "elsewhere"), holder="elsewhere")


def test_who_has_the_password_fetches(mail_desk: MailDesk, elsewhere: Office) -> None:
    there = MailboxFetcher(elsewhere, mail_desk.mailbox)
    there.run(wait=False)
    assert (mail_desk.box().state, mail_desk.box().reason) == (MailboxState.FAILING, "mail.no_password")
    here = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    here.run(wait=False)
    assert mail_desk.box().state is MailboxState.GOOD, "the other one had it no longer than it took to say so"
    here.leave()
    MailboxFetcher(elsewhere, mail_desk.mailbox).run(wait=False)
    assert mail_desk.box().state is MailboxState.GOOD, "it may be back in a moment"
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(mailbox).values(good_at=session.now - SERVED))
    MailboxFetcher(elsewhere, mail_desk.mailbox).run(wait=False)
    assert (mail_desk.box().state, mail_desk.box().reason) == (MailboxState.FAILING, "mail.no_password")


def test_who_has_the_password_sends(mail_desk: MailDesk, elsewhere: Office) -> None:
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "It does not print."))
    mail_desk.fetch()
    (ticket,) = mail_desk.tickets()
    mail_desk.reply(ticket.id, "Is it on?")
    there = OutboxSender(elsewhere)
    assert there.run() == 0
    assert fate(mail_desk) == (OutboxState.WAITING.value, "", 0)
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(outbox).values(not_before=session.now - OTHERS_TURN))
    assert there.run() == 0
    assert fate(mail_desk)[1] == "", "it does not look again at once"
    assert OutboxSender(elsewhere).run() == 0
    assert fate(mail_desk) == (OutboxState.WAITING.value, "mail.no_password", 0)
    assert OutboxSender(mail_desk.office).run() == 1, "it is due, and nobody has it"
    assert fate(mail_desk)[0] == OutboxState.SENT.value


def fate(mail_desk: MailDesk) -> tuple[str, str, int]:
    """Of the one mail that goes out: its state, why it waits, and how often it was tried."""
    with mail_desk.desk.reading() as session:
        row = session.connection.execute(outbox.select()).one()
    assert row.not_before <= mail_desk.desk.read(lambda session: session.now) + timedelta(seconds=1)
    return row.state, row.reason, row.attempts
