"""The worker's jobs in an office, under a login that has the worker's rights and no more."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, select, update

from deskbell.actions.dispatch import perform
from deskbell.jobs import upkeep
from deskbell.jobs.keep_backups import keep_backups
from deskbell.jobs.worker import Worker
from deskbell.mail.pool import ParserPool
from deskbell.model.automation import Hand, RuleActions, SaveRule
from deskbell.model.canned import Actions, CannedText, SaveCannedReply
from deskbell.model.commands import ReadAgain, Snooze
from deskbell.model.customers import SaveOrganisation
from deskbell.model.fields import FieldKind, SaveField
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.reminders import SetReminders
from deskbell.model.teams import SaveTeam
from deskbell.store.backup_notes import last_backup
from deskbell.store.desk import Desk
from deskbell.store.queries import reminders
from deskbell.store.tables import auto_reply, change, customer, setting, ticket
from jobs.conftest import MailDesk, made
from jobs.test_the_road import customer_mail
from office import as_login
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer

pytestmark = pytest.mark.servers


@pytest.fixture
def office(
    empty_office: str,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    mail_user: str,
    tmp_path: Path,
    parser_pool: ParserPool,
) -> Iterator[MailDesk]:
    with closing(Desk.open(empty_office)) as desk, closing(as_login(empty_office, "of_worker")) as works:
        whole = made(desk, dovecot, smtp_server, mail_user, tmp_path / "secrets", parser_pool)
        yield replace(whole, office=replace(whole.office, desk=works))


def test_it_does_all_its_work(office: MailDesk, tmp_path: Path) -> None:
    worker = Worker(office.office)
    perform(office.desk, SaveOrganisation(agent_id=office.ona, id=0, name="Mail Ltd", domains=("mail.example",)))
    for number in range(2):
        office.dovecot.append(office.user, customer_mail(f"{number}@mail.example", "Hello?", subject=f"About {number}"))
    worker.run_once()
    first, second = sorted(office.tickets(), key=lambda row: row.id)
    office.reply(first.id, "It is.")
    with office.desk.reading() as session:
        where = session.connection.execute(select(customer.c.organisation)).scalars().all()
    assert where == ["Mail Ltd"], "it puts who is new into the organisation of their domain"
    (asked,) = office.messages(second.id)
    perform(office.desk, ReadAgain(agent_id=office.ona, message_id=asked.id))
    perform(office.desk, Snooze(agent_id=office.ona, tickets=(second.id,), until=datetime.now(UTC) + timedelta(days=1)))
    perform(office.desk, SetReminders(agent_id=office.ona, times=((first.id, datetime.now(UTC) - timedelta(days=1)),)))
    with office.desk.writing() as session:
        long_ago = session.now - timedelta(days=100)
        session.connection.execute(update(ticket).where(ticket.c.id == second.id).values(snoozed_until=long_ago))
        session.connection.execute(update(change).values(at=long_ago))
        session.connection.execute(insert(auto_reply), {"mailbox_id": office.mailbox, "email": "x", "at": long_ago})
        session.connection.execute(insert(setting), {"key": "oauth.google_client_secret", "owner": 0, "value": "s"})
    worker.run_once()
    upkeep.tidy(office.office)
    assert keep_backups(office.office)
    (reminder,) = office.desk.read(reminders.of_agent, office.ona)
    assert reminder.due
    assert len(office.smtp.mails) == 1
    assert len(office.tickets()) == 2
    assert office.desk.read(last_backup) is not None
    with office.desk.reading() as session:
        assert session.connection.execute(select(setting)).all() == []
        assert session.connection.execute(select(auto_reply)).all() == []


def test_it_carries_out_rules(office: MailDesk) -> None:
    """All that a rule may do, with the rights of the worker alone."""
    desk, ona = office.desk, office.ona
    team = perform(desk, SaveTeam(agent_id=None, id=0, name="Refunds", members=frozenset({ona})))
    field = perform(desk, SaveField(agent_id=None, id=0, name="Order", kind=FieldKind.TEXT))
    macro = Actions(followers=(ona,), checklist=("Look",), due_days=1)
    texts = (CannedText("", "<div>Thanks</div>", "Thanks"),)
    reply = perform(
        desk, SaveCannedReply(agent_id=None, id=0, owner_id=None, name="Thanks", texts=texts, actions=macro)
    )
    assert field is not None
    actions = RuleActions(
        status=Status.OPEN,
        priority=Priority.HIGH,
        type=TicketType.TASK,
        team_id=team,
        assign=Hand.LEAST,
        add_tags=("brand new",),
        fields=((field, "A-17"),),
        note="Look",
        notify=(ona,),
        reply_id=reply,
        macro_id=reply,
    )
    perform(desk, SaveRule(agent_id=None, id=0, name="All", actions=actions))
    office.dovecot.append(office.user, customer_mail("1@mail.example", "Hello?", subject="About"))
    Worker(office.office).run_once()
    (row,) = office.tickets()
    assert (row.status, row.priority, row.team_id, row.assignee_id) == (Status.OPEN, Priority.HIGH, team, ona)
    assert (row.tags, row.followers) == (("brand new",), (ona,))
    assert len(office.smtp.mails) == 1
    upkeep.tidy(office.office)
