"""A ticket in a window of its own, by keyboard alone."""

from app.keyboard import Keyboard, shown
from deskbell.ui.apart.ticket_window import TicketWindow


def note_apart(keyboard: Keyboard, words: str) -> None:
    """Write a note on the ticket that is open, in its own window, which Escape closes then."""
    keyboard.press("shift+Return")
    keyboard.until_active(TicketWindow)
    window = shown(TicketWindow)
    assert isinstance(window, TicketWindow)
    keyboard.until(lambda: window.was_shown, "the ticket in its window")
    keyboard.press("n")
    editor = window.pane.composer.editor
    keyboard.until(editor.hasFocus, "the editor in its window")
    keyboard.write(words)
    keyboard.press("ctrl+Return")
    keyboard.until(lambda: not editor.text(), "the note to leave the editor")
    keyboard.take_picture("apart")
    keyboard.press("Escape")
    keyboard.until(lambda: shown(TicketWindow) is None, "the end of the window")
