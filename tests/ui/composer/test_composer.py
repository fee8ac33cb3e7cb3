"""The composer: nothing typed is lost, nothing leaves by mistake, everything by keyboard."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.commands import AddNote, DiscardDraft, SaveDraft, SendReply
from deskbell.model.errors import Conflict, Trouble
from deskbell.model.kinds import ReplyKind, Status
from deskbell.model.mail import Mailbox
from deskbell.model.settings import Settings
from deskbell.rules.quoting import Written, below
from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.draft_keeper import DraftKeeper
from deskbell.ui.composer.kept_draft import KeptDraft, kept_draft
from deskbell.ui.theme.source import ThemeSource
from ui.ticket.rows import BILLING, LI, ONA, STATE, TOMAS, attachment, detail, draft, message, ticket, written
from ui.ticket.stand import Answers, Stand

Make = Callable[..., Composer]


@pytest.fixture
def make(qtbot: QtBot, theme: ThemeSource, stand: Stand) -> Iterator[Make]:
    """Makes the composer; it goes before the stand."""
    made: list[Composer] = []

    def build(answers: Answers | None = None, seen: int = 3) -> Composer:
        keeper = DraftKeeper(stand.runner)
        composer = Composer(theme, stand.runner, stand.desk, keeper, answers or Answers(), lambda: seen)
        keeper.setParent(composer)
        qtbot.addWidget(composer)
        composer.resize(520, 320)
        with qtbot.waitActive(composer):
            composer.show()
            composer.activateWindow()
        composer.show_ticket(detail(), ())
        made.append(composer)
        return composer

    yield build
    stand.close()


def type_in(qtbot: QtBot, composer: Composer, text: str) -> None:
    qtbot.keyClicks(composer.editor, text)


def sign(stand: Stand, signature: str) -> None:
    stand.desk.state = replace(STATE, me=replace(ONA, signature=signature))


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
    assert sent.args == [77, "Sent to 李娜"]
    assert composer.editor.text() == ""


def test_send_and_solve_by_keyboard(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "Done.")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(composer.sent):
        qtbot.keyClick(composer.editor, Qt.Key.Key_Return, both)
    assert stand.of(SendReply)[0].then is Status.SOLVED


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


def test_what_is_typed_is_kept_and_comes_back(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "half a sen")
    qtbot.waitUntil(lambda: composer.state.text() == "Draft saved")
    (kept,) = stand.of(SaveDraft)
    assert (kept.text, kept.to, kept.ticket_id) == ("half a sen", "李娜 <li.na@example.cn>", 1042)
    composer.show_ticket(detail(row=ticket(7)), ())
    assert composer.editor.text() == ""
    composer.show_ticket(detail(), (draft(text="half a sen"),))
    assert composer.editor.text() == "half a sen"
    assert composer.state.text() == "Draft saved"


def test_leaving_the_ticket_keeps_at_once(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "quick")
    composer.show_ticket(detail(row=ticket(7)), ())
    stand.settle(qtbot)
    assert [(command.ticket_id, command.text) for command in stand.of(SaveDraft)] == [(1042, "quick")]


def test_an_untouched_text_is_no_draft(qtbot: QtBot, stand: Stand, make: Make) -> None:
    sign(stand, "Ona")
    composer = make()
    for kind in (ReplyKind.REPLY_ALL, ReplyKind.FORWARD, ReplyKind.NOTE, ReplyKind.REPLY):
        composer.begin(kind)
    composer.leave()
    stand.settle(qtbot)
    assert stand.performed == []


def test_a_draft_that_is_emptied_is_thrown_away(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.show_ticket(detail(row=ticket(2)), (draft(text="x", ticket_id=2),))
    composer.editor.selectAll()
    qtbot.keyClick(composer.editor, Qt.Key.Key_Delete)
    composer.leave()
    stand.settle(qtbot)
    assert [(command.ticket_id, command.kind) for command in stand.of(DiscardDraft)] == [(2, ReplyKind.REPLY)]


def test_the_busy_database_is_said_and_nothing_is_lost(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer._keeper._again.setInterval(5)
    stand.errors = [Trouble("db.locked")]
    said: list[str] = []
    composer._keeper.state_changed.connect(lambda *_: said.append(composer.state.text()))
    type_in(qtbot, composer, "precious")
    qtbot.waitUntil(lambda: composer.state.text() == "Draft saved")
    assert "Not saved yet, trying again" in said
    assert stand.of(SaveDraft)[-1].text == "precious"


def test_from_reply_to_reply_all_the_text_goes_along(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "for everybody")
    qtbot.waitUntil(lambda: composer.state.text() == "Draft saved")
    qtbot.mouseClick(button(composer, "Reply all"), Qt.MouseButton.LeftButton)
    assert (composer.kind, composer.editor.text()) == (ReplyKind.REPLY_ALL, "for everybody")
    qtbot.waitUntil(lambda: composer.state.text() == "Draft saved")
    assert [command.kind for command in stand.of(DiscardDraft)] == [ReplyKind.REPLY]
    assert stand.of(SaveDraft)[-1].kind is ReplyKind.REPLY_ALL


def test_a_note_and_a_reply_have_texts_of_their_own(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "to the customer")
    composer.begin(ReplyKind.NOTE)
    assert composer.editor.text() == ""
    type_in(qtbot, composer, "to colleagues")
    composer.begin(ReplyKind.REPLY)
    assert composer.editor.text() == "to the customer"
    composer.begin(ReplyKind.NOTE)
    assert composer.editor.text() == "to colleagues"
    stand.settle(qtbot)


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


def test_files_go_along_and_are_written_to_the_draft_once(
    qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path
) -> None:
    (tmp_path / "log.txt").write_text("hello")
    composer = make(Answers(files=(tmp_path / "log.txt",)))
    stored = attachment(90, "log.txt", 5)
    stand.answers[kept_draft] = lambda command: KeptDraft(command, draft(attachments=(stored,)))
    qtbot.mouseClick(composer.format_bar.attach, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: composer.collect().kept == (stored,))
    type_in(qtbot, composer, "see log")
    composer.leave()
    stand.settle(qtbot)
    first, last = stand.of(SaveDraft)[0], stand.of(SaveDraft)[-1]
    assert [file.content for file in first.attachments] == [b"hello"]
    assert (last.attachments, last.kept_attachments) == ((), (90,))
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[0].attachments_from == (90,)


@pytest.mark.parametrize(("name", "said"), [("missing.txt", "There is no file"), ("", "is a folder")])
def test_a_file_that_cannot_be_attached_is_told(
    qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path, name: str, said: str
) -> None:
    composer = make()
    composer.attach((tmp_path / name if name else tmp_path,))
    qtbot.waitUntil(lambda: said in composer.notice.words())
    assert composer.collect().file_count() == 0


def test_a_draft_from_another_computer_is_taken_unless_something_is_typed(
    qtbot: QtBot, stand: Stand, make: Make
) -> None:
    composer = make()
    composer.show_ticket(detail(), (draft(text="from home", version=4),))
    assert composer.editor.text() == "from home"
    type_in(qtbot, composer, " now")
    composer.show_ticket(detail(), (draft(text="from home, more", version=5),))
    assert composer.editor.text() == "from home now"
    composer.leave()
    stand.settle(qtbot)


def test_a_mail_that_was_taken_back_is_there_without_what_it_quoted(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "Too quick.")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    sent = stand.of(SendReply)[0]
    taken_back = below(Written(sent.text, sent.html), Written(sent.quoted, sent.quoted_html.removeprefix("<br>")))
    composer.show_ticket(detail(), (draft(html=taken_back.html, text=taken_back.text, version=1),))
    assert composer.editor.text() == "Too quick."
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[1].text == sent.text


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


def test_one_goes_on_writing_above_the_signature(qtbot: QtBot, stand: Stand, make: Make) -> None:
    sign(stand, "Ona")
    composer = make()
    html = "<div>Dear Li,</div><div><br></div><div>--&nbsp;</div><div>Ona</div>"
    composer.show_ticket(detail(row=ticket(2)), (draft(html=html, ticket_id=2),))
    type_in(qtbot, composer, " hello")
    assert composer.editor.text() == "Dear Li, hello\n\n-- \nOna"
    composer.leave()
    stand.settle(qtbot)


def test_another_mailbox_can_send(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    assert composer.sender_button.text() == "From Billing"
    composer.sender_button.chosen.emit(2)
    assert composer.sender_button.text() == "From Support"
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


def test_escape_leaves_the_text(qtbot: QtBot, make: Make) -> None:
    composer = make()
    composer.begin(ReplyKind.REPLY)
    with qtbot.waitSignal(composer.left):
        qtbot.keyClick(composer.editor, Qt.Key.Key_Escape)


def test_an_answer_to_our_own_mail_goes_to_the_one_it_went_to(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.show_ticket(detail(row=ticket(2), messages=(written(3, "we wrote first", 1),)), ())
    assert composer.collect().to == "李娜 <li.na@example.cn>"
    assert TOMAS.email not in composer.collect().to
    assert BILLING.address not in composer.collect().to


def button(host: QWidget, name: str) -> QAbstractButton:
    return next(one for one in host.findChildren(QAbstractButton) if one.accessibleName() == name and one.isVisible())


def words(host: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in host.findChildren(QLabel) if label.isVisible())
