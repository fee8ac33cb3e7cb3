"""A mail that its server lists and does not give: no mail is passed over in silence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote
from deskbell.model.kinds import Deed, RawState, Status
from deskbell.model.sentences import sentence
from deskbell.rules.unread import sentence_of
from deskbell.store.queries import ticket
from deskbell.store.queries.desk_state import desk_state
from deskbell.store.tables import message, raw_mail
from jobs.conftest import MailDesk
from jobs.test_folders import put, renumber
from servers.dovecot import maildir
from servers.liar import Liar

MAIL = b"From: a@mail.example\r\nSubject: %s\r\nMessage-ID: <%s@mail.example>\r\n\r\n%s"
ITEM = b'* %d FETCH (UID %d INTERNALDATE "01-Mar-2026 09:30:00 +0200" BODY[] {%d}\r\n%s)\r\n'


def given(number: int, text: bytes) -> bytes:
    mail = MAIL % (text, text, text)
    return ITEM % (number, number, len(mail), mail) + b"{tag} OK done\r\n"


def answers() -> dict[bytes, bytes]:
    """Three mails; the second cannot be read by the server, whatever it is asked."""
    sizes = b"".join(b"* %d FETCH (UID %d RFC822.SIZE 3)\r\n" % (n, n) for n in (1, 2, 3))
    return {
        b"LOGIN": b"{tag} OK in\r\n",
        b"LOGOUT": b"* BYE\r\n{tag} OK out\r\n",
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n",
        b"EXAMINE": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 4] n\r\n{tag} OK [READ-ONLY] done\r\n",
        b"RFC822.SIZE": sizes + b"{tag} OK done\r\n",
        b"UID FETCH 1 ": given(1, b"one"),
        b"UID FETCH 3 ": given(3, b"three"),
        b"FETCH 2 (INTERNALDATE)": b'* 2 FETCH (UID 2 INTERNALDATE "01-Mar-2026 09:30:00 +0200")\r\n{tag} OK done\r\n',
        b"BODY.PEEK": b"{tag} NO [SERVERBUG] disk error\r\n",
        b"NOOP": b"{tag} OK done\r\n",
        b"SEARCH UID 4": b"* SEARCH\r\n{tag} OK done\r\n",
        b"SEARCH UID 2": b"* SEARCH 2\r\n{tag} OK done\r\n",
        b"SEARCH": b"* SEARCH 1 2 3\r\n{tag} OK done\r\n",
    }


def ask(mail_desk: MailDesk, server: Liar) -> None:
    mail_desk.change(imap_host=server.host, imap_port=server.port, imap_security="none", imap_user="kim")


@pytest.mark.servers
def test_a_mail_that_the_server_does_not_give_becomes_a_ticket_once(
    mail_desk: MailDesk, liar: Callable[..., Liar]
) -> None:
    ask(mail_desk, liar(b"* OK hello\r\n", answers()))
    mail_desk.fetch()
    mail_desk.fetch()
    messages = [message for row in mail_desk.tickets() for message in mail_desk.messages(row.id)]
    (lost,) = (one for one in messages if one.problems and one.problems[0].startswith("fetch.refused:"))
    assert sorted(one.text for one in messages if one is not lost) == ["one", "three"]
    assert lost.attachments == ()
    for words in (lost.text, sentence(*sentence_of(lost.problems[0]))):
        assert "INBOX, UID 2: " in words
        assert "disk error" in words
    with mail_desk.desk.reading() as session:
        rows = session.connection.execute(select(raw_mail.c.uid, raw_mail.c.state).order_by(raw_mail.c.uid)).all()
    assert [tuple(row) for row in rows] == [
        (1, RawState.FILED.value),
        (2, RawState.UNREADABLE.value),
        (3, RawState.FILED.value),
    ]


@pytest.mark.servers
@pytest.mark.parametrize("touched", [False, True])
def test_it_is_fetched_when_the_server_recovers(mail_desk: MailDesk, liar: Callable[..., Liar], touched: bool) -> None:
    ask(mail_desk, liar(b"* OK hello\r\n", answers()))
    mail_desk.fetch()
    (stand_in,) = (row for row in mail_desk.tickets() if "UID 2" in mail_desk.messages(row.id)[0].text)
    if touched:
        perform(mail_desk.desk, AddNote(agent_id=mail_desk.ona, ticket_id=stand_in.id, text="I asked them."))
    ask(mail_desk, liar(b"* OK hello\r\n", {b"UID FETCH 2 ": given(2, b"two"), **answers()}))
    for _ in range(2):
        mail_desk.fetch()
        with mail_desk.desk.reading() as session:
            texts = session.connection.execute(select(message.c.ticket_id, message.c.text)).all()
            row = session.connection.execute(select(raw_mail).where(raw_mail.c.uid == 2)).one()
        (number,) = (row.ticket_id for row in texts if row.text == "two")
        assert len(texts) == 4 + touched
        assert (row.state, row.reason) == (RawState.FILED.value, "")
    detail = mail_desk.desk.read(ticket.detail, stand_in.id, newest=10)
    assert detail is not None
    assert detail.row.status is (Status.NEW if touched else Status.SOLVED)
    told = [(event.kind, event.after) for event in detail.events if event.kind is Deed.CAME_AFTER_ALL]
    assert told == [(Deed.CAME_AFTER_ALL, str(number))]


@pytest.mark.servers
@pytest.mark.parametrize("given_at_once", [True, False])
def test_new_uids_make_no_second_ticket_of_it(mail_desk: MailDesk, given_at_once: bool) -> None:
    """The server refuses a mail, then comes back with other UIDs: it is the same mail, given at once or refused once more."""
    put(mail_desk, 1, 2, 3)
    file = hidden(mail_desk, b"<2@mail.example>")
    mail_desk.fetch()
    (stand_in,) = (row.id for row in mail_desk.tickets() if "UID 2" in mail_desk.messages(row.id)[0].text)
    renumber(mail_desk, 1_900_000_000)
    if not given_at_once:
        mail_desk.fetch()
        assert len(mail_desk.tickets()) == 3
        assert mail_desk.desk.read(desk_state, mail_desk.ona).unreadable == (stand_in,)
    file.chmod(0o600)
    put(mail_desk, 4)
    mail_desk.fetch()
    mail_desk.fetch()
    with mail_desk.desk.reading() as session:
        texts = session.connection.execute(select(message.c.ticket_id, message.c.text)).all()
        waiting = session.connection.execute(select(raw_mail.c.uid).where(raw_mail.c.reason != "")).all()
    assert len(texts) == 5
    assert waiting == []
    (number,) = (row.ticket_id for row in texts if row.text == "2")
    detail = mail_desk.desk.read(ticket.detail, stand_in)
    assert detail is not None
    assert detail.row.status is Status.SOLVED
    told = [event.after for event in detail.events if event.kind is Deed.CAME_AFTER_ALL]
    assert told == [str(number)]
    assert mail_desk.desk.read(desk_state, mail_desk.ona).unreadable == ()


def hidden(mail_desk: MailDesk, mark: bytes) -> Path:
    """The file of a mail, which Dovecot can list and not read from now on."""
    files = (file for file in maildir(mail_desk.dovecot, mail_desk.user).rglob("*") if file.is_file())
    found = next(file for file in files if mark in file.read_bytes())
    found.chmod(0)
    return found
