"""What a search for servers does in the form: those at home are taken, those of others only when a person takes them."""

import threading
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.mail.autoconfig import Endpoint, guesses
from deskbell.mail.discovery.found import Discovery, Source
from deskbell.model.kinds import Security, SignIn
from deskbell.ui.settings.mailbox_draft import MailboxDraft
from deskbell.ui.settings.mailbox_form import MailboxForm
from deskbell.ui.settings.registrations import Registrations
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.field import Field
from ui.settings.hands import type_into
from ui.settings.office import Office

Make = Callable[[Callable[[str], Discovery]], MailboxForm]


@pytest.fixture
def make(office: Office, theme: ThemeSource, qtbot: QtBot) -> Make:
    def made(find: Callable[[str], Discovery]) -> MailboxForm:
        form = MailboxForm(theme, Registrations(office.runner, office.secrets, lambda: None), find, full=True)
        qtbot.addWidget(form)
        form.show_draft(MailboxDraft())
        with qtbot.waitExposed(form):
            form.show()
        form.activateWindow()
        return form

    return made


def named(address: str, host: str, source: Source = Source.DOMAIN, **more: object) -> Discovery:
    imap, smtp = Endpoint(f"in.{host}", 993, Security.TLS), Endpoint(f"out.{host}", 587, Security.STARTTLS)
    suggestion = replace(guesses(address)[0], imap=imap, smtp=smtp, known=True, **more)  # type: ignore[arg-type]
    return Discovery(address, suggestion, source, "autoconfig.shop.example")


def link(form: MailboxForm) -> LinkButton:
    return next(one for one in form.found.findChildren(LinkButton))


def test_servers_at_home_are_taken_as_found(make: Make, qtbot: QtBot) -> None:
    form = make(lambda address: named(address, "shop.example"))
    type_into(form, "Mail address", "kim@shop.example")
    qtbot.waitUntil(lambda: form.draft().incoming.host == "in.shop.example")
    assert form.draft().outgoing.port == 587
    assert form.found.sentence() == (
        "Found through autoconfig.shop.example: in.shop.example:993 and out.shop.example:587."
    )
    assert form.guesses() == ()


def test_what_is_found_stands_below_the_fields_and_pushes_none_away(make: Make, qtbot: QtBot) -> None:
    form = make(lambda address: named(address, "host.example"))
    type_into(form, "Mail address", "kim@shop.example")
    qtbot.waitUntil(lambda: not form.found.looking())
    fields = [form.login, *form.findChildren(Field, options=Qt.FindChildOption.FindDirectChildrenOnly)]
    assert form.found.isVisible()
    assert all(field.geometry().bottom() < form.found.y() for field in fields if field.isVisible())


def test_servers_of_others_are_taken_by_a_person_only(make: Make, qtbot: QtBot) -> None:
    form = make(lambda address: named(address, "host.example"))
    type_into(form, "Mail address", "kim@shop.example")
    qtbot.waitUntil(lambda: not form.found.looking())
    assert form.draft().incoming.host == "imap.shop.example"
    assert "The password goes there only if you take them" in form.found.sentence()
    link(form).click()
    assert (form.draft().incoming.host, form.draft().outgoing.host) == ("in.host.example", "out.host.example")
    assert form.guesses() == ()
    type_into(form, "Mail address", "kim@shop2.example")
    qtbot.waitUntil(lambda: not form.found.looking())
    assert form.draft().incoming.host == "imap.shop2.example"


def test_a_provider_that_is_signed_in_to(make: Make, qtbot: QtBot) -> None:
    from deskbell.mail.autoconfig import suggest_as

    def find(address: str) -> Discovery:
        return Discovery(
            address, suggest_as(address, "office365.com"), Source.EXCHANGER, "x.mail.protection.outlook.com"
        )

    form = make(find)
    type_into(form, "Mail address", "kim@shop.example")
    qtbot.waitUntil(lambda: not form.found.looking())
    assert form.login.way() is SignIn.PASSWORD
    link(form).click()
    assert form.login.way() is SignIn.MICROSOFT
    assert form.draft().incoming.host == "outlook.office365.com"


def test_offline_it_says_so_and_looks_again(make: Make, qtbot: QtBot) -> None:
    asked: list[str] = []

    def find(address: str) -> Discovery:
        asked.append(address)
        return Discovery(address, guesses(address)[0], Source.GUESS, offline=True)

    form = make(find)
    type_into(form, "Mail address", "kim@shop.example")
    qtbot.waitUntil(lambda: "offline" in form.found.sentence())
    link(form).click()
    qtbot.waitUntil(lambda: len(asked) == 2)
    qtbot.waitUntil(lambda: not form.found.looking())


def test_what_was_given_by_hand_is_not_searched_for(make: Make) -> None:
    def find(address: str) -> Discovery:
        raise AssertionError(address)

    form = make(find)
    form.fold.open()
    type_into(form, "Mail in (IMAP): Server", "mx.shop.example")
    type_into(form, "Mail address", "kim@shop.example")
    assert not form.found.looking()
    type_into(form, "Mail address", "kim@gmail.com")
    assert not form.found.isVisible()


def test_a_search_that_answers_too_late_changes_nothing(make: Make, qtbot: QtBot) -> None:
    go_on = threading.Event()
    slow: list[threading.Thread] = []

    def find(address: str) -> Discovery:
        if address == "kim@slow.example":
            slow.append(threading.current_thread())
            go_on.wait(20)
        return named(address, address.rpartition("@")[2])

    form = make(find)
    type_into(form, "Mail address", "kim@slow.example")
    assert form.found.sentence() == "Looking for the servers of slow.example…"
    type_into(form, "Mail address", "kim@shop.example")
    qtbot.waitUntil(lambda: form.draft().incoming.host == "in.shop.example")
    go_on.set()
    qtbot.waitUntil(lambda: bool(slow) and not slow[0].is_alive())
    assert form.draft().incoming.host == "in.shop.example"
