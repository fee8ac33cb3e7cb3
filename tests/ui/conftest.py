"""What the window's tests share: Qt without a screen, and the theme."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from deskbell.ui.theme.source import ThemeSource


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
