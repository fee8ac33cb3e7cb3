"""What all windows have of the application."""

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from deskbell.ui.application import Application


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    qapp.setWindowIcon(QIcon())


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is the bundle's")
def test_windows_have_the_program_s_icon(application: QApplication) -> None:
    Application.show_icon(application)  # type: ignore[arg-type]
    drawn = application.windowIcon().pixmap(64, 64).toImage()
    assert drawn.pixelColor(drawn.width() // 2, 2 * drawn.height() // 3).alpha() == 255
