"""The first ticket is shown where nobody sees it, before one is opened; whoever opens one never notices."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket.reading import Opened
from deskbell.ui.ticket.rehearsal import Rehearsal
from ui.ticket.opening import Desk, words
from ui.ticket.rows import NOW, PANEL, detail, draft
from ui.ticket.stand import Answers, Stand


@pytest.fixture
def pane(qtbot: QtBot, theme: ThemeSource, stand: Stand, desk: Desk, tmp_path: Path) -> TicketPane:
    """A pane where no ticket is open yet."""
    desk.opened[1042] = Opened(detail(), (draft(text="I began this."),), PANEL)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = TicketPane(theme, stand.runner, stand.desk, stand.deeds, Answers(), settings, now=lambda: NOW)
    qtbot.addWidget(made)
    made.resize(808, 860)
    with qtbot.waitExposed(made):
        made.show()
    return made


def rehearse(qtbot: QtBot, stand: Stand, pane: TicketPane) -> Rehearsal:
    pane.prepare(1042)
    qtbot.waitUntil(lambda: pane.findChild(Rehearsal) is not None)
    made = pane.findChild(Rehearsal)
    assert isinstance(made, Rehearsal)
    stand.settle(qtbot)
    return made


def test_nothing_of_it_is_seen(qtbot: QtBot, stand: Stand, pane: TicketPane) -> None:
    rehearsal = rehearse(qtbot, stand, pane)
    assert rehearsal.isActive()
    while rehearsal.isActive():
        assert "No ticket is open" in words(pane)
        page = pane.conversation.parentWidget().parentWidget()
        assert page.isHidden() or page.geometry().right() < 0, "it stands beside the pane"
        with qtbot.waitSignal(rehearsal.timeout):
            pass
    assert not pane.header.isVisible()
    assert pane.conversation.cards() == []
    assert pane.ticket_id == 0
    assert pane.row is None


@pytest.mark.parametrize("steps", [0, 1, 3, 7, 8, 100])
def test_a_ticket_opens_whenever_it_is_wanted(qtbot: QtBot, stand: Stand, pane: TicketPane, steps: int) -> None:
    rehearsal = rehearse(qtbot, stand, pane)
    for _ in range(steps):
        if rehearsal.isActive():
            with qtbot.waitSignal(rehearsal.timeout):
                pass
    pane.show_ticket(1042)
    stand.settle(qtbot)
    assert pane.findChild(Rehearsal) is None
    assert pane.conversation.isVisible()
    assert pane.header.mapTo(pane, pane.header.rect().topLeft()).x() == 0
    assert len(pane.conversation.cards()) == 3
    assert "I began this." in pane.composer.editor.toPlainText()
    assert pane.row is not None
    assert pane.header.status.text() == "Open"
