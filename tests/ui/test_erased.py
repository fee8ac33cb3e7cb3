"""On a real desk: a person is erased from the menu beside their ticket, with what is being written to them, and the window goes on without them."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from deskbell.model.kinds import ReplyKind
from deskbell.store.session import Session
from deskbell.store.tables import customer, draft, ticket
from deskbell.ui.erasing.dialog import EraseDialog
from ui.driven import Driven


def test_the_window_goes_on_without_them(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    window = driven.window
    name = row.customer
    window.pane.begin(ReplyKind.REPLY)
    qtbot.waitUntil(window.pane.composer.isVisible)
    QTest.keyClicks(window.pane.composer.editor, "Dear ")
    window.pane.customers._show_menu(window.pane.side)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    (entry,) = [one for one in menu.actions() if one.text() == "Erase for good…"]
    menu.close()
    entry.trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(EraseDialog)))
    (dialog,) = window.findChildren(EraseDialog)
    dialog.confirm.setText(row.customer_email)
    with qtbot.waitSignal(dialog.erased):
        dialog.erase_button.click()
    qtbot.waitUntil(dialog.save_button.isVisible)
    assert name not in dialog.report.toPlainText()
    dialog.reject()
    qtbot.waitUntil(lambda: window.pane.row is None or window.pane.row.customer_id != row.customer_id)

    def shown() -> set[int]:
        model = driven.list.model
        rows = [model.ticket(number) for number in range(model.rowCount())]
        return {one.customer_id for one in rows if one is not None}

    qtbot.waitUntil(lambda: row.customer_id not in shown())
    window.pane.flush()
    qtbot.waitUntil(lambda: not driven.stage.runner.is_busy)

    def left(session: Session) -> list[int]:
        return [
            session.connection.execute(select(func.count()).select_from(one).where(where)).scalar_one()
            for one, where in (
                (customer, customer.c.id == row.customer_id),
                (ticket, ticket.c.customer_id == row.customer_id),
                (draft, draft.c.ticket_id == row.id),
            )
        ]

    assert driven.stage.database.read(left) == [0, 0, 0]
