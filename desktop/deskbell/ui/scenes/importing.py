"""The scenes of an import of mail from files: what is chosen, how far it is, how it went, and its sign in the rail."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from deskbell.model.errors import Mistake
from deskbell.model.importing import ImportCourse, ImportEnd, ImportFailed, ImportLeftOut, ImportWord
from deskbell.model.kinds import MailForm, Status
from deskbell.ui.importing.dialog import ImportDialog
from deskbell.ui.importing.imports import ImportAsked, Imports, ImportState
from deskbell.ui.importing.looking import Looked
from deskbell.ui.importing.process import ImportProcess
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket
from deskbell.ui.ticket.mail_drop import drop_choices
from deskbell.ui.widgets.choice_list import ChoiceList

_DIALOG = (560, 500)
_HALFWAY = ImportCourse(5_400, 5_310, 4_130, 2, 9_950, 312.4, 18.1)
_FOUND = (
    Looked(Path("/home/ona/Mail/Inbox"), MailForm.MBOX, 84_200_000),
    Looked(Path("/home/ona/Mail/Archive"), MailForm.MAILDIR),
    Looked(Path("/home/ona/Desktop/Invoice 2024.msg"), MailForm.MSG, 52_000),
)
_WRONG = Looked(Path("/home/ona/film.mp4"), None, error=Mistake("import.no_mail", path=Path("/home/ona/film.mp4")))
_LEFT_OUT = tuple(
    ImportLeftOut("file.unreadable", {"path": f"/home/ona/Mail/{name}.eml", "reason": "Permission denied"})
    for name in ("00217", "00218")
)


def importing() -> Iterator[Scene]:
    """All of them."""
    yield Scene("import", _DIALOG, _dialog)
    yield Scene("import-chosen", _DIALOG, _dialog, (partial(_chosen, found=_FOUND),))
    yield Scene("import-wrong", _DIALOG, _dialog, (partial(_chosen, found=(*_FOUND, _WRONG, *_FOUND)),))
    told: dict[str, tuple[ImportState, tuple[ImportWord, ...]]] = {
        "begun": (ImportState.RUNNING, ()),
        "halfway": (ImportState.RUNNING, (_HALFWAY,)),
        "ending": (ImportState.ENDING, (_HALFWAY,)),
        "done": (ImportState.RUNNING, (ImportEnd(9_950, 9_860, 9_860, 0, 4_211, 32.0),)),
        "left-out": (ImportState.RUNNING, (*_LEFT_OUT, ImportEnd(9_950, 9_860, 9_860, 2, 4_211, 32.0))),
        "cancelled": (ImportState.ENDING, (ImportEnd(5_400, 5_310, 4_330, 0, 1_804, 15.0, cut_off=True),)),
        "failed": (ImportState.RUNNING, (_HALFWAY, ImportFailed("db.full", {}, "database or disk is full"))),
    }
    for name, (state, words) in told.items():
        yield Scene(f"import-{name}", _DIALOG, partial(_dialog, state=state, words=words))
    yield Scene("window-import", (1200, 760), _window)
    yield Scene("window-import-drop", (1200, 760), _window, (_hold_files,))
    yield Scene("ticket-import-drop", (1200, 760), _window, (open_ticket, _hold_mail))
    yield Scene("ticket-import-dropped", (220, 74), lambda stage: ChoiceList(stage.theme, drop_choices(1042, 1)))


def _imports(state: ImportState, words: tuple[ImportWord, ...], parent: QObject) -> Imports:
    """As if a process had said these words."""
    process = ImportProcess(lambda words: ("", list(words)), parent)
    imports = Imports(process, parent)
    if state is not ImportState.IDLE:
        imports.asked = ImportAsked((Path("/home/ona/Mail/Inbox"),), 1, "support@desk.example", Status.SOLVED)
        imports.state = state
    for word in words:
        process.said.emit(word)
    return imports


def _dialog(stage: Stage, state: ImportState = ImportState.IDLE, words: tuple[ImportWord, ...] = ()) -> QWidget:
    return ImportDialog(stage.theme, _imports(state, words, stage.runner), stage.desk)


def _chosen(dialog: QWidget, found: tuple[Looked, ...]) -> None:
    assert isinstance(dialog, ImportDialog)
    dialog.choose.show_looked(found)


def _window(stage: Stage) -> MainWindow:
    imports = _imports(ImportState.RUNNING, (_HALFWAY,), stage.runner)
    window = MainWindow(
        stage.theme,
        stage.runner,
        stage.feed,
        stage.desk,
        stage.settings,
        settings_dialog=QWidget,
        imports=lambda: imports,
    )
    _ = window.importing
    window.begin()
    return window


def _hold_files(window: QWidget) -> None:
    """A person holds files over the tickets."""
    assert isinstance(window, MainWindow)
    _hold(window.inbox.tickets)


def _hold_mail(window: QWidget) -> None:
    """Or over the open ticket."""
    assert isinstance(window, MainWindow)
    _hold(window.pane.page)


def _hold(over: QWidget) -> None:
    from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
    from PySide6.QtGui import QDragEnterEvent
    from PySide6.QtWidgets import QApplication

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/ona/Desktop/Invoice 2024.msg")])
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(over, QDragEnterEvent(QPoint(40, 90), Qt.DropAction.CopyAction, data, *keys))
