"""What is not saved yet holds the window open; once it is, whoever wanted to close it has their will."""

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui import unsaved as module
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.unsaved import Unsaved
from deskbell.ui.widgets.banner import Banners


class Keeper(QObject):
    """As much of a keeper of drafts as is asked."""

    troubled = Signal(object)
    state_changed = Signal()
    danger = True

    def in_danger(self) -> bool:
        return self.danger


@pytest.mark.parametrize(("ends", "told"), [(False, ["closed"]), (True, ["quit"])])
def test_the_window_closes_or_the_program_ends_once_all_is_saved(
    qtbot: QtBot, theme: ThemeSource, monkeypatch: pytest.MonkeyPatch, ends: bool, told: list[str]
) -> None:
    host, keeper, found = QWidget(), Keeper(), list[str]()
    qtbot.addWidget(host)
    unsaved = Unsaved(Banners(theme, host), host)
    unsaved.watch(keeper)  # type: ignore[arg-type]
    unsaved.settled.connect(lambda: found.append("closed"))
    monkeypatch.setattr(module, "application_ends", lambda: ends)
    monkeypatch.setattr(QGuiApplication, "quit", lambda: found.append("quit"))
    assert unsaved.holds()
    # By then the end was refused.
    monkeypatch.setattr(module, "application_ends", lambda: False)
    keeper.state_changed.emit()
    assert found == []
    keeper.danger = False
    keeper.state_changed.emit()
    assert found == told
    assert not unsaved.holds()
