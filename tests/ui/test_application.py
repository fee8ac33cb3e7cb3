"""What all windows have of the application."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from deskbell.ui.application import Application

# A window that refuses to be closed twice, in a program of its own: that of the tests must not end.
REFUSING = """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget
from deskbell.ui.application import application_ends, make_application, before_application_ends

class Refusing(QWidget):
    left = 2
    def closeEvent(self, event: QCloseEvent) -> None:
        said.append(application_ends())
        event.setAccepted(not self.left)
        self.left -= 1
        if self.left >= 0:
            QTimer.singleShot(0, again)

def again():
    said.append(application_ends())
    application.quit()

said = []
application = make_application()
before_application_ends(lambda: said.append("told"))
window = Refusing()
window.show()
QTimer.singleShot(0, application.quit)
application.exec()
print(*said, application.ends)
"""


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    qapp.setWindowIcon(QIcon())


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is the bundle's")
def test_windows_have_the_program_s_icon(application: QApplication) -> None:
    Application.show_icon(application)  # type: ignore[arg-type]
    drawn = application.windowIcon().pixmap(64, 64).toImage()
    assert drawn.pixelColor(drawn.width() // 2, 2 * drawn.height() // 3).alpha() == 255


def test_an_end_that_a_window_refuses_is_none_until_it_is_asked_for_again() -> None:
    ran = subprocess.run([sys.executable, "-c", REFUSING], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split() == ["told", "True", "False"] * 2 + ["told", "True", "True"]
