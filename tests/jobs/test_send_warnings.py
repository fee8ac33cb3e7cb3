"""Mails that warn agents: one for all that came together, of what still presses, never twice, and none that a machine would answer."""

import email
from datetime import timedelta
from email import policy
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update

from deskbell.actions.dispatch import perform
from deskbell.actions.steps import letters
from deskbell.actions.steps.warned import Told, keep_warnings, tell
from deskbell.jobs.send_outbox import pause_after
from deskbell.jobs.send_warnings import LEASE, WarningSender
from deskbell.model.commands import SaveAgent, SetStatus
from deskbell.model.kinds import Role, Status
from deskbell.model.sla import ALWAYS, Metric, SavePolicy, Targets
from deskbell.store.session import Session
from deskbell.store.tables import mailbox, warning_mail
from jobs.conftest import MailDesk
from jobs.test_the_road import customer_mail

pytestmark = pytest.mark.servers


@pytest.fixture
def numbers(mail_desk: MailDesk) -> list[int]:
    """Two tickets that are waited for."""
    targets = (Targets(3600),) * 4
    perform(mail_desk.desk, SavePolicy(agent_id=None, id=0, name="All", targets=targets, calendar_id=ALWAYS))
    mails = [customer_mail(f"{one}@mail.example", f"Parcel {one}") for one in range(2)]
    mail_desk.dovecot.append(mail_desk.user, *mails)
    mail_desk.fetch()
    return sorted(row.id for row in mail_desk.tickets())


def warn(desk: MailDesk, *numbers: int, agent: int = 0) -> None:
    """Somebody is to be told of these by mail."""

    def work(session: Session) -> None:
        due = session.now + timedelta(minutes=5)
        told = [
            Told(agent or desk.ona, one, Metric.FIRST_REPLY, due, (75, 0), notify=False, mail=True) for one in numbers
        ]
        keep_warnings(session, told)

    desk.desk.transact(work)
    desk.desk.transact(tell)


def waiting(desk: MailDesk) -> int:
    with desk.desk.reading() as session:
        return session.connection.execute(select(func.count()).select_from(warning_mail)).scalar_one()


def come_again(desk: MailDesk, **values: Any) -> None:
    """What waits is due."""
    with desk.desk.writing() as session:
        due = session.now - timedelta(seconds=1)
        session.connection.execute(update(warning_mail).values({"not_before": due, **values}))


def test_all_that_came_together_is_one_mail_that_no_machine_answers(mail_desk: MailDesk, numbers: list[int]) -> None:
    warn(mail_desk, *numbers)
    assert WarningSender(mail_desk.office).run() == 1
    (sent,) = mail_desk.smtp.mails
    assert (sent.sender, sent.recipients) == ("<>", ("ona@desk.example",))
    read = email.message_from_bytes(sent.content, policy=policy.default)
    assert read["Subject"] == "2 tickets are due soon"
    assert (read["Auto-Submitted"], read["X-Auto-Response-Suppress"]) == ("auto-generated", "OOF, AutoReply")
    assert all(f"#{number} " in read.get_content() for number in numbers)
    assert waiting(mail_desk) == 0
    assert WarningSender(mail_desk.office).run() == 0


def test_what_is_answered_to_one_comes_to_its_ticket(mail_desk: MailDesk, numbers: list[int]) -> None:
    warn(mail_desk, numbers[0])
    WarningSender(mail_desk.office).run()
    read = email.message_from_bytes(mail_desk.smtp.mails[0].content, policy=policy.default)
    answer = customer_mail("9@mail.example", "I am on it").replace(
        b"Subject:", b"In-Reply-To: " + str(read["Message-ID"]).encode() + b"\r\nSubject:", 1
    )
    mail_desk.dovecot.append(mail_desk.user, answer)
    mail_desk.fetch()
    assert len(mail_desk.tickets()) == 2
    assert len(mail_desk.messages(numbers[0])) == 2


def test_what_presses_no_longer_is_not_written_of(mail_desk: MailDesk, numbers: list[int]) -> None:
    warn(mail_desk, *numbers)
    perform(mail_desk.desk, SetStatus(agent_id=mail_desk.ona, tickets=(numbers[0],), status=Status.SOLVED))
    WarningSender(mail_desk.office).run()
    read = email.message_from_bytes(mail_desk.smtp.mails[0].content, policy=policy.default)
    assert read["Subject"].startswith(f"#{numbers[1]} is due soon: ")
    warn(mail_desk, numbers[0])
    assert WarningSender(mail_desk.office).run() == 0
    assert waiting(mail_desk) == 0


