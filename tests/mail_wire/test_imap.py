"""Reading a mailbox on a real Dovecot: each mail once, whole, and none of them marked as seen."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from deskbell.mail import imap
from deskbell.mail.folders import Folder, choose_sent
from deskbell.mail.imap import FetchedMail, Inbox, UnfetchedMail, batches
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Security
from deskbell.model.mail import Server
from servers.cable import Cable
from servers.dovecot import Dovecot, maildir
from servers.liar import CLOSE, Liar

pytestmark = pytest.mark.servers


def mail(number: int, size: int = 0) -> bytes:
    body = b"".join(b"%078d\r\n" % line for line in range(size // 80))
    return (
        b"From: kim@example.org\r\nMessage-ID: <%d@example.org>\r\nSubject: Mail %d\r\n\r\nGood morning\r\n"
        % (number, number)
        + body
    )


@pytest.fixture
def account(dovecot: Dovecot, mail_user: str) -> Server:
    return Server("localhost", dovecot.tls_port, Security.TLS, mail_user, dovecot.password, str(dovecot.ca_file), 20.0)


@pytest.fixture
def inbox(account: Server) -> Iterator[Inbox]:
    with Inbox.open(account) as opened:
        yield opened


def test_an_empty_mailbox(inbox: Inbox) -> None:
    state = inbox.select("INBOX")
    assert (state.exists, state.uid_next) == (0, 1)
    assert state.uid_validity > 0
    assert inbox.new_uids(0) == []
    assert list(inbox.fetch([])) == []


def test_new_mails_come_once_and_stay_unseen(inbox: Inbox, dovecot: Dovecot, mail_user: str) -> None:
    when = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    dovecot.append(mail_user, mail(1), mail(2), when=when)
    inbox.select("INBOX")
    uids = inbox.new_uids(0)
    assert list(inbox.fetch(uids)) == [
        FetchedMail(uid, datetime(2026, 3, 1, 7, 30, tzinfo=UTC), mail(uid)) for uid in (1, 2)
    ]
    # Dovecot answers "3:*" with mail 2.
    assert inbox.new_uids(2) == []
    assert inbox.new_uids(1_000_000) == []
    dovecot.append(mail_user, mail(3))
    inbox.select("INBOX")
    assert inbox.new_uids(2) == [3]
    assert dovecot.flags(mail_user) == [frozenset()] * 3


def test_a_large_folder_is_searched_in_windows(
    inbox: Inbox, dovecot: Dovecot, mail_user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "SEARCH_WINDOW", 3)
    dovecot.append(mail_user, *(mail(number) for number in range(1, 11)))
    dovecot.command(mail_user, "UID", "STORE", "2,5:6", "+FLAGS", "\\Deleted", folder="INBOX")
    dovecot.command(mail_user, "UID", "EXPUNGE", "2,5:6", folder="INBOX")
    assert inbox.select("INBOX").exists == 7
    dovecot.append(mail_user, mail(11))
    assert inbox.new_uids(0) == [1, 3, 4, 7, 8, 9, 10, 11]
    assert inbox.new_uids(8) == [9, 10, 11]
    assert inbox.new_uids(11) == []


def test_mails_since_a_day(inbox: Inbox, dovecot: Dovecot, mail_user: str) -> None:
    for day in (3, 1, 2):
        dovecot.append(mail_user, mail(day), when=datetime(2026, 3, day, 12, tzinfo=UTC))
    inbox.select("INBOX")
    assert inbox.uids_since(date(2026, 3, 2)) == [1, 3]
    assert inbox.uids_since(date(2026, 3, 4)) == []


def test_mails_come_in_bounded_batches(
    inbox: Inbox, dovecot: Dovecot, mail_user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "BATCH_BYTES", 100_000)
    asked: list[int] = []
    inbox_fetch = inbox._fetch_batch
    monkeypatch.setattr(
        inbox, "_fetch_batch", lambda batch, size: (asked.append(len(batch)), inbox_fetch(batch, size))[1]
    )
    sent = [mail(1), mail(2), mail(3, 300_000), mail(4), *(mail(number) for number in range(5, 130))]
    dovecot.append(mail_user, *sent)
    inbox.select("INBOX")
    fetched = list(inbox.fetch(inbox.new_uids(0)))
    assert [one.raw for one in fetched if isinstance(one, FetchedMail)] == sent
    assert asked == [2, 1, 100, 26]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([10] * 250, [100, 100, 50]),
        ([imap.BATCH_BYTES * 3], [1]),
        ([1, imap.BATCH_BYTES, 1], [1, 1, 1]),
        ([imap.BATCH_BYTES // 2] * 5, [2, 2, 1]),
    ],
)
def test_batches(sizes: list[int], expected: list[int]) -> None:
    made = list(batches(list(enumerate(sizes, 1))))
    assert [len(batch) for batch in made] == expected
    assert [uid for batch in made for uid in batch] == list(range(1, len(sizes) + 1))


def test_a_mail_that_is_gone_is_left_out(inbox: Inbox, dovecot: Dovecot, mail_user: str) -> None:
    dovecot.append(mail_user, mail(1), mail(2), mail(3))
    inbox.select("INBOX")
    uids = inbox.new_uids(0)
    dovecot.command(mail_user, "UID", "STORE", "2", "+FLAGS", "\\Deleted", folder="INBOX")
    dovecot.command(mail_user, "EXPUNGE", folder="INBOX")
    fetched = list(inbox.fetch(uids))
    assert [one.uid for one in fetched if isinstance(one, FetchedMail)] == [1, 3]


SCRIPT = {
    b"LOGIN": b"{tag} OK in\r\n",
    b"LOGOUT": b"* BYE\r\n{tag} OK out\r\n",
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n{tag} OK done\r\n",
    b"EXAMINE": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n{tag} OK [READ-ONLY] done\r\n",
    b"RFC822.SIZE": b"".join(b"* %d FETCH (UID %d RFC822.SIZE 3)\r\n" % (n, n) for n in (1, 2, 3))
    + b"{tag} OK done\r\n",
    b"NOOP": b"{tag} OK done\r\n",
    b"SEARCH UID 2": b"* SEARCH 2\r\n{tag} OK done\r\n",
    b"SEARCH": b"* SEARCH\r\n{tag} OK done\r\n",
}


def scripted(liar: Callable[..., Liar], answers: dict[bytes, bytes], timeout: float = 20.0) -> Server:
    """A server that answers as in `SCRIPT` but for `answers`, and is silent where neither has a word: so long is waited for it then."""
    bad = liar(b"* OK hello\r\n", {**answers, **{key: SCRIPT[key] for key in SCRIPT if key not in answers}})
    return Server("localhost", bad.port, Security.NONE, "kim", "password", timeout=timeout)


@pytest.mark.parametrize(
    "failure", [b"{tag} NO [SERVERBUG] cannot read\r\n", CLOSE, b"* 2 FETCH UID\r\n{tag} OK done\r\n"]
)
def test_one_mail_that_the_server_cannot_give_keeps_no_other_back(failure: bytes, liar: Callable[..., Liar]) -> None:
    item = b'* %d FETCH (UID %d INTERNALDATE "01-Mar-2026 09:30:00 +0200" BODY[] {3}\r\nabc)\r\n{tag} OK done\r\n'
    answers = {b"UID FETCH 1 ": item % (1, 1), b"UID FETCH 3 ": item % (3, 3), b"BODY.PEEK": failure}
    with Inbox.open(scripted(liar, answers, timeout=2.0)) as inbox:
        assert inbox.select("INBOX").uid_validity == 7
        first, second, third = inbox.fetch([1, 2, 3])
    when = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    assert (first, third) == (FetchedMail(1, when, b"abc"), FetchedMail(3, when, b"abc"))
    assert isinstance(second, UnfetchedMail)
    assert second.uid == 2
    assert second.reason
    assert second.internal_date is None, "a server that is silent about that too"


@pytest.mark.parametrize(
    "answer",
    [
        b"* 2 FETCH (UID 2 BODY[] {99999999999}\r\nabc)\r\n{tag} OK done\r\n",
        b"* 2 FETCH (UID 2 BODY[] {3}\r\nabc\r\n{tag} OK done\r\n",
        b"* 2 FETCH UID\r\n{tag} OK done\r\n",
        b"* x FETCH (UID y)\r\n{tag} OK done\r\n",
        b'* 2 FETCH (UID 2 INTERNALDATE "nonsense" BODY[] {3}\r\nabc)\r\n{tag} OK done\r\n',
        b"* 2 FETCH (UID 2 BODY[] NIL)\r\n{tag} OK done\r\n",
        b"\x00\x01\x02\r\n",
        b"* " + b"9" * 2_000_000 + b"\r\n{tag} OK done\r\n",
    ],
)
def test_answers_that_no_honest_server_gives(answer: bytes, liar: Callable[..., Liar]) -> None:
    with Inbox.open(scripted(liar, {b"BODY.PEEK": answer}, timeout=0.5)) as inbox:
        inbox.select("INBOX")
        try:
            fetched = list(inbox.fetch([2]))
        except Trouble:
            return
    assert all(isinstance(one, UnfetchedMail) or one.raw == b"abc" for one in fetched)


def test_a_folder_that_is_not_there(inbox: Inbox) -> None:
    with pytest.raises(Trouble) as caught:
        inbox.select("Nowhere “žą”")
    assert (caught.value.code, str(caught.value)) == ("mail.folder", "The mailbox has no folder “Nowhere “žą””.")
    with pytest.raises(Trouble, match="no folder"):
        inbox.append_sent("Nowhere", mail(1), datetime.now(UTC))


def test_folders_and_the_copy_in_sent(inbox: Inbox, dovecot: Dovecot, mail_user: str) -> None:
    dovecot.command(mail_user, "CREATE", "&A5AEoQ-")
    folders = {folder.name: folder for folder in inbox.folders()}
    assert folders["Sent"] == Folder("Sent", "\\Sent")
    assert {"INBOX", "Junk", "ΐҡ"} <= folders.keys()
    assert inbox.sent_folder() == "Sent"
    when = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    for name in ("Sent", "ΐҡ"):
        inbox.append_sent(name, mail(1), when)
        assert inbox.find_by_message_id(name, "1@example.org") == [1]
        assert inbox.find_by_message_id(name, "2@example.org") == []
        assert list(inbox.fetch([1])) == [FetchedMail(1, when, mail(1))]
    assert dovecot.flags(mail_user, "Sent") == [frozenset({"\\Seen"})]


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        ([], ""),
        ([Folder("INBOX"), Folder("Sent")], "Sent"),
        ([Folder("Sent"), Folder("Gesendet", "\\Sent")], "Gesendet"),
        ([Folder("Gesendet", "\\Sent", selectable=False), Folder("SENT ITEMS")], "SENT ITEMS"),
        ([Folder("Sent Messages"), Folder("sent")], "sent"),
        ([Folder("INBOX.Sent"), Folder("Consent")], "INBOX.Sent"),
    ],
)
def test_the_folder_for_sent_mail(folders: list[Folder], expected: str) -> None:
    assert choose_sent(folders) == expected


def test_waiting_ends_when_a_mail_comes(inbox: Inbox, dovecot: Dovecot, mail_user: str) -> None:
    inbox.select("INBOX")
    assert inbox.can_idle()
    sender = threading.Timer(0.3, dovecot.append, (mail_user, mail(1)))
    sender.start()
    assert inbox.wait(20)
    sender.join()
    assert inbox.new_uids(0) == [1]


def test_waiting_ends_with_its_time_and_when_it_is_stopped(inbox: Inbox) -> None:
    inbox.select("INBOX")
    began = time.monotonic()
    assert not inbox.wait(0.2)
    assert not inbox.wait(60, stopped=lambda: time.monotonic() > began + 0.3)
    assert time.monotonic() - began < 30
    assert inbox.new_uids(0) == []


def test_waiting_renews_its_idle(
    inbox: Inbox, dovecot: Dovecot, mail_user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "RENEWAL", 0.1)
    inbox.select("INBOX")
    assert not inbox.wait(0.5)
    dovecot.append(mail_user, mail(1))
    assert inbox.wait(20)


def test_news_that_overtakes_the_answer_to_idle(liar: Callable[..., Liar]) -> None:
    answers = {b"IDLE": b"* 4 EXISTS\r\n+ idling\r\n* OK Still here\r\n", b"DONE": b"{last} OK done\r\n"}
    with Inbox.open(scripted(liar, answers)) as inbox:
        inbox.select("INBOX")
        assert inbox.wait(20)
        assert inbox.new_uids(1) == [2]


@pytest.mark.parametrize("answer", [b"* ID NIL\r\n{tag} OK done\r\n", b"{tag} BAD who?\r\n"])
def test_our_name_is_said_where_it_is_wanted(answer: bytes, liar: Callable[..., Liar]) -> None:
    capability = b"* CAPABILITY IMAP4rev1 ID\r\n{tag} OK done\r\n"
    made: list[Liar] = []

    def kept(*args: object) -> Liar:
        made.append(liar(*args))
        return made[-1]

    with Inbox.open(scripted(kept, {b"CAPABILITY": capability, b'ID ("NAME"': answer})) as inbox:
        assert inbox.select("INBOX").exists == 3
    assert b'ID ("name" "Deskbell")' in made[0].heard


def breakage(what: str, line: Cable, dovecot: Dovecot, user: str) -> None:
    match what:
        case "cut":
            line.cut()
        case "frozen":
            line.freeze()
        case "kicked":
            dovecot.kick(user)
        case "server gone":
            line.close()


@pytest.mark.parametrize(
    ("what", "during", "code"),
    [
        ("cut", "waiting", "mail.dropped"),
        ("kicked", "waiting", "mail.dropped"),
        ("frozen", "waiting", "mail.timeout"),
        ("frozen", "fetching", "mail.timeout"),
        ("server gone", "waiting", "mail.dropped"),
        ("server gone", "fetching", "mail.dropped"),
    ],
)
def test_a_connection_lost_in_the_middle(
    what: str, during: str, code: str, account: Server, dovecot: Dovecot, mail_user: str, cable: Callable[[int], Cable]
) -> None:
    line = cable(dovecot.tls_port)
    dovecot.append(mail_user, mail(1))
    with Inbox.open(replace(account, port=line.port, timeout=2.0 if what == "frozen" else 20.0)) as inbox:
        inbox.select("INBOX")
        uids = inbox.new_uids(0)
        breakage(what, line, dovecot, mail_user)
        with pytest.raises(Trouble) as caught:
            list(inbox.fetch(uids)) if during == "fetching" else inbox.wait(0.7)
    assert caught.value.code == code
    with Inbox.open(account) as again:
        again.select("INBOX")
        assert [one.raw for one in again.fetch(again.new_uids(0)) if isinstance(one, FetchedMail)] == [mail(1)]


@pytest.mark.parametrize("what", ["cut", "kicked"])
def test_a_connection_lost_while_fetching_is_made_again(
    what: str,
    account: Server,
    dovecot: Dovecot,
    mail_user: str,
    cable: Callable[[int], Cable],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imap, "BATCH_BYTES", 1)
    line = cable(dovecot.tls_port)
    dovecot.append(mail_user, mail(1), mail(2), mail(3))
    with Inbox.open(replace(account, port=line.port)) as inbox:
        inbox.select("INBOX")
        mails = inbox.fetch(inbox.new_uids(0))
        first = next(mails)
        breakage(what, line, dovecot, mail_user)
        assert [one.raw for one in (first, *mails) if isinstance(one, FetchedMail)] == [mail(1), mail(2), mail(3)]
    assert line.connections == 2


@pytest.mark.parametrize("harm", ["gone", "not readable"])
def test_a_file_that_dovecot_cannot_read(
    harm: str, inbox: Inbox, account: Server, dovecot: Dovecot, mail_user: str
) -> None:
    dovecot.append(mail_user, mail(1), mail(2), mail(3))
    inbox.select("INBOX")
    uids = inbox.new_uids(0)
    second = next(
        file
        for file in maildir(dovecot, mail_user).rglob("*")
        if file.is_file() and b"<2@example.org>" in file.read_bytes()
    )
    if harm == "gone":
        second.unlink()
    else:
        second.chmod(0)
    fetched = list(inbox.fetch(uids))
    assert [one.raw for one in fetched if isinstance(one, FetchedMail)] == [mail(1), mail(3)]
    lost = [one.uid for one in fetched if isinstance(one, UnfetchedMail)]
    assert lost == ([2] if harm == "not readable" else [])
    now = datetime.now(UTC)
    dates = [one.internal_date for one in fetched if isinstance(one, UnfetchedMail)]
    assert all(when is not None and now - timedelta(hours=1) < when <= now for when in dates)
