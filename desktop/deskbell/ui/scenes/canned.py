"""The scenes of canned replies: offered at the caret, macros, and what they are written in."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket

Make = Callable[[Stage], QWidget]


def canned(window: Make, size: tuple[int, int], settings: Make, settings_size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window, `settings` the dialog with their page."""
    yield Scene("canned", size, window, (partial(open_ticket, number=1), partial(_slash, typed="re")))
    yield Scene("canned-search", size, window, (partial(open_ticket, number=0), _canned_search))
    yield Scene("canned-macros", size, window, (partial(open_ticket, number=3), _macros))
    yield Scene("canned-macro-waits", size, window, (partial(open_ticket, number=3), _macros, _take_first))
    yield Scene("canned-low", (1000, 640), window, (partial(open_ticket, number=1), partial(_slash, typed="")))
    width = settings_size[0]
    yield Scene("settings-canned-reply", (width, 900), settings, (partial(_canned_form, reply_id=3),))
    yield Scene("settings-canned-macro", (width, 1740), settings, (partial(_canned_form, reply_id=2),))


def begun(new_ticket: Make) -> Iterator[Scene]:
    """Those of tickets that are begun with one. `new_ticket` makes their window."""
    yield Scene("new-ticket-templates", (640, 520), new_ticket, (_templates,))
    yield Scene("new-ticket-template", (640, 520), new_ticket, (_templates, _take_first))


def _templates(window: QWidget) -> None:
    from deskbell.ui.composer.new_ticket import NewTicketWindow

    assert isinstance(window, NewTicketWindow)
    window.composer.discard()
    window.offer_templates()


def _slash(window: QWidget, typed: str) -> None:
    """A person asks for a canned reply, and types what it is about."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    assert isinstance(window, MainWindow)
    # What an earlier picture has left.
    window.pane.composer.discard()
    for letter in f"/{typed}":
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(window.pane.composer.editor, key)


def _macros(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.composer.discard()
    window.pane.offer_canned(macros=True)


def _take_first(window: QWidget) -> None:
    from deskbell.ui.canned.popup import CannedPopup

    offered = window.findChild(CannedPopup)
    assert offered is not None
    offered.chosen.emit(offered.current())


def _canned_search(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.offer_canned()


def _canned_form(window: QWidget, reply_id: int) -> None:
    from deskbell.ui.settings.canned import CannedPage

    page = window.findChild(CannedPage)
    assert page is not None
    page.open_one(reply_id)
