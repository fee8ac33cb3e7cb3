"""The scenes of articles on their way in from files, and out."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskbell.model.article_files import Comes, LeftOut, TakenIn
from deskbell.ui.article_files.export_dialog import ExportArticlesDialog
from deskbell.ui.article_files.import_dialog import ImportArticlesDialog
from deskbell.ui.article_files.writing_out import Form, WritingState
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.taking_in.state import TakingState

_IMPORT = (640, 480)
_EXPORT = (600, 440)
_CAME = TakenIn(
    new=118,
    changed=2,
    same=40,
    left_out=(
        LeftOut("Orders/Give a refund.docx", "document.pictures", {"count": 2}),
        LeftOut("Orders/Give a refund.docx", "document.comments", {"count": 5}),
        LeftOut("Shipping/table.html", "document.active", {"count": 3}),
        LeftOut("old.docx", "document.locked"),
        LeftOut("notes.md", "text.charset", {"line": 12}, 12),
    ),
    comes=(
        Comes("Orders/Give a refund.docx", "Give a refund", is_new=True),
        Comes("Shipping/table.html", "退款流程", is_new=True),
        Comes("Shipping/times.md", "Shipping times", is_new=False),
    ),
)


def article_files() -> Iterator[Scene]:
    """All of them."""
    yield Scene("articles-import", _IMPORT, _import, (_choose,))
    yield Scene("articles-import-halfway", _IMPORT, _import, (_choose, _halfway))
    yield Scene("articles-import-looked", _IMPORT, _import, (_choose, _looked))
    yield Scene("articles-export", _EXPORT, _export, (_choose_place,))
    yield Scene("articles-export-done", _EXPORT, _export, (_choose_place, _written))


def _import(stage: Stage) -> QWidget:
    return ImportArticlesDialog(stage.theme, stage.runner, 1)


def _export(stage: Stage) -> QWidget:
    return ExportArticlesDialog(stage.theme, stage.runner, 1)


def _choose(dialog: QWidget) -> None:
    assert isinstance(dialog, ImportArticlesDialog)
    dialog.take_folder(Path("/home/ona/handbook"))


def _halfway(dialog: QWidget) -> None:
    _stand(dialog, TakingState.TAKING, only_looked=False)


def _looked(dialog: QWidget) -> None:
    _stand(dialog, TakingState.OVER, only_looked=True)


def _stand(dialog: QWidget, state: TakingState, *, only_looked: bool) -> None:
    assert isinstance(dialog, ImportArticlesDialog)
    taking = dialog.taking
    taking.state, taking.only_looked = state, only_looked
    taking.done, taking.total = (70, 165) if state is TakingState.TAKING else (165, 165)
    taking.came = _CAME
    taking.changed.emit()


def _choose_place(dialog: QWidget) -> None:
    assert isinstance(dialog, ExportArticlesDialog)
    dialog.form.set_value(Form.PAGES)
    dialog.part.set_value(True)
    dialog.take_folder(Path("/home/ona/help"))


def _written(dialog: QWidget) -> None:
    assert isinstance(dialog, ExportArticlesDialog)
    writing = dialog.writing
    writing.state, writing.count, writing.place = WritingState.OVER, 1_204, Path("/home/ona/help/Knowledge base")
    writing.changed.emit()
