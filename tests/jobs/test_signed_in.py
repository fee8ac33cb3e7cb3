"""A mailbox that is signed in: fetched with a token, renewed once for everybody, and a sentence where only a person can help."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskbell.actions.dispatch import perform
from deskbell.actions.logins import Logins
from deskbell.jobs.fetch_mail import MailboxFetcher
from deskbell.jobs.office import Office
from deskbell.jobs.send_outbox import OutboxSender
from deskbell.mail.imap import Inbox
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import SaveAgent, SaveMailbox, SaveSettings
from deskbell.model.errors import Trouble
from deskbell.model.kinds import MailboxState, Role, SignIn
from deskbell.model.rows import MailboxRow
from deskbell.model.tokens import Tokens
from deskbell.store.desk import Desk
from deskbell.store.mailbox_secrets import keep_tokens, kept_tokens
from deskbell.store.queries import mailboxes
from deskbell.store.queries.identity import establish
from deskbell.store.secret_settings import keep_settings
from deskbell.store.secrets import Secrets
from servers.authorisation import Authorisation
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer

pytestmark = pytest.mark.servers
DAY = 86400.0


@dataclass
class SignedIn:
    """A desk whose one mailbox is signed in at the tests' own provider."""

    desk: Desk
    office: Office
    authorisation: Authorisation
    dovecot: Dovecot
    user: str
    mailbox: int

    def box(self) -> MailboxRow:
        row = self.desk.read(mailboxes.by_id, self.mailbox)
        assert row is not None
        return row

    def fetch(self) -> MailboxRow:
        """Look for new mail once; how the mailbox is then."""
        fetcher = MailboxFetcher(self.office, self.mailbox)
        fetcher.run(wait=False)
        fetcher.close()
        return self.box()

    def tokens(self) -> Tokens:
        kept = kept_tokens(self.office.secrets, self.mailbox)
        assert kept is not None
        return kept

    def age(self, **changes: float) -> None:
        """As if time had passed."""
        keep_tokens(self.office.secrets, self.mailbox, replace(self.tokens(), **changes))


@pytest.fixture(scope="module")
def no_pool() -> ParserPool:
    """Nothing is read here."""
    return ParserPool(workers=1)


@pytest.fixture
def signed_in(
    desk: Desk,
    authorisation: Authorisation,
    token_dovecot: Dovecot,
    smtp_server: SmtpServer,
    mail_user: str,
    tmp_path: Path,
    no_pool: ParserPool,
) -> SignedIn:
    desk.transact(establish)
    ona = perform(desk, SaveAgent(agent_id=None, id=0, name="Ona", email="ona@desk.example", role=Role.ADMIN))
    settings = (
        ("oauth.own_issuer", authorisation.issuer),
        ("oauth.own_client_id", authorisation.client_id),
    )
    perform(desk, SaveSettings(agent_id=ona, values=settings))
    smtp_server.tokens = authorisation.owner
    mailbox = perform(
        desk,
        SaveMailbox(
            agent_id=ona,
            id=0,
            name="Support",
            address="support@desk.example",
            imap_host="localhost",
            imap_port=token_dovecot.tls_port,
            imap_user=mail_user,
            smtp_host="localhost",
            smtp_port=smtp_server.tls_port,
            smtp_user=mail_user,
            ca_file=str(token_dovecot.ca_file),
            sign_in=SignIn.OWN,
        ),
    )
    assert mailbox is not None
    office = Office(desk, Secrets(tmp_path / "secrets"), no_pool, "test", threading.Event())
    keep_settings(office.secrets, {"oauth.own_client_secret": authorisation.client_secret})
    access, refresh = authorisation.give(mail_user)
    keep_tokens(office.secrets, mailbox, Tokens(access, refresh, time.time() + 3600))
    return SignedIn(desk, office, authorisation, token_dovecot, mail_user, mailbox)


def test_fetched_with_a_token_and_on_after_it_ran_out(signed_in: SignedIn) -> None:
    signed_in.dovecot.append(signed_in.user, b"Subject: one\r\n\r\nx\r\n")
    assert signed_in.fetch().state is MailboxState.GOOD
    assert signed_in.authorisation.asked == []
    first = signed_in.tokens()
    signed_in.age(access_until=time.time() + 10)
    assert signed_in.fetch().state is MailboxState.GOOD
    assert len(signed_in.authorisation.asked) == 1
    assert signed_in.tokens().access != first.access
    assert signed_in.tokens().access_until > time.time() + 3000


