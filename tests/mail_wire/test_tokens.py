"""Signing in with tokens (OAuth 2): the whole road over real HTTPS, against Dovecot's oauth2 passdb and an SMTP server that takes XOAUTH2."""

import socket
import time
from collections.abc import Callable

import httpx2
import pytest
from msgspec.structs import replace

from deskbell.mail.imap import Inbox
from deskbell.mail.oauth.authority import Authority, authority_of, located
from deskbell.mail.oauth.redirect import Page
from deskbell.mail.oauth.sign_in import sign_in
from deskbell.mail.oauth.tokens import renewed
from deskbell.mail.sasl import bearer
from deskbell.mail.smtp import Fate, Submission
from deskbell.model.errors import DeskError, Trouble
from deskbell.model.kinds import SignIn
from deskbell.model.mail import Server
from deskbell.model.sentences import SENTENCES
from deskbell.model.settings import Settings
from deskbell.model.tokens import Tokens
from servers.authorisation import Authorisation
from servers.browser import Browser
from servers.dovecot import Dovecot
from servers.liar import Liar
from servers.smtp import SmtpServer

pytestmark = pytest.mark.servers
PAGES = (Page("Signed in", "You can <close> this."), Page("Not signed in", "Try again."))


def authority(server: Authorisation) -> Authority:
    settings = Settings(
        {
            "oauth.own_issuer": server.issuer,
            "oauth.own_client_id": server.client_id,
            "oauth.own_client_secret": server.client_secret,
        }
    )
    return authority_of(SignIn.OWN, settings)


def signed_in(server: Authorisation, user: str) -> Tokens:
    browser = Browser(server)
    tokens = sign_in(authority(server), user, PAGES, browser.show, lambda: False, ca_file=str(server.ca_file))
    page = browser.closed()
    assert (page.status_code, "Signed in" in page.text, "&lt;close&gt;" in page.text) == (200, True, True)
    return tokens


def refusal(work: Callable[[], object]) -> DeskError:
    with pytest.raises(DeskError) as caught:
        work()
    assert caught.value.code in SENTENCES
    assert "{" not in str(caught.value)
    return caught.value


def imap(dovecot: Dovecot, user: str, token: str) -> Server:
    return Server("localhost", dovecot.tls_port, "tls", user, "", str(dovecot.ca_file), 10.0, token)


def test_signed_in_fetched_renewed_and_fetched_again(
    authorisation: Authorisation, token_dovecot: Dovecot, mail_user: str
) -> None:
    token_dovecot.append(mail_user, b"Subject: one\r\n\r\nx\r\n")
    tokens = signed_in(authorisation, mail_user)
    with Inbox.open(imap(token_dovecot, mail_user, tokens.access)) as inbox:
        assert inbox.select("INBOX").exists == 1
    assert tokens.access_until == pytest.approx(time.time() + 3600, abs=60)
    authorisation.end_access()
    refused = refusal(lambda: Inbox.open(imap(token_dovecot, mail_user, tokens.access)))
    assert refused.code == "mail.token"
    assert tokens.access not in f"{refused} {refused.detail}"
    ca_file = str(authorisation.ca_file)
    where = located(authority(authorisation), ca_file)
    new = renewed(where, tokens, ca_file)
    assert new.access != tokens.access
    assert new.refresh == tokens.refresh
    with Inbox.open(imap(token_dovecot, mail_user, new.access)) as inbox:
        assert inbox.select("INBOX").exists == 1
    authorisation.revoke()
    assert refusal(lambda: Inbox.open(imap(token_dovecot, mail_user, new.access))).code == "mail.token"
    gone = refusal(lambda: renewed(where, new, ca_file))
    assert (gone.code, "Sign in again" in str(gone)) == ("oauth.refused", True)


