"""Canned replies in the composer: found by a slash, put in with the ticket's values, and never in the way."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.model.canned import CannedFile, CannedReply, CannedText, SaveCannedReply, UseCannedReply
from deskbell.model.changes import Change, Changes
from deskbell.model.kinds import Entity, ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.store.queries import canned
from deskbell.store.queries.canned import Asker
from deskbell.ui.canned.popup import CannedPopup
from deskbell.ui.canned.reading import FilesOf, files_of
from deskbell.ui.canned.save_popup import SavePopup
from deskbell.ui.composer.composer import Composer
from ui.composer.composing import Make, sign, type_in, words
from ui.ticket.rows import STATE, detail, ticket
from ui.ticket.stand import Stand

ENTER, ESCAPE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down


def reply(number: int, name: str, text: str, shortcut: str = "", **values: object) -> CannedReply:
    made = CannedReply(number, None, "", name, shortcut, (CannedText("", f"<div>{text}</div>", text),), version=1)
    return replace(made, **values)


REFUND = reply(1, "Refund", "", "back")
REFUND = replace(
    REFUND,
    texts=(
        CannedText(
            "en",
            "<div>Dear {{customer.first_name|there}},</div><div><b>sent</b>.</div>",
            "Dear {{customer.first_name|there}},\nsent.",
        ),
        CannedText("lt", "<div>Sveiki, {{customer.first_name|}}</div>", "Sveiki, {{customer.first_name|}}"),
    ),
)
RETURN = reply(2, "Return slip", "#{{ticket.number}}", files=(CannedFile(1, "slip.pdf", "application/pdf", 4, ""),))
TYPO = reply(3, "Greeting", "Hello {{custmer.name}}")
SLIP = OutboundAttachment("slip.pdf", "application/pdf", b"slip")


@pytest.fixture
def stand(stand: Stand) -> Stand:
    stand.answers |= {
        canned.replies: (REFUND, RETURN, TYPO),
        canned.asker: Asker("Acme", "en"),
        files_of: FilesOf((SLIP,), {}),
    }
    return stand


@pytest.fixture
def composer(make: Make, stand: Stand) -> Composer:
    made = make()
    made.begin(ReplyKind.REPLY)
    return made


def ask(qtbot: QtBot, stand: Stand, composer: Composer, typed: str) -> CannedPopup:
    """Type it, and wait until the list has been read."""
    type_in(qtbot, composer, typed)
    stand.settle(qtbot)
    return popup(composer)


def popup(composer: Composer) -> CannedPopup:
    found = composer.window().findChild(CannedPopup)
    assert found is not None
    return found


def names(list_: CannedPopup) -> list[str]:
    return [list_.list.item(number).text() for number in range(list_.list.count())]


def press(qtbot: QtBot, composer: Composer, key: Qt.Key) -> None:
    qtbot.keyClick(composer.editor, key)


def test_nothing_of_it_is_loaded_before_a_slash(make: Make, qtbot: QtBot, stand: Stand) -> None:
    composer = make()
    type_in(qtbot, composer, "Hello.")
    assert composer.window().findChild(CannedPopup) is None


def test_enter_puts_it_in_with_the_tickets_values(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    type_in(qtbot, composer, "Good morning ")
    offered = ask(qtbot, stand, composer, "/ref")
    assert offered.isVisible()
    assert names(offered) == ["Refund"]
    assert offered.preview.body.text() == "Dear 李娜,\nsent."
    assert offered.preview.body.textCursor().atStart()
    press(qtbot, composer, ENTER)
    assert not offered.isVisible()
    assert composer.editor.text() == "Good morning Dear 李娜,\nsent."
    assert "<b>sent</b>" in composer.editor.html()
    stand.settle(qtbot)
    assert [use.id for use in stand.of(UseCannedReply)] == [1]


def test_one_undo_takes_it_out_again(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    ask(qtbot, stand, composer, "/back")
    press(qtbot, composer, ENTER)
    assert composer.editor.text().startswith("Dear")
    composer.editor.undo()
    assert composer.editor.text() == "/back"
    composer.editor.redo()
    assert composer.editor.text() == "Dear 李娜,\nsent."


def test_what_is_typed_behind_it_goes_on_below_the_signature_stays(qtbot: QtBot, stand: Stand, make: Make) -> None:
    sign(stand, "Ona")
    composer = make()
    ask(qtbot, stand, composer, "/refund")
    press(qtbot, composer, ENTER)
    type_in(qtbot, composer, " Bye")
    assert composer.editor.text() == "Dear 李娜,\nsent. Bye\n\n-- \nOna"


def test_escape_leaves_the_slash(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    offered = ask(qtbot, stand, composer, "/re")
    with qtbot.assertNotEmitted(composer.left):
        press(qtbot, composer, ESCAPE)
    assert not offered.isVisible()
    type_in(qtbot, composer, "f")
    assert not offered.isVisible()
    assert composer.editor.text() == "/ref"


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("/", True),
        ("see /", True),
        ("and/", False),
        ("https:/", False),
        ("https://x.example/", False),
        ("1 / ", False),
        ("/tmp/", False),
        ("/xyzzy", False),
        ("/xyzzy ref", False),
        ("/return sl", True),
    ],
)
def test_paths_and_fractions_are_left_alone(
    qtbot: QtBot, stand: Stand, composer: Composer, typed: str, seen: bool
) -> None:
    type_in(qtbot, composer, typed)
    stand.settle(qtbot)
    shown = composer.window().findChild(CannedPopup)
    assert (shown is not None and shown.isVisible()) is seen
    assert composer.editor.text() == typed


def test_enter_is_a_new_line_where_only_a_text_answers(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    """Somebody writes of a directory whose name a reply happens to have in its text."""
    offered = ask(qtbot, stand, composer, "/sent")
    assert offered.isVisible()
    assert offered.current() is None
    press(qtbot, composer, ENTER)
    assert composer.editor.text() == "/sent\n"
    ask(qtbot, stand, composer, "/sent")
    press(qtbot, composer, DOWN)
    press(qtbot, composer, ENTER)
    assert composer.editor.text() == "/sent\nDear 李娜,\nsent."


def test_the_customers_language_is_chosen(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    stand.answers[canned.asker] = Asker("", "lt")
    ask(qtbot, stand, composer, "/refund")
    press(qtbot, composer, ENTER)
    assert composer.editor.text() == "Sveiki, 李娜"


def test_its_files_go_along(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    ask(qtbot, stand, composer, "/slip")
    press(qtbot, composer, ENTER)
    qtbot.waitUntil(lambda: composer.editor.text() == "#1042")
    assert composer.collect().files == (SLIP,)


def test_a_note_takes_the_text_alone_and_says_so(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    composer.begin(ReplyKind.NOTE)
    ask(qtbot, stand, composer, "/slip")
    press(qtbot, composer, ENTER)
    qtbot.waitUntil(lambda: composer.editor.text() == "#1042")
    assert composer.collect().files == ()
    assert "A note holds text only" in words(composer)


def test_its_pictures_are_shown(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    file = OutboundAttachment("map.png", "image/png", b"png", "map@here")
    shown = '<div>Here: <img src="cid:map@here" alt="map"></div>'
    with_map = reply(
        4,
        "Map",
        "Here:",
        texts=(CannedText("", shown, "Here:"),),
        files=(CannedFile(2, "map.png", "image/png", 3, "map@here"),),
    )
    stand.answers |= {canned.replies: (with_map,), files_of: FilesOf((file,), {"map@here": image})}
    ask(qtbot, stand, composer, "/map")
    press(qtbot, composer, ENTER)
    qtbot.waitUntil(lambda: "cid:map@here" in composer.editor.html())
    assert composer.collect().files == (file,)
    assert not composer.editor.pictures.missing()


def test_what_is_no_placeholder_is_told(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    offered = ask(qtbot, stand, composer, "/greet")
    assert "{{custmer.name}} is no placeholder" in words(offered)
    press(qtbot, composer, ENTER)
    assert composer.editor.text() == "Hello {{custmer.name}}"
    assert "{{custmer.name}} is no placeholder. Mend it before you send." in words(composer)


def test_what_a_customer_calls_themselves_is_no_placeholder_of_ours(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.show_ticket(detail(row=replace(ticket(2), customer="{{sly}}")), ())
    offered = ask(qtbot, stand, composer, "/refund")
    press(qtbot, composer, ENTER)
    assert composer.editor.text() == "Dear {{sly}},\nsent."
    assert "no placeholder" not in words(composer) + words(offered)


def test_the_button_opens_a_list_that_is_searched(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    type_in(qtbot, composer, "and")
    qtbot.mouseClick(composer.format_bar.canned, Qt.MouseButton.LeftButton)
    stand.settle(qtbot)
    offered = popup(composer)
    qtbot.waitUntil(offered.field.hasFocus)
    qtbot.keyClicks(offered.field, "slp")
    assert names(offered) == ["Return slip"]
    qtbot.keyClick(offered.field, ENTER)
    qtbot.waitUntil(lambda: composer.editor.text() == "and#1042")
    assert composer.editor.hasFocus()


def test_who_takes_none_is_where_they_were(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    elsewhere = composer.send_button
    elsewhere.setFocus()
    composer.offer_canned(macros=True)
    stand.settle(qtbot)
    qtbot.waitUntil(popup(composer).field.hasFocus)
    qtbot.keyClick(popup(composer).field, ESCAPE)
    assert elsewhere.hasFocus()
    assert composer.editor.text() == ""


def test_the_list_stays_at_its_slash(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    at = ask(qtbot, stand, composer, "/r").x()
    type_in(qtbot, composer, "e")
    stand.settle(qtbot)
    assert popup(composer).isVisible()
    assert popup(composer).x() == at


def test_a_desk_without_any_says_how_to_come_by_one(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    stand.answers[canned.replies] = ()
    composer.offer_canned()
    stand.settle(qtbot)
    assert "No canned replies yet" in words(popup(composer))
    qtbot.keyClick(popup(composer).field, ESCAPE)
    assert composer.editor.hasFocus()
    type_in(qtbot, composer, "/")
    stand.settle(qtbot)
    assert not popup(composer).isVisible()


def test_what_a_colleague_writes_is_heard(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    ask(qtbot, stand, composer, "/")
    stand.answers[canned.replies] = (TYPO,)
    stand.feed.changed.emit(Changes((Change(1, Entity.SETTING, 0, 0),)))
    qtbot.waitUntil(lambda: names(popup(composer)) == ["Greeting"])


def test_an_answer_becomes_a_canned_reply(qtbot: QtBot, stand: Stand, make: Make) -> None:
    sign(stand, "Ona")
    composer = make()
    type_in(qtbot, composer, "Use this.")
    composer._show_files(composer._content.with_files((SLIP,)))
    composer.save_as_canned()
    stand.settle(qtbot)
    asked = next(one for one in QApplication.topLevelWidgets() if isinstance(one, SavePopup) and one.isVisible())
    qtbot.keyClicks(asked.name, "Useful")
    qtbot.keyClick(asked.name, ENTER)
    stand.settle(qtbot)
    (command,) = stand.of(SaveCannedReply)
    me = STATE.me.id
    assert (command.name, command.owner_id, command.files) == ("Useful", me, (SLIP,))
    assert command.texts == (CannedText("en", "<div>Use this.</div>", "Use this."),)
    assert "Useful" in composer.notice.words()


def test_a_plain_reply_changes_nothing(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    offered = ask(qtbot, stand, composer, "/refund")
    assert "When it is sent" not in words(offered)
    press(qtbot, composer, ENTER)
    with qtbot.waitSignal(composer.sent), qtbot.assertNotEmitted(composer.macro_due):
        composer.send()


def test_uses_are_counted_at_once(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    ask(qtbot, stand, composer, "/refund")
    press(qtbot, composer, ENTER)
    used = composer._hand.replies.row(1)
    assert used is not None
    assert (used.used_week, used.used_month) == (1, 1)
    assert used.last_used is not None
    assert used.last_used <= datetime.now(UTC)
