"""Scenes of what helps while one writes."""

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QMimeData
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.model.places import Places
from deskbell.ui.main_window import MainWindow
from deskbell.ui.own_program import own_program
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket

NARROW: Final = (900, 620)
_TEXT: Final = (
    "<div>Hello Maria,</div><div><br></div><div>thank you for your pacient waiting. We have recieved the headphones and send you "
    "new ones tommorow; the parcel is underway with DHL, number JD0146.</div><blockquote><div>When does it kome?</div></blockquote>"
    "<div>Geros dienos ir gero savaitgalioo</div>"
)


def writing(
    window: Callable[[Stage], QWidget],
    size: tuple[int, int],
    settings: Callable[[Stage], QWidget],
    page: tuple[int, int],
) -> Iterator[Scene]:
    """While an answer is written, and the page of the settings about that."""
    yield Scene("settings-spelling-languages", page, settings, (_languages,))
    yield Scene("find", size, window, (open_ticket, _begin, _write, _find))
    yield Scene("find-narrow", NARROW, window, (open_ticket, _begin, _write, _find))
    yield Scene("written-code", size, window, (open_ticket, _begin, _write_code))
    yield Scene("plain-text", size, window, (open_ticket, _begin, _write, _make_plain))
    yield Scene("written-table", size, window, (open_ticket, _begin, _paste_table))
    yield Scene("spelling", size, partial(_with_spelling, window), (open_ticket, _begin, _write, _check))


def _with_spelling(window: Callable[[Stage], QWidget], stage: Stage) -> QWidget:
    from deskbell.ui.spelling.editor_spelling import EditorSpelling
    from deskbell.ui.spelling.own_words import OwnWords
    from deskbell.ui.spelling.speller import Speller

    made = window(stage)
    assert isinstance(made, MainWindow)
    editor = made.pane.composer.editor
    speller = Speller(partial(own_program, Places.at(Path(tempfile.gettempdir()))), made)
    EditorSpelling(stage.theme, editor, speller, OwnWords(stage.runner, stage.desk, editor))
    return made


def _begin(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.begin(ReplyKind.REPLY)


def _write(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.composer.editor.show_html(_TEXT)


def _find(window: QWidget) -> None:
    from deskbell.ui.composer.find_bar import FindBar

    assert isinstance(window, MainWindow)
    editor = window.pane.composer.editor
    editor.open_find(replacing=True)
    bar = editor.findChild(FindBar)
    assert bar is not None
    bar.field.setText("the")
    bar.next()


def _write_code(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.composer.editor.show_html(
        "<div>Open <code>konvo.ini</code> and add these lines:</div><pre>[audio]\ndevice = default\n\n[network]\nport = 8080</pre>"
        "<div>Then start it again.</div>"
    )


def _make_plain(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    editor = window.pane.composer.editor
    editor.show_html("", editor.text(), plain=True)


def _paste_table(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    editor = window.pane.composer.editor
    editor.show_html("<div>This is what we owe you:</div><div><br></div>")
    data = QMimeData()
    rows = (("Item", "Number", "Price"), ("Konvo 2 headphones", "2", "398.00 €"), ("Express delivery", "1", "12.90 €"))
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    data.setHtml(f"<table>{cells}</table>")
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    editor.setTextCursor(cursor)
    editor.insertFromMimeData(data)
    editor.insertPlainText("It is on its way.")


def _check(window: QWidget) -> None:
    """What the dictionaries have said stays when their process is ended."""
    from deskbell.ui.spelling.speller import Speller

    speller = window.findChild(Speller)
    assert speller is not None
    loop = QEventLoop()
    speller.judged.connect(loop.quit)
    speller.use(("en_US", "lt_LT"))
    loop.exec()
    speller.stop()


def _languages(dialog: QWidget) -> None:
    from deskbell.ui.settings.spelling import LanguagesRow, SpellingPage

    page = dialog.findChild(SpellingPage)
    assert page is not None
    row = page.rows["spelling.languages"]
    assert isinstance(row, LanguagesRow)
    row.show_found(("en_GB", "en_US", "lt_LT", "ru_RU"), ("lt-LT",))
    page.rows["spelling.words"].set_value("Amberline\nJD0146\nKonvo")