def test_smtp_takes_the_token_and_refuses_an_old_one(authorisation: Authorisation, smtp_server: SmtpServer) -> None:
    smtp_server.tokens = authorisation.owner
    tokens = signed_in(authorisation, "kim@desk.example")
    where = Server(
        "localhost", smtp_server.tls_port, "tls", "kim@desk.example", "", str(smtp_server.ca_file), 10.0, tokens.access
    )
    with Submission.open(where) as submission:
        done = submission.send("kim@desk.example", ["li@mail.example"], b"Subject: x\r\n\r\nx\r\n")
    assert (done.fate, smtp_server.mails[0].user) == (Fate.SENT, "kim@desk.example")
    authorisation.revoke()
    error = refusal(lambda: Submission.open(where))
    assert error.code == "mail.token"
    assert tokens.access not in f"{error} {error.detail}"


def test_oauthbearer_where_it_is_all_there_is(authorisation: Authorisation, token_dovecot: Dovecot) -> None:
    way = bearer({"PLAIN", "OAUTHBEARER"}, "a=b,c", "t", "host", 993)
    assert way is not None
    assert (way.first, way.to_failure) == (b"n,a=a=3Db=2Cc,\x01host=host\x01port=993\x01auth=Bearer t\x01\x01", b"\x01")
    assert bearer({"PLAIN"}, "u", "t", "h", 1) is None


