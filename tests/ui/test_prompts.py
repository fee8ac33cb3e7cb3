"""Questions that may stop a person: how they look, and where files are looked for and saved."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QStandardPaths
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.prompts import DialogPrompts, question_box
from deskbell.ui.theme.source import ThemeSource


@pytest.fixture
def host(theme: ThemeSource, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def proposed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system's dialogs were to begin with; each chooses a file in the folder "elsewhere"."""
    asked: list[Path] = []

    def one(_window: QWidget, _title: str, place: str, *_: object, **__: object) -> tuple[str, str]:
        asked.append(Path(place))
        return "/elsewhere/chosen.pdf", ""

    def several(*words: Any) -> tuple[list[str], str]:
        return [one(*words)[0]], ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", one)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", one)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", several)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *words: str(Path(one(*words)[0]).parent))
    return asked


def _usual(what: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(what))


def test_files_are_saved_where_the_last_one_was(host: QWidget, proposed: list[Path]) -> None:
    """Never where the program happens to have been started: its own folder, or the root of the disk."""
    prompts = DialogPrompts(host)
    assert prompts.place_to_save("1 Broken.pdf") == Path("/elsewhere/chosen.pdf")
    prompts.place_for_backup("desk.backup")
    assert prompts.folder_to_save() == Path("/elsewhere")
    downloads = _usual(QStandardPaths.StandardLocation.DownloadLocation)
    assert proposed == [downloads / "1 Broken.pdf", Path("/elsewhere/desk.backup"), Path("/elsewhere")]


def test_files_are_looked_for_where_the_last_one_was(host: QWidget, proposed: list[Path]) -> None:
    prompts = DialogPrompts(host)
    assert prompts.files_to_attach() == (Path("/elsewhere/chosen.pdf"),)
    for ask in (
        prompts.picture_to_open,
        prompts.customers_to_import,
        prompts.organisations_to_import,
        prompts.invitation_to_open,
    ):
        assert ask() == Path("/elsewhere/chosen.pdf")
    prompts.files_to_import()
    prompts.folder_to_import()
    home = _usual(QStandardPaths.StandardLocation.HomeLocation)
    assert proposed == [home, *[Path("/elsewhere")] * 6]


def test_what_goes_on_is_filled_and_the_texts_stand_flush(
    theme: ThemeSource, host: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[QColor, int, int]] = []

    def look(box: QMessageBox) -> int:
        box.show()
        go_on, stay = box.buttons()
        inside = QPoint(go_on.width() // 2, 4)
        label = next(one for one in box.findChildren(QLabel) if one.text() == "Erase it?")
        left = min(go_on.mapTo(box, QPoint(0, 0)).x(), stay.mapTo(box, QPoint(0, 0)).x())
        seen.append((go_on.grab().toImage().pixelColor(inside), label.x(), left))
        box.hide()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    assert not DialogPrompts(host).sure("Erase it?", "It is gone then.", "Erase")
    ((colour, text, buttons),) = seen
    assert colour == QColor(theme.colours.accent)
    assert text == buttons


def test_the_box_has_no_room_for_a_picture(host: QWidget) -> None:
    box = question_box(host, "Erase it?", "It is gone then.")
    box.show()
    labels = [one for one in box.findChildren(QLabel) if one.text()]
    assert {one.x() for one in labels} == {box.layout().contentsMargins().left()}