def test_a_token_that_ended_early_is_renewed_without_a_word(signed_in: SignedIn) -> None:
    signed_in.authorisation.end_access()
    row = signed_in.fetch()
    assert (row.state, len(signed_in.authorisation.asked)) == (MailboxState.GOOD, 1)


def test_leave_that_was_taken_back_becomes_a_sentence_and_nobody_asks_again(signed_in: SignedIn) -> None:
    signed_in.authorisation.revoke()
    row = signed_in.fetch()
    assert (row.state, row.reason) == (MailboxState.FAILING, "oauth.refused")
    assert row.reason_values["name"] == "localhost"
    assert len(signed_in.authorisation.asked) == 1
    assert signed_in.fetch().reason == "oauth.refused"
    assert len(signed_in.authorisation.asked) == 1
    keep_tokens(
        signed_in.office.secrets,
        signed_in.mailbox,
        Tokens(*signed_in.authorisation.give(signed_in.user), access_until=time.time() + 3600),
    )
    assert signed_in.fetch().state is MailboxState.GOOD


def test_a_provider_that_is_away_is_asked_again(signed_in: SignedIn) -> None:
    signed_in.age(access_until=0.0)
    signed_in.authorisation.known = False
    assert signed_in.fetch().reason == "oauth.client"
    signed_in.authorisation.known = True
    assert signed_in.fetch().state is MailboxState.GOOD


def test_not_signed_in_on_this_computer(signed_in: SignedIn) -> None:
    signed_in.office.secrets.forget(f"mailbox/{signed_in.mailbox}/tokens")
    row = signed_in.fetch()
    assert (row.state, row.reason) == (MailboxState.FAILING, "mail.not_signed_in")


def test_many_at_once_ask_once(signed_in: SignedIn) -> None:
    """Threads of one worker, and a second process beside it; a refresh token that serves once would be lost otherwise."""
    signed_in.authorisation.rotates = True
    signed_in.age(access_until=0.0)
    box = signed_in.box()
    other = Logins(signed_in.desk, Secrets(Path(signed_in.office.secrets.folder)), "another process")
    with ThreadPoolExecutor(6) as threads:
        logins = [signed_in.office.logins, other] * 3
        tokens = set(threads.map(lambda one: one.token(box), logins))
    assert len(tokens) == 1
    assert len(signed_in.authorisation.asked) == 1
    assert signed_in.fetch().state is MailboxState.GOOD


def test_the_outbox_uses_the_token_too(signed_in: SignedIn, smtp_server: SmtpServer) -> None:
    from deskbell.mail.smtp import Submission

    signed_in.age(access_until=0.0)
    signed_in.office.logins.outgoing(signed_in.box(), Submission.open).close()
    assert smtp_server.logins == [(signed_in.user, signed_in.tokens().access)]
    assert OutboxSender(signed_in.office).run() == 0


def test_an_end_of_the_leave_is_said_days_ahead(signed_in: SignedIn) -> None:
    end = time.time() + 3 * DAY
    signed_in.authorisation.refresh_seconds = int(3 * DAY)
    signed_in.age(access_until=0.0, refresh_until=end)
    row = signed_in.fetch()
    assert (row.state, row.reason) == (MailboxState.LAPSING, "oauth.lapses")
    assert row.reason_values == {
        "name": "localhost",
        "date": (datetime.now(UTC) + timedelta(days=3)).date().isoformat(),
    }
    signed_in.age(lapses=time.time() + 30 * DAY)
    assert signed_in.fetch().state is MailboxState.GOOD


def test_leave_that_every_renewal_brings_on_has_no_end(signed_in: SignedIn) -> None:
    """Keycloak's refresh tokens last half an hour, and each comes with the next."""
    signed_in.authorisation.refresh_seconds = 1800
    signed_in.age(access_until=0.0, refresh_until=time.time() + 900)
    assert signed_in.fetch().state is MailboxState.GOOD
    assert signed_in.office.logins.lapses(signed_in.box()) is None


def test_the_login_itself_is_what_is_tried_again(signed_in: SignedIn) -> None:
    tried: list[str] = []

    def enter(server: object) -> None:
        tried.append(getattr(server, "token", ""))
        raise Trouble("mail.timeout", host="h", port=1, seconds="1")

    with pytest.raises(Trouble, match="did not answer"):
        signed_in.office.logins.incoming(signed_in.box(), enter)
    assert len(tried) == 1
    signed_in.office.logins.incoming(signed_in.box(), Inbox.open).close()
