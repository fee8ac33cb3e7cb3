"""The first start: who you are, a mailbox, a test, go; left, continued, and mended where it went wrong."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent, SaveMailbox
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Role
from deskbell.store.queries import agents, mailboxes
from deskbell.ui.settings.test_steps import StepState
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.welcome.window import Step, WelcomeWindow
from deskbell.ui.widgets.banner import Banner
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer
from ui.settings.hands import field, type_into
from ui.welcome.conftest import NewDesk


def introduce(welcome: WelcomeWindow, qtbot: QtBot, name: str = "Ona K.", email: str = "ona@example.com") -> None:
    type_into(welcome, "Your name", name)
    type_into(welcome, "Your mail address", email)
    welcome.go_button.click()
    qtbot.waitUntil(welcome.go_button.isEnabled)


def name_servers(welcome: WelcomeWindow, dovecot: Dovecot, smtp_server: SmtpServer) -> None:
    welcome.form.fold.open()
    for side, port in (("in (IMAP)", dovecot.tls_port), ("out (SMTP)", smtp_server.tls_port)):
        type_into(welcome, f"Mail {side}: Server", "localhost")
        type_into(welcome, f"Mail {side}: Port", str(port))
    type_into(welcome, "Certificate file", str(dovecot.ca_file))


def banners(widget: QWidget) -> list[str]:
    return [banner.accessibleName() for banner in widget.findChildren(Banner) if banner.isVisible()]


def test_the_first_field_has_the_keyboard(welcome: WelcomeWindow) -> None:
    assert field(welcome, "Your name").hasFocus()
    assert not welcome.back_button.isVisible()
    assert not welcome.later_button.isVisible()


def test_nobody_goes_on_without_a_name_and_an_address(welcome: WelcomeWindow) -> None:
    QTest.keyClick(field(welcome, "Your name"), Qt.Key.Key_Return)
    assert welcome.step is Step.YOU
    assert field(welcome, "Your name").accessibleDescription() == "Give a name."
    type_into(welcome, "Your name", "Ona")
    type_into(welcome, "Your mail address", "ona@")
    welcome.go_on()
    assert field(welcome, "Your mail address").hasFocus()
    assert "is not a mail address" in field(welcome, "Your mail address").accessibleDescription()


def test_enter_goes_on_and_escape_goes_back(welcome: WelcomeWindow, qtbot: QtBot) -> None:
    type_into(welcome, "Your name", "Ona")
    type_into(welcome, "Your mail address", "ona@example.com", leave=False)
    QTest.keyClick(field(welcome, "Your mail address"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: welcome.step is Step.MAILBOX)
    assert field(welcome, "Mail address").hasFocus()
    QTest.keyClick(field(welcome, "Mail address"), Qt.Key.Key_Escape)
    assert welcome.step is Step.YOU


def test_what_is_typed_while_the_desk_is_asked_changes_nothing(
    welcome: WelcomeWindow, new_desk: NewDesk, qtbot: QtBot
) -> None:
    type_into(welcome, "Your name", "Ona")
    type_into(welcome, "Your mail address", "ona@example.com", leave=False)
    welcome.go_on()
    QTest.keyClicks(field(welcome, "Your mail address"), "help@")
    qtbot.waitUntil(lambda: welcome.step is Step.MAILBOX)
    with qtbot.waitSignal(welcome.finished):
        welcome.later()
    (agent,) = new_desk.database.read(agents.rows)
    assert agent.email == "ona@example.com"


def test_later_opens_the_desk_without_a_mailbox(welcome: WelcomeWindow, new_desk: NewDesk, qtbot: QtBot) -> None:
    introduce(welcome, qtbot)
    assert new_desk.database.read(agents.rows) == ()
    with qtbot.waitSignal(welcome.finished) as finished:
        welcome.later_button.click()
    (ona,) = new_desk.database.read(agents.rows)
    assert finished.args == [ona.id]
    assert (ona.name, ona.email, ona.role) == ("Ona K.", "ona@example.com", Role.ADMIN)
    assert new_desk.database.read(mailboxes.rows) == ()


def test_what_was_typed_is_there_the_next_time(
    welcome: WelcomeWindow, open_welcome: Callable[[], WelcomeWindow], qtbot: QtBot
) -> None:
    introduce(welcome, qtbot)
    type_into(welcome, "Mail address", "support@shop.example")
    type_into(welcome, "Password", "open sesame")
    welcome.close()
    again = open_welcome()
    assert field(again, "Your name").text() == "Ona K."
    again.go_on()
    qtbot.waitUntil(lambda: again.step is Step.MAILBOX)
    assert field(again, "Mail address").text() == "support@shop.example"
    assert field(again, "Password").text() == ""
    assert field(again, "Password").hasFocus()


@pytest.mark.parametrize("mailboxes", [0, 1])
def test_a_colleague_joins_a_desk_without_a_word_of_mailboxes(
    welcome: WelcomeWindow, new_desk: NewDesk, qtbot: QtBot, mailboxes: int
) -> None:
    """There are some, or it is for an administrator to add one."""
    admin = SaveAgent(agent_id=None, id=0, name="Ona", email="ona@example.com", role=Role.ADMIN)
    perform(new_desk.database, admin)
    for _ in range(mailboxes):
        perform(new_desk.database, SaveMailbox(agent_id=1, id=0, name="Support", address="support@example.com"))
    type_into(welcome, "Your name", "Jonas")
    type_into(welcome, "Your mail address", "jonas@example.com")
    with qtbot.waitSignal(welcome.finished) as finished:
        welcome.go_on()
    jonas = next(row for row in new_desk.database.read(agents.rows) if row.email == "jonas@example.com")
    assert (finished.args, jonas.role) == ([jonas.id], Role.AGENT)


def test_somebody_whom_the_desk_knows_is_not_added_again(
    welcome: WelcomeWindow, new_desk: NewDesk, qtbot: QtBot
) -> None:
    known = SaveAgent(agent_id=None, id=0, name="Ona K.", email="ona@example.com", signature="Ona", role=Role.ADMIN)
    ona = perform(new_desk.database, known)
    introduce(welcome, qtbot, "Somebody", "Ona@Example.com")
    with qtbot.waitSignal(welcome.finished) as finished:
        welcome.later()
    (kept,) = new_desk.database.read(agents.rows)
    assert finished.args == [ona]
    assert (kept.name, kept.signature, kept.version) == ("Ona K.", "Ona", 1)


def test_trouble_with_the_desk_is_told_and_can_be_tried_again(
    welcome: WelcomeWindow, new_desk: NewDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    introduce(welcome, qtbot)

    def full(command: object) -> object:
        raise Trouble("db.full")

    monkeypatch.setattr(new_desk.runner, "_perform", full)
    welcome.later()
    qtbot.waitUntil(lambda: banners(welcome) != [])
    assert "The disk is full" in banners(welcome)[0]
    assert welcome.later_button.isEnabled()
    monkeypatch.undo()
    with qtbot.waitSignal(welcome.finished):
        welcome.later()


@pytest.mark.servers
class TestWithServers:
    """The whole road, against a real Dovecot and SMTP server."""

    def test_all_is_well(
        self,
        welcome: WelcomeWindow,
        new_desk: NewDesk,
        dovecot: Dovecot,
        smtp_server: SmtpServer,
        mail_user: str,
        qtbot: QtBot,
    ) -> None:
        address = f"{mail_user}@example.com"
        smtp_server.users[address] = Dovecot.password
        introduce(welcome, qtbot)
        type_into(welcome, "Mail address", address)
        type_into(welcome, "Password", Dovecot.password)
        type_into(welcome, "Name", "Support")
        name_servers(welcome, dovecot, smtp_server)
        field(welcome, "Certificate file").setFocus()
        with qtbot.waitSignal(welcome.test.finished):
            QTest.keyClick(field(welcome, "Certificate file"), Qt.Key.Key_Return)
        assert [step.state for step in welcome.test.steps.steps] == [StepState.GOOD, StepState.GOOD]
        assert welcome.go_button.text() == "Open Deskbell"
        assert new_desk.database.read(mailboxes.rows) == ()
        with qtbot.waitSignal(welcome.finished) as finished:
            welcome.go_button.click()
        (box,) = new_desk.database.read(mailboxes.rows)
        (ona,) = new_desk.database.read(agents.rows)
        assert finished.args == [ona.id]
        assert (box.name, box.address, box.imap_port, box.history_days) == ("Support", address, dovecot.tls_port, 30)
        assert new_desk.secrets.get(f"mailbox/{box.id}/imap") == Dovecot.password
        assert new_desk.secrets.get(f"mailbox/{box.id}/smtp") is None
        assert new_desk.settings.value("welcome/typed") is None

    def test_what_is_wrong_is_mended_where_it_is(
        self,
        welcome: WelcomeWindow,
        new_desk: NewDesk,
        dovecot: Dovecot,
        smtp_server: SmtpServer,
        mail_user: str,
        qtbot: QtBot,
    ) -> None:
        address = f"{mail_user}@example.com"
        smtp_server.users[address] = Dovecot.password
        introduce(welcome, qtbot)
        type_into(welcome, "Mail address", address)
        type_into(welcome, "Password", "wrong")
        name_servers(welcome, dovecot, smtp_server)
        with qtbot.waitSignal(welcome.test.finished):
            welcome.go_on()
        assert [step.state for step in welcome.test.steps.steps] == [StepState.FAILED, StepState.FAILED]
        assert welcome.go_button.text() == "Back to mend it"
        welcome.go_button.click()
        assert field(welcome, "Password").hasFocus()
        assert "does not accept the user name or password" in field(welcome, "Password").accessibleDescription()
        type_into(welcome, "Password", Dovecot.password)
        with qtbot.waitSignal(welcome.test.finished):
            welcome.go_on()
        assert welcome.go_button.text() == "Open Deskbell"
        assert new_desk.database.read(agents.rows) == ()

    def test_a_mailbox_may_be_kept_though_its_server_is_away(
        self, welcome: WelcomeWindow, new_desk: NewDesk, dovecot: Dovecot, smtp_server: SmtpServer, qtbot: QtBot
    ) -> None:
        introduce(welcome, qtbot)
        type_into(welcome, "Mail address", "support@shop.example")
        type_into(welcome, "Password", "wrong")
        name_servers(welcome, dovecot, smtp_server)
        with qtbot.waitSignal(welcome.test.finished):
            welcome.go_on()
        with qtbot.waitSignal(welcome.finished):
            welcome.anyway_button.click()
        (box,) = new_desk.database.read(mailboxes.rows)
        assert new_desk.secrets.get(f"mailbox/{box.id}/imap") == "wrong"

    def test_a_password_that_could_not_be_kept_is_kept_the_next_time(
        self,
        welcome: WelcomeWindow,
        new_desk: NewDesk,
        dovecot: Dovecot,
        smtp_server: SmtpServer,
        qtbot: QtBot,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        introduce(welcome, qtbot)
        type_into(welcome, "Mail address", "support@shop.example")
        type_into(welcome, "Password", "wrong")
        name_servers(welcome, dovecot, smtp_server)
        with qtbot.waitSignal(welcome.test.finished):
            welcome.go_on()

        def full(name: str, value: str) -> None:
            raise Trouble("db.full")

        monkeypatch.setattr(new_desk.secrets, "put", full)
        welcome.save()
        qtbot.waitUntil(lambda: banners(welcome) != [])
        monkeypatch.undo()
        with qtbot.waitSignal(welcome.finished):
            welcome.save()
        (box,) = new_desk.database.read(mailboxes.rows)
        assert new_desk.secrets.get(f"mailbox/{box.id}/imap") == "wrong"
        assert len(new_desk.database.read(agents.rows)) == 1

    def test_the_window_may_go_in_the_middle_of_a_test(
        self, new_desk: NewDesk, dovecot: Dovecot, smtp_server: SmtpServer, qtbot: QtBot, theme: ThemeSource
    ) -> None:
        welcome = WelcomeWindow(new_desk.runner, theme, new_desk.secrets)
        welcome.show()
        introduce(welcome, qtbot)
        type_into(welcome, "Mail address", "support@shop.example")
        type_into(welcome, "Password", "wrong")
        name_servers(welcome, dovecot, smtp_server)
        welcome.go_on()
        assert welcome.test.running()
        with qtbot.waitSignal(welcome.destroyed):
            welcome.deleteLater()
        theme.choose("dark")
