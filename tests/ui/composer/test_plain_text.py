"""Plain text: what is written as such stays so, as a draft too, and its mail has no HTML."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbell.model.commands import AddNote, SaveDraft, SendReply
from deskbell.model.kinds import ReplyKind
from deskbell.model.settings import Settings
from deskbell.ui.composer.plain_switch import is_formatted
from ui.composer.composing import Make, sign, type_in, words
from ui.ticket.rows import BILLING, detail, ticket
from ui.ticket.stand import Answers, Stand

FORMATTED = "<div>Dear <b>Li</b>,</div><ul><li>one</li></ul>"


@pytest.mark.parametrize(
    ("html", "formatted"),
    [
        ("", False),
        ("<div>a</div><div><br></div><div>b<br>c &lt;b&gt;</div>", False),
        (
            '<div>see <a href="http://www.example.com">www.example.com</a> or <a href="mailto:a@b.c">a@b.c</a></div>',
            False,
        ),
        ('<div><a href="https://x.example">https://x.example</a></div>', False),
        ('<div><a href="https://x.example">here</a></div>', True),
        ("<div><b>a</b></div>", True),
        ("<ul><li>a</li></ul>", True),
        ("<blockquote><div>a</div></blockquote>", True),
        ('<div><img src="cid:x" alt="x"></div>', True),
        ("<table><tr><td>a</td></tr></table>", True),
    ],
)
def test_what_would_be_lost(html: str, formatted: bool) -> None:
    assert is_formatted(html) is formatted


def test_it_is_sent_without_html(qtbot: QtBot, stand: Stand, make: Make) -> None:
    answers = Answers()
    composer = make(answers)
    type_in(qtbot, composer, "It is on its way.")
    composer.format_bar.plain.click()
    assert not answers.asked, "nothing is lost"
    with qtbot.waitSignal(composer.sent):
        composer.send()
    (command,) = stand.of(SendReply)
    assert (command.text, command.html, command.quoted_html) == ("It is on its way.", "", "")
    assert command.quoted.startswith("On ")


def test_formatting_is_asked_about_and_comes_back(qtbot: QtBot, stand: Stand, make: Make) -> None:
    answers = Answers(yes=False)
    composer = make(answers)
    composer.editor.show_html(FORMATTED)
    composer.switch_plain()
    assert answers.asked == ["Write this as plain text?"]
    assert composer.editor.html() == FORMATTED
    assert not composer.format_bar.plain.isChecked()
    answers.yes = True
    composer.switch_plain()
    assert (composer.editor.html(), composer.editor.text()) == ("", "Dear Li,\n• one")
    assert composer.format_bar.plain.isChecked()
    composer.switch_plain()
    assert composer.editor.html() == FORMATTED
    composer.switch_plain()
    type_in(qtbot, composer, "!")
    composer.switch_plain()
    assert composer.editor.html() == "<div>Dear Li,</div><div>• one!</div>"


def test_the_buttons_and_their_keys_rest(qtbot: QtBot, make: Make) -> None:
    composer = make()
    composer.switch_plain()
    type_in(qtbot, composer, "a")
    assert not composer.format_bar.bold.isEnabled()
    qtbot.keyClick(composer.editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(
        composer.editor, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    type_in(qtbot, composer, "b")
    composer.switch_plain()
    assert composer.editor.html() == "<div>ab</div>"
    assert composer.format_bar.bold.isEnabled()


def test_the_draft_stays_plain(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "Hello")
    composer.switch_plain()
    composer.leave()
    stand.settle(qtbot)
    kept = stand.of(SaveDraft)[-1]
    assert (kept.text, kept.html) == ("Hello", "")
    composer.show_ticket(detail(row=ticket(id=7)), ())
    assert not composer.editor.plain
    composer.turn_to(ReplyKind.NOTE)
    assert not composer.format_bar.plain.isVisible()


def test_what_is_pasted_is_words(make: Make) -> None:
    composer = make()
    composer.switch_plain()
    data = QMimeData()
    data.setHtml("<b>bold</b> and <i>so on</i>")
    data.setText("bold and so on")
    composer.editor.insertFromMimeData(data)
    assert composer.editor.text() == "bold and so on"
    composer.switch_plain()
    assert composer.editor.html() == "<div>bold and so on</div>"


def test_a_picture_is_not_lost_without_a_word(make: Make) -> None:
    composer = make()
    composer.switch_plain()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    data = QMimeData()
    data.setImageData(image)
    composer.editor.insertFromMimeData(data)
    assert "A picture cannot stand in plain text" in words(composer)


def test_all_begin_so_where_that_is_wanted(qtbot: QtBot, stand: Stand, make: Make) -> None:
    stand.desk.settings = Settings({"reply.plain": True})
    composer = make()
    assert composer.editor.plain
    type_in(qtbot, composer, "Hello")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[0].html == ""
    composer.turn_to(ReplyKind.NOTE)
    assert not composer.editor.plain
    type_in(qtbot, composer, "for us")
    with qtbot.waitSignal(composer.noted):
        composer.send()
    assert stand.of(AddNote)[0].html == "<div>for us</div>"


def test_the_signature_is_words_too(qtbot: QtBot, stand: Stand, make: Make) -> None:
    stand.desk.settings = Settings({"reply.plain": True})
    sign(stand, "Ona\nAmberline")
    composer = make()
    assert composer.editor.plain
    assert composer.editor.text() == "\n\n-- \nOna\nAmberline"
    assert not composer.is_begun()
    composer._send_from(BILLING.id)
    type_in(qtbot, composer, "Hello")
    assert composer.editor.text().startswith("Hello")
    assert composer.editor.html() == ""


def test_the_menu_of_the_text_has_it(make: Make) -> None:
    composer = make()
    menu = QMenu()
    composer.editor.menu_opened.emit(menu, composer.editor.rect().center())
    (action,) = [one for one in menu.actions() if one.text() == "Plain text"]
    assert not action.isChecked()
    action.trigger()
    assert composer.editor.plain
