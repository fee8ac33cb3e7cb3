"""The open ticket on a real desk: what is written reaches the database, survives a crash, and comes back when it is taken back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import MessageKind, ReplyKind, Status
from deskbell.model.rows import TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import drafts, ticket, ticket_list
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.pane import TicketPane
from ui.ticket.stand import Answers


@pytest.fixture
def stage(theme: ThemeSource) -> Iterator[Stage]:
    made = Stage(theme, tickets=20)
    yield made
    made.close()


@pytest.fixture
def first(stage: Stage) -> TicketRow:
    page = stage.database.read(ticket_list.page, View(ViewKind.OPEN), Sort.LATEST, stage.desk.me.id)
    return page.rows[0]


def opened(qtbot: QtBot, stage: Stage, ticket_id: int) -> TicketPane:
    pane = TicketPane(stage.theme, stage.runner, stage.desk, stage.deeds, Answers(), stage.settings)
    qtbot.addWidget(pane)
    stage.feed.changed.connect(pane.refresh)
    pane.resize(808, 860)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    with qtbot.waitSignal(pane.shown):
        pane.show_ticket(ticket_id)
    return pane


def test_what_is_typed_survives_a_crash(qtbot: QtBot, stage: Stage, first: TicketRow) -> None:
    pane = opened(qtbot, stage, first.id)
    pane.begin(ReplyKind.NOTE)
    qtbot.keyClicks(pane.composer.editor, "call them at noon")
    qtbot.waitUntil(lambda: pane.composer.state.text() == "Draft saved")
    # The window is gone without a word; another one opens.
    again = opened(qtbot, stage, first.id)
    assert (again.composer.kind, again.composer.editor.text()) == (ReplyKind.NOTE, "call them at noon")


def test_a_reply_goes_out_is_taken_back_and_goes_out_again(qtbot: QtBot, stage: Stage, first: TicketRow) -> None:
    pane = opened(qtbot, stage, first.id)
    pane.begin(ReplyKind.REPLY)
    pane.composer.discard()
    qtbot.keyClicks(pane.composer.editor, "It leaves today.")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(stage.deeds.told):
        qtbot.keyClick(pane.composer.editor, Qt.Key.Key_Return, both)
    qtbot.waitUntil(lambda: pane.row is not None and pane.row.status is Status.SOLVED)
    detail = stage.database.read(ticket.detail, first.id)
    assert detail is not None
    sent = detail.messages[-1]
    assert (sent.kind, sent.visible.startswith("It leaves today.")) == (MessageKind.OUT, True)
    assert pane.conversation.card(sent.id) is not None
    stage.deeds.undo_last()
    qtbot.waitUntil(lambda: pane.composer.editor.text().startswith("It leaves today."))
    qtbot.waitUntil(lambda: pane.row is not None and pane.row.status is first.status)
    assert pane.conversation.card(sent.id) is None
    pane.composer.editor.setFocus()
    with qtbot.waitSignal(stage.deeds.told):
        qtbot.keyClick(pane.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    kept = stage.database.read(drafts.of_ticket, stage.desk.me.id, first.id)
    assert [draft.kind for draft in kept if "It leaves today." in draft.text] == []
    detail = stage.database.read(ticket.detail, first.id)
    assert detail is not None
    assert detail.messages[-1].text.count("wrote:") == 1