@pytest.mark.parametrize("good", [True, False])
def test_dovecot_takes_oauthbearer(
    authorisation: Authorisation, token_dovecot: Dovecot, mail_user: str, good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Dovecot offers both; here it is as if it had only the standard's.
    monkeypatch.setattr("deskbell.mail.sasl.XOAUTH2", "XOAUTH2-NOT-OFFERED")
    access, _ = authorisation.give(mail_user if good else "somebody-else")
    where = imap(token_dovecot, mail_user, access)
    if good:
        Inbox.open(where).close()
    else:
        assert refusal(lambda: Inbox.open(where)).code == "mail.token"


def test_a_server_that_takes_no_tokens(dovecot: Dovecot, liar: Callable[..., Liar]) -> None:
    assert refusal(lambda: Inbox.open(imap(dovecot, "kim", "t0ken"))).code == "mail.no_token_login"
    plain = liar(b"220 liar\r\n", {b"EHLO": b"250-liar\r\n250 AUTH PLAIN LOGIN\r\n"})
    where = Server("localhost", plain.port, "none", "kim", "", "", 5.0, "t0ken")
    assert refusal(lambda: Submission.open(where)).code == "mail.no_token_login"
    assert b"t0ken" not in plain.heard


def test_leave_that_is_not_given(authorisation: Authorisation) -> None:
    authorisation.deny = True
    browser = Browser(authorisation)
    ca_file = str(authorisation.ca_file)
    error = refusal(
        lambda: sign_in(authority(authorisation), "kim", PAGES, browser.show, lambda: False, ca_file=ca_file)
    )
    assert (error.code, "Not signed in" in browser.closed().text) == ("oauth.denied", True)


def test_leave_for_an_hour_is_refused_at_once(authorisation: Authorisation) -> None:
    authorisation.forgetful = True
    browser = Browser(authorisation)
    ca_file = str(authorisation.ca_file)
    error = refusal(
        lambda: sign_in(authority(authorisation), "kim", PAGES, browser.show, lambda: False, ca_file=ca_file)
    )
    browser.closed()
    assert error.code == "oauth.no_refresh"


def test_a_client_that_the_provider_does_not_know(authorisation: Authorisation) -> None:
    ca_file = str(authorisation.ca_file)
    where = located(authority(authorisation), ca_file)
    tokens = Tokens(*authorisation.give("kim"))
    authorisation.known = False
    error = refusal(lambda: renewed(where, tokens, ca_file))
    assert (error.code, "who is this?" in str(error)) == ("oauth.client", True)


def test_strangers_at_the_port_change_nothing(authorisation: Authorisation) -> None:
    """Another program or page of this computer that knocks at the redirect neither ends nor takes over the sign-in."""
    answers: list[int] = []

    class Crowded(Browser):
        def go(self, url: str) -> None:
            redirect = httpx2.URL(url).params["redirect_uri"]
            with httpx2.Client(trust_env=False) as stranger:
                paths = ("?code=stolen&state=guessed", "?error=access_denied&state=", "favicon.ico", "?code=x")
                answers.extend(stranger.get(redirect + path).status_code for path in paths)
                answers.append(stranger.post(redirect, content=b"x" * 100).status_code)
            with socket.create_connection(("127.0.0.1", httpx2.URL(redirect).port or 0)) as silent:
                silent.sendall(b"GET /?state")
                super().go(url)

    browser = Crowded(authorisation)
    ca_file = str(authorisation.ca_file)
    tokens = sign_in(authority(authorisation), "kim", PAGES, browser.show, lambda: False, ca_file=ca_file)
    browser.closed()
    assert answers == [404] * 5
    assert authorisation.owner(tokens.access) == "kim"


def test_what_the_browser_is_sent_off_with(authorisation: Authorisation) -> None:
    browser = Browser(authorisation)
    sign_in(
        authority(authorisation),
        "kim@x.example",
        PAGES,
        browser.show,
        lambda: False,
        ca_file=str(authorisation.ca_file),
    )
    browser.closed()
    asked = httpx2.URL(browser.asked).params
    assert (asked["response_type"], asked["code_challenge_method"], asked["login_hint"]) == (
        "code",
        "S256",
        "kim@x.example",
    )
    assert asked["redirect_uri"].startswith("http://127.0.0.1:")
    assert authorisation.client_secret not in browser.asked
    (exchange,) = authorisation.asked
    assert exchange["code_verifier"] not in browser.asked


def test_giving_up(authorisation: Authorisation) -> None:
    ca_file = str(authorisation.ca_file)
    ignore: Callable[[str], None] = lambda _: None  # noqa: E731
    stopped = refusal(lambda: sign_in(authority(authorisation), "kim", PAGES, ignore, lambda: True, ca_file=ca_file))
    assert stopped.code == "oauth.cancelled"
    late = refusal(
        lambda: sign_in(authority(authorisation), "kim", PAGES, ignore, lambda: False, ca_file=ca_file, seconds=0.1)
    )
    assert late.code == "oauth.timeout"


@pytest.mark.parametrize(
    ("seconds", "told"), [("604799", 604799.0), (604799, 604799.0), (None, 0.0), ("soon", 0.0), (-5, 0.0)]
)
def test_the_end_of_the_leave_as_it_is_told(authorisation: Authorisation, seconds: object, told: float) -> None:
    authorisation.refresh_seconds = seconds  # type: ignore[assignment]
    ca_file = str(authorisation.ca_file)
    tokens = renewed(located(authority(authorisation), ca_file), Tokens(*authorisation.give("kim")), ca_file)
    assert tokens.refresh_until == (pytest.approx(time.time() + told, abs=60) if told else 0.0)


def test_an_issuer_that_is_somebody_else(authorisation: Authorisation) -> None:
    elsewhere = replace(authority(authorisation), issuer=authorisation.issuer.replace("localhost", "127.0.0.1"))
    error = refusal(lambda: located(elsewhere, str(authorisation.ca_file)))
    assert (error.code, error.values["reason"]) == ("web.answer", "another issuer")


def test_providers_and_their_settings() -> None:
    for way in (SignIn.GOOGLE, SignIn.MICROSOFT, SignIn.OWN):
        with pytest.raises(Trouble, match="not registered"):
            authority_of(way, Settings({}))
    google = authority_of(
        SignIn.GOOGLE, Settings({"oauth.google_client_id": " id ", "oauth.google_client_secret": "s"})
    )
    assert (google.client_id, google.client_secret, google.redirect_host) == ("id", "s", "127.0.0.1")
    assert ("access_type", "offline") in google.extras
    given = {"oauth.microsoft_client_id": "id", "oauth.microsoft_tenant": "contoso.example/../x"}
    microsoft = authority_of(SignIn.MICROSOFT, Settings(given))
    assert microsoft.token_url == "https://login.microsoftonline.com/contoso.example%2F..%2Fx/oauth2/v2.0/token"
    assert "offline_access" in microsoft.scope.split()
    assert microsoft.client_secret == ""
