"""Using a macro on ticked tickets."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.canned import Actions, CannedText, SaveCannedReply
from deskbell.model.kinds import Status
from deskbell.store.queries import canned
from ui.driven import Driven


def _make(driven: Driven) -> int:
    command = SaveCannedReply(
        agent_id=driven.stage.desk.me.id,
        id=0,
        owner_id=None,
        name="All of one fault",
        texts=(CannedText("en", "<p>It works again.</p>", "It works again."),),
        actions=Actions(status=Status.PENDING, add_tags=("outage",), due_days=1),
    )
    return perform(driven.stage.database, command) or 0


def test_it_changes_all_of_them_says_what_and_is_one_undo(driven: Driven, qtbot: QtBot) -> None:
    made = _make(driven)
    rows = [row for row in map(driven.list.model.ticket, (0, 1, 2)) if row is not None]
    driven.list.model.choose(tuple(row.id for row in rows), on=True)
    QTest.keyClick(driven.list.view, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    driven.dropped_down().choose_text("All of one fault – status Pending · tag outage · due tomorrow")
    qtbot.waitUntil(lambda: all(driven.row(row.id).status is Status.PENDING for row in rows))
    assert all("outage" in driven.row(row.id).tags for row in rows)
    assert driven.window.pane.composer.editor.text() == "", "its text goes to nobody"

    def used() -> int:
        replies = driven.stage.database.read(canned.replies, driven.stage.desk.me.id)
        return next(one.used_week for one in replies if one.id == made)

    qtbot.waitUntil(lambda: used() == 1)
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: [driven.row(row.id).status for row in rows] == [row.status for row in rows])
