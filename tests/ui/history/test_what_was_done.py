"""What was done on the desk: of oneself and of all, taken back long after its toast has gone."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SetStatus
from deskbell.model.history import Standing, Step
from deskbell.model.kinds import Deed, Role, Status
from deskbell.ui.history.steps_model import STEP
from deskbell.ui.history.what_was_done import WhatWasDone
from ui.driven import Driven

pytestmark = pytest.mark.usefixtures("lasting_toasts")


def opened(driven: Driven, qtbot: QtBot) -> WhatWasDone:
    QTest.keyClick(driven.list.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    (dialog,) = driven.window.findChildren(WhatWasDone)
    qtbot.waitUntil(lambda: dialog.steps.model.rowCount() > 0)
    return dialog


def steps(dialog: WhatWasDone) -> list[Step]:
    model = dialog.steps.model
    return [model.index(number).data(STEP) for number in range(model.rowCount())]


def test_what_an_earlier_start_did_is_taken_back(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    # Not by this window, whose undo knows nothing of it.
    with qtbot.waitSignal(driven.stage.feed.changed):
        driven.stage.runner.do(SetStatus(agent_id=1, tickets=(row.id,), status=Status.ON_HOLD))
    dialog = opened(driven, qtbot)
    newest = steps(dialog)[0]
    assert (newest.ticket_id, newest.kind, newest.standing) == (row.id, Deed.STATUS, Standing.UNSURE)
    dialog.steps.list.setCurrentIndex(dialog.steps.model.index(0))
    dialog.steps.back_button.click()
    qtbot.waitUntil(lambda: steps(dialog)[0].kind is Deed.UNDONE)
    assert driven.row(row.id).status is row.status
    assert steps(dialog)[1].standing is Standing.TAKEN_BACK
    with qtbot.waitSignal(dialog.open_ticket) as wanted:
        dialog.steps.show_button.click()
    assert wanted.args == [row.id]


def test_by_everybody(driven: Driven, qtbot: QtBot) -> None:
    dialog = opened(driven, qtbot)
    assert {step.agent_id for step in steps(dialog)} == {1}
    with qtbot.waitSignal(dialog.steps.model.read):
        dialog.whose.chosen.emit(dialog.whose.value())
    assert dialog.whose.isVisible()
    dialog.whose.set_value(False)
    with qtbot.waitSignal(dialog.steps.model.read):
        dialog.whose.chosen.emit(False)
    assert len({step.agent_id for step in steps(dialog)}) > 1


def test_an_agent_sees_their_own(driven: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    me = replace(driven.stage.desk.me, role=Role.AGENT)
    monkeypatch.setattr(type(driven.stage.desk), "me", property(lambda _: me))
    assert not opened(driven, qtbot).whose.isVisible()


def test_a_step_that_was_changed_since_is_refused_with_its_ticket(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    for status in (Status.ON_HOLD, Status.PENDING):
        with qtbot.waitSignal(driven.stage.feed.changed):
            driven.stage.runner.do(SetStatus(agent_id=1, tickets=(row.id,), status=status))
    dialog = opened(driven, qtbot)
    dialog.steps.list.setCurrentIndex(dialog.steps.model.index(1))
    dialog.steps.back_button.click()
    said = f"#{row.id} was changed again since; undo that first."
    qtbot.waitUntil(lambda: said in driven.toasts())
    assert driven.row(row.id).status is Status.PENDING
