"""In a low window the composer gives way while nobody writes, and is whole again with the first key."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import ReplyKind
from deskbell.ui.ticket.pane import TicketPane
from ui.ticket.opening import Make


def low(qtbot: QtBot, pane: TicketPane) -> None:
    """Make it low, with the keyboard in the thread."""
    pane.conversation.setFocus()
    pane.resize(700, 560)
    qtbot.waitUntil(lambda: not pane.composer.send_button.isVisible())


def test_it_rests_in_a_low_window_and_wakes_when_one_writes(qtbot: QtBot, make: Make) -> None:
    pane = make()
    assert pane.composer.send_button.isVisible()
    low(qtbot, pane)
    qtbot.waitUntil(lambda: pane.conversation.height() > 560 // 2)
    pane.begin(ReplyKind.REPLY)
    qtbot.waitUntil(pane.composer.send_button.isVisible)
    assert pane.composer.recipients.isVisible()
    qtbot.keyClicks(pane.composer.editor, "Hello")
    qtbot.keyClick(pane.composer.editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not pane.composer.send_button.isVisible())
    assert pane.composer.editor.toPlainText() == "Hello"
    pane.resize(808, 860)
    qtbot.waitUntil(pane.composer.send_button.isVisible)


def test_a_note_has_no_addressees_also_after_a_rest(qtbot: QtBot, make: Make) -> None:
    pane = make()
    low(qtbot, pane)
    pane.begin(ReplyKind.NOTE)
    qtbot.waitUntil(pane.composer.send_button.isVisible)
    assert not pane.composer.recipients.isVisible()


def inked(pane: TicketPane) -> bool:
    """Whether there is anything to be read in the first line of the text."""
    drawn = pane.composer.editor.viewport().grab().toImage()
    ground = drawn.pixelColor(drawn.width() - 1, 0)
    return any(drawn.pixelColor(x, y) != ground for x in range(120) for y in range(16))


def test_above_a_signature_it_says_what_can_be_written_there(qtbot: QtBot, make: Make) -> None:
    pane = make()
    editor = pane.composer.editor
    editor.setPlainText("\n\n--\nOna\nKazlauskaitė\nAmberline")
    qtbot.waitUntil(lambda: not editor.verticalScrollBar().isVisible())
    assert not inked(pane)
    low(qtbot, pane)
    assert inked(pane)
    assert not editor.verticalScrollBar().isVisible()
