"""What the window's tests share: Qt without a screen, the theme, and a sample desk."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from collecting import collected_here  # noqa: F401  a fixture
from deskbell.ui.scenes.stage import Stage, make_sample
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.toast import Offer, Toast
from servers.authorisation import Authorisation
from servers.browser import Browser
from ui.driven import Driven


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> ThemeSource:
    """The application with our style; once, because dressing it parses the whole sheet."""
    return ThemeSource(qapp)


@pytest.fixture
def theme(dressed: ThemeSource) -> Iterator[ThemeSource]:
    """The theme, light at 100 %; whatever a test chose is taken back."""
    dressed.choose("light")
    yield dressed
    dressed.choose("light")


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample desk of 300 tickets, to be copied."""
    file = tmp_path_factory.mktemp("sample") / "desk.db"
    make_sample(file, 300)
    return file


@pytest.fixture
def stage(theme: ThemeSource, sample_file: Path, qapp: QApplication) -> Iterator[Stage]:
    """All that a screen takes, over a sample desk of the test's own."""
    stage = Stage(theme, sample=sample_file)
    yield stage
    stage.close()


@pytest.fixture
def lasting_toasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Toasts stay until something takes them down, however long the machine is busy: no test is over by then."""
    make = Toast.__init__

    def lasting(self: Toast, sentence: str, offers: Sequence[Offer], seconds: float | None, host: QWidget) -> None:
        make(self, sentence, offers, seconds and 600, host)

    monkeypatch.setattr(Toast, "__init__", lasting)


@pytest.fixture
def browser(authorisation: Authorisation, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """What the system opens links with."""
    made = Browser(authorisation)
    monkeypatch.setattr(
        QDesktopServices,
        "openUrl",
        lambda url: made.show(QUrl(url).toString(QUrl.ComponentFormattingOption.FullyEncoded)),
    )
    return made


@pytest.fixture
def driven(stage: Stage, qtbot: QtBot) -> Iterator[Driven]:
    made = Driven(stage, qtbot)
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    with qtbot.waitSignal(made.list.model.shown):
        made.window.begin()
    yield made
    made.window.close()
    delete(made.window)
