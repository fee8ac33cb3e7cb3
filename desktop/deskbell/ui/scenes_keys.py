"""The scenes of keys: their sheet, also where there is little room, and their page in the settings while some are changed."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from deskbell.ui.key_sheet import KeySheet
from deskbell.ui.scene import Scene
from deskbell.ui.stage import Stage

if TYPE_CHECKING:
    from deskbell.ui.main_window import MainWindow
    from deskbell.ui.settings.keys import KeysPage

Make = Callable[[Stage], QWidget]


def keys(window: "Callable[[Stage], MainWindow]", page: Make, page_size: tuple[int, int]) -> Iterator[Scene]:
    """`window` makes the main window, `page` the settings with the page of keys."""

    def sheet(stage: Stage) -> QWidget:
        over = window(stage)
        made = KeySheet(stage.theme, over.keys, None)
        over.setParent(made)
        over.hide()
        return made

    yield Scene("keys", (980, 620), sheet)
    yield Scene("keys-narrow", (560, 420), sheet)
    yield Scene("settings-keys-changed", page_size, page, (_change,))
    yield Scene("settings-keys-clash", page_size, page, (_clash,))
    yield Scene("settings-keys-found", page_size, page, (_find,))


def _change(window: QWidget) -> None:
    page = _page(window)
    page.draft.put("play", "G, G", 0)
    page.draft.put("undo", "F9", 2)
    page.draft.put("columns", "Ctrl+Shift+C", 0)
    page.open("play")
    page.rows["play"].recorded.emit("Ctrl+Alt+P")


def _clash(window: QWidget) -> None:
    page = _page(window)
    page.open("next")
    page.rows["next"].recorded.emit("R")


def _find(window: QWidget) -> None:
    _page(window).search("ctrl")


def _page(window: QWidget) -> "KeysPage":
    from deskbell.ui.settings.keys import KeysPage

    page = window.findChild(KeysPage)
    assert page is not None
    return page
