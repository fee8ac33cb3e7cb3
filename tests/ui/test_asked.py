"""What addresses ask for, in the whole window: a ticket is shown, a mail begun, and nothing that is being written is lost."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbell.model.commands import AddNote
from deskbell.model.kinds import MessageKind
from deskbell.store.queries import drafts
from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.new_ticket import NewTicketWindow
from ui.driven import Driven

MAIL = "mailto:ona@example.lt?subject=Your%20order&cc=bo@example.cn&bcc=eva@example.lt&body=One%0D%0A%0D%0A%3Cb%3Etwo"
WRITING = "You are writing another ticket. What the link asks for was not filled in: "


def shown(driven: Driven) -> NewTicketWindow:
    """The window for a new ticket, once what was begun is there."""

    def is_there() -> bool:
        found = driven.window._new_tickets.window
        return found is not None and found._is_read

    driven.qtbot.waitUntil(is_there)
    window = driven.window._new_tickets.window
    assert window is not None
    assert window.isVisible()
    return window


def written(composer: Composer) -> tuple[str, str, str, str, str]:
    now = composer.collect()
    return now.to, now.cc, now.bcc, now.subject, composer.editor.words().text


def refused(driven: Driven, sentence: str) -> None:
    driven.qtbot.waitUntil(lambda: any(sentence in toast for toast in driven.toasts()))


def test_a_ticket_is_shown(driven: Driven, qtbot: QtBot) -> None:
    row = driven.list.model.ticket(3)
    assert row is not None
    with qtbot.waitSignal(driven.window.pane.shown, check_params_cb=lambda ticket: ticket == row.id):
        driven.window.open_address(f"deskbell://ticket/{row.id}")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("deskbell://ticket/999999", "There is no ticket #999999 on this desk, or you may not see it."),
        ("deskbell://settings", "Deskbell cannot open “deskbell://settings”"),
        ("mailto:ona@example.lt?attach=/etc/passwd", "This link wants a file of this computer sent along"),
        ("mailto:ona", "“ona” is not a mail address."),
    ],
)
def test_what_cannot_be_opened_gets_a_sentence(driven: Driven, address: str, sentence: str) -> None:
    before = driven.open(0)
    driven.window.open_address(address)
    refused(driven, sentence)
    assert driven.window._new_tickets.window is None
    assert driven.window.pane.ticket_id == before.id, "what was open stays"


def test_a_mail_is_begun_as_the_link_says(driven: Driven) -> None:
    driven.window.open_address(MAIL)
    composer = shown(driven).composer
    expected = ("ona@example.lt", "bo@example.cn", "eva@example.lt", "Your order", "One\n\n<b>two")
    assert written(composer) == expected
    assert composer.recipients.bcc.isVisible(), "nobody is written to unseen"
    assert composer.editor.text().endswith(driven.stage.desk.me.signature.strip()), "above the signature"
    assert composer.notice.words() == ""


def test_what_a_person_writes_stays_until_it_is_told_to_give_way(driven: Driven, qtbot: QtBot) -> None:
    driven.press("c")
    window = shown(driven)
    qtbot.keyClicks(window.composer.editor, "Half a sentence")
    driven.window.open_address(MAIL)
    assert window.composer.notice.words() == f"{WRITING}Your order"
    assert written(window.composer) == ("", "", "", "", "Half a sentence")
    assert driven.window._new_tickets.window is window
    window.composer.notice._buttons[0].click()
    assert written(window.composer)[3:] == ("Your order", "One\n\n<b>two")
    qtbot.waitUntil(lambda: not driven.window._new_tickets.keeper.busy())
    (kept,) = driven.stage.database.read(drafts.of_ticket, driven.stage.desk.me.id, 0)
    assert (kept.to, kept.subject) == ("ona@example.lt", "Your order")


def test_a_draft_of_before_stays(driven: Driven, qtbot: QtBot) -> None:
    driven.press("c")
    first = shown(driven)
    qtbot.keyClicks(first.composer.recipients.subject, "Later")
    first.close()
    qtbot.waitUntil(lambda: not driven.window._new_tickets.keeper.busy())
    driven.window.open_address(MAIL)
    qtbot.waitUntil(lambda: driven.window._new_tickets.window is not first)
    composer = shown(driven).composer
    assert composer.notice.words() == f"{WRITING}Your order"
    assert written(composer) == ("", "", "", "Later", "")


@pytest.mark.parametrize("first", ["mailto:bo@example.cn?subject=Before", "mailto:?body=Before", "mailto:", MAIL])
def test_what_only_a_link_filled_in_gives_way_to_the_next(driven: Driven, first: str) -> None:
    driven.window.open_address(first)
    window = shown(driven)
    driven.window.open_address(MAIL)
    assert driven.window._new_tickets.window is window
    assert window.composer.notice.words() == ""
    assert written(window.composer)[3:] == ("Your order", "One\n\n<b>two")


def test_a_link_in_a_note_is_followed(driven: Driven, qtbot: QtBot) -> None:
    row, other = driven.open(0), driven.list.model.ticket(4)
    assert other is not None
    text = f"See deskbell://ticket/{other.id}"
    driven.stage.runner.do(AddNote(agent_id=driven.stage.desk.me.id, ticket_id=row.id, text=text, html=""))
    cards = driven.window.pane.conversation.cards

    def noted() -> bool:
        return any(one.message.kind is MessageKind.NOTE and text in one.body.toPlainText() for one in cards())

    qtbot.waitUntil(noted)
    card = next(one for one in cards() if text in one.body.toPlainText())
    assert f'href="deskbell://ticket/{other.id}"' in card.body.toHtml()
    with qtbot.waitSignal(driven.window.pane.shown, check_params_cb=lambda ticket: ticket == other.id):
        card.body.anchorClicked.emit(QUrl(f"deskbell://ticket/{other.id}"))


def test_the_link_of_a_ticket_is_copied(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(1)
    pane = driven.window.pane
    pane._show_menu(pane.rect().center())
    (menu,) = (one for one in pane.findChildren(QMenu) if one.isVisible())
    next(one for one in menu.actions() if one.text() == "Copy link").trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == f"deskbell://ticket/{row.id}"
    assert "Link copied" in driven.toasts()


def test_the_palette_copies_the_links_of_all_that_are_selected(driven: Driven) -> None:
    rows = []
    for number in (0, 1):
        rows.append(driven.open(number))
        driven.press("x")
    entry = next(one for one in driven.window.palette_box._entries() if one.words == "Copy link")
    entry.do()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert sorted(lines) == sorted(f"deskbell://ticket/{row.id}" for row in rows)


_MAC = """
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from deskbell.ui.application import make_application
application = make_application()
application.asked.connect(print)
for address in ("deskbell://ticket/1042", "mailto:ona@example.lt?body=a%20b%25", "https://example.lt", "file:///etc/passwd"):
    QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl(address)))
"""


def test_macos_hands_addresses_to_the_application() -> None:
    told = subprocess.run([sys.executable, "-c", _MAC], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["deskbell://ticket/1042", "mailto:ona@example.lt?body=a%20b%25"]