def test_no_mail_goes_to_the_desk_itself_nor_to_who_has_left(mail_desk: MailDesk, numbers: list[int]) -> None:
    box = perform(mail_desk.desk, SaveAgent(agent_id=None, id=0, name="All", email=mail_desk.box().address)) or 0
    warn(mail_desk, *numbers, agent=box)
    gone = perform(mail_desk.desk, SaveAgent(agent_id=None, id=0, name="Jonas", email="jonas@desk.example")) or 0
    perform(
        mail_desk.desk,
        SaveAgent(agent_id=None, id=gone, name="Jonas", email="jonas@desk.example", active=False, version=1),
    )
    warn(mail_desk, *numbers, agent=gone)
    assert WarningSender(mail_desk.office).run() == 0
    assert (mail_desk.smtp.mails, waiting(mail_desk)) == ([], 0)


def test_nothing_is_written_of_what_one_sees_no_more(mail_desk: MailDesk, numbers: list[int]) -> None:
    for name, role in (("Rasa", Role.AGENT), ("Jonas", Role.MANAGER)):
        person = SaveAgent(agent_id=None, id=0, name=name, email=f"{name.lower()}@desk.example", role=role)
        warn(mail_desk, numbers[0], agent=perform(mail_desk.desk, person) or 0)
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(mailbox).values(restricted=True))
    assert WarningSender(mail_desk.office).run() == 1
    assert [mail.recipients for mail in mail_desk.smtp.mails] == [("jonas@desk.example",)]
    assert waiting(mail_desk) == 0


def test_nothing_is_written_of_what_lies_in_the_trash(mail_desk: MailDesk, numbers: list[int]) -> None:
    warn(mail_desk, numbers[0])
    perform(mail_desk.desk, SetStatus(agent_id=mail_desk.ona, tickets=(numbers[0],), status=Status.TRASH))
    assert (WarningSender(mail_desk.office).run(), mail_desk.smtp.mails) == (0, [])


def test_a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not(
    mail_desk: MailDesk, numbers: list[int]
) -> None:
    mail_desk.smtp.refuse = {"ona@desk.example": "450 4.2.0 greylisted"}
    warn(mail_desk, *numbers)
    sender = WarningSender(mail_desk.office)
    assert (sender.run(), waiting(mail_desk)) == (0, 1)
    mail_desk.smtp.refuse = {"ona@desk.example": "550 5.1.1 no such user"}
    come_again(mail_desk)
    assert (sender.run(), waiting(mail_desk)) == (0, 0)


def test_pauses_grow_as_those_of_all_mail_do(mail_desk: MailDesk, numbers: list[int]) -> None:
    """A server that is asked every few seconds with a wrong password locks the mailbox."""
    warn(mail_desk, *numbers)
    with mail_desk.desk.writing() as session:
        asked = select(warning_mail.c.id, warning_mail.c.not_before)
        pauses = []
        for turn in range(4):
            number = session.connection.execute(asked).one().id
            if turn % 2:
                letters.put_off(session, mail_desk.mailbox, pause_after)
            else:
                assert letters.claim(session, number) is not None
                letters.wait(session, number, pause_after)
            pauses.append(session.connection.execute(asked).one().not_before - session.now)
    assert pauses == [pause_after(turn) for turn in range(1, 5)]
    assert pauses[3] > pauses[0]


def test_what_somebody_began_to_send_who_is_gone_is_not_sent_again(mail_desk: MailDesk, numbers: list[int]) -> None:
    warn(mail_desk, *numbers)
    with mail_desk.desk.reading() as session:
        number = session.connection.execute(select(warning_mail.c.id)).scalar_one()
    assert mail_desk.desk.transact(lambda session: letters.claim(session, number)) is not None
    assert WarningSender(mail_desk.office).run() == 0
    assert (mail_desk.smtp.mails, waiting(mail_desk)) == ([], 0)


def test_what_waits_for_a_day_is_given_up(mail_desk: MailDesk, numbers: list[int]) -> None:
    warn(mail_desk, *numbers)
    with mail_desk.desk.writing() as session:
        old = session.now - letters.LONGEST
        session.connection.execute(update(warning_mail).values(at=old))
    assert WarningSender(mail_desk.office).run() == 0
    assert (mail_desk.smtp.mails, waiting(mail_desk)) == ([], 0)


def test_while_another_worker_sends_this_one_does_not(mail_desk: MailDesk, numbers: list[int]) -> None:
    warn(mail_desk, *numbers)
    other = replace(mail_desk.office, holder="there/2/b")
    assert other.take(LEASE) is not None
    assert WarningSender(mail_desk.office).run() == 0
    assert WarningSender(other).run() == 1
    assert len(mail_desk.smtp.mails) == 1


def test_where_this_computer_has_no_password_it_is_left_to_others(mail_desk: MailDesk, numbers: list[int]) -> None:
    warn(mail_desk, *numbers)
    for way in ("imap", "smtp"):
        mail_desk.office.secrets.forget(f"mailbox/{mail_desk.mailbox}/{way}")
    assert WarningSender(mail_desk.office).run() == 0
    assert waiting(mail_desk) == 1
