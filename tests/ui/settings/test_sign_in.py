"""Signing a mailbox in from its form: the browser opens, the person says yes or no, and what is kept of it."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SaveMailbox, SaveSettings
from deskbell.model.kinds import SignIn
from deskbell.model.tokens import Tokens
from deskbell.store.mailbox_secrets import keep_tokens, kept_tokens
from deskbell.store.secret_settings import keep_settings
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.mailboxes import MailboxesPage
from deskbell.ui.settings.sign_in_box import SignInBox, SignInState
from deskbell.ui.settings.test_steps import StepState
from servers.authorisation import Authorisation
from servers.browser import Browser
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer
from ui.settings.hands import field, type_into
from ui.settings.office import Office

pytestmark = pytest.mark.servers
Apply = Callable[[SettingsDialog], None]


@pytest.fixture
def page(dialog: SettingsDialog) -> MailboxesPage:
    made = dialog.open_page("mailboxes")
    assert isinstance(made, MailboxesPage)
    return made


def box(page: MailboxesPage) -> SignInBox:
    return page.form.login.box


def take_way(page: MailboxesPage, name: str) -> None:
    (segment,) = [one for one in page.form.findChildren(QAbstractButton) if one.accessibleName() == name]
    segment.click()


def register(office: Office, page: MailboxesPage, authorisation: Authorisation, qtbot: QtBot) -> None:
    values = (
        ("oauth.own_issuer", authorisation.issuer),
        ("oauth.own_client_id", authorisation.client_id),
    )
    keep_settings(office.secrets, {"oauth.own_client_secret": authorisation.client_secret})
    office.do(SaveSettings(agent_id=office.me, values=values))
    page.add()
    take_way(page, "Other")
    qtbot.waitUntil(box(page).button.isEnabled)


def name_servers(page: MailboxesPage, dovecot: Dovecot, smtp_server: SmtpServer, user: str) -> None:
    page.form.fold.open()
    for side, port in (("in (IMAP)", dovecot.tls_port), ("out (SMTP)", smtp_server.tls_port)):
        type_into(page, f"Mail {side}: Server", "localhost")
        type_into(page, f"Mail {side}: Port", str(port))
        type_into(page, f"Mail {side}: User name", user)
    type_into(page, "Certificate file", str(dovecot.ca_file))


def test_signed_in_tested_and_saved(
    dialog: SettingsDialog,
    page: MailboxesPage,
    office: Office,
    apply: Apply,
    authorisation: Authorisation,
    browser: Browser,
    token_dovecot: Dovecot,
    smtp_server: SmtpServer,
    qtbot: QtBot,
) -> None:
    smtp_server.tokens = authorisation.owner
    register(office, page, authorisation, qtbot)
    type_into(page, "Mail address", "shop@shop.example")
    name_servers(page, token_dovecot, smtp_server, "shop@shop.example")
    with qtbot.waitSignal(box(page).signed_in):
        box(page).button.click()
        assert box(page).state is SignInState.WAITING
    assert "You are signed in" in browser.closed().text
    assert box(page).sentence() == "Signed in with localhost. Nothing is saved yet."
    page.test_button.click()
    qtbot.waitUntil(lambda: not page.test.running())
    assert [step.state for step in page.test.steps.steps] == [StepState.GOOD, StepState.GOOD]
    apply(dialog)
    row = office.mailboxes()["shop@shop.example"]
    assert row.sign_in is SignIn.OWN
    kept = kept_tokens(office.secrets, row.id)
    assert kept is not None
    assert authorisation.owner(kept.access) == "shop@shop.example"
    assert office.secrets.get(f"mailbox/{row.id}/imap") is None
    assert kept.access not in repr(office.commands)
    assert kept.refresh not in (office.places.data / "secrets.json").read_text()


def test_a_person_who_says_no(
    page: MailboxesPage, office: Office, authorisation: Authorisation, browser: Browser, dovecot: Dovecot, qtbot: QtBot
) -> None:
    register(office, page, authorisation, qtbot)
    page.form.fold.open()
    type_into(page, "Certificate file", str(dovecot.ca_file))
    authorisation.deny = True
    box(page).button.click()
    qtbot.waitUntil(lambda: box(page).state is SignInState.FAILED)
    assert "leave was not given" in box(page).sentence()
    assert "You are not signed in" in browser.closed().text
    authorisation.deny = False
    assert box(page).button.text() == "Sign in with localhost"
    with qtbot.waitSignal(box(page).signed_in):
        box(page).button.click()
    browser.closed()


def test_cancel_and_the_link_for_another_browser(
    page: MailboxesPage,
    office: Office,
    authorisation: Authorisation,
    dovecot: Dovecot,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    register(office, page, authorisation, qtbot)
    page.form.fold.open()
    type_into(page, "Certificate file", str(dovecot.ca_file))
    box(page).button.click()
    qtbot.waitUntil(box(page).copy_button.isEnabled)
    assert (
        "No browser could be opened" in box(page).findChildren(type(box(page)._small))[-1].text()
        or box(page)._small.text()
    )
    box(page).copy_button.click()
    assert QGuiApplication.clipboard().text().startswith(f"{authorisation.issuer}/authorize?")
    box(page).cancel_button.click()
    assert (box(page).state, box(page).waiting()) == (SignInState.READY, False)
    assert box(page).button.isVisible()


def test_a_mailbox_must_be_signed_in_before_it_is_saved(page: MailboxesPage) -> None:
    page.add()
    type_into(page, "Mail address", "shop@shop.example")
    take_way(page, "Google")
    fault = page.first_fault()
    assert fault is box(page).button
    assert "Nobody has signed this mailbox in yet" in box(page).accessibleDescription()


def test_the_id_is_asked_for_where_it_is_missing_and_kept_for_the_desk(
    page: MailboxesPage, office: Office, browser: Browser, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toString()) is None)
    page.add()
    type_into(page, "Mail address", "kim@gmail.com")
    assert page.form.login.way() is SignIn.PASSWORD
    take_way(page, "Google")
    box(page).button.click()
    assert not box(page).waiting()
    client_id = field(page, "Client ID")
    assert client_id.hasFocus()
    type_into(page, "Client ID", "1234.apps.example")
    box(page).button.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    assert "1234.apps.example" in opened[0]
    assert any(isinstance(one, SaveSettings) for one in office.commands)
    box(page).cancel_button.click()
    page.add()
    type_into(page, "Mail address", "li@gmail.com")
    qtbot.waitUntil(lambda: page.form.login.way() is SignIn.GOOGLE)
    assert not client_id.isVisible()


def test_sign_in_again_from_the_trouble(
    dialog: SettingsDialog,
    page: MailboxesPage,
    office: Office,
    apply: Apply,
    authorisation: Authorisation,
    browser: Browser,
    dovecot: Dovecot,
    qtbot: QtBot,
) -> None:
    register(office, page, authorisation, qtbot)
    made = office.do(
        SaveMailbox(
            agent_id=office.me,
            id=0,
            name="Shop",
            address="shop@shop.example",
            imap_host="localhost",
            smtp_host="localhost",
            ca_file=str(dovecot.ca_file),
            sign_in=SignIn.OWN,
        )
    )
    assert made is not None
    keep_tokens(office.secrets, made, Tokens("", "", 0.0))
    office.fail(made, "oauth.refused", {"name": "localhost"})
    office.desk.read_again()
    qtbot.waitUntil(lambda: made in page.entries)
    dialog.open_mailbox(made)
    assert "does not renew the sign-in" in page.trouble.sentence()
    qtbot.waitUntil(lambda: page.form.login.way() is SignIn.OWN)
    with qtbot.waitSignal(box(page).signed_in):
        page.trouble.acted.emit()
    browser.closed()
    apply(dialog)
    kept = kept_tokens(office.secrets, made)
    assert kept is not None
    assert kept.access_until > time.time()
