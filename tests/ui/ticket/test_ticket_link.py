"""A line that shows one ticket after another."""

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.ticket_link import TicketLink
from ui.ticket.rows import PANEL


def test_its_tooltip_is_that_of_the_ticket_that_it_shows(qtbot: QtBot, theme: ThemeSource) -> None:
    first = PANEL.others[0]
    link = TicketLink(theme)
    qtbot.addWidget(link)
    link.show_row(replace(first, subject="Printer"))
    QApplication.sendEvent(link, QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert "Printer" in link.toolTip()
    # It was clicked: another ticket's line stands under the pointer now.
    link.show_row(replace(first, id=first.id + 1, subject="Scanner"))
    assert "Scanner" in link.toolTip()
    assert "Printer" not in link.toolTip()
    QApplication.sendEvent(link, QEvent(QEvent.Type.Leave))
    assert link.toolTip() == ""
