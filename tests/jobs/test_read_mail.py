"""Filing kept mail without a server: what the reader makes of it lies in the database as the window reads it."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from deskbell.actions.dispatch import perform
from deskbell.actions.keep_raw import RawMail, keep_raw
from deskbell.jobs import read_mail
from deskbell.jobs.office import Office
from deskbell.jobs.read_again import AgainReader
from deskbell.jobs.read_mail import MailReader
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import ReadAgain, SaveMailbox, SaveSettings
from deskbell.model.errors import Conflict
from deskbell.model.kinds import Why
from deskbell.model.mail import AttachedMail, Mailbox
from deskbell.model.rows import MessageRow
from deskbell.rules.unread import REFUSED
from deskbell.store.desk import Desk
from deskbell.store.queries import mailboxes, ticket
from deskbell.store.queries.identity import establish
from deskbell.store.secrets import Secrets
from deskbell.store.tables import lease

RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def office(desk: Desk, tmp_path: Path, parser_pool: ParserPool) -> Office:
    desk.transact(establish)
    return Office(desk, Secrets(tmp_path / "secrets"), parser_pool, "test", threading.Event())


def box(desk: Desk, name: str, charset_hint: str = "") -> int:
    command = SaveMailbox(agent_id=None, id=0, name=name, address=f"{name}@desk.example", charset_hint=charset_hint)
    made = perform(desk, command)
    assert made is not None
    return made


def keep(desk: Desk, mailbox: int, raw: bytes) -> None:
    desk.transact(lambda session: keep_raw(session, mailbox, "INBOX", 1, [RawMail(1, RECEIVED, raw)]))


def only_message(desk: Desk, number: int) -> MessageRow:
    detail = desk.read(ticket.detail, number)
    assert detail is not None
    (message,) = detail.messages
    return message


def test_each_mailbox_reads_unlabelled_mail_by_its_own_hint(desk: Desk, office: Office) -> None:
    # Six letters that are letters in both charsets: nothing but the mailbox can tell.
    raw = b"From: a@example.com\r\nSubject: \xd0\xe0\xf1\xea\r\n\r\n\xe0\xe8\xeb\xe1"
    for name, hint in (("baltic", "windows-1257"), ("russian", "windows-1251")):
        keep(desk, box(desk, name, hint), raw)
    assert MailReader(office).run() == 2
    assert only_message(desk, 1).text == raw[-4:].decode("cp1257")
    assert only_message(desk, 2).text == raw[-4:].decode("cp1251")


def test_a_meeting_is_kept_with_its_message(desk: Desk, office: Office) -> None:
    calendar = (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Susitikimas\r\nLOCATION:Vilnius, 4 kambarys\r\n"
        "ORGANIZER;CN=Jonas:mailto:jonas@example.lt\r\nDTSTART;TZID=Europe/Vilnius:20260503T100000\r\nDURATION:PT1H\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    head = "From: jonas@example.lt\r\nSubject: x\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n"
    keep(desk, box(desk, "support"), (head + calendar).encode())
    MailReader(office).run()
    (invite,) = only_message(desk, 1).invites
    assert (invite.method, invite.summary, invite.location) == ("request", "Susitikimas", "Vilnius, 4 kambarys")
    assert invite.organizer == Mailbox("Jonas", "jonas@example.lt")
    assert invite.start == datetime(2026, 5, 3, 7, tzinfo=UTC)
    assert invite.end == datetime(2026, 5, 3, 8, tzinfo=UTC)
    assert invite.zone == "Europe/Vilnius"


def test_a_mail_is_read_again_with_the_hint_that_its_mailbox_has_now(desk: Desk, office: Office) -> None:
    mailbox = box(desk, "baltic")
    keep(desk, mailbox, b"From: a@example.com\r\nSubject: x\r\n\r\n\xe0\xe8\xeb\xe1")
    MailReader(office).run()
    assert AgainReader(office).run() == 0
    row = desk.read(mailboxes.by_id, mailbox)
    assert row is not None
    hinted = SaveMailbox(agent_id=None, id=mailbox, name=row.name, address=row.address, version=row.version)
    perform(desk, replace(hinted, charset_hint="windows-1257"))
    perform(desk, ReadAgain(agent_id=None, message_id=only_message(desk, 1).id))
    assert AgainReader(office).run() == 1
    assert only_message(desk, 1).text == b"\xe0\xe8\xeb\xe1".decode("cp1257")
    assert AgainReader(office).run() == 0


def test_the_limits_of_the_settings_hold_from_the_next_mail_on(desk: Desk, office: Office) -> None:
    nested = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
    raw = b"Subject: deep\r\n" + b"".join(nested % (n, n) for n in range(8)) + b"\r\nhi"
    mailbox = box(desk, "support")
    keep(desk, mailbox, raw)
    perform(desk, SaveSettings(agent_id=None, values=(("parse.depth", 5),)))
    MailReader(office).run()
    message = only_message(desk, 1)
    assert (message.why, message.problems) == (Why.UNREADABLE, ("parse.depth:5",))
    assert [file.name for file in message.attachments] == ["original.eml"]
    perform(desk, SaveSettings(agent_id=None, values=(("parse.depth", 40),)))
    perform(desk, ReadAgain(agent_id=None, message_id=message.id))
    AgainReader(office).run()
    assert only_message(desk, 1).text == "hi"


def test_what_an_attached_message_says_is_kept_with_it(desk: Desk, office: Office) -> None:
    raw = (
        "From: a@example.com\r\nSubject: FW\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n"
        "--b\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Žaneta <z@example.lt>\r\nSubject: Senas\r\n\r\nKur?\r\n--b--\r\n"
    )
    keep(desk, box(desk, "support"), raw.encode())
    MailReader(office).run()
    picture, attached = only_message(desk, 1).attachments
    assert picture.mail is None
    assert attached.mail == AttachedMail("Senas", Mailbox("Žaneta", "z@example.lt"), None, "Kur?")


def test_the_lease_is_kept_between_runs_until_the_reader_rests(desk: Desk, office: Office) -> None:
    mailbox, other = box(desk, "one"), MailReader(replace(office, holder="another"))
    reader = MailReader(office)
    assert reader.run(go_on=True) == 0
    for number, (who, filed) in enumerate([(reader, 1), (other, 0)]):
        raw = b"From: a@example.com\r\nSubject: %d\r\n\r\nHello" % number
        desk.transact(
            lambda session, raw=raw, uid=number + 1: keep_raw(
                session, mailbox, "INBOX", 1, [RawMail(uid, RECEIVED, raw)]
            )
        )
        assert who.run(go_on=True) == filed
    reader.rest()
    assert other.run() == 1


def test_who_lost_the_lease_files_nothing_and_takes_it_anew(desk: Desk, office: Office) -> None:
    mailbox, reader = box(desk, "one"), MailReader(office)
    keep(desk, mailbox, b"From: a@example.com\r\nSubject: first\r\n\r\nHello")
    assert reader.run(go_on=True) == 1
    # As after a sleep: the lease ran out, another program took it and gave it back.
    desk.transact(
        lambda session: session.connection.execute(
            update(lease).values(holder="another", token=99, expires_at=session.now)
        )
    )
    raw = b"From: a@example.com\r\nSubject: second\r\n\r\nHello"
    desk.transact(lambda session: keep_raw(session, mailbox, "INBOX", 1, [RawMail(2, RECEIVED, raw)]))
    with pytest.raises(Conflict):
        reader.run(go_on=True)
    assert reader.run() == 1


def test_batch_after_batch_is_filed_in_the_order_of_keeping(
    desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_mail, "BATCH", 2)
    mailbox, done = box(desk, "one"), []
    raws = [RawMail(uid, RECEIVED, b"From: a@example.com\r\nSubject: x\r\n\r\n%d" % uid) for uid in range(1, 6)]
    raws[3] = RawMail(4, RECEIVED, b"Support, INBOX, UID 4: no", REFUSED)
    desk.transact(lambda session: keep_raw(session, mailbox, "INBOX", 1, raws))
    assert MailReader(office).run(done.append) == 5
    assert done == [2, 4, 5]
    messages = [only_message(desk, number) for number in range(1, 6)]
    assert [one.text for one in messages] == ["1", "2", "3", "Support, INBOX, UID 4: no", "5"]
    assert messages[3].why == Why.UNREADABLE
