"""Two desks that acknowledge each other's mail, or answer it by rules, and one that writes to itself: they fall silent by themselves, over real servers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbell.actions.dispatch import perform
from deskbell.jobs.run_automation import RuleRunner
from deskbell.mail.pool import ParserPool
from deskbell.model.automation import Event, RuleActions, SaveRule
from deskbell.model.canned import CannedText, SaveCannedReply
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from jobs.conftest import MailDesk, made
from jobs.test_the_road import customer_mail
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer

pytestmark = pytest.mark.servers

TEXT = "Your mail has arrived: {subject}"
# What tells a machine from a person: some servers on the way lose all of it.
MARKS = re.compile(rb"(?im)^(?:auto-submitted|x-auto-response-suppress|in-reply-to|references):.*\r\n(?:[ \t].*\r\n)*")
ROUNDS = 6


class Post:
    """Carries what the SMTP server took to the mailboxes of `desks`, by their address."""

    def __init__(self, smtp: SmtpServer, desks: dict[str, MailDesk], *, loses_marks: bool) -> None:
        self._smtp = smtp
        self._desks = desks
        self._loses_marks = loses_marks
        self._carried = 0

    def go_round(self) -> int:
        """Each desk sends and fetches once; how many mails were carried."""
        for desk in self._desks.values():
            RuleRunner(desk.office).run()
            desk.send()
        fresh = self._smtp.mails[self._carried :]
        self._carried += len(fresh)
        for mail in fresh:
            content = MARKS.sub(b"", mail.content) if self._loses_marks else mail.content
            if not self._loses_marks:
                content = b"Return-Path: <" + mail.sender.strip("<>").encode() + b">\r\n" + content
            for recipient in mail.recipients:
                desk = self._desks[recipient]
                desk.dovecot.append(desk.user, content)
        for desk in self._desks.values():
            desk.fetch()
        return len(fresh)


@pytest.fixture
def other(
    sqlite_template: Path,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    tmp_path: Path,
    parser_pool: ParserPool,
    mail_user: str,
) -> Iterator[MailDesk]:
    """A second desk, at another address, that acknowledges."""
    place = tmp_path / "other.sqlite3"
    place.write_bytes(sqlite_template.read_bytes())
    opened = Desk.open(f"sqlite:///{place}")
    values = {"name": "Shop", "address": "hello@shop.example", "acknowledge": True, "acknowledgement": TEXT}
    yield made(opened, dovecot, smtp_server, f"{mail_user}2", tmp_path / "other", parser_pool, **values)
    opened.close()


@pytest.fixture
def acknowledging(
    desk: Desk, dovecot: Dovecot, smtp_server: SmtpServer, mail_user: str, tmp_path: Path, parser_pool: ParserPool
) -> MailDesk:
    """A desk that acknowledges."""
    values = {"acknowledge": True, "acknowledgement": TEXT}
    return made(desk, dovecot, smtp_server, mail_user, tmp_path / "secrets", parser_pool, **values)


@pytest.mark.parametrize("loses_marks", [False, True])
def test_two_desks_fall_silent(
    acknowledging: MailDesk, other: MailDesk, smtp_server: SmtpServer, loses_marks: bool
) -> None:
    post = Post(
        smtp_server, {"support@desk.example": acknowledging, "hello@shop.example": other}, loses_marks=loses_marks
    )
    first = customer_mail("1@shop.example", "Do you sell paper?").replace(b"li.na@mail.example", b"hello@shop.example")
    acknowledging.dovecot.append(acknowledging.user, first)
    acknowledging.fetch()
    carried = [post.go_round() for _ in range(ROUNDS)]
    assert carried == ([1, 1, 0, 0, 0, 0] if loses_marks else [1, 0, 0, 0, 0, 0])
    for one in (acknowledging, other):
        assert one.desk.read(problems) == []


@pytest.mark.parametrize("loses_marks", [False, True])
def test_two_desks_whose_rules_answer_everything_fall_silent(
    acknowledging: MailDesk, other: MailDesk, smtp_server: SmtpServer, loses_marks: bool
) -> None:
    desks = {"support@desk.example": acknowledging, "hello@shop.example": other}
    for one in desks.values():
        one.change(acknowledge=False)
        answer_everything(one)
    post = Post(smtp_server, desks, loses_marks=loses_marks)
    first = customer_mail("1@shop.example", "Do you sell paper?").replace(b"li.na@mail.example", b"hello@shop.example")
    acknowledging.dovecot.append(acknowledging.user, first)
    acknowledging.fetch()
    carried = [post.go_round() for _ in range(ROUNDS)]
    assert carried == ([1, 1, 0, 0, 0, 0] if loses_marks else [1, 0, 0, 0, 0, 0])
    for one in desks.values():
        assert one.desk.read(problems) == []


def answer_everything(desk: MailDesk) -> None:
    """Have a rule answer each mail of a customer."""
    texts = (CannedText("", "<div>We shall look at it.</div>", "We shall look at it."),)
    canned = perform(desk.desk, SaveCannedReply(agent_id=None, id=0, owner_id=None, name="Thanks", texts=texts))
    events = frozenset({Event.CREATED, Event.ANSWERED})
    actions = RuleActions(reply_id=canned)
    perform(desk.desk, SaveRule(agent_id=None, id=0, name="Answer everything", events=events, actions=actions))


@pytest.mark.parametrize("loses_marks", [False, True])
def test_a_desk_that_writes_to_itself_falls_silent(
    acknowledging: MailDesk, smtp_server: SmtpServer, loses_marks: bool
) -> None:
    post = Post(smtp_server, {"support@desk.example": acknowledging}, loses_marks=loses_marks)
    own = customer_mail("1@desk.example", "A note to ourselves").replace(b"li.na@mail.example", b"support@desk.example")
    acknowledging.dovecot.append(acknowledging.user, own)
    acknowledging.fetch()
    assert [post.go_round() for _ in range(ROUNDS)] == [0] * ROUNDS
    assert len(acknowledging.tickets()) == 1


def test_the_acknowledgement_leaves_with_an_empty_envelope(acknowledging: MailDesk) -> None:
    acknowledging.dovecot.append(acknowledging.user, customer_mail("1@mail.example", "Hello"))
    acknowledging.fetch()
    assert acknowledging.send() == 1
    (received,) = acknowledging.smtp.wait(1)
    assert (received.sender, received.recipients) == ("<>", ("li.na@mail.example",))
    assert b"\r\nAuto-Submitted: auto-replied\r\n" in received.content
