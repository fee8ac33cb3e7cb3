"""The window for a new ticket: goes on where one left off, and closes once the mail waits."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from deskbell.model.commands import SaveDraft, SendReply
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.rules.asked_addresses import MailAsked
from deskbell.store.queries import drafts
from deskbell.ui.composer.new_ticket import NewTicketWindow
from deskbell.ui.theme.source import ThemeSource
from ui.ticket.rows import draft
from ui.ticket.stand import Answers, Stand

Make = Callable[..., NewTicketWindow]


@pytest.fixture
def make(qtbot: QtBot, theme: ThemeSource, stand: Stand) -> Iterator[Make]:
    stand.answers[drafts.of_ticket] = ()

    def build(asked: MailAsked | None = None) -> NewTicketWindow:
        window = NewTicketWindow(theme, stand.runner, stand.desk, Answers(), asked=asked)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        stand.settle(qtbot)
        return window

    yield build
    stand.close()


def test_it_asks_for_the_address_first(make: Make) -> None:
    window = make()
    assert QApplication.focusWidget() is window.composer.recipients.to
    assert window.composer.solve_button.isHidden()
    assert not window.composer.ways_button.isHidden()


def test_tab_goes_from_the_address_to_the_subject_and_the_text(qtbot: QtBot, make: Make) -> None:
    window = make()
    composer = window.composer
    for field in (composer.recipients.to, composer.recipients.subject, composer.editor):
        assert QApplication.focusWidget() is field
        qtbot.keyClick(field, Qt.Key.Key_Tab)


def test_a_known_address_is_filled_in_and_the_window_closes_once_the_mail_waits(
    qtbot: QtBot, stand: Stand, make: Make
) -> None:
    window = make(MailAsked((Mailbox("Jonas", "jonas@example.lt"),)))
    assert QApplication.focusWidget() is window.composer.editor
    window.composer.recipients.subject.setText("Your order")
    qtbot.keyClicks(window.composer.editor, "It is on its way.")
    with qtbot.waitSignal(window.sent) as sent:
        qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (command,) = stand.of(SendReply)
    assert (command.ticket_id, command.kind, command.to) == (0, ReplyKind.NEW, (Mailbox("Jonas", "jonas@example.lt"),))
    assert sent.args == [77, "Sent to Jonas"]
    assert not window.isVisible()


def test_what_was_begun_is_kept_on_closing_and_there_the_next_time(qtbot: QtBot, stand: Stand, make: Make) -> None:
    window = make()
    qtbot.keyClicks(window.composer.recipients.subject, "Later")
    qtbot.keyClicks(window.composer.editor, "half")
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Escape)
    stand.settle(qtbot)
    assert not window.isVisible()
    kept = stand.of(SaveDraft)[-1]
    assert (kept.ticket_id, kept.kind, kept.subject, kept.text) == (0, ReplyKind.NEW, "Later", "half")
    stand.answers[drafts.of_ticket] = (draft(ReplyKind.NEW, "half", ticket_id=0, subject="Later", to=""),)
    again = make()
    assert (again.composer.recipients.subject.text(), again.composer.editor.text()) == ("Later", "half")


def test_an_answer_that_comes_after_the_window_went_troubles_nobody(
    qtbot: QtBot, theme: ThemeSource, stand: Stand
) -> None:
    stand.answers[drafts.of_ticket] = ()
    window = NewTicketWindow(theme, stand.runner, stand.desk, Answers())
    window.show()
    stand.settle(qtbot)
    qtbot.keyClicks(window.composer.editor, "last words")
    window.close()
    qtbot.waitUntil(lambda: not isValid(window))
    stand.settle(qtbot)
    assert stand.of(SaveDraft)[-1].text == "last words"
