"""The servers of an address, filled in; and what the Test button sees."""

import re

import pytest

from deskbell.mail.autoconfig import Endpoint, Secret, guesses, suggest
from deskbell.mail.check import check_imap
from deskbell.mail.folders import Folder
from deskbell.mail.providers import PROVIDERS
from deskbell.model.kinds import Security
from deskbell.model.mail import Server
from servers.dovecot import Dovecot


@pytest.mark.parametrize(
    ("address", "imap", "smtp", "imap_user", "secret"),
    [
        ("kim@gmail.com", "imap.gmail.com:993 tls", "smtp.gmail.com:465 tls", "kim@gmail.com", Secret.APP),
        (" Kim@GMail.com. ", "imap.gmail.com:993 tls", "smtp.gmail.com:465 tls", "Kim@gmail.com", Secret.APP),
        (
            "kim@hotmail.fr",
            "outlook.office365.com:993 tls",
            "smtp-mail.outlook.com:587 starttls",
            "kim@hotmail.fr",
            Secret.OAUTH,
        ),
        ("kim@me.com", "imap.mail.me.com:993 tls", "smtp.mail.me.com:587 starttls", "kim", Secret.APP),
        ("kim@163.com", "imap.163.com:993 tls", "smtp.163.com:465 tls", "kim@163.com", Secret.APP),
        ("kim@gmx.at", "imap.gmx.net:993 tls", "mail.gmx.net:465 tls", "kim@gmx.at", Secret.ACCOUNT),
        ("kim@proton.me", "127.0.0.1:1143 starttls", "127.0.0.1:1025 starttls", "kim@proton.me", Secret.BRIDGE),
        (
            "kim@acme.example",
            "imap.acme.example:993 tls",
            "smtp.acme.example:465 tls",
            "kim@acme.example",
            Secret.ACCOUNT,
        ),
        (
            "kim@notgmail.com",
            "imap.notgmail.com:993 tls",
            "smtp.notgmail.com:465 tls",
            "kim@notgmail.com",
            Secret.ACCOUNT,
        ),
    ],
)
def test_suggestions(address: str, imap: str, smtp: str, imap_user: str, secret: Secret) -> None:
    made = suggest(address)
    assert (shown(made.imap), shown(made.smtp), made.imap_user, made.secret) == (imap, smtp, imap_user, secret)
    assert made.known is bool(made.provider)


def shown(endpoint: Endpoint) -> str:
    return f"{endpoint.host}:{endpoint.port} {endpoint.security}"


@pytest.mark.parametrize("typed", ["", "kim", "kim@", "@", "   "])
def test_half_an_address_gives_no_servers(typed: str) -> None:
    made = suggest(typed)
    assert (made.imap.host, made.smtp.host, made.imap_user, made.known) == ("", "", "", False)


def test_a_domain_of_its_own_has_two_guesses() -> None:
    hosts = [(one.imap.host, one.smtp.host) for one in guesses("kim@acme.example")]
    assert hosts == [("imap.acme.example", "smtp.acme.example"), ("mail.acme.example", "mail.acme.example")]


def test_the_table_is_sound() -> None:
    domains = [domain for provider in PROVIDERS for domain in provider.domains]
    assert len(domains) == len(set(domains))
    for provider in PROVIDERS:
        for domain in provider.domains:
            assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain)
        for endpoint in (provider.imap, provider.smtp):
            assert endpoint.security is not Security.NONE
            assert endpoint.host or provider.secret is Secret.NONE
            assert endpoint.port in ({993, 465} if endpoint.security is Security.TLS else {143, 587, 1143, 1025})
        assert provider.help_url.startswith("https://") or provider.secret is Secret.ACCOUNT or provider.help_url == ""


@pytest.mark.servers
def test_the_test_button(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.append(mail_user, b"Subject: x\r\n\r\nx\r\n")
    account = Server(
        "localhost", dovecot.tls_port, Security.TLS, mail_user, dovecot.password, str(dovecot.ca_file), 5.0
    )
    report = check_imap(account, ("INBOX", "Sent", "Support"))
    assert (report.sent_folder, report.mails, report.missing) == ("Sent", 1, ("Support",))
    assert Folder("INBOX") in report.folders
    assert dovecot.flags(mail_user) == [frozenset()]
