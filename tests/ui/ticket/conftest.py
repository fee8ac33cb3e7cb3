"""A desk without a database, and a pane on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from deskbell.store.queries import drafts
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket.reading import open_ticket
from ui.ticket.opening import Desk, Make
from ui.ticket.rows import NOW, STATE
from ui.ticket.stand import Answers, Stand


@pytest.fixture
def stand(qapp: object) -> Iterator[Stand]:
    """Two agents, two mailboxes, three tags; what is asked is answered by the test."""
    made = Stand(STATE)
    yield made
    made.close()


@pytest.fixture
def desk(stand: Stand) -> Desk:
    made = Desk()
    stand.answers[open_ticket] = made.read
    stand.answers[drafts.of_ticket] = made.drafts
    return made


@pytest.fixture
def make(qtbot: QtBot, theme: ThemeSource, stand: Stand, desk: Desk, tmp_path: Path) -> Iterator[Make]:
    def build(answers: Answers | None = None, width: int = 808) -> TicketPane:
        settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        pane = TicketPane(theme, stand.runner, stand.desk, stand.deeds, answers or Answers(), settings, now=lambda: NOW)
        qtbot.addWidget(pane)
        pane.resize(width, 860)
        with qtbot.waitActive(pane):
            pane.show()
            pane.activateWindow()
        pane.show_ticket(1042)
        stand.settle(qtbot)
        return pane

    yield build
    stand.close()
