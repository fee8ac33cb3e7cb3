"""The composer: nothing leaves by mistake, everything by keyboard."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.commands import AddNote, SaveDraft, SendReply
from deskbell.model.errors import Conflict, Trouble
from deskbell.model.kinds import ReplyKind, Status
from deskbell.model.mail import Mailbox
from deskbell.model.settings import Settings
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.composer.composing import Make, button, sign, type_in, words
from ui.ticket.rows import BILLING, LI, TOMAS, attachment, detail, message, ticket, written
from ui.ticket.stand import Stand


def test_a_reply_is_addressed_quoted_and_sent(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.begin(ReplyKind.REPLY)
    type_in(qtbot, composer, "It is on its way.")
    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (command,) = stand.of(SendReply)
    assert (command.to, command.cc, command.kind, command.then) == ((LI,), (), ReplyKind.REPLY, None)
    assert (command.text, command.html) == ("It is on its way.", "<div>It is on its way.</div>")
    assert command.quoted.startswith("On ")
    assert command.quoted.endswith("李娜 wrote:\n> 已经三天了\uff0c请尽快处理\uff0c谢谢。")
    assert "已经三天了" in command.quoted_html
    assert (command.seen_message, command.undo_seconds, command.mailbox_id) == (3, 10, 1)
    assert sent.args == [77, "Sent to 李娜", 1042]
    assert composer.editor.text() == ""


def test_trouble_with_the_draft_cuts_no_tab(make: Make) -> None:
    composer = make()
    composer.resize(480, 300)
    wide = composer.tabs.sizeHint().width()
    composer.tell_trouble("Kept on this computer until the desk answers again, and then given to it")
    QApplication.processEvents()
    assert composer.tabs.width() >= wide


def test_the_keyboard_leaves_what_was_sent(qtbot: QtBot, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "It is on its way.")
    composer.editor.setFocus()
    with qtbot.waitSignal(composer.left):
        qtbot.keyClick(composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_mailbox_that_cannot_send_is_not_said_to_have_sent(qtbot: QtBot, stand: Stand, make: Make) -> None:
    boxes = tuple(replace(box, smtp_host="") for box in stand.desk.state.mailboxes)
    stand.desk.state = replace(stand.desk.state, mailboxes=boxes)
    composer = make()
    type_in(qtbot, composer, "It is on its way.")
    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent.args[1] == "Kept for 李娜, not sent: the mailbox has no outgoing server"


@pytest.mark.parametrize(
    ("key", "then"),
    [
        (Qt.Key.Key_Return, Status.SOLVED),
        (Qt.Key.Key_Enter, Status.SOLVED),
        (Qt.Key.Key_P, Status.PENDING),
    ],
)
def test_send_with_a_status_by_keyboard(qtbot: QtBot, stand: Stand, make: Make, key: Qt.Key, then: Status) -> None:
    composer = make()
    type_in(qtbot, composer, "Done.")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignals([composer.sent, composer.dealt_with]):
        qtbot.keyClick(composer.editor, key, both)
    assert stand.of(SendReply)[0].then is then


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("Send and wait for the customer", Status.PENDING),
        ("Send and put on hold", Status.ON_HOLD),
        ("Send and leave open", Status.OPEN),
        ("Send and close", Status.CLOSED),
    ],
)
def test_send_with_a_status_that_is_chosen(qtbot: QtBot, stand: Stand, make: Make, words: str, then: Status) -> None:
    composer = make()
    type_in(qtbot, composer, "Done.")
    qtbot.mouseClick(composer.ways_button, Qt.MouseButton.LeftButton)
    (asked,) = composer.findChildren(ChoiceList)
    with qtbot.waitSignal(composer.sent):
        asked.choose_text(words)
    assert stand.of(SendReply)[0].then is then


def test_a_note_has_no_status_to_choose(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.begin(ReplyKind.NOTE)
    type_in(qtbot, composer, "Please call the bank.")
    assert composer.ways_button.isHidden()
    composer.ask_how()
    assert composer.findChildren(ChoiceList) == []
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(composer.noted):
        qtbot.keyClick(composer.editor, Qt.Key.Key_P, both)
    assert len(stand.of(AddNote)) == 1


def test_without_the_setting_nothing_is_quoted(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    stand.desk.settings = Settings({"reply.quote": False, "reply.undo_seconds": 0})
    type_in(qtbot, composer, "Done.")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    (command,) = stand.of(SendReply)
    assert (command.text, command.quoted, command.quoted_html, command.undo_seconds) == ("Done.", "", "", 0)


def test_reply_all_takes_the_others_along(qtbot: QtBot, stand: Stand, make: Make) -> None:
    jonas = Mailbox("Jonas", "jonas@example.lt")
    composer = make()
    composer.show_ticket(detail(row=ticket(2), messages=(message(3, "x", 1, cc=(jonas,)),)), ())
    composer.begin(ReplyKind.REPLY_ALL)
    type_in(qtbot, composer, "Hello all.")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert (stand.of(SendReply)[0].to, stand.of(SendReply)[0].cc) == ((LI,), (jonas,))


def test_a_note_goes_to_nobody(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.begin(ReplyKind.NOTE)
    assert not composer.recipients.isVisible()
    assert composer.send_button.text() == "Add note"
    type_in(qtbot, composer, "Please call the bank.")
    with qtbot.waitSignal(composer.noted):
        qtbot.mouseClick(composer.send_button, Qt.MouseButton.LeftButton)
    (command,) = stand.of(AddNote)
    assert (command.text, command.ticket_id) == ("Please call the bank.", 1042)


def test_a_forwarded_mail_takes_its_files_along(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    original = message(1, "the invoice", 9, attachments=(attachment(41), attachment(42, "b.pdf")))
    composer.show_ticket(detail(row=ticket(2), messages=(original, message(2, "later", 1))), ())
    composer.begin(ReplyKind.FORWARD, original)
    assert QApplication.focusWidget() is composer.recipients.to
    composer.recipients.to.setText("accounts@example.com")
    composer.files.removed.emit(1)
    with qtbot.waitSignal(composer.sent) as sent:
        composer.send()
    (command,) = stand.of(SendReply)
    assert command.attachments_from == (41,)
    assert command.subject.startswith("Fwd: ")
    assert "From: 李娜 <li.na@example.cn>" in command.text
    assert command.text.endswith("the invoice")
    assert sent.args[1] == "Forwarded to accounts@example.com"


def test_the_signature_is_seen_and_is_no_text_of_its_own(qtbot: QtBot, stand: Stand, make: Make) -> None:
    sign(stand, "Ona\nExample")
    composer = make()
    composer.show_ticket(detail(row=ticket(2)), ())
    assert composer.editor.text() == "\n\n-- \nOna\nExample"
    composer.send()
    assert composer.notice.words() == "There is nothing to send yet: write something first."
    type_in(qtbot, composer, "Hello")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[0].text == "Hello\n\n-- \nOna\nExample"


def test_another_look_is_nothing_that_was_written(theme: ThemeSource, stand: Stand, make: Make) -> None:
    sign(stand, "Ona")
    composer = make()
    composer.show_ticket(detail(row=ticket(2)), ())
    assert not composer.discard_button.isEnabled()
    theme.choose("dark", 150)
    assert not composer.discard_button.isEnabled()
    assert not composer.editor.document().isModified()


@pytest.mark.parametrize("line", ["jonas@", "Ona", "a@b.lt, c@"])
def test_a_wrong_address_is_told_at_its_field_and_nothing_leaves(
    qtbot: QtBot, stand: Stand, make: Make, line: str
) -> None:
    composer = make()
    type_in(qtbot, composer, "Hello")
    composer.recipients.to.setText(line)
    composer.send()
    assert QApplication.focusWidget() is composer.recipients.to
    assert "is not a mail address" in words(composer)
    assert stand.of(SendReply) == []
    assert composer.editor.text() == "Hello"


def test_a_mail_to_nobody_is_not_sent(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "Hello")
    composer.recipients.to.setText("")
    composer.send()
    assert "Who should get this mail?" in words(composer)


def test_somebody_answered_meanwhile(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    stand.errors = [Conflict("ticket.answered", name="Tomas", number=1042)]
    type_in(qtbot, composer, "Hello")
    composer.send(Status.SOLVED)
    qtbot.waitUntil(lambda: "Tomas" in composer.notice.words())
    assert composer.editor.text() == "Hello"
    with qtbot.waitSignal(composer.look_wanted):
        qtbot.mouseClick(button(composer, "Look"), Qt.MouseButton.LeftButton)
    # What is there again may be on its way as a draft: the next command is the answer.
    stand.settle(qtbot)
    stand.errors = [Conflict("ticket.answered", name="Tomas", number=1042)]
    composer.send(Status.SOLVED)
    qtbot.waitUntil(lambda: "Tomas" in composer.notice.words())
    with qtbot.waitSignal(composer.sent):
        qtbot.mouseClick(button(composer, "Send anyway"), Qt.MouseButton.LeftButton)
    (command,) = stand.of(SendReply)
    assert (command.seen_message, command.then) == (0, Status.SOLVED)


def test_what_could_not_be_sent_is_there_again(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    stand.errors = [Trouble("db.full")]
    type_in(qtbot, composer, "Hello")
    composer.send()
    qtbot.waitUntil(lambda: composer.editor.text() == "Hello")
    assert "The disk is full" in composer.notice.words()


def test_what_could_not_be_sent_is_a_draft_when_another_ticket_is_open(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    stand.errors = [Trouble("db.full")]
    type_in(qtbot, composer, "Hello")
    composer.send()
    composer.show_ticket(detail(row=ticket(7)), ())
    with qtbot.waitSignal(composer.failed):
        pass
    stand.settle(qtbot)
    assert [(command.ticket_id, command.text) for command in stand.of(SaveDraft)] == [(1042, "Hello")]
    assert composer.editor.text() == ""


def test_a_forgotten_attachment_is_asked_for_once(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.editor.insertPlainText("Pridedu sąskaitą.")
    composer.send()
    assert "there is none" in composer.notice.words()
    assert stand.of(SendReply) == []
    with qtbot.waitSignal(composer.sent):
        qtbot.mouseClick(button(composer, "Send without"), Qt.MouseButton.LeftButton)
    assert len(stand.of(SendReply)) == 1
    assert stand.of(SendReply)[0].seen_message == 3


def test_a_new_ticket_needs_a_subject(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make(seen=0)
    composer.show_ticket(None, ())
    assert (composer.kind, composer.tabs.isVisible()) == (ReplyKind.NEW, False)
    composer.recipients.to.setText("jonas@example.lt")
    type_in(qtbot, composer, "Hello")
    composer.send()
    assert QApplication.focusWidget() is composer.recipients.subject
    composer.recipients.subject.setText("Your order")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    (command,) = stand.of(SendReply)
    assert (command.ticket_id, command.subject, command.text) == (0, "Your order", "Hello")


def test_another_mailbox_can_send(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    assert composer.sender_button.accessibleName() == "From Billing"
    composer.sender_button.chosen.emit(2)
    assert composer.sender_button.accessibleName() == "From Support"
    type_in(qtbot, composer, "Hello")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[0].mailbox_id == 2


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_address_is_completed_from_those_who_take_part(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.recipients.unfold(focus=True)
    qtbot.mouseClick(button(composer, "Cc, Bcc"), Qt.MouseButton.LeftButton)
    field = composer.recipients.cc
    assert field.hasFocus()
    qtbot.keyClicks(field, "petra")
    assert field.offered() == ["Jonas Petrauskas <jonas@example.lt>"]
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "Jonas Petrauskas <jonas@example.lt>, "
    composer.leave()
    stand.settle(qtbot)


def test_everything_is_reached_by_keyboard_and_has_a_name(qtbot: QtBot, make: Make) -> None:
    composer = make()
    composer.recipients.unfold(focus=True)
    reached: set[QWidget] = set()
    for _ in range(60):
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.add(now)
        assert now.accessibleName(), now
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    buttons = {one for one in composer.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()}
    # Of the tabs, as of all groups of exclusive buttons, Tab reaches one and the arrows the others.
    tabs = set(composer.tabs.findChildren(QAbstractButton))
    assert buttons - tabs <= reached
    assert reached & tabs


def test_the_arrows_go_through_the_tabs(qtbot: QtBot, make: Make) -> None:
    composer = make()
    tab = button(composer, "Reply")
    tab.setFocus()
    qtbot.keyClick(tab, Qt.Key.Key_Right)
    assert composer.kind is ReplyKind.REPLY_ALL


def test_escape_leaves_the_text_and_the_fields_above_it(qtbot: QtBot, make: Make) -> None:
    composer = make()
    composer.show_ticket(detail(row=ticket(2)), ())
    composer.begin(ReplyKind.FORWARD)
    for field in (composer.editor, composer.recipients.to, composer.recipients.subject):
        with qtbot.waitSignal(composer.left):
            qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_an_answer_to_our_own_mail_goes_to_the_one_it_went_to(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.show_ticket(detail(row=ticket(2), messages=(written(3, "we wrote first", 1),)), ())
    assert composer.collect().to == "李娜 <li.na@example.cn>"
    assert TOMAS.email not in composer.collect().to
    assert BILLING.address not in composer.collect().to
