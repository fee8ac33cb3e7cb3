"""An open ticket as a whole: reads, shows at once, goes back when refused, keeps what is typed."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.changes import Changes
from deskbell.model.commands import (
    Assign,
    ChangeTags,
    SaveDraft,
    SendAgain,
    SendReply,
    SetPriority,
    SetStatus,
    SetSubject,
    UndoSend,
)
from deskbell.model.customers import SaveCustomer
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import Entity, OutboxState, Priority, ReplyKind, Status
from deskbell.ui.ticket.names import short_name
from deskbell.ui.ticket.pictures import pictures_of
from deskbell.ui.ticket.reading import Opened, open_ticket
from ui.ticket.opening import Desk, Make, button, changed, words
from ui.ticket.rows import NOW, PANEL, attachment, detail, draft, message, ticket, written
from ui.ticket.stand import Stand


def test_a_ticket_is_opened_with_all_that_belongs_to_it(make: Make) -> None:
    pane = make()
    assert [card.accessibleName().split(",")[0] for card in pane.conversation.cards()] == [
        "李娜",
        "Tomas Balsys",
        "李娜",
    ]
    assert pane.header.status.text() == "Open"
    assert pane.header.priority.text() == "High"
    said = words(pane.side)
    for part in ("李娜", "li.na@example.cn", "Earlier tickets"):
        assert part in said
    assert button(pane.side, "Why is it here? Reply token").isVisible()
    assert button(pane.side, "#981 Headphones crackle, Solved").isVisible()


def test_no_ticket_says_what_would_be_here(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()
    with qtbot.waitSignal(pane.shown) as shown:
        pane.clear()
    assert shown.args == [0]
    assert "No ticket is open" in words(pane)
    pane.show_ticket(999)
    stand.settle(qtbot)
    assert pane.ticket_id == 0


@pytest.mark.parametrize(
    ("chooser", "value", "command", "shown"),
    [
        ("status", Status.SOLVED, SetStatus, "Solved"),
        ("assignee", 2, Assign, "Tomas B."),
        ("assignee", None, Assign, "Nobody"),
        ("priority", Priority.URGENT, SetPriority, "Urgent"),
    ],
)
def test_a_property_changes_at_once_and_goes_back_when_refused(
    qtbot: QtBot, stand: Stand, make: Make, chooser: str, value: object, command: type, shown: str
) -> None:
    pane = make()
    control = getattr(pane.header, chooser)
    before = control.text()
    stand.errors = [Mistake("ticket.missing", number=1042)]
    with qtbot.waitSignal(stand.deeds.failed):
        control.chosen.emit(value)
        assert control.text() == shown
    stand.settle(qtbot)
    assert control.text() == before
    control.chosen.emit(value)
    stand.settle(qtbot)
    assert stand.of(command)[0].tickets == (1042,)


def test_the_subject_is_changed_in_place_by_keyboard(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()
    line = pane.header.subject
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_F2)
    field = line.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    field.setText("Refund of order 88213")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.isHidden(), "what is typed next is no subject"
    assert line.hasFocus()
    assert "Refund of order 88213" in line.accessibleName()
    stand.settle(qtbot)
    assert [(c.ticket_id, c.subject) for c in stand.of(SetSubject)] == [(1042, "Refund of order 88213")]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    field.setText("never mind")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    stand.settle(qtbot)
    assert len(stand.of(SetSubject)) == 1


def test_tags_are_taken_off_and_put_on(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()
    chip = next(w for w in pane.header.findChildren(QWidget) if w.accessibleName().startswith("Tag refund"))
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    pane.header.tags._typed("  Very  Important ")
    stand.settle(qtbot)
    assert [(c.add, c.remove) for c in stand.of(ChangeTags)] == [((), ("refund",)), (("very important",), ())]
    assert pane.row is not None
    assert pane.row.tags == ("very important",)


def test_the_keyboard_is_not_left_on_the_tag_of_another_ticket(make: Make) -> None:
    pane = make()
    chip = next(w for w in pane.header.findChildren(QWidget) if w.accessibleName().startswith("Tag refund"))
    chip.setFocus()
    assert chip.hasFocus()
    pane.header.tags.show_tags(("another",))
    assert not chip.hasFocus()


def test_changes_of_this_ticket_are_read_and_others_are_not(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    pane = make()
    desk.opened[1042] = Opened(detail(row=ticket(status=Status.PENDING)), (), PANEL)
    asked = len(desk.asked)
    pane.refresh(changed(Entity.TICKET, 7, 7))
    assert len(desk.asked) == asked
    pane.refresh(changed())
    stand.settle(qtbot)
    assert pane.header.status.text() == "Pending"
    pane.refresh(changed(Entity.CUSTOMER, 7, 0))
    pane.refresh(Changes((), lost=True))
    stand.settle(qtbot)
    assert len(desk.asked) > asked + 1


def test_of_a_draft_only_the_drafts_are_read(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    """Written at another computer, or by a colleague, of whom nothing is shown; and never an older one than what is being read."""
    pane = make()
    desk.opened[1042] = Opened(
        detail(row=ticket(status=Status.PENDING)), (draft(text="From the other computer"),), PANEL
    )
    asked = len(desk.asked)
    pane.refresh(changed(Entity.DRAFT, 5))
    stand.settle(qtbot)
    assert (len(desk.asked), desk.asked_drafts) == (asked, [1042])
    assert (pane.composer.editor.text(), pane.header.status.text()) == ("From the other computer", "Open")
    pane.refresh(changed())
    pane.refresh(changed(Entity.DRAFT, 5))
    stand.settle(qtbot)
    assert (len(desk.asked) > asked, desk.asked_drafts) == (True, [1042])
    assert pane.header.status.text() == "Pending"


def test_more_of_a_long_thread_is_asked_for(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    desk.opened[1042] = Opened(detail(earlier_messages=40), (), PANEL)
    pane = make()
    pane.conversation.earlier_wanted.emit()
    stand.settle(qtbot)
    assert desk.asked[-1] == (1042, 60)


def test_a_sent_reply_can_be_taken_back_and_is_there_again(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    pane = make()
    pane.begin(ReplyKind.REPLY)
    qtbot.keyClicks(pane.composer.editor, "Too quick")
    with qtbot.waitSignal(stand.deeds.told) as told:
        qtbot.keyClick(pane.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stand.settle(qtbot)
    assert pane.composer.editor.text() == ""
    assert told.args[0].sentence == "Sent to 李娜"
    desk.opened[1042] = Opened(detail(), (draft(text="Too quick"),), PANEL)
    stand.deeds.undo_last()
    stand.settle(qtbot)
    assert [command.message_id for command in stand.of(UndoSend)] == [77]
    pane.refresh(changed(Entity.DRAFT, 5))
    stand.settle(qtbot)
    assert pane.composer.editor.text() == "Too quick"
    assert len(stand.of(SendReply)) == 1


def test_the_undo_below_a_waiting_mail_takes_it_back(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    waiting = written(4, "x", 0, outbox=OutboxState.WAITING, outbox_not_before=NOW.replace(second=8))
    failed = written(5, "x", 0, outbox=OutboxState.FAILED)
    desk.opened[1042] = Opened(detail(messages=(waiting, failed)), (), PANEL)
    pane = make()
    qtbot.mouseClick(button(pane, "Undo"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(pane, "Try again"), Qt.MouseButton.LeftButton)
    stand.settle(qtbot)
    assert [command.message_id for command in stand.of(UndoSend)] == [4]
    assert [command.message_id for command in stand.of(SendAgain)] == [5]


def test_typing_survives_the_way_to_another_ticket_and_back(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    desk.opened[7] = Opened(detail(row=ticket(7)), (), PANEL)
    pane = make()
    pane.begin(ReplyKind.NOTE)
    qtbot.keyClicks(pane.composer.editor, "half a note")
    pane.show_ticket(7)
    stand.settle(qtbot)
    (kept,) = stand.of(SaveDraft)
    assert (kept.ticket_id, kept.kind, kept.text) == (1042, ReplyKind.NOTE, "half a note")
    assert pane.composer.editor.text() == ""
    desk.opened[1042] = Opened(detail(), (draft(ReplyKind.NOTE, "half a note"),), PANEL)
    pane.show_ticket(1042)
    stand.settle(qtbot)
    assert (pane.composer.kind, pane.composer.editor.text()) == (ReplyKind.NOTE, "half a note")


def test_closing_keeps_what_is_typed(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()
    qtbot.keyClicks(pane.composer.editor, "last words")
    pane.flush()
    stand.settle(qtbot)
    assert [command.text for command in stand.of(SaveDraft)] == ["last words"]


def test_the_customer_is_written_in_place(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()
    pane.side.save(organisation="Example Ltd")
    note = pane.side.findChild(QPlainTextEdit)
    assert isinstance(note, QPlainTextEdit)
    note.setFocus()
    qtbot.keyClicks(note, "pays late")
    pane.composer.editor.setFocus()
    stand.settle(qtbot)
    saved = stand.of(SaveCustomer)
    assert [(c.organisation, c.note, c.version, c.agent_id) for c in saved] == [
        ("Example Ltd", "", 1, 1),
        ("Example Ltd", "pays late", 2, 1),
    ]


def test_an_earlier_ticket_is_opened_and_the_reason_explained(qtbot: QtBot, make: Make) -> None:
    pane = make()
    with qtbot.waitSignal(pane.open_ticket) as opened:
        qtbot.mouseClick(button(pane.side, "#702 Invoice address, Solved"), Qt.MouseButton.LeftButton)
    assert opened.args == [702]
    qtbot.mouseClick(button(pane.side, "Why is it here? Reply token"), Qt.MouseButton.LeftButton)
    assert "carries the signed mark" in words(pane.side)


def test_sections_without_content_have_no_heading(make: Make, desk: Desk) -> None:
    desk.opened[1042] = Opened(detail(messages=(written(1, "x", 1),)), (), replace(PANEL, others=()))
    pane = make()
    assert "Earlier tickets" not in words(pane.side)
    assert "Why is it here?" not in words(pane.side)


def test_the_panel_can_be_put_away_and_gives_way_to_a_narrow_window(qtbot: QtBot, make: Make) -> None:
    pane = make()
    assert pane.side.isVisible()
    qtbot.mouseClick(pane.header.panel_button, Qt.MouseButton.LeftButton)
    assert not pane.side.isVisible()
    again = make()
    assert not again.side.isVisible()
    qtbot.mouseClick(again.header.panel_button, Qt.MouseButton.LeftButton)
    assert again.side.isVisible()
    again.resize(500, 860)
    assert not again.side.isVisible()


def test_where_there_is_no_room_beside_the_thread_the_panel_stands_over_it(
    qtbot: QtBot, make: Make, stand: Stand, desk: Desk
) -> None:
    desk.opened[1043] = Opened(replace(detail(), row=ticket(1043)), (), PANEL)
    pane = make(width=560)
    button = pane.header.panel_button
    assert (pane.side.isVisible(), button.isChecked()) == (False, False)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pane.side.isVisible()
    corner = pane.side.mapTo(pane, QPoint(0, 0))
    assert corner.x() + pane.side.width() == pane.width()
    assert corner.y() > pane.header.height(), "the button can be reached"
    assert pane.conversation.width() == pane.width(), "the thread keeps its place"
    pane.show_ticket(1043)
    stand.settle(qtbot)
    assert (pane.side.isVisible(), button.isChecked()) == (False, False)
    pane.resize(808, 860)
    assert (pane.side.isVisible(), button.isChecked()) == (True, True), "as it was before"


def test_trouble_is_told_and_the_screen_stays(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()

    def fail(*_: object) -> Opened:
        raise Trouble("db.unreachable", address="x")

    stand.answers[open_ticket] = fail
    with qtbot.waitSignal(pane.failed):
        pane.refresh(changed())
    assert pane.conversation.cards()


@pytest.mark.parametrize(
    ("name", "short"),
    [("Ona Kazlauskienė", "Ona K."), ("李娜", "李娜"), ("Ona", "Ona"), ("Ana María de Souza", "Ana S."), ("", "")],
)
def test_names_on_buttons_are_short(name: str, short: str) -> None:
    assert short_name(name) == short


def test_all_can_be_reached_with_tab(qtbot: QtBot, make: Make) -> None:
    pane = make()
    pane.header.subject.setFocus()
    reached: list[QWidget] = []
    for _ in range(80):
        now = QApplication.focusWidget()
        assert now is not None
        if now in reached:
            break
        reached.append(now)
        assert now.accessibleName(), now
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    for wanted in (pane.header.status, pane.header.priority, pane.composer.editor, pane.composer.send_button):
        assert wanted in reached
    assert any(card.body in reached for card in pane.conversation.cards())
    assert button(pane.side, "#981 Headphones crackle, Solved") in reached


def test_what_became_of_a_mail_is_seen_below_a_picture_that_came_late(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make
) -> None:
    tall = QImage(40, 900, QImage.Format.Format_RGB32)
    tall.fill(Qt.GlobalColor.gray)
    stand.answers[pictures_of] = (9, {"a@deskbell": tall})
    html = '<div>see <img src="cid:a@deskbell" width="40"></div>'
    shot = attachment(1, "a.png", content_type="image/png", inline=True, content_id="a@deskbell")
    sent = written(9, "see", 0, html=html, attachments=(shot,), outbox=OutboxState.SENT)
    desk.opened[1042] = Opened(detail(messages=(message(1, "line\n" * 30, 9), sent)), (), PANEL)
    pane = make()
    qtbot.waitUntil(lambda: pane.conversation.cards()[-1].height() > 600)
    assert pane.conversation.verticalScrollBar().value() >= pane.conversation.cards()[-1].y() - 20
