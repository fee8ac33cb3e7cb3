"""On a real desk: the open ticket is erased from the trash by key, and the trash is emptied from the palette's entry."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from deskbell.model.kinds import Status
from deskbell.model.views import View, ViewKind
from deskbell.store.session import Session
from deskbell.store.tables import ticket
from ui.driven import Driven
from ui.ticket.stand import Answers


def in_trash(session: Session) -> set[int]:
    of_it = select(ticket.c.id).where(ticket.c.status == int(Status.TRASH))
    return set(session.connection.execute(of_it).scalars())


def test_by_key_and_as_a_whole(driven: Driven, qtbot: QtBot) -> None:
    answers = Answers()
    rows = [driven.list.model.ticket(number) for number in range(3)]
    tickets = tuple(row.id for row in rows if row is not None)
    window = driven.window
    driven.open(0)
    window.pane.errands._prompts = answers
    press = (driven.list.view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    # A key goes to the window that has the keyboard.
    qtbot.waitUntil(lambda: window.pane.row is not None and window.isActiveWindow())
    QTest.keyClick(*press)
    qtbot.waitUntil(lambda: any("Spam or Trash" in one for one in driven.toasts()))
    assert answers.asked == []
    window.deeds.set_status(tickets, Status.TRASH)
    database = driven.stage.database
    qtbot.waitUntil(lambda: set(tickets) <= database.read(in_trash))
    window.inbox.go_to_view(View(ViewKind.TRASH))
    window.open_ticket(tickets[0])
    qtbot.waitUntil(lambda: window.pane.row is not None and window.pane.row.status is Status.TRASH)
    before = database.read(in_trash)
    QTest.keyClick(*press)
    qtbot.waitUntil(lambda: len(database.read(in_trash)) == len(before) - 1)
    assert answers.asked == [f"Erase #{tickets[0]} for good?"]
    (empty,) = [action for entry, action in window.keys.bound() if entry.id == "empty"]
    empty.trigger()
    qtbot.waitUntil(lambda: not database.read(in_trash))
