"""Solving from the whole window, where something must be filled in before: the ticket that lacks it is shown, with the keyboard where it belongs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from deskbell.actions.dispatch import perform
from deskbell.model.fields import FieldKind, SaveField
from deskbell.model.kinds import Status
from ui.driven import Driven


@pytest.fixture
def lacking(driven: Driven) -> Driven:
    """Every ticket lacks an order number."""
    field = SaveField(agent_id=1, id=0, name="Order number", kind=FieldKind.TEXT, required=True)
    perform(driven.stage.database, field)
    return driven


def caret(driven: Driven) -> QLineEdit:
    """The field that the keyboard is in, which is that of the order number."""

    def there() -> bool:
        focused = QApplication.focusWidget()
        return isinstance(focused, QLineEdit) and focused.accessibleName() == "Order number"

    driven.qtbot.waitUntil(there)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    return focused


def test_the_key_on_an_open_ticket(lacking: Driven) -> None:
    row = lacking.open(0)
    lacking.press("e")
    lacking.qtbot.waitUntil(lambda: any("fill in: Order number" in toast for toast in lacking.toasts()))
    # What was told as done too soon is taken down.
    lacking.qtbot.waitUntil(lambda: not any(toast.endswith("solved") for toast in lacking.toasts()))
    edit = caret(lacking)
    assert lacking.row(row.id).status is row.status
    QTest.keyClicks(edit, "A-17")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    lacking.list.view.setFocus()
    lacking.press("e")
    lacking.qtbot.waitUntil(lambda: lacking.row(row.id).status is Status.SOLVED)


def test_several_at_once(lacking: Driven) -> None:
    rows = [lacking.list.model.ticket(number) for number in (2, 4)]
    ids = tuple(row.id for row in rows if row is not None)
    lacking.list.model.choose(ids, on=True)
    lacking.press("e")
    caret(lacking)
    assert lacking.window.pane.ticket_id == min(ids)
    assert any("None of these tickets was solved." in toast for toast in lacking.toasts())
    assert Status.SOLVED not in {lacking.row(number).status for number in ids}
