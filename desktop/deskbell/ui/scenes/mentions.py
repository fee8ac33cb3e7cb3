"""The scenes of mentions: colleagues offered in a note, and what whoever is mentioned sees of it."""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.model.mentions import Mention
from deskbell.model.views import View, ViewKind
from deskbell.ui.main_window import MainWindow
from deskbell.ui.mentions.here import MentionsHere
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket

_VIEW = View(ViewKind.MENTIONS)

Make = Callable[[Stage], QWidget]


def mentions(window: Make, size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window."""
    yield Scene("mention-offered", size, window, (open_ticket, partial(_note, words="Is it there by now, @")))
    yield Scene("mention-put-in", size, window, (open_ticket, partial(_note, words="Is it there, @to"), _enter))
    yield Scene("mentions-told", size, window, (open_ticket, _forget_note, _mention))
    yield Scene("mentions-view", size, window, (_go_to_view, open_ticket))


def _note(window: QWidget, words: str) -> None:
    """A person types this into a note."""
    assert isinstance(window, MainWindow)
    window.pane.begin(ReplyKind.NOTE)
    window.pane.composer.discard()
    for letter in words:
        _press(window, 0, letter)


def _enter(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    _press(window, Qt.Key.Key_Return, "\r")


def _forget_note(window: QWidget) -> None:
    """What the pictures before have left."""
    assert isinstance(window, MainWindow)
    window.pane.begin(ReplyKind.NOTE)
    window.pane.composer.discard()
    window.pane.composer.turn_to(ReplyKind.REPLY)


def _press(window: MainWindow, key: int, letter: str) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
    QApplication.sendEvent(window.pane.composer.editor, event)


def _mention(window: QWidget) -> None:
    """A colleague mentions whoever sits here on two tickets; only shown, for the pictures that follow have the same desk."""
    assert isinstance(window, MainWindow)
    here = window.findChild(MentionsHere)
    assert here is not None
    rows = [window.inbox.tickets.model.ticket(number) for number in (1, 3)]
    numbers = [row.id for row in rows if row is not None]
    views = window.inbox.views.model
    views.show_rows(tuple(replace(row, count=2) if row.view == _VIEW else row for row in views.rows()))
    window.inbox.tickets.show_mentions(frozenset(numbers))
    here.now.came.emit((Mention(1, numbers[-1], "Tomas Berg"),))


def _go_to_view(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.go_to_view(_VIEW)
