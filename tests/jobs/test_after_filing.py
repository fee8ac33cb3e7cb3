"""What happens on the server to filed mails: nothing that was not asked for, and nothing before the commit."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from deskbell.jobs.fetch_mail import MailboxFetcher
from deskbell.jobs.read_mail import MailReader
from deskbell.model.kinds import AfterFiling
from deskbell.model.sentences import sentence
from deskbell.store.tables import raw_mail
from jobs.conftest import MailDesk
from jobs.test_folders import put, renumber, texts
from servers.cable import Cable

pytestmark = pytest.mark.servers
SEEN = frozenset({"\\Seen"})


def due(desk: MailDesk) -> list[str]:
    with desk.desk.reading() as session:
        return list(session.connection.execute(select(raw_mail.c.after).order_by(raw_mail.c.id)).scalars())


def here(desk: MailDesk, folder: str = "INBOX") -> list[frozenset[str]]:
    return desk.dovecot.flags(desk.user, folder)


@pytest.mark.parametrize(
    ("after", "inbox", "junk"),
    [
        (AfterFiling.LEAVE, [frozenset()] * 2, []),
        (AfterFiling.SEEN, [SEEN] * 2, []),
        (AfterFiling.MOVE, [], [frozenset()] * 2),
        (AfterFiling.DELETE, [], []),
    ],
)
def test_what_the_mailbox_says_is_done(
    mail_desk: MailDesk, after: AfterFiling, inbox: list[frozenset[str]], junk: list[frozenset[str]]
) -> None:
    mail_desk.change(after=after, after_folder="Junk")
    put(mail_desk, 1, 2)
    mail_desk.fetch()
    assert texts(mail_desk) == ["1", "2"]
    assert (here(mail_desk), here(mail_desk, "Junk")) == (inbox, junk)
    assert due(mail_desk) == ["", ""]
    assert mail_desk.box().warnings == ()


def test_nothing_happens_to_a_mail_that_is_not_filed(mail_desk: MailDesk) -> None:
    mail_desk.change(after=AfterFiling.DELETE)
    put(mail_desk, 1)
    fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    for _ in range(2):
        fetcher.run(wait=False)
        fetcher.finish()
        assert len(here(mail_desk)) == 1
    fetcher.close()
    # The worker dies here; the next one files the mail, and one after that removes it.
    assert MailReader(mail_desk.office).run() == 1
    assert len(here(mail_desk)) == 1
    mail_desk.fetch()
    assert here(mail_desk) == []


def test_done_again_after_a_crash_it_changes_nothing_more(mail_desk: MailDesk) -> None:
    for after in (AfterFiling.SEEN, AfterFiling.MOVE, AfterFiling.DELETE):
        mail_desk.change(after=after, after_folder="Junk")
        put(mail_desk, 1)
        mail_desk.fetch()
        # Done, but the commit that crosses it off was lost.
        with mail_desk.desk.writing() as session:
            session.connection.execute(update(raw_mail).values(after=after.value))
        put(mail_desk, 2)
        mail_desk.fetch()
        assert set(due(mail_desk)) == {""}
    assert texts(mail_desk) == ["1", "2"]
    assert (here(mail_desk), len(here(mail_desk, "Junk"))) == ([], 4)


def test_another_mail_under_an_old_uid_is_left_alone(mail_desk: MailDesk) -> None:
    mail_desk.change(after=AfterFiling.DELETE)
    put(mail_desk, 1)
    fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    fetcher.run(wait=False)
    MailReader(mail_desk.office).run()
    renumber(mail_desk, 1_900_000_000)
    fetcher.finish()
    fetcher.close()
    assert len(here(mail_desk)) == 1
    mail_desk.fetch()
    mail_desk.fetch()
    assert here(mail_desk) == [], "under its own UID it is due"


def test_who_sets_it_back_to_leave_means_it(mail_desk: MailDesk) -> None:
    mail_desk.change(after=AfterFiling.DELETE)
    put(mail_desk, 1)
    fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    fetcher.run(wait=False)
    fetcher.close()
    mail_desk.change(after=AfterFiling.LEAVE)
    mail_desk.fetch()
    assert len(here(mail_desk)) == 1
    assert due(mail_desk) == [""]


def test_a_folder_to_move_to_that_is_not_there(mail_desk: MailDesk) -> None:
    mail_desk.change(after=AfterFiling.MOVE, after_folder="Done")
    put(mail_desk, 1)
    mail_desk.fetch()
    assert mail_desk.box().warnings == (("after.no_folder", {"folder": "Done"}),)
    assert "the mailbox has no folder “Done”" in sentence(*mail_desk.box().warnings[0])
    assert len(here(mail_desk)) == 1
    mail_desk.dovecot.command(mail_desk.user, "CREATE", "Done")
    mail_desk.fetch()
    assert (here(mail_desk), len(here(mail_desk, "Done"))) == ([], 1)
    assert mail_desk.box().warnings == ()


@pytest.fixture
def old_server(mail_desk: MailDesk, cable: Callable[..., Cable]) -> MailDesk:
    """The mailbox on a server that has neither UIDPLUS nor MOVE."""
    line = cable(mail_desk.dovecot.plain_port, edit=lambda said: said.replace(b" UIDPLUS", b"").replace(b" MOVE", b""))
    mail_desk.change(imap_port=line.port, imap_security="none")
    return mail_desk


def test_without_uidplus_mails_are_only_marked_and_that_is_said(old_server: MailDesk) -> None:
    put(old_server, 1)
    old_server.dovecot.command(old_server.user, "UID", "STORE", "1", "+FLAGS", "\\Deleted", folder="INBOX")
    old_server.change(after=AfterFiling.DELETE)
    put(old_server, 2)
    old_server.fetch()
    assert here(old_server) == [frozenset({"\\Deleted"})] * 2
    ((code, values),) = old_server.box().warnings
    assert (code, values["folder"]) == ("after.marked_only", "INBOX")
    old_server.fetch()
    assert old_server.box().warnings, "it is said for as long as it is so"


def test_without_move_a_mail_is_copied_once(old_server: MailDesk) -> None:
    old_server.change(after=AfterFiling.MOVE, after_folder="Junk")
    put(old_server, 1)
    old_server.fetch()
    with old_server.desk.writing() as session:
        session.connection.execute(update(raw_mail).values(after="move"))
    old_server.fetch()
    assert here(old_server) == [frozenset({"\\Deleted"})]
    assert len(here(old_server, "Junk")) == 1
