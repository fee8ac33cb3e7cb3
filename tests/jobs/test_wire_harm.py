"""A cable that cuts, stalls and puts bytes in at chosen places: whatever happens on the way, each mail is kept once, byte for byte."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from imapclient import IMAPClient
from sqlalchemy import select

from deskbell.jobs.clocks import Clocks
from deskbell.jobs.fetch_mail import MailboxFetcher
from deskbell.jobs.worker import Worker
from deskbell.mail import imap, imap_line
from deskbell.mail.imap import Inbox
from deskbell.model.kinds import MailboxState
from deskbell.store import blobs
from deskbell.store.tables import raw_mail
from jobs.conftest import MailDesk
from jobs.test_the_road import customer_mail
from servers.cable import Cable, Harm, Kind
from servers.liar import Liar

pytestmark = pytest.mark.servers

LOOKS = "* 2 FETCH (UID 2 BODY[] {5}\r\nabcde)\r\n"
GARBAGE = (b"\r\n", b"* 1 EXPUNGE\r\n", LOOKS.encode(), b"\x00\xff" * 40, b")\r\n* BYE so long\r\n", b"x BAD {9}\r\n")
PLACES = tuple(range(40, 6000, 450))


@contextmanager
def watched(fetcher: MailboxFetcher) -> Iterator[None]:
    """As the worker looks after its fetchers, only more often."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            fetcher.watch()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def kept(desk: MailDesk) -> list[bytes]:
    with desk.desk.reading() as session:
        query = select(raw_mail.c.blob_id).where(raw_mail.c.state != "ignored").order_by(raw_mail.c.uid)
        return [blobs.read(session, blob_id) for blob_id in session.connection.execute(query).scalars()]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("upward", [False, True])
def test_harm_at_every_place(
    mail_desk: MailDesk, cable: Callable[..., Cable], kind: Kind, upward: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_line, "LONGEST_ANSWER", 0.3)
    # What the mails that are asked for may take longer is as short.
    monkeypatch.setattr(imap, "SLOWEST_BYTES", 1 << 20)
    line = cable(mail_desk.dovecot.plain_port)
    mail_desk.change(imap_port=line.port, imap_security="none")
    sent: list[bytes] = []
    for place in PLACES:
        mails = [customer_mail(f"{place}.{n}@mail.example", "Good morning\r\n" * 20) for n in range(3)]
        mail_desk.dovecot.append(mail_desk.user, *mails)
        sent += mails
        after = place // 10 if upward else place
        line.harms = [Harm(kind, after, upward, GARBAGE[place % len(GARBAGE)])] * 2
        fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
        with watched(fetcher):
            fetcher.run(wait=False)
        fetcher.close()
        line.harms = []
    mail_desk.fetch()
    assert kept(mail_desk) == sent
    assert mail_desk.box().state is MailboxState.GOOD


@pytest.mark.parametrize(
    ("security", "greeting", "answers"),
    [
        ("none", b"", {}),
        ("tls", b"", {}),
        ("starttls", b"* OK hello\r\n", {b"STARTTLS": b"{tag} OK go on\r\n"}),
        ("none", b"* OK hello\r\n", {}),
        ("none", b"* OK hello\r\n", {b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"}),
    ],
)
def test_a_connection_that_does_not_come_about_is_cut_too(
    mail_desk: MailDesk,
    liar: Callable[..., Liar],
    monkeypatch: pytest.MonkeyPatch,
    security: str,
    greeting: bytes,
    answers: dict[bytes, bytes],
) -> None:
    """Silent at the greeting, in the handshake, at the login: each word may be late, and all of them together were waited for without end."""
    monkeypatch.setattr(imap_line, "LONGEST_ANSWER", 0.3)
    if security == "starttls":
        answers = answers | {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n"}
    server = liar(greeting, answers)
    mail_desk.change(imap_host=server.host, imap_port=server.port, imap_security=security)
    fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    with watched(fetcher):
        fetcher.run(wait=False)
    fetcher.close()
    row = mail_desk.box()
    assert (row.state, row.reason) == (MailboxState.FAILING, "mail.dropped"), "waited out, it would be mail.timeout"
    assert server.connections == 1


def test_the_folder_that_the_server_told_news_of_comes_first(
    mail_desk: MailDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_desk.change(folders=("INBOX", "Junk"))
    fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    fetcher.run(wait=False)
    idle, told = imap.idle, []

    def mail_comes(client: IMAPClient, seconds: float, stopped: Callable[[], bool]) -> bool:
        def look() -> bool:
            if not told:
                told.append(True)
                for number, folder in ((1, "Junk"), (2, "INBOX")):
                    content = customer_mail(f"{number}@mail.example", folder)
                    mail_desk.dovecot.append(mail_desk.user, content, folder=folder)
            return stopped()

        return idle(client, seconds, look)

    monkeypatch.setattr(imap, "idle", mail_comes)
    assert fetcher.run() == 0.0
    fetcher.run(wait=False)
    fetcher.close()
    with mail_desk.desk.reading() as session:
        order = session.connection.execute(select(raw_mail.c.folder).order_by(raw_mail.c.id)).scalars().all()
    assert order == ["INBOX", "Junk"]


def test_a_connection_that_died_in_silence_is_made_anew_after_a_sleep(
    mail_desk: MailDesk, cable: Callable[..., Cable], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The computer slept: the server has forgotten us, nobody told us, and nothing is to be waited for."""
    line = cable(mail_desk.dovecot.tls_port)
    mail_desk.change(imap_port=line.port)
    fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    fetcher.run(wait=False)
    waits = threading.Event()
    wait = Inbox.wait

    def tell_and_wait(self: Inbox, *args: object) -> bool:
        waits.set()
        return wait(self, 60.0, *args[1:])  # type: ignore[arg-type]

    monkeypatch.setattr(Inbox, "wait", tell_and_wait)
    pauses: list[float] = []
    thread = threading.Thread(target=lambda: pauses.append(fetcher.run()))
    thread.start()
    assert waits.wait(20)
    line.freeze()
    fetcher.interrupt()
    thread.join(20)
    assert pauses == [0.0]
    assert mail_desk.box().state is MailboxState.GOOD, "a sleep is no trouble"
    line.thaw()
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "one"))
    fetcher.run(wait=False)
    fetcher.close()
    assert (len(kept(mail_desk)), line.connections) == (1, 2)


def test_the_worker_looks_after_its_connections(mail_desk: MailDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    wall = [1000.0]
    worker = Worker(mail_desk.office, clocks=Clocks(lambda: wall[0], lambda: 0.0))
    heard: list[str] = []
    monkeypatch.setattr(MailboxFetcher, "watch", lambda self: heard.append("watch"))
    monkeypatch.setattr(MailboxFetcher, "interrupt", lambda self: heard.append("interrupt"))
    worker._fetcher(mail_desk.mailbox)
    worker._heed_clocks()
    worker._say_present()
    wall[0] += 3600
    worker._heed_clocks()
    worker._heed_clocks()
    assert heard == ["watch", "interrupt"]


def test_a_mail_comes_at_once_while_the_first_folder_is_waited_on(mail_desk: MailDesk) -> None:
    mail_desk.change(folders=("INBOX", "Junk"))
    fetcher = MailboxFetcher(mail_desk.office, mail_desk.mailbox)
    fetcher.run(wait=False)
    sender = threading.Timer(0.3, mail_desk.dovecot.append, (mail_desk.user, customer_mail("1@mail.example", "one")))
    sender.start()
    assert fetcher.run() == 0.0
    sender.join()
    fetcher.run(wait=False)
    fetcher.close()
    assert len(kept(mail_desk)) == 1
