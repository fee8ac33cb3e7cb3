"""The form of a mailbox: what follows the address, what is said where, and what comes out."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Security, SignIn
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part, ServerDraft, Side
from deskbell.ui.settings.mailbox_form import MailboxForm
from deskbell.ui.settings.provider_hint import ProviderHint
from deskbell.ui.settings.registrations import Registrations
from deskbell.ui.theme.source import ThemeSource
from ui.settings.hands import field, type_into
from ui.settings.office import Office, nobody_knows

KEPT = MailboxDraft(
    "Support",
    "support@shop.example",
    ServerDraft("imap.shop.example", 993),
    ServerDraft("smtp.shop.example", 465),
    history_days=14,
    id=3,
    version=2,
)


@pytest.fixture
def form(office: Office, theme: ThemeSource, qtbot: QtBot) -> MailboxForm:
    made = MailboxForm(theme, Registrations(office.runner, office.secrets, lambda: None), nobody_knows, full=True)
    qtbot.addWidget(made)
    made.show_draft(MailboxDraft())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def hint(form: QWidget) -> ProviderHint:
    found = form.findChild(ProviderHint)
    assert found is not None
    return found


def test_an_address_brings_servers_and_a_name(form: MailboxForm) -> None:
    type_into(form, "Mail address", "help.desk@gmail.com")
    draft = form.draft()
    assert (draft.name, draft.incoming.host, draft.outgoing.host) == ("Help Desk", "imap.gmail.com", "smtp.gmail.com")
    assert not form.fold.is_open()
    assert "imap.gmail.com:993" in form.fold.head.accessibleDescription()
    assert "app password" in hint(form).sentence()
    assert hint(form).page().startswith("https://support.google.com/")


def test_typing_on_changes_what_was_guessed(form: MailboxForm, qtbot: QtBot) -> None:
    type_into(form, "Mail address", "a@shop.example", leave=False)
    qtbot.waitUntil(lambda: form.draft().incoming.host == "imap.shop.example")
    QTest.keyClicks(field(form, "Mail address"), ".org")
    qtbot.waitUntil(lambda: form.draft().incoming.host == "imap.shop.example.org")
    assert hint(form).sentence() == ""


def test_what_was_given_by_hand_stays(form: MailboxForm) -> None:
    type_into(form, "Mail address", "a@shop.example")
    form.fold.open()
    type_into(form, "Mail in (IMAP): Server", "mx.shop.example")
    type_into(form, "Name", "Shop")
    type_into(form, "Mail address", "b@gmail.com")
    draft = form.draft()
    assert (draft.name, draft.incoming.host, draft.outgoing.host) == ("Shop", "mx.shop.example", "smtp.shop.example")
    assert form.guesses() == ()


@pytest.mark.parametrize(
    ("host", "kept"),
    [("mx.shop.example", "mx.shop.example"), ("imap.shop.example", "imap.gmail.com"), ("", "imap.gmail.com")],
)
def test_a_server_that_was_given_in_an_earlier_session_stays(form: MailboxForm, host: str, kept: str) -> None:
    outgoing = ServerDraft("smtp.shop.example", 465)
    form.show_draft(MailboxDraft("Shop", "a@shop.example", ServerDraft(host), outgoing))
    type_into(form, "Mail address", "b@gmail.com")
    assert (form.draft().name, form.draft().incoming.host) == ("Shop", kept)


def test_only_a_guess_may_be_guessed_again(form: MailboxForm) -> None:
    type_into(form, "Mail address", "a@shop.example")
    assert [guess.imap.host for guess in form.guesses()] == ["imap.shop.example", "mail.shop.example"]
    type_into(form, "Mail address", "a@gmail.com")
    assert form.guesses() == ()


def test_a_field_is_judged_when_it_is_left_and_again_while_it_is_mended(form: MailboxForm) -> None:
    type_into(form, "Mail address", "support@", leave=False)
    assert form.shown_faults() == {}
    QTest.keyClick(field(form, "Mail address"), Qt.Key.Key_Tab)
    assert set(form.shown_faults()) == {(Part.ADDRESS, None)}
    assert field(form, "Mail address").accessibleDescription() == "“support@” is not a mail address."
    type_into(form, "Mail address", "support@shop.example", leave=False)
    assert form.shown_faults() == {}


def test_fields_that_nobody_touched_are_judged_only_at_the_end(form: MailboxForm) -> None:
    for _ in range(4):
        QTest.keyClick(form.focusWidget() or form, Qt.Key.Key_Tab)
    assert form.shown_faults() == {}
    first = form.first_fault()
    assert {(Part.NAME, None), (Part.ADDRESS, None), (Part.PASSWORD, Side.IN)} <= set(form.shown_faults())
    assert first is not None
    assert first.hasFocus()


def test_an_address_that_is_taken(form: MailboxForm) -> None:
    form.show_draft(MailboxDraft(), taken=frozenset({"billing@shop.example"}))
    type_into(form, "Mail address", "Billing@shop.example")
    assert form.shown_faults() == {(Part.ADDRESS, None): "There is a mailbox for Billing@shop.example already."}


def test_the_port_follows_the_encryption_while_it_is_a_usual_one(form: MailboxForm) -> None:
    type_into(form, "Mail address", "a@shop.example")
    form.fold.open()
    boxes = {box.accessibleName(): box for box in form.findChildren(QComboBox)}
    encryption = boxes["Mail out (SMTP): Encryption"]
    encryption.setCurrentIndex(encryption.findData(Security.STARTTLS))
    assert form.draft().outgoing.port == 587
    type_into(form, "Mail out (SMTP): Port", "2525")
    encryption.setCurrentIndex(encryption.findData(Security.TLS))
    assert (form.draft().outgoing.port, form.draft().outgoing.security) == (2525, Security.TLS)


def test_no_encryption_is_for_this_computer_only(form: MailboxForm) -> None:
    form.show_draft(replace(KEPT, id=0, incoming=replace(KEPT.incoming, security=Security.NONE, password="x")))
    assert form.first_fault() is not None
    assert set(form.shown_faults()) == {(Part.SECURITY, Side.IN)}
    assert form.fold.is_open()
    type_into(form, "Mail in (IMAP): Server", "localhost")
    assert form.good()


def test_showing_a_mailbox_changes_nothing_about_it(form: MailboxForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.show_draft(KEPT)
        form.show_kept(frozenset({Side.IN}))
    assert form.draft() == KEPT
    assert form.good()
    assert field(form, "Password").placeholderText() == "Unchanged"


def test_a_password_of_its_own_for_mail_out(form: MailboxForm) -> None:
    form.show_draft(replace(KEPT, smtp_differs=True))
    form.show_kept(frozenset(Side))
    form.fold.open()
    type_into(form, "Password for mail out", "other")
    draft = form.draft()
    assert (draft.smtp_differs, draft.incoming.password, draft.outgoing.password) == (True, "", "other")
    box = next(one for one in form.findChildren(QAbstractButton) if one.text() == "Mail out has a password of its own")
    box.click()
    assert (form.draft().smtp_differs, form.draft().outgoing.password) == (False, "")


def test_what_a_test_found_stands_at_its_field_until_that_is_changed(form: MailboxForm) -> None:
    form.show_draft(KEPT)
    form.show_kept(frozenset({Side.IN}))
    form.tell({(Part.HOST, Side.OUT): "There is no such server.", (Part.PASSWORD, Side.IN): "Wrong."})
    assert form.fold.is_open()
    assert field(form, "Mail out (SMTP): Server").hasFocus()
    assert field(form, "Mail out (SMTP): Server").property("wrong") is True
    type_into(form, "Password", "better")
    assert set(form.shown_faults()) == {(Part.HOST, Side.OUT)}
    type_into(form, "Mail out (SMTP): Port", "587")
    assert form.shown_faults() == {}
    assert field(form, "Mail out (SMTP): Server").property("wrong") is False


def test_a_trouble_with_the_port_frames_the_port(form: MailboxForm) -> None:
    form.show_draft(KEPT)
    form.tell({(Part.PORT, Side.IN): "It does not answer."})
    assert field(form, "Mail in (IMAP): Port").property("wrong") is True
    assert not field(form, "Mail in (IMAP): Server").property("wrong")
    assert field(form, "Mail in (IMAP): Port").hasFocus()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("a@gmail.com", "Gmail wants an app password"),
        ("a@outlook.com", ""),
        ("a@gmx.de", "GMX may want mail programs to be allowed first"),
        ("a@shop.example", ""),
        ("a", ""),
    ],
)
def test_what_the_provider_wants(form: MailboxForm, address: str, words: str) -> None:
    form.show_draft(MailboxDraft(address=address))
    assert hint(form).sentence().startswith(words)
    assert bool(hint(form).sentence()) is bool(words)
    assert hint(form).isVisibleTo(form) is bool(words)


@pytest.mark.parametrize("hint", ["", "windows-1257", "x-of-an-older-desk"])
def test_the_charset_hint_comes_back_as_it_was_shown(form: MailboxForm, hint: str) -> None:
    form.show_draft(replace(KEPT, charset_hint=hint))
    assert form.draft().charset_hint == hint


def test_another_charset_hint_is_chosen_by_its_words(form: MailboxForm) -> None:
    form.show_draft(KEPT)
    box = next(box for box in form.findChildren(QComboBox) if box.findText("Baltic (Windows)") >= 0)
    QTest.keyClicks(box, "Korean")
    assert form.draft().charset_hint == "euc-kr"


def test_an_address_that_takes_no_password_is_signed_in(form: MailboxForm) -> None:
    type_into(form, "Mail address", "a@outlook.com")
    assert form.login.way() is SignIn.MICROSOFT
    type_into(form, "Mail address", "a@shop.example")
    assert form.login.way() is SignIn.PASSWORD


def test_a_password_where_the_provider_takes_none_is_warned_of(form: MailboxForm) -> None:
    form.show_draft(replace(KEPT, address="a@outlook.com"))
    assert form.login.way() is SignIn.PASSWORD
    assert hint(form).sentence().startswith("Outlook.com takes no passwords from mail programs any more")
