"""The worker's jobs in an office, under a login that has the worker's rights and no more."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, select, update

from deskbell.actions.dispatch import perform
from deskbell.jobs import upkeep
from deskbell.jobs.keep_backups import keep_backups
from deskbell.jobs.worker import Worker
from deskbell.mail.pool import ParserPool
from deskbell.model.automation import Event, Hand, RuleActions, SaveRule
from deskbell.model.canned import Actions, CannedText, SaveCannedReply
from deskbell.model.commands import ReadAgain, Snooze
from deskbell.model.customers import SaveOrganisation
from deskbell.model.fields import FieldKind, SaveField
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.ratings import Rating
from deskbell.model.reminders import SetReminders
from deskbell.model.teams import SaveTeam
from deskbell.model.webhooks import CallState, RemoveWebhook, SaveWebhook, SettleCalls, TryWebhook
from deskbell.rules.rating import links
from deskbell.rules.webhooks import secret_of
from deskbell.store.backup_notes import last_backup
from deskbell.store.desk import Desk
from deskbell.store.queries import desk_state, reminders, webhooks
from deskbell.store.queries.identity import identity
from deskbell.store.tables import auto_reply, change, customer, setting, ticket
from deskbell.store.webhook_secrets import secret_name
from jobs.conftest import MailDesk, made
from jobs.test_the_road import customer_mail
from office import as_login
from servers.dovecot import Dovecot
from servers.receiver import Receiver, Say
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


def test_it_calls_webhooks_and_keeps_ratings(office: MailDesk, empty_office: str, receiver: Receiver) -> None:
    """What an administrator does with them is done with their own login."""
    with closing(as_login(empty_office, "chief")) as admins:
        me = admins.read(lambda session: session.connection.exec_driver_sql("SELECT deskbell_me()").scalar_one())
        chat = perform(admins, SaveWebhook(agent_id=me, id=0, name="Chat", address=receiver.url)) or 0
        office.office.secrets.put(secret_name(chat), secret_of(b"x" * 32))
        perform(admins, TryWebhook(agent_id=me, id=chat))
        tell = RuleActions(webhook_id=chat)
        both = frozenset({Event.CREATED, Event.RATED})
        perform(admins, SaveRule(agent_id=me, id=0, name="Tell", events=both, actions=tell))
        office.dovecot.append(office.user, customer_mail("1@mail.example", "Hello?", subject="About"))
        receiver.answers.extend([Say(), Say(410)])
        Worker(office.office).run_once()
        (row,) = office.tickets()
        assert [came.headers["webhook-id"][:4] for came in receiver.came] == ["msg_", "msg_"]
        (hook,) = admins.read(webhooks.rows)
        assert (hook.active, hook.gone, hook.given_up) == (False, True, 1)
        perform(admins, SaveWebhook(agent_id=me, id=chat, name="Chat", address=receiver.url, version=hook.version))
        perform(admins, SettleCalls(agent_id=me, id=chat))
        good = links(office.desk.read(identity).token_key, "support@desk.example", row.id)[Rating.GOOD]
        subject = parse_qs(urlsplit(good).query)["subject"][0]
        office.dovecot.append(office.user, customer_mail("2@mail.example", "Thanks", subject=subject))
        Worker(office.office).run_once()
        assert [call.state for call in admins.read(webhooks.log, chat)] == [CallState.DELIVERED] * 3
        assert office.desk.read(desk_state.desk_state, office.ona).webhooks == ()
        perform(admins, RemoveWebhook(agent_id=me, id=chat, version=hook.version + 1))
    types = [json.loads(came.body)["type"] for came in receiver.came]
    assert types == ["webhook.test", "ticket.created", "ticket.created", "ticket.rated"]
