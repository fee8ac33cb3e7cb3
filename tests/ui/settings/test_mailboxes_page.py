"""The page of mailboxes: what is saved where, how mail is doing, and what happens when half of it goes wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from deskbell.actions.keep_raw import RawMail, keep_raw
from deskbell.model.commands import SaveMailbox
from deskbell.model.errors import Trouble
from deskbell.model.kinds import MailboxState, RawState
from deskbell.store.queries import mailboxes
from deskbell.store.tables import raw_mail
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.mail_test import SideResult
from deskbell.ui.settings.mailbox_draft import Side
from deskbell.ui.settings.mailbox_words import MailboxWords
from deskbell.ui.settings.mailboxes import MailboxesPage
from deskbell.ui.settings.suggested_servers import SuggestedServers
from deskbell.ui.widgets.banner import Banner
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office

Apply = Callable[[SettingsDialog], None]


@pytest.fixture
def page(dialog: SettingsDialog) -> MailboxesPage:
    opened = dialog.open_page("mailboxes")
    assert isinstance(opened, MailboxesPage)
    return opened


def button(page: QWidget, words: str) -> QAbstractButton:
    return next(one for one in page.findChildren(QAbstractButton) if one.text() == words)


def banners(page: QWidget) -> list[str]:
    return [banner.accessibleName() for banner in page.findChildren(Banner) if banner.isVisible()]


def fill_new(page: MailboxesPage, address: str, password: str) -> None:
    page.add()
    type_into(page, "Mail address", address)
    type_into(page, "Password", password)


def test_a_new_mailbox(dialog: SettingsDialog, page: MailboxesPage, office: Office, apply: Apply, qtbot: QtBot) -> None:
    dialog.add_mailbox()
    assert field(page, "Mail address").hasFocus()
    fill_new(page, "billing@shop.example", "open sesame")
    button(page, "7 days").click()
    assert office.mailboxes().keys() == {"support@example.com"}
    apply(dialog)
    kept = office.mailboxes()["billing@shop.example"]
    assert (kept.name, kept.imap_host, kept.smtp_host, kept.history_days) == (
        "Billing",
        "imap.shop.example",
        "smtp.shop.example",
        7,
    )
    assert office.secrets.get(f"mailbox/{kept.id}/imap") == "open sesame"
    assert office.secrets.get(f"mailbox/{kept.id}/smtp") is None
    assert "sesame" not in repr(office.commands)
    assert page.opened is None
    qtbot.waitUntil(lambda: kept.id in page.entries)
    assert "Not tried yet" in page.entries[kept.id].accessibleName()
    assert field(page, "Password").text() == ""


def test_changing_a_mailbox_leaves_its_password(
    dialog: SettingsDialog, page: MailboxesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    office.secrets.put("mailbox/1/imap", "old")
    dialog.open_mailbox(1)
    qtbot.waitUntil(lambda: field(page, "Password").placeholderText() == "Unchanged")
    assert not page.dirty()
    type_into(page, "Name", "Help")
    apply(dialog)
    assert office.mailboxes()["support@example.com"].name == "Help"
    assert office.secrets.get("mailbox/1/imap") == "old"


def test_a_mailbox_whose_password_is_on_another_computer(
    dialog: SettingsDialog, page: MailboxesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    page.open_one(1)
    password = field(page, "Password")
    qtbot.waitUntil(lambda: password.accessibleDescription().startswith("It is not on this computer."))
    page.test_button.click()
    assert not page.test.running()
    assert password.hasFocus()
    assert password.accessibleDescription() == "Give the password of this mailbox."
    type_into(page, "Name", "Help")
    apply(dialog)
    assert office.mailboxes()["support@example.com"].name == "Help"
    assert office.secrets.get("mailbox/1/imap") is None


def test_a_password_of_its_own_comes_and_goes(
    dialog: SettingsDialog, page: MailboxesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    office.secrets.put("mailbox/1/imap", "in")
    page.open_one(1)
    qtbot.waitUntil(lambda: field(page, "Password").placeholderText() == "Unchanged")
    page.form.fold.open()
    button(page, "Mail out has a password of its own").click()
    type_into(page, "Password for mail out", "out")
    apply(dialog)
    assert (office.secrets.get("mailbox/1/imap"), office.secrets.get("mailbox/1/smtp")) == ("in", "out")
    qtbot.waitUntil(lambda: office.desk.mailboxes[0].version == 2)
    page.open_one(1)
    own = field(page, "Password for mail out")
    qtbot.waitUntil(lambda: own.placeholderText() == "Unchanged")
    assert own.isVisibleTo(page.form)
    assert not page.dirty()
    button(page, "Mail out has a password of its own").click()
    apply(dialog)
    assert (office.secrets.get("mailbox/1/imap"), office.secrets.get("mailbox/1/smtp")) == ("in", None)


def test_a_mailbox_is_switched_off(
    dialog: SettingsDialog, page: MailboxesPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    office.secrets.put("mailbox/1/imap", "in")
    page.open_one(1)
    qtbot.waitUntil(lambda: field(page, "Password").placeholderText() == "Unchanged")
    button(page, "Fetch and send mail for this address").click()
    apply(dialog)
    assert not office.mailboxes()["support@example.com"].active
    qtbot.waitUntil(lambda: "Switched off" in page.entries[1].accessibleName())


def test_an_address_that_a_colleague_was_quicker_with(
    dialog: SettingsDialog, page: MailboxesPage, office: Office, apply: Apply
) -> None:
    fill_new(page, "billing@shop.example", "x")
    office.do(SaveMailbox(agent_id=office.me, id=0, name="Billing", address="billing@shop.example"))
    apply(dialog)
    assert banners(page) == ["There is a mailbox for billing@shop.example already."]
    assert field(page, "Mail address").text() == "billing@shop.example"
    assert field(page, "Password").text() == "x"


def test_passwords_that_cannot_be_kept_save_nothing(
    dialog: SettingsDialog, page: MailboxesPage, office: Office, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> str:
        raise Trouble("secrets.locked")

    monkeypatch.setattr(office.secrets, "where", locked)
    fill_new(page, "billing@shop.example", "x")
    apply(dialog)
    assert len(banners(page)) == 1
    assert office.mailboxes().keys() == {"support@example.com"}
    monkeypatch.undo()
    apply(dialog)
    assert banners(page) == []
    assert "billing@shop.example" in office.mailboxes()


def test_a_password_that_fails_after_the_row_is_not_saved_twice(
    dialog: SettingsDialog, page: MailboxesPage, office: Office, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(name: str, value: str) -> None:
        raise Trouble("db.full")

    monkeypatch.setattr(office.secrets, "put", full)
    fill_new(page, "billing@shop.example", "x")
    apply(dialog)
    assert banners(page) == ["The disk is full. Free some space; nothing that was saved is lost."]
    assert field(page, "Password").text() == "x"
    monkeypatch.undo()
    apply(dialog)
    kept = office.mailboxes()
    assert kept.keys() == {"support@example.com", "billing@shop.example"}
    assert office.secrets.get(f"mailbox/{kept['billing@shop.example'].id}/imap") == "x"


def test_what_a_test_found_is_scrolled_to(page: MailboxesPage, qtbot: QtBot) -> None:
    page.open_one(1)
    draft = page.form.draft()
    away = SideResult(Side.OUT, draft.outgoing, Trouble("mail.host", host="smtp.example.com"))
    assert not page.form.fold.is_open()
    page.test.finished.emit((SideResult(Side.IN, draft.incoming), away))
    server = field(page, "Mail out (SMTP): Server")
    assert server.hasFocus()
    qtbot.waitUntil(lambda: server.visibleRegion().boundingRect() == server.rect())


def test_leaving_forgets_what_was_typed(page: MailboxesPage, answers: Answers) -> None:
    fill_new(page, "billing@shop.example", "x")
    page.back_button.click()
    assert len(answers.asked) == 1
    page.add()
    assert (field(page, "Mail address").text(), field(page, "Password").text()) == ("", "")


@pytest.mark.servers
def test_the_test_says_where_to_mend_and_then_that_it_works(
    page: MailboxesPage, dovecot: Dovecot, smtp_server: SmtpServer, mail_user: str, qtbot: QtBot
) -> None:
    address = f"{mail_user}@example.com"
    smtp_server.users[address] = Dovecot.password
    fill_new(page, address, "wrong")
    page.form.fold.open()
    for side, port in (("in (IMAP)", dovecot.tls_port), ("out (SMTP)", smtp_server.tls_port)):
        type_into(page, f"Mail {side}: Server", "localhost")
        type_into(page, f"Mail {side}: Port", str(port))
    type_into(page, "Certificate file", str(dovecot.ca_file))
    with qtbot.waitSignal(page.test.finished):
        page.test_button.click()
    assert field(page, "Password").hasFocus()
    assert "does not accept" in field(page, "Password").accessibleDescription()
    type_into(page, "Password", Dovecot.password)
    assert page.form.shown_faults() == {}
    with qtbot.waitSignal(page.test.finished):
        page.test_button.click()
    assert not page.test.steps.failed()
    assert page.test_button.text() == "Test"


def test_a_test_begins_only_with_a_form_that_is_complete(page: MailboxesPage) -> None:
    page.add()
    page.test_button.click()
    assert not page.test.running()
    assert field(page, "Mail address").hasFocus()


@pytest.mark.parametrize(
    ("state", "words", "dot", "ink"),
    [
        (MailboxState.NEW, "Not tried yet", "faint", "muted"),
        (MailboxState.GOOD, "Mail comes in · since ", "good_dot", "muted"),
        (MailboxState.FAILING, "Mail does not come in · since ", "danger_dot", "danger"),
    ],
)
def test_how_mail_is_doing(
    office: Office, dialog: SettingsDialog, state: MailboxState, words: str, dot: str, ink: str
) -> None:
    now = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    row = replace(
        office.database.read(mailboxes.rows)[0],
        state=state,
        state_since=now - timedelta(minutes=5),
        reason="mail.login" if state is MailboxState.FAILING else "",
        reason_values={"host": "imap.example.com", "user": "support"},
    )
    line = MailboxWords(dialog).line(row, now)
    assert line.words.startswith(words)
    assert (line.dot, line.ink) == (dot, ink)
    assert ("imap.example.com does not accept" in line.words) is (state is MailboxState.FAILING)


def test_who_checks_senders_is_suggested_from_the_mails(
    dialog: SettingsDialog, page: MailboxesPage, office: Office, qtbot: QtBot
) -> None:
    number = office.mailboxes()["support@example.com"].id
    content = b"Authentication-Results: mx.example.com; dmarc=pass\r\nSubject: Hello\r\n\r\nx"
    with office.database.writing() as session:
        keep_raw(session, number, "INBOX", 1, [RawMail(1, datetime.now(UTC), content)])
        session.connection.execute(raw_mail.update().values(state=RawState.FILED.value))
    dialog.open_mailbox(number)
    suggested = page.form.findChild(SuggestedServers)
    assert isinstance(suggested, SuggestedServers)
    qtbot.waitUntil(lambda: [button.text() for button in suggested.buttons] == ["mx.example.com (1)"])
