"""Linking tickets by hand in the window: asked for by key, seen beside the ticket, changed and taken off there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SetStatus
from deskbell.model.kinds import LinkKind, Status
from deskbell.store.queries import customer
from deskbell.ui.ticket.link_menu import link_menu
from deskbell.ui.ticket.link_popup import LinkPopup
from deskbell.ui.ticket.ticket_link import TicketLink
from ui.driven import Driven


def ask(driven: Driven) -> LinkPopup:
    QTest.keyClick(driven.list.view, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    driven.qtbot.waitUntil(lambda: bool(driven.window.findChildren(LinkPopup)))
    return driven.window.findChildren(LinkPopup)[-1]


def linked(driven: Driven, number: int) -> dict[int, LinkKind | None]:
    return {row.id: row.link for row in driven.stage.database.read(customer.linked, number)}


def lines(driven: Driven, number: int) -> list[TicketLink]:
    """What stands beside the ticket for the one of this number."""
    shown = driven.window.pane.side.findChildren(TicketLink)
    return [link for link in shown if link.isVisible() and link._text.startswith(f"#{number} ")]


def heads(driven: Driven) -> list[str]:
    return [label.text() for label in driven.window.pane.side.findChildren(QLabel) if label.isVisible()]


def link(driven: Driven, qtbot: QtBot, kind: LinkKind, other: int) -> None:
    popup = ask(driven)
    popup.kind.set_value(kind)
    QTest.keyClicks(popup.field, f"#{other}")
    qtbot.waitUntil(lambda: popup.list.count() == 1 and not popup._rest.isActive())
    QTest.keyClick(popup.field, Qt.Key.Key_Return)


def test_a_child_is_linked_by_its_number_and_opens_its_parent(driven: Driven, qtbot: QtBot) -> None:
    one, other = driven.list.model.ticket(0), driven.list.model.ticket(3)
    assert one is not None
    assert other is not None
    driven.open(0)
    link(driven, qtbot, LinkKind.CHILD, other.id)
    qtbot.waitUntil(lambda: bool(lines(driven, other.id)))
    assert f"#{one.id} is a child of #{other.id}" in driven.toasts()
    assert linked(driven, one.id) == {other.id: LinkKind.PARENT}
    assert "Parent" in heads(driven)
    with qtbot.waitSignal(driven.window.pane.shown, check_params_cb=lambda ticket: ticket == other.id):
        lines(driven, other.id)[0].click()
    assert "Children, 1 of 1 open" in heads(driven)
    perform(driven.stage.database, SetStatus(agent_id=2, tickets=(one.id,), status=Status.SOLVED))
    qtbot.waitUntil(lambda: "Children, all done" in heads(driven))
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: linked(driven, one.id) == {})
    qtbot.waitUntil(lambda: not lines(driven, one.id))


def test_words_find_the_other_ticket(driven: Driven, qtbot: QtBot) -> None:
    one, other = driven.open(0), driven.list.model.ticket(3)
    assert other is not None
    popup = ask(driven)
    # Nothing is chosen by what was found before the last letter.
    QTest.keyClicks(popup.field, "printer offline moving")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible()
    qtbot.waitUntil(lambda: popup.list.count() > 0 and not popup._rest.isActive())
    found = [popup.list.item(row).text() for row in range(popup.list.count())]
    assert found[0].startswith(f"#{other.id} ")
    assert not any(text.startswith(f"#{one.id} ") for text in found)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: linked(driven, one.id) == {other.id: LinkKind.RELATED})


def test_what_nothing_finds_is_said_and_chooses_nothing(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    popup = ask(driven)
    QTest.keyClicks(popup.field, "#999999")
    qtbot.waitUntil(popup._nothing.isVisible)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible()
    popup.close()


@pytest.mark.parametrize("by", ["delete", "menu"])
def test_a_link_becomes_another_and_is_taken_off(driven: Driven, qtbot: QtBot, by: str) -> None:
    one, other = driven.open(0), driven.list.model.ticket(3)
    assert other is not None
    link(driven, qtbot, LinkKind.RELATED, other.id)
    qtbot.waitUntil(lambda: bool(lines(driven, other.id)))
    line = lines(driven, other.id)[0]
    assert line._row is not None
    menu = link_menu(line._row, lambda kind: line.linked_as.emit(other.id, kind), line)
    action(menu.actions(), "Duplicate of this ticket").trigger()
    qtbot.waitUntil(lambda: linked(driven, one.id) == {other.id: LinkKind.DUPLICATE})
    qtbot.waitUntil(lambda: "Duplicates" in heads(driven))
    line = lines(driven, other.id)[0]
    if by == "delete":
        QTest.keyClick(line, Qt.Key.Key_Delete)
    else:
        assert line._row is not None
        menu = link_menu(line._row, lambda kind: line.linked_as.emit(other.id, kind), line)
        assert action(menu.actions(), "Duplicate of this ticket").isChecked()
        action(menu.actions(), "Link no longer").trigger()
    qtbot.waitUntil(lambda: linked(driven, one.id) == {})


def action(actions: list[QAction], words: str) -> QAction:
    return next(one for one in actions if one.text() == words)
