"""The first start of somebody whose mailbox is signed in through the browser: nobody is an agent yet, and nothing is saved before the end."""

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveSettings
from deskbell.model.kinds import SignIn
from deskbell.store.mailbox_secrets import kept_tokens
from deskbell.store.queries import agents, mailboxes
from deskbell.store.secret_settings import keep_settings
from deskbell.ui.welcome.window import Step, WelcomeWindow
from servers.authorisation import Authorisation
from servers.browser import Browser
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer
from ui.settings.hands import type_into
from ui.welcome.conftest import NewDesk
from ui.welcome.test_window import introduce, name_servers

pytestmark = pytest.mark.servers


def test_from_the_name_to_the_first_mailbox(
    welcome: WelcomeWindow,
    new_desk: NewDesk,
    authorisation: Authorisation,
    browser: Browser,
    token_dovecot: Dovecot,
    smtp_server: SmtpServer,
    qtbot: QtBot,
) -> None:
    smtp_server.tokens = authorisation.owner
    values = (
        ("oauth.own_issuer", authorisation.issuer),
        ("oauth.own_client_id", authorisation.client_id),
    )
    keep_settings(new_desk.secrets, {"oauth.own_client_secret": authorisation.client_secret})
    perform(new_desk.database, SaveSettings(agent_id=None, values=values))
    introduce(welcome, qtbot)
    type_into(welcome, "Mail address", "shop@shop.example")
    name_servers(welcome, token_dovecot, smtp_server)
    box = welcome.form.login.box
    (other,) = [one for one in welcome.findChildren(QAbstractButton) if one.accessibleName() == "Other"]
    other.click()
    welcome.go_on()
    assert welcome.step is Step.MAILBOX
    assert "Nobody has signed this mailbox in yet" in box.accessibleDescription()
    qtbot.waitUntil(box.button.isEnabled)
    with qtbot.waitSignal(box.signed_in):
        box.button.click()
    browser.closed()
    assert new_desk.database.read(mailboxes.rows) == ()
    welcome.go_on()
    qtbot.waitUntil(lambda: not welcome.test.running())
    assert welcome.outcome.sentence().startswith("Everything works")
    assert welcome.go_button.hasFocus()
    with qtbot.waitSignal(welcome.finished):
        welcome.go_on()
    (row,) = new_desk.database.read(mailboxes.rows)
    assert (row.address, row.sign_in) == ("shop@shop.example", SignIn.OWN)
    assert len(new_desk.database.read(agents.rows)) == 1
    kept = kept_tokens(new_desk.secrets, row.id)
    assert kept is not None
    assert authorisation.owner(kept.access) == "shop@shop.example"
    assert kept.access not in str(new_desk.settings.value("welcome/typed", ""))
