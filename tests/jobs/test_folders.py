"""Several folders a mailbox: each is read, one that is gone keeps no other back, and new UIDs bring no mail twice."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from deskbell.jobs.fetch_mail import MailboxFetcher
from deskbell.model.kinds import MailboxState, MessageKind, RawState
from deskbell.model.sentences import sentence
from deskbell.store.tables import folder, mailbox, message, raw_mail
from jobs.conftest import MailDesk
from jobs.test_the_road import customer_mail

pytestmark = pytest.mark.servers


def put(desk: MailDesk, *numbers: int, folder: str = "INBOX", when: datetime | None = None) -> None:
    mails = (customer_mail(f"{number}@mail.example", str(number)) for number in numbers)
    desk.dovecot.append(desk.user, *mails, folder=folder, when=when)


def texts(desk: MailDesk) -> list[str]:
    with desk.desk.reading() as session:
        return sorted(session.connection.execute(select(message.c.text)).scalars())


def renumber(desk: MailDesk, validity: int, name: str = "INBOX") -> None:
    """Give a folder another UIDVALIDITY, as a server does that was restored from a backup."""
    desk.dovecot.doveadm("mailbox", "update", "-u", desk.user, "--uid-validity", str(validity), name)


def test_every_watched_folder_is_read(mail_desk: MailDesk) -> None:
    mail_desk.dovecot.command(mail_desk.user, "CREATE", "&BBcEMAQ6BDAENwRL-")
    put(mail_desk, 1)
    put(mail_desk, 2, folder="Junk")
    put(mail_desk, 3, folder="&BBcEMAQ6BDAENwRL-")
    mail_desk.fetch()
    assert texts(mail_desk) == ["1"]
    mail_desk.change(folders=("INBOX", "Заказы"))
    mail_desk.fetch()
    assert texts(mail_desk) == ["1", "3"]
    put(mail_desk, 4, folder="&BBcEMAQ6BDAENwRL-")
    mail_desk.fetch()
    assert texts(mail_desk) == ["1", "3", "4"]


def test_what_was_sent_by_hand_is_the_desks_answer(mail_desk: MailDesk) -> None:
    mail_desk.change(folders=("INBOX", "Sent"))
    put(mail_desk, 1)
    mail_desk.fetch()
    (asked,) = mail_desk.tickets()
    by_hand = customer_mail("a@phone.example", "Restart it.", "In-Reply-To: <1@mail.example>")
    by_hand = by_hand.replace(b"To: support@desk.example", b"To: li.na@mail.example")
    by_hand = by_hand.replace(b"From: Li Na <li.na@mail.example>", b"From: support@desk.example")
    mail_desk.dovecot.append(mail_desk.user, by_hand, folder="Sent")
    mail_desk.fetch()
    (row,) = mail_desk.tickets()
    assert (row.id, row.awaiting, row.customer_email) == (asked.id, False, "li.na@mail.example")
    assert [one.kind for one in mail_desk.messages(row.id)] == [MessageKind.IN, MessageKind.OUT]


def test_a_folder_that_is_gone_is_said_and_the_others_go_on(mail_desk: MailDesk) -> None:
    mail_desk.change(folders=("INBOX", "Forms"))
    put(mail_desk, 1)
    assert mail_desk.fetch() == 0
    row = mail_desk.box()
    assert (row.state, row.warnings) == (MailboxState.GOOD, (("fetch.folder_gone", {"folder": "Forms"}),))
    assert "The folder “Forms” is not on the server any more" in sentence(*row.warnings[0])
    assert texts(mail_desk) == ["1"]
    mail_desk.dovecot.command(mail_desk.user, "CREATE", "Forms")
    put(mail_desk, 2, folder="Forms")
    mail_desk.fetch()
    assert mail_desk.box().warnings == ()
    assert texts(mail_desk) == ["1", "2"]


def test_where_all_folders_are_gone_no_mail_comes_in(mail_desk: MailDesk) -> None:
    mail_desk.change(folders=("Forms", "Orders"))
    mail_desk.fetch()
    row = mail_desk.box()
    assert (row.state, row.reason) == (MailboxState.FAILING, "mail.folder")


def test_new_uids_bring_no_ticket_twice(mail_desk: MailDesk) -> None:
    put(mail_desk, 1, 2, 3)
    mail_desk.fetch()
    for validity in (1_900_000_000, 1_900_000_001):
        renumber(mail_desk, validity)
        put(mail_desk, validity)
        mail_desk.fetch()
    assert texts(mail_desk) == ["1", "1900000000", "1900000001", "2", "3"]
    with mail_desk.desk.reading() as session:
        known = session.connection.execute(
            select(raw_mail.c.uid).where(raw_mail.c.uidvalidity == 1_900_000_001, raw_mail.c.state == "ignored")
        ).all()
    assert len(known) == 4


def test_what_was_never_asked_for_is_not_after_new_uids_either(mail_desk: MailDesk) -> None:
    now = datetime.now(UTC)
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(mailbox).values(history_days=7))
    put(mail_desk, 1, when=now - timedelta(days=90))
    put(mail_desk, 2, when=now - timedelta(days=2))
    mail_desk.fetch()
    # In the order that the server finds them in its files, an old one may come behind.
    put(mail_desk, 3, when=now - timedelta(days=1))
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(folder).values(uidvalidity=7, first_uid=1, last_uid=3))
    put(mail_desk, 4, when=now - timedelta(days=80))
    mail_desk.fetch()
    assert texts(mail_desk) == ["2", "3"]


def test_uids_that_change_while_they_are_fetched(mail_desk: MailDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from deskbell.jobs import fetch_folder

    monkeypatch.setattr(fetch_folder, "GROUP_COUNT", 2)
    put(mail_desk, *range(1, 10))
    kept = fetch_folder.take_in

    def keep_and_renumber(*args: object) -> fetch_folder.Taken:
        monkeypatch.setattr(fetch_folder, "take_in", kept)
        renumber(mail_desk, 1_900_000_000)
        return kept(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(fetch_folder, "take_in", keep_and_renumber)
    mail_desk.fetch()
    put(mail_desk, 10)
    mail_desk.fetch()
    assert sorted(map(int, texts(mail_desk))) == list(range(1, 11))


def test_each_night_what_is_missing_is_fetched(mail_desk: MailDesk) -> None:
    put(mail_desk, 1, 2, 3)
    mail_desk.fetch()
    with mail_desk.desk.writing() as session:
        # As if the worker had passed one over.
        session.connection.execute(update(raw_mail).where(raw_mail.c.uid == 2).values(uid=77, sha256=b"x" * 32))
        session.connection.execute(update(message).where(message.c.text == "2").values(message_id="other"))
    mail_desk.fetch()
    assert len(texts(mail_desk)) == 3, "compared by night only"
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(folder).values(compared_at=session.now - timedelta(days=3)))
    for _ in range(2):
        mail_desk.fetch()
        assert texts(mail_desk) == ["1", "2", "2", "3"]
    with mail_desk.desk.reading() as session:
        mark = session.connection.execute(select(folder)).one()
    assert (mark.recovered, mark.last_uid) == (1, 3)
    assert datetime.now(UTC) - mark.compared_at < timedelta(minutes=5)


def test_a_change_of_the_mailbox_is_seen_at_once(mail_desk: MailDesk) -> None:
    """Nobody waits five minutes for a password that is mended."""
    fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    password = mail_desk.office.secrets.get(f"mailbox/{mail_desk.mailbox}/imap")
    mail_desk.office.secrets.put(f"mailbox/{mail_desk.mailbox}/imap", "wrong")
    for _ in range(3):
        assert 0 < fetcher.run(wait=False) <= 5
    assert mail_desk.box().state is MailboxState.FAILING
    mail_desk.office.secrets.put(f"mailbox/{mail_desk.mailbox}/imap", password or "")
    fetcher.run(wait=False)
    assert mail_desk.box().state is MailboxState.FAILING, "not before its time"
    mail_desk.change()
    fetcher.run(wait=False)
    fetcher.close()
    assert mail_desk.box().state is MailboxState.GOOD


def test_our_own_bug_is_told_as_one(mail_desk: MailDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(MailboxFetcher, "_look", broken)
    mail_desk.fetch()
    row = mail_desk.box()
    assert (row.state, row.reason) == (MailboxState.FAILING, "bug")


def test_mails_that_are_known_wait_for_nobody(mail_desk: MailDesk) -> None:
    put(mail_desk, 1)
    mail_desk.change(folders=("INBOX", "Junk"))
    put(mail_desk, 1, folder="Junk")
    mail_desk.fetch()
    assert texts(mail_desk) == ["1"]
    with mail_desk.desk.reading() as session:
        states = session.connection.execute(select(raw_mail.c.state)).scalars().all()
    assert sorted(states) == [RawState.FILED, RawState.IGNORED]


def test_none_of_what_is_there_already_means_none(mail_desk: MailDesk) -> None:
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(mailbox).values(history_days=0))
    # A server tells whole seconds: what came in the very second of the first look would rather be taken than lost.
    put(mail_desk, 1, when=datetime.now(UTC) - timedelta(minutes=1))
    mail_desk.fetch()
    put(mail_desk, 2, when=datetime.now(UTC) + timedelta(seconds=2))
    mail_desk.fetch()
    renumber(mail_desk, 1_900_000_000)
    mail_desk.fetch()
    assert texts(mail_desk) == ["2"]


def test_who_leaves_keeps_no_other_waiting(mail_desk: MailDesk) -> None:
    fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    fetcher.run(wait=False)
    other = replace(mail_desk.office, holder="elsewhere")
    assert other.take(f"mailbox/{mail_desk.mailbox}") is None
    fetcher.leave()
    assert other.take(f"mailbox/{mail_desk.mailbox}") is not None
