"""What the window remembers is read at once and written by another thread."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings, QThread
from pytestqt.qtbot import QtBot

from deskbell.ui import kept_settings
from deskbell.ui.kept_settings import KeptSettings


def _on_disk(path: Path) -> dict[str, object]:
    store = QSettings(str(path), QSettings.Format.IniFormat)
    return {key: store.value(key) for key in store.allKeys()}


def test_what_was_set_is_read_at_once_and_comes_back_in_another_run(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    kept = KeptSettings(path)
    kept.setValue("inbox/view", "open:0")
    kept.setValue("inbox/view", "mine:0")
    kept.setValue("ticket/customer_side", False)
    kept.setValue("splitter/main", QByteArray(b"\x00\x01"))
    assert kept.value("inbox/view") == "mine:0"
    assert kept.value("ticket/customer_side", True, bool) is False
    assert kept.value("nothing", "a default") == "a default"
    kept.sync()
    again = KeptSettings(path)
    assert again.value("inbox/view") == "mine:0"
    assert again.value("ticket/customer_side", True, bool) is False
    assert again.value("splitter/main") == QByteArray(b"\x00\x01")


def test_the_window_never_writes_the_file_itself(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "window.ini"
    kept = KeptSettings(path)
    write, threads = kept_settings._write, []

    def watched(*given: object) -> None:
        threads.append(QThread.currentThread())
        write(*given)

    monkeypatch.setattr(kept_settings, "_write", watched)
    for number in range(20):
        kept.setValue("inbox/view", str(number))
    qtbot.waitUntil(lambda: _on_disk(path) == {"inbox/view": "19"})
    assert len(threads) == 1
    assert threads[0] is not QThread.currentThread()


def test_what_is_removed_is_gone_at_once_and_from_the_disk(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    kept = KeptSettings(path)
    kept.setValue("knowledge/draft", "words")
    kept.sync()
    kept.remove("knowledge/draft")
    assert kept.value("knowledge/draft", "none") == "none"
    kept.sync()
    assert _on_disk(path) == {}
    kept.setValue("knowledge/draft", "others")
    assert kept.value("knowledge/draft") == "others"


def test_while_somebody_sets_on_and_on_it_is_written_too(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    kept = KeptSettings(path)
    kept._rest.setInterval(200)

    def written() -> bool:
        kept.setValue("knowledge/draft", "words")
        return bool(_on_disk(path))

    qtbot.waitUntil(written)
