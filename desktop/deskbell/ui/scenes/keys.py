"""The scenes of keys and the palette: the sheet, also where there is little room, the page in the settings while some are changed, and what is found."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from deskbell.ui.key_sheet import KeySheet
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage

if TYPE_CHECKING:
    from deskbell.ui.main_window import MainWindow
    from deskbell.ui.settings.keys import KeysPage

Make = Callable[[Stage], QWidget]


def keys(
    window: "Callable[[Stage], MainWindow]", size: tuple[int, int], page: Make, page_size: tuple[int, int]
) -> Iterator[Scene]:
    """`window` makes the main window, `page` the settings with the page of keys."""

    def sheet(stage: Stage) -> QWidget:
        over = window(stage)
        made = KeySheet(stage.theme, over.keys, None)
        over.setParent(made)
        over.hide()
        return made

    yield Scene("keys", (980, 620), sheet)
    yield Scene("keys-narrow", (560, 420), sheet)
    yield Scene("palette", size, window, (partial(_palette, words="re"),))
    yield Scene("palette-lately", size, window, (_chosen_before,))
    yield Scene("palette-narrow", (960, 560), window, (partial(_palette, words="ona"),))
    yield Scene("settings-keys-changed", page_size, page, (_change,))
    yield Scene("settings-keys-clash", page_size, page, (_clash,))
    yield Scene("settings-keys-found", page_size, page, (_find,))


def _palette(window: QWidget, words: str) -> None:
    from deskbell.ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    window.palette_box.open_over()
    window.palette_box.look_for(words)


def _chosen_before(window: QWidget) -> None:
    from deskbell.ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    for key in ("page:notifications", "view:unassigned:0", "do:snooze"):
        window.recent.choose(key)
    for number in range(3):
        row = window.inbox.tickets.model.ticket(number)
        if row is not None:
            window.recent.open(row.id)
    window.palette_box.open_over()


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
