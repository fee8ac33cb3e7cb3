"""The Test of a mailbox against real servers: what is shown, where it is to be mended, and what never leaves this computer."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from deskbell.mail.autoconfig import Endpoint, Secret, Suggestion
from deskbell.model.kinds import Security
from deskbell.store.secrets import Secrets
from deskbell.ui.settings.mail_test import SideResult
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part, ServerDraft, Side
from deskbell.ui.settings.mailbox_passwords import keep_passwords
from deskbell.ui.settings.mailbox_test import MailboxTest, places
from deskbell.ui.settings.test_steps import StepState
from deskbell.ui.theme.source import ThemeSource
from servers.certificates import Certificates
from servers.dovecot import Dovecot
from servers.liar import Liar
from servers.ordinary import free_port
from servers.smtp import SmtpServer

pytestmark = pytest.mark.servers
RIGHT = Dovecot.password


@pytest.fixture
def trial(theme: ThemeSource, tmp_path: Path, qtbot: QtBot) -> MailboxTest:
    made = MailboxTest(theme, Secrets(tmp_path))
    qtbot.addWidget(made)
    return made


@pytest.fixture
def draft(dovecot: Dovecot, smtp_server: SmtpServer, mail_user: str) -> MailboxDraft:
    """A mailbox on both servers that lets us in."""
    smtp_server.users[mail_user] = RIGHT
    return MailboxDraft(
        "Support",
        "support@example.com",
        ServerDraft("localhost", dovecot.tls_port, Security.TLS, mail_user, RIGHT),
        ServerDraft("localhost", smtp_server.tls_port, Security.TLS, mail_user),
        ca_file=str(dovecot.ca_file),
    )


def run(
    trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft, guesses: tuple[Suggestion, ...] = ()
) -> tuple[SideResult, ...]:
    with qtbot.waitSignal(trial.finished) as finished:
        trial.start(draft, guesses)
    assert finished.args is not None
    results: tuple[SideResult, ...] = finished.args[0]
    assert not trial.running()
    return results


def states(trial: MailboxTest) -> list[StepState]:
    return [step.state for step in trial.steps.steps]


def with_in(draft: MailboxDraft, **others: object) -> MailboxDraft:
    return replace(draft, incoming=replace(draft.incoming, **others))  # type: ignore[arg-type]


def with_out(draft: MailboxDraft, **others: object) -> MailboxDraft:
    return replace(draft, outgoing=replace(draft.outgoing, **others))  # type: ignore[arg-type]


def test_both_sides_let_us_in(trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft, dovecot: Dovecot) -> None:
    dovecot.append(draft.incoming.user, b"Subject: one\r\n\r\n", b"Subject: two\r\n\r\n")
    results = run(trial, qtbot, draft)
    assert [result.error for result in results] == [None, None]
    assert states(trial) == [StepState.GOOD, StepState.GOOD]
    assert "2" in trial.steps.steps[0].sentence()
    assert dovecot.flags(draft.incoming.user) == [frozenset(), frozenset()]


def test_starttls(
    trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    draft = with_in(draft, port=dovecot.plain_port, security=Security.STARTTLS)
    draft = with_out(draft, port=smtp_server.starttls_port, security=Security.STARTTLS)
    run(trial, qtbot, draft)
    assert states(trial) == [StepState.GOOD, StepState.GOOD]


def test_a_wrong_password_is_told_at_the_password(trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft) -> None:
    draft = with_in(draft, password="wrong-password")
    found = places(run(trial, qtbot, draft), draft)
    assert states(trial) == [StepState.FAILED, StepState.FAILED]
    assert set(found) == {(Part.PASSWORD, Side.IN)}
    assert "does not accept the user name or password" in found[Part.PASSWORD, Side.IN]
    assert "wrong-password" not in trial.steps.steps[0].sentence()


def test_a_password_of_its_own_is_used_for_mail_out(
    trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft, smtp_server: SmtpServer
) -> None:
    smtp_server.users[draft.outgoing.user] = "of its own"
    results = run(trial, qtbot, draft)
    assert set(places(results, draft)) == {(Part.PASSWORD, Side.IN)}
    differs = with_out(replace(draft, smtp_differs=True), password="of its own")
    assert [result.error for result in run(trial, qtbot, differs)] == [None, None]
    wrong = with_out(replace(draft, smtp_differs=True), password="another")
    assert set(places(run(trial, qtbot, wrong), wrong)) == {(Part.PASSWORD, Side.OUT)}


def test_a_kept_password_serves_where_none_is_typed(
    trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft, tmp_path: Path
) -> None:
    keep_passwords(Secrets(tmp_path), 7, draft)
    results = run(trial, qtbot, with_in(replace(draft, id=7), password=""))
    assert [result.error for result in results] == [None, None]


def test_a_self_signed_certificate(
    trial: MailboxTest,
    qtbot: QtBot,
    draft: MailboxDraft,
    certificates: Certificates,
    liar: Callable[..., Liar],
) -> None:
    server = liar(b"* OK ready\r\n", tls=certificates.stranger)
    draft = with_in(draft, port=server.port)
    found = places(run(trial, qtbot, draft), draft)
    assert states(trial) == [StepState.FAILED, StepState.GOOD]
    assert set(found) == {(Part.CA_FILE, None)}
    assert "name its certificate file under Servers" in found[Part.CA_FILE, None]
    assert RIGHT.encode() not in server.heard


@pytest.mark.parametrize("kind", ["wrong_name", "expired"])
def test_a_certificate_that_is_wrong_otherwise(
    trial: MailboxTest,
    qtbot: QtBot,
    draft: MailboxDraft,
    certificates: Certificates,
    liar: Callable[..., Liar],
    kind: str,
) -> None:
    context: ssl.SSLContext = getattr(certificates, kind)
    server = liar(b"220 ready\r\n", tls=context)
    draft = with_out(draft, port=server.port)
    assert set(places(run(trial, qtbot, draft), draft)) == {(Part.HOST, Side.OUT)}
    assert RIGHT.encode() not in server.heard


def test_our_authority_is_not_known_without_its_file(trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft) -> None:
    results = run(trial, qtbot, replace(draft, ca_file=""))
    assert [result.error and result.error.code for result in results] == ["mail.certificate_stranger"] * 2
    assert set(places(results, draft)) == {(Part.CA_FILE, None)}


def test_a_wrong_host_and_a_wrong_port(trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft) -> None:
    draft = with_out(with_in(draft, host="nowhere.invalid"), port=free_port())
    found = places(run(trial, qtbot, draft), draft)
    assert set(found) == {(Part.HOST, Side.IN), (Part.PORT, Side.OUT)}
    assert "There is no server nowhere.invalid" in found[Part.HOST, Side.IN]
    assert "refuses connections" in found[Part.PORT, Side.OUT]


def test_tls_where_there_is_none(trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft, dovecot: Dovecot) -> None:
    draft = with_in(draft, port=dovecot.plain_port)
    assert set(places(run(trial, qtbot, draft), draft)) == {(Part.SECURITY, Side.IN)}


def test_a_folder_that_is_not_there(trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft) -> None:
    draft = replace(draft, folders=("INBOX", "Nope"))
    assert set(places(run(trial, qtbot, draft), draft)) == {(Part.FOLDER, None)}


def test_a_wrong_guess_leads_to_the_next(trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft) -> None:
    def guess(imap: str, smtp: str) -> Suggestion:
        return Suggestion(
            "",
            Endpoint(imap, draft.incoming.port, Security.TLS),
            Endpoint(smtp, draft.outgoing.port, Security.TLS),
            "",
            "",
            Secret.ACCOUNT,
            "",
            known=False,
        )

    first = with_out(with_in(draft, host="imap.invalid"), host="smtp.invalid")
    guesses = (guess("imap.invalid", "smtp.invalid"), guess("mail.invalid", "localhost"))
    results = run(trial, qtbot, first, guesses)
    assert [result.error and result.error.code for result in results] == ["mail.host", None]
    assert [result.server.host for result in results] == ["imap.invalid", "localhost"]
    assert results[1].server.user == draft.outgoing.user


def test_a_wrong_password_is_not_carried_to_other_guesses(
    trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft, smtp_server: SmtpServer
) -> None:
    draft = with_in(draft, password="wrong")
    same = Endpoint("127.0.0.1", draft.outgoing.port, Security.TLS)
    other = Suggestion("", Endpoint("127.0.0.1", 1, Security.TLS), same, "", "", Secret.ACCOUNT, "", known=False)
    run(trial, qtbot, draft, (other,))
    assert smtp_server.logins == [(draft.outgoing.user, "wrong")]


def test_a_mailbox_that_only_receives_has_one_step(trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft) -> None:
    results = run(trial, qtbot, with_out(draft, host=""))
    assert [result.side for result in results] == [Side.IN]
    assert states(trial) == [StepState.GOOD]


def test_a_test_that_was_stopped_says_nothing_more(
    trial: MailboxTest, qtbot: QtBot, draft: MailboxDraft, liar: Callable[..., Liar]
) -> None:
    silent = liar()
    trial.start(with_in(draft, port=silent.port, security=Security.STARTTLS))
    qtbot.waitUntil(lambda: silent.connections == 1)
    with qtbot.assertNotEmitted(trial.finished, wait=100):
        trial.stop()
    assert not trial.running()
