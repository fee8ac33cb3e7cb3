"""A new ticket from a template: subject, sender and text, and what the ticket is besides once the mail waits."""

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.canned import Actions, ApplyMacro, CannedReply, CannedText
from deskbell.model.commands import SendReply
from deskbell.model.kinds import Priority, ReplyKind
from deskbell.store.queries import canned, drafts
from deskbell.store.queries.canned import Asker
from deskbell.ui.composer.new_ticket import NewTicketWindow
from deskbell.ui.theme.source import ThemeSource
from ui.composer.composing import button
from ui.composer.test_canned import REFUND, names, popup
from ui.ticket.rows import STATE, mailbox
from ui.ticket.stand import Answers, Stand

Make = Callable[[], NewTicketWindow]
TEXTS = (
    CannedText("", "<div>Your order is late.</div>", "Your order is late.", "Your order with {{mailbox.name}}"),
    CannedText("lt", "<div>Vėluoja.</div>", "Vėluoja.", "Jūsų užsakymas"),
)
LATE = CannedReply(9, None, "", "Late order", "", TEXTS, actions=Actions(add_tags=("late",), priority=Priority.HIGH))


@pytest.fixture
def make(qtbot: QtBot, theme: ThemeSource, stand: Stand) -> Iterator[Make]:
    stand.answers |= {drafts.of_ticket: (), canned.replies: (REFUND, LATE), canned.asker: Asker()}
    stand.desk.state = replace(STATE, mailboxes=(mailbox(), mailbox(2, "Support", "support@example.com")))

    def build() -> NewTicketWindow:
        window = NewTicketWindow(theme, stand.runner, stand.desk, Answers())
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield build
    stand.close()


def take(qtbot: QtBot, stand: Stand, window: NewTicketWindow) -> None:
    stand.settle(qtbot)
    offered = popup(window.composer)
    assert names(offered) == ["Late order"], "what has no subject is no template"
    qtbot.keyClick(offered.field, Qt.Key.Key_Return)


def test_it_fills_in_the_subject_and_the_text(qtbot: QtBot, stand: Stand, make: Make) -> None:
    window = make()
    stand.settle(qtbot)
    qtbot.mouseClick(button(window, "From a template…"), Qt.MouseButton.LeftButton)
    take(qtbot, stand, window)
    assert window.composer.recipients.subject.text() == "Your order with Billing"
    assert window.composer.editor.text().startswith("Your order is late.")


def test_what_the_ticket_is_besides_goes_with_the_mail(qtbot: QtBot, stand: Stand, make: Make) -> None:
    window = make()
    window.offer_templates()
    take(qtbot, stand, window)
    assert window.composer.notice.words() == "When it is sent: tag late · priority High"
    window.composer.recipients.to.setText("jonas@example.lt")
    with qtbot.waitSignal(window.sent):
        window.composer.send()
    (command,) = stand.of(SendReply)
    assert (command.kind, command.subject, command.macro_id) == (ReplyKind.NEW, "Your order with Billing", 9)
    assert isinstance(command.macro, ApplyMacro)
    assert (command.macro.add_tags, command.macro.priority) == (("late",), Priority.HIGH)


def test_a_subject_that_somebody_wrote_stays(qtbot: QtBot, stand: Stand, make: Make) -> None:
    window = make()
    stand.settle(qtbot)
    window.composer.recipients.subject.setText("About Tuesday")
    window.offer_templates()
    take(qtbot, stand, window)
    assert window.composer.recipients.subject.text() == "About Tuesday"


def test_it_leaves_from_the_templates_mailbox_and_in_its_language(qtbot: QtBot, stand: Stand, make: Make) -> None:
    support = mailbox(2, "Support", "support@example.com")
    stand.desk.state = replace(STATE, mailboxes=(mailbox(), replace(support, language="lt")))
    stand.answers[canned.replies] = (replace(LATE, mailbox_id=2),)
    window = make()
    window.offer_templates()
    take(qtbot, stand, window)
    assert window.composer.recipients.subject.text() == "Jūsų užsakymas"
    assert window.composer.editor.text().startswith("Vėluoja.")
    assert "Support" in window.composer.sender_button.accessibleName()


def test_in_an_answer_nothing_of_it_is_taken_but_the_text(qtbot: QtBot, stand: Stand, make: Make) -> None:
    window = make()
    stand.settle(qtbot)
    assert button(window, "From a template…").isVisible()
    window.composer.turn_to(ReplyKind.FORWARD)
    assert not window.composer.template_button.isVisible()
