"""The composer: nothing typed is lost."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.commands import DiscardDraft, SaveDraft, SendReply
from deskbell.model.errors import Trouble
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.rules.quoting import Written, below
from deskbell.ui.composer.file_reading import FilesRead, file_of_message
from deskbell.ui.composer.kept_draft import KeptDraft, kept_draft
from ui.composer.composing import Make, button, sign, type_in
from ui.ticket.rows import attachment, detail, draft, message, ticket
from ui.ticket.stand import Answers, Stand


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


def test_one_goes_on_writing_above_the_signature(qtbot: QtBot, stand: Stand, make: Make) -> None:
    sign(stand, "Ona")
    composer = make()
    html = "<div>Dear Li,</div><div><br></div><div>--&nbsp;</div><div>Ona</div>"
    composer.show_ticket(detail(row=ticket(2)), (draft(html=html, ticket_id=2),))
    type_in(qtbot, composer, " hello")
    assert composer.editor.text() == "Dear Li, hello\n\n-- \nOna"
    composer.leave()
    stand.settle(qtbot)


def test_a_forwarded_mail_is_the_same_when_its_draft_is_opened_again(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    old = message(1, "the invoice", 9, attachments=(attachment(41), attachment(42, "b.pdf")))
    thread = detail(row=ticket(2), messages=(old, message(2, "later", 1, attachments=(attachment(43),))))
    composer.show_ticket(thread, ())
    composer.begin(ReplyKind.FORWARD, old)
    composer.files.removed.emit(1)
    type_in(qtbot, composer, "see")
    composer.leave()
    stand.settle(qtbot)
    kept = stand.of(SaveDraft)[-1]
    assert (kept.original_id, kept.passed) == (1, (41,))
    again = draft(ReplyKind.FORWARD, "see", to="", ticket_id=7, original_id=1, passed=(41,))
    composer.show_ticket(replace(thread, row=ticket(7)), (again,))
    assert [row.id for row in composer.collect().passed_on] == [41]
    composer.recipients.to.setText("a@example.com")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[0].quoted.endswith("the invoice")


def test_never_another_mail_is_forwarded_than_the_one_that_was_meant(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    again = draft(ReplyKind.FORWARD, "see", to="a@example.com", ticket_id=7, original_id=99, passed=(41,))
    composer.show_ticket(detail(row=ticket(7)), (again,))
    composer.send()
    assert "is not shown here" in composer.notice.words()
    assert stand.of(SendReply) == []


def test_a_mail_goes_along_as_a_file(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    stand.answers[file_of_message] = lambda key, number, name: FilesRead(
        key, (OutboundAttachment(name, "message/rfc822", b"Subject: x\r\n\r\n"),)
    )
    original = message(1, "the invoice", 9, attachments=(attachment(41),))
    composer.show_ticket(detail(row=ticket(2, subject="Invoice: 7/8"), messages=(original,)), ())
    composer.begin(ReplyKind.FORWARD, original, as_file=True)
    qtbot.waitUntil(lambda: bool(composer.collect().files))
    composer.recipients.to.setText("a@example.com")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    (command,) = stand.of(SendReply)
    assert [file.content_type for file in command.attachments] == ["message/rfc822"]
    assert command.attachments[0].name.endswith(".eml")
    assert "/" not in command.attachments[0].name
    assert (command.attachments_from, command.original_id) == ((), -1)
    assert "invoice" not in command.text
